"""The frozen copy: the same bytes for the same answers, in two parts, and whole when read back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.record import SCHEMA, FrozenCopy, ReportIdentity, StoredAnswer, freeze, reopen
from tests.unit.builders import catalogue, key, tiny

PARTY = catalogue().agreements["tiny"].parties["XB"]
IDENTITY = ReportIdentity(
    party="XB",
    party_names=PARTY.names_on(dt.date(2026, 2, 2)),
    agreement_names=catalogue().agreements["tiny"].names(),
    languages=("en", "fr"),
    entry="1",
)
VALUES: dict[str, Any] = {
    "first.name@en": "Garden by the river",
    "first.name@fr": "Jardin au bord de l’eau",
    "first.open": True,
    "first.opened_on": "2020-05-01",
    "first.colour": "red",
    "first.animals": ["bees", "birds"],
    "second.story@en": "<p>A <em>good</em> year.</p>",
    "second.note_to_reviewers": "Only for you",
}
STORED = [StoredAnswer(key(name), value, original=name == "first.name@en") for name, value in VALUES.items()]


def frozen(answers: list[StoredAnswer] | None = None, identity: ReportIdentity = IDENTITY) -> FrozenCopy:
    return freeze(identity, tiny(), STORED if answers is None else answers)


def names(part: bytes) -> list[str]:
    """The questions answered in a part of a copy, with their languages."""
    rows = json.loads(part)["answers"]
    return [f"{row['question']}@{row['lang']}" if row["lang"] else row["question"] for row in rows]


def changed(name: str, value: Any) -> list[StoredAnswer]:
    return [replace(each, value=value) if each.key == key(name) else each for each in STORED]


def test_the_copy_is_canonical_json() -> None:
    copy = frozen()
    for part in (copy.public, copy.private):
        assert rfc8785.dumps(json.loads(part)) == part
        assert json.loads(part)["schema"] == SCHEMA


def test_the_hashes_are_those_of_the_bytes_and_the_public_part_names_the_other() -> None:
    copy = frozen()
    assert copy.sha256 == hashlib.sha256(copy.public).hexdigest()
    assert copy.private_sha256 == hashlib.sha256(copy.private).hexdigest()
    assert json.loads(copy.public)["private_sha256"] == copy.private_sha256


@settings(max_examples=15, deadline=None)
@given(st.permutations(STORED))
def test_the_order_of_answers_changes_no_byte(answers: list[StoredAnswer]) -> None:
    assert frozen(answers) == frozen()


def test_answers_to_hidden_questions_are_left_out() -> None:
    assert "first.opened_on" in names(frozen().public)
    assert "first.opened_on" not in names(frozen(changed("first.open", False)).public)


def test_a_hidden_answer_does_not_change_the_hash() -> None:
    closed = changed("first.open", False)
    without = [each for each in closed if each.key.question != "first.opened_on"]
    assert frozen(closed) == frozen(without)


def test_cleared_answers_are_left_out_as_if_never_given() -> None:
    cleared = changed("first.colour", None)
    assert "first.colour" not in names(frozen(cleared).public)
    assert frozen(cleared) == frozen([each for each in STORED if each.key.question != "first.colour"])


def test_what_is_not_public_lies_in_the_second_part_alone() -> None:
    copy = frozen()
    assert names(copy.private) == ["second.note_to_reviewers"]
    assert "second.note_to_reviewers" not in names(copy.public)
    assert b"Only for you" not in copy.public
    assert len(names(copy.public)) == len(VALUES) - 1


def test_a_change_of_what_is_not_public_shows_in_both_hashes() -> None:
    before, after = frozen(), frozen(changed("second.note_to_reviewers", "Something else"))
    assert after.private_sha256 != before.private_sha256
    assert after.sha256 != before.sha256
    assert names(after.public) == names(before.public)


@pytest.mark.parametrize(
    ("name", "value"),
    [("first.name@fr", "Autre"), ("first.animals", ["bees"]), ("second.story@en", "<p>A good year.</p>")],
)
def test_every_change_of_an_answer_changes_the_hash(name: str, value: Any) -> None:
    assert frozen(changed(name, value)).sha256 != frozen().sha256


def test_which_text_is_the_original_and_which_a_machine_wrote_is_kept() -> None:
    marked = [replace(each, machine=each.key.lang == "fr") for each in STORED]
    rows = {(row["question"], row["lang"]): row for row in json.loads(frozen(marked).public)["answers"]}
    assert rows["first.name", "en"]["original"]
    assert not rows["first.name", "en"]["machine"]
    assert not rows["first.name", "fr"]["original"]
    assert rows["first.name", "fr"]["machine"]


def test_an_answer_says_nothing_of_who_gave_it_or_when() -> None:
    copy = frozen()
    data = json.loads(copy.public)
    assert set(data) == {
        "schema", "agreement", "party", "languages", "entry", "form", "form_digest", "texts", "answers", "attachments",
        "private_sha256",
    }  # fmt: skip
    for row in [*data["answers"], *json.loads(copy.private)["answers"]]:
        assert set(row) == {"question", "item", "lang", "value", "original", "machine"}


def test_the_copy_carries_the_form_with_its_texts_in_every_language() -> None:
    data = json.loads(frozen().public)
    assert data["form_digest"] == tiny().form.digest
    assert set(data["texts"]) == {"en", "fr", "ar"}
    assert data["texts"]["fr"]["first.title"] == "Première section"


def test_the_party_is_called_by_its_names_of_the_day() -> None:
    early = replace(IDENTITY, party_names=PARTY.names_on(dt.date(2020, 6, 30)))
    late = replace(IDENTITY, party_names=PARTY.names_on(dt.date(2020, 7, 1)))
    said = [json.loads(frozen(identity=each).public)["party"] for each in (early, late)]
    assert [each["names"]["en"] for each in said] == ["Old Beland", "Beland"]
    assert [each["names"]["fr"] for each in said] == ["Ancienne Belande", "Belande"]
    assert {each["code"] for each in said} == {"XB"}


def test_a_copy_read_back_and_frozen_again_is_the_same() -> None:
    copy = frozen()
    back = reopen(copy.public, copy.private)
    assert back.identity == IDENTITY
    assert back.edition.form == tiny().form
    assert sorted(each.key for each in back.answers) == sorted(each.key for each in STORED)
    assert freeze(back.identity, back.edition, back.answers) == copy


def test_without_the_second_part_only_public_answers_are_read_back() -> None:
    back = reopen(frozen().public)
    assert {each.key.question for each in back.answers} == {key(name).question for name in VALUES} - {
        "second.note_to_reviewers"
    }


def test_a_report_without_answers_can_be_frozen() -> None:
    copy = frozen([])
    assert names(copy.public) == names(copy.private) == []
    assert reopen(copy.public, copy.private).answers == ()


def test_answers_to_questions_that_the_form_no_longer_has_are_left_out() -> None:
    assert frozen([*STORED, StoredAnswer(key("first.gone"), "x")]) == frozen()
