"""Agreements, Parties, frameworks and forms: public, in the language of the address, and kept for a minute."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from reporting.api.validation import Place as At
from reporting.api.validation import faults
from tests.integration.api.place import XA, Place

PUBLIC = (
    "/agreements", "/parties", "/frameworks", "/frameworks/kmgbf", "/forms", "/forms/tiny", "/forms/tiny/schema",
    "/records", "/openapi.json",
)  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_public_answers_are_the_same_for_everybody_and_kept_for_a_minute(shared: Place, path: str) -> None:
    answer = shared.anyone.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    known = shared.anyone.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    others = shared.anyone.speaking("ar").get(path, headers={"Authorization": "Bearer nonsense", "Cookie": "session=x"})
    assert (others.status_code, others.data) == (200, answer.data)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_etag_of_a_compressed_answer_is_known_again(shared: Place, encoding: str) -> None:
    first = shared.anyone.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    client: FlaskClient = shared.app.test_client()
    small = client.get("/api/v1/openapi.json", headers={"Accept-Encoding": encoding})
    assert small.headers["Content-Encoding"] == encoding
    assert len(small.data) < len(first.data)
    again = client.get(
        "/api/v1/openapi.json", headers={"Accept-Encoding": encoding, "If-None-Match": small.headers["ETag"]}
    )
    assert again.status_code == 304


def test_agreements_tell_their_regions_frameworks_and_open_forms(shared: Place) -> None:
    found = {each["id"]: each for each in shared.anyone.get("/agreements?lang=fr").json["items"]}
    assert set(found) >= {"cbd", "tiny"}
    assert found["cbd"]["name"] == "Convention sur la diversité biologique"
    assert found["cbd"]["frameworks"] == ["aichi", "kmgbf"]
    assert {"nr7", "nt7"} <= set(found["cbd"]["forms"])
    assert {"id": "north", "name": "Nord"} in found["tiny"]["regions"]


def test_parties_are_called_by_their_names_of_the_day_in_the_language_asked(shared: Place) -> None:
    tiny = shared.anyone.get("/parties?agreement=tiny&lang=ar").json
    assert [each["code"] for each in tiny["items"]] == ["XA", "XB"]
    assert tiny["items"][1]["name"] == "بيلاند"
    assert tiny["items"][1]["names"] == [
        {"name": "بيلاند القديمة", "until": "2020-07-01"},
        {"name": "بيلاند", "until": None},
    ]
    africa = shared.anyone.get("/parties?agreement=cbd&region=africa&per_page=200").json
    assert {each["region"] for each in africa["items"]} == {"africa"}
    assert africa["total"] == len(africa["items"]) > 40
    both = shared.anyone.get("/parties?per_page=100&page=2").json
    assert len(both["items"]) == min(100, both["total"] - 100)


def test_a_framework_gives_goals_targets_facts_indicators_and_lists(shared: Place) -> None:
    assert shared.anyone.get("/frameworks").json["items"][0]["id"]
    kmgbf = shared.anyone.get("/frameworks/kmgbf?lang=es").json
    assert (len(kmgbf["goals"]), len(kmgbf["targets"])) == (4, 23)
    third = next(each for each in kmgbf["targets"] if each["id"] == "GBF-TARGET-03")
    assert any(fact["value"] == 30 and fact["by"] == 2030 for fact in third["facts"])
    assert third["group"] in {each["id"] for each in kmgbf["groups"]}
    assert next(each for each in kmgbf["indicators"] if each["code"] == "A.1")["belongs_to"] == ["GBF-GOAL-A"]
    progress = next(each for each in kmgbf["lists"] if each["id"] == "progress")
    assert {"id": "achieved", "mark": "achieved"}.items() <= progress["options"][1].items()
    english = shared.anyone.get("/frameworks/kmgbf").json
    assert english["targets"][2]["title"] != kmgbf["targets"][2]["title"]
    assert shared.anyone.get("/frameworks/none").status_code == 404


def test_a_form_is_given_with_structure_and_texts(shared: Place) -> None:
    form = shared.anyone.get("/forms/tiny?lang=ar&revision=1").json
    assert (form["revision"], form["language"], form["languages"]) == (1, "ar", ["en", "fr", "ar"])
    colour = next(each for section in form["sections"] for each in section["questions"] if each["type"] == "choice")
    assert colour["question"] == "first.colour"
    assert [each["id"] for each in colour["options"]] == ["red", "green", "blue"]
    assert colour["options"][0]["label"] != "Red"
    assert form["sections"][0]["rules"][0]["level"] == "warning"
    assert shared.anyone.get("/forms/tiny?revision=2").status_code == 404
    head = next(each for each in shared.anyone.get("/forms").json["items"] if each["id"] == "tiny")
    assert head["digest"] == form["digest"]
    listed = [each["id"] for each in shared.anyone.get("/forms?agreement=cbd").json["items"]]
    assert {"nr7", "nt7"} <= set(listed)
    assert "tiny" not in listed


def test_what_is_read_and_what_is_written_fits_the_schema_of_the_form(shared: Place) -> None:
    report = 1
    shared.complete(report)
    schema = shared.anyone.get("/forms/tiny/schema").json
    assert schema["$id"].endswith("/forms/tiny/schema?revision=1")
    answers = shared.program("focal_point", XA).get(f"/reports/{report}/answers").json["items"]
    assert answers
    at = At(schema["$defs"])
    tested = {name: each for name, each in schema.items() if name not in ("$schema", "$id", "$defs")}
    assert not list(faults(answers, tested, at))
    wrong = [{"question": "first.open", "lang": "", "value": "yes"}]
    assert list(faults(wrong, tested, at))


def test_the_schema_names_every_question_of_a_real_form(shared: Place) -> None:
    form = shared.anyone.get("/forms/nr7").json
    schema = shared.anyone.get("/forms/nr7/schema?lang=zh").json
    questions = [each for section in form["sections"] for each in section["questions"]]
    assert set(schema["$defs"]) == {each["question"] for each in questions if each["type"] != "note"}
