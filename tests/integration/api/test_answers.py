"""Writing and reading answers: each entry has exactly one outcome, and nobody's text is lost."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.services.drafting import MAX_WRITES
from tests.integration.api.place import XA, XB, Place


def places(outcome: dict[str, Any]) -> dict[str, str]:
    """write_id → the list it stands in; fails where one stands twice."""
    found = [(each["write_id"], name) for name, entries in outcome.items() for each in entries]
    assert len(dict(found)) == len(found)
    return dict(found)


def test_a_text_is_kept_in_each_language_and_one_of_them_is_the_original(place: Place) -> None:
    report = place.begin()
    place.write(report, place.entry("first.name", "en", "Garden"), place.entry("first.name", "ar", "حديقة"))
    items = place.program("focal_point", XA).get(f"/reports/{report}/answers?section=first").json["items"]
    assert [(each["lang"], each["value"], each["original"], each["version"]) for each in items] == [
        ("ar", "حديقة", False, 1),
        ("en", "Garden", True, 1),
    ]
    assert items[0]["source_version"] == 1
    assert items[0]["stale"] is False
    assert items[0]["author"] == f"focal_point {XA}"
    place.write(report, place.entry("first.name", "en", "Gardens", 1))
    items = place.program("focal_point", XA).get(f"/reports/{report}/answers?section=first").json["items"]
    assert [each["stale"] for each in items] == [True, False]


def test_sound_and_unsound_entries_stand_side_by_side_and_each_once(place: Place) -> None:
    report = place.begin()
    entries = [
        place.entry("first.open", "", True),
        place.entry("first.colour", "", "mauve"),
        place.entry("first.colour", "en", "red"),
        place.entry("first.nothing", "", "x"),
        place.entry("first.name", "", "which language?"),
        place.entry("first.name", "ru", "не тот язык"),
        place.entry("first.name", "en", 5),
        place.entry("first.opened_on", "", "2026-02-30"),
        place.entry("first.animals", "", ["birds", "bees"]),
        place.entry("first.gardener", "", "x", item="nowhere"),
    ]
    outcome = place.write(report, *entries)
    assert set(places(outcome)) == {each["write_id"] for each in entries}
    assert [each["question"] for each in outcome["saved"]] == ["first.open", "first.animals"]
    assert outcome["saved"][1]["value"] == ["bees", "birds"]
    assert [each["code"] for each in outcome["rejected"]] == [
        "not_an_option", "language_not_taken", "unknown_question", "language_needed", "unknown_language", "not_text",
        "not_a_date", "unknown_item",
    ]  # fmt: skip
    assert all(each["message"] for each in outcome["rejected"])


def test_a_value_that_breaks_a_rule_is_saved_with_its_problem(place: Place) -> None:
    report = place.begin()
    long = " ".join(["word"] * 21)
    saved = place.write(report, place.entry("second.story", "en", f"<p>{long}</p>"))["saved"][0]
    assert saved["version"] == 1
    assert [(each["code"], each["blocking"]) for each in saved["problems"]] == [("too_many_words", True)]
    assert "21" in saved["problems"][0]["message"]
    items = place.program("focal_point", XA).get(f"/reports/{report}/answers?section=second").json["items"]
    assert [each["code"] for each in items[0]["problems"]] == ["too_many_words"]


def test_a_stale_write_is_answered_with_base_theirs_and_mine(place: Place) -> None:
    report = place.begin()
    author = place.program("authorised_user", XA)
    place.write(report, place.entry("first.name", "en", "First"))
    place.write(report, place.entry("first.name", "en", "Theirs", 1), by=author)
    stale = place.entry("first.name", "en", "Mine", 1)
    outcome = place.write(report, stale, place.entry("first.colour", "", "red"))
    assert places(outcome)[stale["write_id"]] == "conflicts"
    conflict = outcome["conflicts"][0]
    assert [conflict[name] for name in ("base", "theirs", "mine", "version")] == ["First", "Theirs", "Mine", 2]
    assert conflict["author"] == f"authorised_user {XA}"
    assert len(outcome["saved"]) == 1
    place.write(report, place.entry("first.name", "en", "Mine", 2))
    answers = place.program("focal_point", XA).get(f"/reports/{report}/answers").json["items"]
    assert (answers[0]["value"], answers[0]["version"]) == ("Mine", 3)


def test_a_write_sent_again_gets_its_first_answer(place: Place) -> None:
    report = place.begin()
    entry = place.entry("first.name", "en", "Once")
    first = place.write(report, entry)
    place.write(report, place.entry("first.name", "en", "Twice", 1))
    assert place.write(report, entry) == first
    answers = place.program("focal_point", XA).get(f"/reports/{report}/answers").json["items"]
    assert answers[0]["value"] == "Twice"


def test_an_id_of_another_write_is_rejected_and_undoes_nothing(place: Place) -> None:
    report = place.begin()
    entry = place.entry("first.name", "en", "Once")
    place.write(report, entry)
    stolen = {**place.entry("first.colour", "", "red"), "write_id": entry["write_id"]}
    outcome = place.write(report, stolen, place.entry("first.open", "", True))
    assert [each["code"] for each in outcome["rejected"]] == ["write_id_used"]
    assert [each["question"] for each in outcome["saved"]] == ["first.open"]


def test_clearing_is_a_version_of_its_own(place: Place) -> None:
    report = place.begin()
    place.write(report, place.entry("first.open", "", True))
    assert place.write(report, place.entry("first.open", "", None, 1))["saved"][0]["version"] == 2
    answers = place.program("focal_point", XA).get(f"/reports/{report}/answers").json["items"]
    assert [(each["value"], each["version"]) for each in answers] == [(None, 2)]


def test_a_hidden_answer_is_kept_but_not_active(place: Place) -> None:
    report = place.begin()
    place.write(report, place.entry("first.open", "", True), place.entry("first.opened_on", "", "2020-05-01"))
    place.write(report, place.entry("first.open", "", False, 1))
    answers = place.program("focal_point", XA).get(f"/reports/{report}/answers").json["items"]
    assert [(each["value"], each["active"]) for each in answers] == [(False, True), ("2020-05-01", False)]


def test_answers_are_filtered_by_section_and_item_and_paged(place: Place) -> None:
    report = place.begin()
    place.complete(report)
    focal = place.program("focal_point", XA)
    assert {each["question"] for each in focal.get(f"/reports/{report}/answers?section=second").json["items"]} == {
        "second.story"
    }
    assert focal.get(f"/reports/{report}/answers?item=").json["total"] == 5
    assert focal.get(f"/reports/{report}/answers?item=x").json["total"] == 0
    page = focal.get(f"/reports/{report}/answers?per_page=2&page=3").json
    assert (len(page["items"]), page["total"]) == (1, 5)
    assert focal.get(f"/reports/{report}/answers?section=third").status_code == 422


def test_no_answer_is_taken_once_the_report_is_submitted(place: Place) -> None:
    report = place.begin()
    place.complete(report)
    focal = place.program("focal_point", XA)
    body = place.writes(report, place.entry("first.name", "en", "Too late", 1))
    place.act(focal, report, "submit")
    refused = focal.patch(f"/reports/{report}/answers", body)
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "wrong_state")
    assert focal.get(f"/reports/{report}/answers").json["items"][0]["editable"] is False
    assert place.program("focal_point", XB).patch(f"/reports/{report}/answers", body).status_code == 404
    assert place.program("observer", XA).patch(f"/reports/{report}/answers", body).status_code == 403


def test_a_write_for_another_form_says_so(place: Place) -> None:
    report = place.begin()
    body = place.writes(report, place.entry("first.gone", "en", "My text"))
    body["form_digest"] = "0" * 64
    outcome = place.program("focal_point", XA).patch(f"/reports/{report}/answers", body).json
    assert [each["code"] for each in outcome["rejected"]] == ["moved"]


def test_two_hundred_entries_are_taken_and_one_more_is_not(place: Place) -> None:
    report = place.begin()
    entries = [place.entry("first.name", "en", f"Name {n}", n) for n in range(MAX_WRITES)]
    outcome = place.write(report, *entries)
    assert len(outcome["saved"]) == MAX_WRITES
    body = place.writes(report, *entries, place.entry("first.open", "", True))
    refused = place.program("focal_point", XA).patch(f"/reports/{report}/answers", body)
    assert refused.status_code == 422
    assert refused.json["error"]["details"][0]["field"] == "answers"
    assert refused.json["error"]["details"][0]["code"] == "too_many"


def test_two_entries_with_one_id_are_refused_together(place: Place) -> None:
    report = place.begin()
    entry = place.entry("first.open", "", True)
    body = place.writes(report, entry, {**entry, "question": "first.colour", "value": "red"})
    refused = place.program("focal_point", XA).patch(f"/reports/{report}/answers", body)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json["error"]["details"]] == [
        "answers[0].write_id",
        "answers[1].write_id",
    ]
    assert place.program("focal_point", XA).get(f"/reports/{report}/answers").json["total"] == 0


@pytest.mark.parametrize("revision", [2, 999_999])
def test_a_revision_that_is_not_there_is_not_found(place: Place, revision: int) -> None:
    report = place.begin()
    body = {**place.writes(report, place.entry("first.open", "", True)), "revision": revision}
    assert place.program("focal_point", XA).patch(f"/reports/{report}/answers", body).status_code == 404
