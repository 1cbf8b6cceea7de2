"""Programs attach files, name them in answers, and fetch them as far as their person may read them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import files
from tests.integration.api.place import XA, XB, Place
from tests.papers import PAPERS

SHA256 = hashlib.sha256(files.PDF).hexdigest()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An installation with the form of papers beside the tiny one."""
    made = Place(tmp_path, more_forms=PAPERS, max_file_mb=1)
    yield made
    made.house.db.dispose()


@pytest.fixture
def report(place: Place) -> int:
    return place.begin(form="papers", languages=("en",))


def test_a_file_comes_as_the_body_or_in_a_form(place: Place, report: int) -> None:
    focal = place.program("focal_point", XA)
    whole = focal.post(f"/reports/{report}/attachments?name=plan.pdf", raw=files.PDF)
    assert whole.status_code == 201
    made = whole.json
    assert made["address"] == f"http://reports.test/api/v1/reports/{report}/attachments/{SHA256}"
    assert whole.headers["Location"] == f"/api/v1/reports/{report}/attachments/{SHA256}"
    del made["address"]
    assert made == {"sha256": SHA256, "name": "plan.pdf", "type": "application/pdf", "size": len(files.PDF)}
    form = focal.post(f"/reports/{report}/attachments", raw={"file": (io.BytesIO(files.image()), "map.png")})
    assert (form.status_code, form.json["width"], form.json["height"]) == (201, 600, 300)
    listed = focal.get(f"/reports/{report}/attachments?per_page=1&page=2").json
    assert (listed["total"], [each["name"] for each in listed["items"]]) == (2, ["map.png"])


def test_it_is_fetched_as_a_download(place: Place, report: int) -> None:
    focal = place.program("focal_point", XA)
    focal.post(f"/reports/{report}/attachments?name=%D0%BF%D0%BB%D0%B0%D0%BD.pdf", raw=files.PDF)
    answer = focal.get(f"/reports/{report}/attachments/{SHA256}")
    assert (answer.data, answer.mimetype) == (files.PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "%D0%BF%D0%BB%D0%B0%D0%BD.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert focal.get(f"/reports/{report}/attachments/{SHA256[::-1]}").status_code == 404
    assert focal.get(f"/reports/{report}/attachments/..%2f{SHA256}").status_code == 404


def test_an_answer_names_it_and_says_what_is_missing(place: Place, report: int) -> None:
    focal = place.program("focal_point", XA)
    focal.post(f"/reports/{report}/attachments?name=map.png", raw=files.image())
    sha256 = hashlib.sha256(files.image()).hexdigest()
    sent = place.entry("papers.files", "", [{"id": sha256, "name": "x.pdf"}])
    saved = place.write(report, sent)["saved"][0]
    assert saved["value"] == [{"id": sha256, "name": "map.png", "description": ""}]
    assert [(each["code"], each["blocking"]) for each in saved["problems"]] == [("description_needed", True)]
    refused = place.write(report, place.entry("papers.files", "", [{"id": SHA256}], 1))["rejected"][0]
    assert refused["code"] == "unknown_file"


@pytest.mark.parametrize(
    ("query", "body", "status", "code"),
    [
        ("?name=plan.exe", files.PDF, 422, "file_type_refused"),
        ("", files.PDF, 422, "file_type_refused"),
        ("?name=plan.pdf", b"", 422, "file_empty"),
        ("?name=plan.pdf", b"<html>", 422, "file_unlike_name"),
        ("?name=plan.pdf", files.PDF + b" " * 1_000_000, 413, "file_too_large"),
        ("?name=plan.pdf&name=b.pdf", files.PDF, 422, "invalid"),
    ],
)
def test_a_refusal_says_which_rule_was_broken(
    place: Place, report: int, query: str, body: bytes, status: int, code: str
) -> None:
    answer = place.program("focal_point", XA).post(f"/reports/{report}/attachments{query}", raw=body)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


def test_a_form_without_a_file_is_told_so(place: Place, report: int) -> None:
    answer = place.program("focal_point", XA).post(f"/reports/{report}/attachments", raw={"file": "no file"}, headers={
        "Content-Type": "multipart/form-data; boundary=a",
    })  # fmt: skip
    assert (answer.status_code, answer.json["error"]["details"][0]["field"]) == (422, "file")


def test_others_neither_bring_nor_fetch(place: Place, report: int) -> None:
    place.program("focal_point", XA).post(f"/reports/{report}/attachments?name=plan.pdf", raw=files.PDF)
    address = f"/reports/{report}/attachments"
    for who, status in (
        (place.anyone, 401),
        (place.program("focal_point", XB), 404),
        (place.program("reviewer"), 403),
    ):
        assert who.post(f"{address}?name=b.pdf", raw=files.PDF).status_code == status
        assert who.get(address).status_code == status
        assert who.get(f"{address}/{SHA256}").status_code == status
    observer = place.program("observer", XA)
    assert observer.post(f"{address}?name=b.pdf", raw=files.PDF).status_code == 403
    assert observer.get(f"{address}/{SHA256}").status_code == 200
