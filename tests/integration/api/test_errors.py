"""Refusals: one shape for everything under /api/, in the language asked, with what a program needs to go on."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from reporting.infra.db import Database
from tests.integration.api.place import XA, Place


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v2/forms", "/api/records", "/api/v1/forms/tiny/x/y"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_addresses_that_lead_nowhere_are_told_in_the_same_shape(shared: Place, path: str, method: str) -> None:
    answer = shared.app.test_client().open(path, method=method, headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert answer.json["error"] == {
        "code": "not_found", "message": shared.house.texts("fr").sentence("not_found"), "details": []
    }  # fmt: skip
    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_keep_their_own_errors(shared: Place) -> None:
    assert shared.app.test_client().get("/en/apis").mimetype == "text/html"
    assert shared.app.test_client().get("/apiary").mimetype == "text/html"


def test_a_wrong_method_is_told_with_those_there_are(shared: Place) -> None:
    answer = shared.anyone.post("/forms", {})
    assert (answer.status_code, answer.json["error"]["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET"
    both = shared.program("focal_point", XA).ask("DELETE", "/reports/1/answers")
    assert (both.status_code, both.headers["Allow"]) == (405, "GET, PATCH")


@pytest.mark.parametrize(
    ("header", "code"),
    [("", "token_needed"), ("Bearer nrt_nobody", "token_invalid"), ("Basic dTpw", "token_invalid"),
     ("Bearer", "token_invalid"), ("Bearer " + "x" * 5000, "token_invalid"), ("Bearer nrt_\xe9", "token_invalid")],
)  # fmt: skip
def test_without_a_token_that_works_nothing_private_is_told(shared: Place, header: str, code: str) -> None:
    report = 1
    for path in ("/reports", f"/reports/{report}", "/reports/999", "/jobs/1"):
        answer = shared.anyone.get(path, headers={"Authorization": header} if header else {})
        assert (answer.status_code, answer.json["error"]["code"]) == (401, code)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")


def test_no_cookie_opens_the_api(shared: Place) -> None:
    with shared.app.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"] = "somebody"
        assert client.get("/api/v1/reports").status_code == 401


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_sentences_come_in_the_language_asked(shared: Place, language: str) -> None:
    sentence = shared.house.texts(language).sentence("not_found")
    focal = shared.program("focal_point", XA)
    assert focal.get(f"/reports/77?lang={language}").json["error"]["message"] == sentence
    assert focal.speaking(f"{language},en;q=0.5").get("/reports/77").json["error"]["message"] == sentence
    both = focal.speaking("en").get(f"/reports/77?lang={language}")
    assert both.json["error"]["message"] == sentence


def test_every_fault_of_a_request_is_told_with_its_place(shared: Place) -> None:
    answer = shared.program("focal_point", XA).post(
        "/reports", {"party": "xa", "form": 7, "languages": ["e"], "surprise": 1}
    )
    assert answer.status_code == 422
    found = {each["field"]: each["code"] for each in answer.json["error"]["details"]}
    assert found == {
        "party": "wrong_form", "form": "wrong_type", "languages[0]": "too_short", "surprise": "unknown_name",
    }  # fmt: skip
    assert all(each["message"] for each in answer.json["error"]["details"])


def test_a_database_that_is_away_is_told_as_503(shared: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: Database) -> None:
        raise OperationalError("SELECT 1", {}, Exception("away"))

    monkeypatch.setattr(Database, "session", property(away))
    answer = shared.anyone.get("/forms")
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")


def test_a_failure_of_ours_is_told_without_its_inside(shared: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Database) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(Database, "session", property(broken))
    answer = shared.anyone.get("/forms")
    assert (answer.status_code, answer.json["error"]["code"]) == (500, "internal")
    assert "secret" not in answer.text


def test_head_and_options_are_answered(shared: Place) -> None:
    client = shared.app.test_client()
    assert client.head("/api/v1/forms").status_code == 200
    assert "GET" in client.options("/api/v1/forms").headers["Allow"]
