"""Records: the same bytes as were hashed, asked about by a strong ETag."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785

from reporting.infra.files import put
from reporting.models import StoredDocument
from reporting.services import documents, reading
from tests.integration.api.place import XA, XB, Place


def test_the_list_holds_the_newest_version_of_each_report(place: Place) -> None:
    assert place.anyone.get("/records").json["total"] == 0
    place.publish(XA)
    place.clock.forward(days=1)
    place.publish(XB)
    found = place.anyone.get("/records?lang=ar").json
    assert [(each["party"], each["number"]) for each in found["items"]] == [(XB, 1), (XA, 1)]
    assert found["items"][1]["party_name"] == "آرلاند"
    assert found["items"][1]["page"] == f"http://reports.test/ar/records/{XA}/tiny/1"
    assert place.anyone.get(f"/records?party={XA}&form=tiny&region=north").json["total"] == 1
    assert place.anyone.get("/records?region=south").json["total"] == 0


def test_a_copy_embedded_in_its_envelope_is_the_bytes_that_were_hashed(published: Place) -> None:
    answer = published.anyone.get(f"/records/{XA}/tiny/1")
    bare = published.anyone.get(f"/records/{XA}/tiny/1.json")
    sha256 = answer.json["envelope"]["sha256"]
    assert hashlib.sha256(bare.data).hexdigest() == sha256
    assert bare.headers["ETag"] == f'"{sha256}"'
    assert bare.data in answer.data
    assert hashlib.sha256(rfc8785.dumps(answer.json["copy"])).hexdigest() == sha256
    assert rfc8785.dumps(json.loads(bare.data)) == bare.data
    assert published.anyone.get(f"/records/{XA}/tiny.json").data == bare.data


def test_answers_that_are_not_public_are_not_in_the_record(place: Place) -> None:
    report = place.begin()
    place.complete(report)
    place.write(report, place.entry("second.note_to_reviewers", "", "Only for you"))
    focal = place.program("focal_point", XA)
    assert place.act(focal, report, "submit").status_code == 200
    for role, action in (("reviewer", "start_review"), ("reviewer", "approve"), ("publisher", "publish")):
        assert place.act(place.program(role), report, action).status_code == 200
    place.announce()
    assert "Only for you" not in place.anyone.get(f"/records/{XA}/tiny").text
    assert "Only for you" in place.program("reviewer").get(f"/reports/{report}/document").text


@pytest.mark.parametrize("suffix", ["", "/1", ".json", "/1.json"])
def test_a_record_is_asked_about_each_time_and_sent_once(published: Place, suffix: str) -> None:
    first = published.anyone.get(f"/records/{XA}/tiny{suffix}")
    assert first.headers["Cache-Control"] == "no-cache"
    assert not first.headers["ETag"].startswith("W/")
    again = published.anyone.get(f"/records/{XA}/tiny{suffix}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    other = published.anyone.get(f"/records/{XA}/tiny{suffix}", headers={"If-None-Match": '"something-else"'})
    assert other.data == first.data
    for encoding in ("br", "gzip"):
        headers = {"Accept-Encoding": encoding}
        small = published.app.test_client().get(f"/api/v1/records/{XA}/tiny{suffix}", headers=headers)
        assert small.headers["Content-Encoding"] == encoding
        headers["If-None-Match"] = small.headers["ETag"]
        known = published.app.test_client().get(f"/api/v1/records/{XA}/tiny{suffix}", headers=headers)
        assert known.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["XA/tiny/2", "XA/tiny/0", "XA/tiny/99999999999999999999", "XA/none", "XZ/tiny", "xa/tiny", "XA/tiny/1.xlsx",
     "X%00/tiny", "XA/tiny%00", "XA/tiny.csv", "XA/tiny/1.pdf", "XA/tiny/x.json"],
)  # fmt: skip
def test_what_is_not_published_is_not_found(published: Place, path: str) -> None:
    assert published.anyone.get(f"/records/{path}").status_code == 404


def test_the_pdf_is_given_in_the_language_asked_or_in_one_that_is_there(place: Place) -> None:
    place.publish()
    address = f"/records/{XA}/tiny/1.pdf"
    assert place.anyone.get(address).status_code == 404
    content = b"%PDF-1.7 a file"
    store_pdf(place, content, "ar")
    assert place.anyone.get(f"{address}?lang=ar").data == content
    assert place.anyone.get(f"/records/{XA}/tiny.pdf").data == content
    assert place.anyone.get(f"{address}?lang=en").status_code == 404
    store_pdf(place, content + b" in English", "en")
    english = place.anyone.get(address)
    assert english.data == content + b" in English"
    assert english.headers["Cache-Control"] == "no-cache"
    known = place.anyone.get(address, headers={"If-None-Match": english.headers["ETag"]})
    assert known.status_code == 304
    files = place.anyone.get(f"/records/{XA}/tiny/1").json["envelope"]["files"]
    assert [(each["lang"], each["format"]) for each in files] == [("ar", "pdf"), ("en", "pdf")]
    assert files[0]["address"] == f"http://reports.test/api/v1{address}?lang=ar"


def store_pdf(place: Place, content: bytes, language: str) -> None:
    """What the worker leaves behind."""
    key = documents.key_of_record(reading.record_of(place.house.db.session, XA, "tiny"))
    name = f"{key[:2]}/{key}-{language}.pdf"
    put(Path(place.house.instance) / "documents" / name, content)
    with place.house.db.transaction() as session:
        session.add(
            StoredDocument(
                sha256=key, format="pdf", language=language, layout="test", file=name, size=len(content),
                file_sha256=hashlib.sha256(content).hexdigest(), made_at=place.clock(),
            )
        )  # fmt: skip
