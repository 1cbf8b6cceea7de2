"""A form read from its stored structure, and its texts in one language."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from reporting.domain.definitions import Form, Question, Wording, digest
from reporting.domain.questions import TYPES
from tests.unit.builders import asked, figures, papers, plans, question, structure, tables, tiny

TEXTS = {
    "en": {"a.q.label": "Question", "a.q.guidance": "Help", "lists.x.red": "Red"},
    "fr": {"a.q.label": "Question en français", "lists.x.red": ""},
}
RULES = [
    {"level": "warning", "if": {"question": "b.q", "is": "x"}},
    {"level": "blocking", "if": {"question": "a.q", "is": "x"}},
]
SMALL = structure([asked("q"), asked("r", "date")], [asked("q", max_words=5)], rules=RULES)


def test_a_form_holds_its_questions_by_path_and_in_order() -> None:
    form = Form.from_data(SMALL)
    assert list(form.questions) == ["a.q", "a.r", "b.q"]
    assert [each.id for each in form.sections] == ["a", "b"]
    assert form.section("b") is form.sections[1]
    assert form.section("c") is None
    assert form.questions["b.q"].max_words == 5


def test_what_a_question_does_not_say_is_the_usual() -> None:
    asked_plainly = Form.from_data(SMALL).questions["a.q"]
    assert asked_plainly == Question(section="a", id="q", type="text")
    assert (asked_plainly.public, asked_plainly.required, asked_plainly.multilingual) == (True, False, False)


def test_rules_know_where_their_message_stands() -> None:
    form = Form.from_data(SMALL)
    assert form.sections[0].rules == ()
    assert [(each.path, each.blocking) for each in form.sections[1].rules] == [
        ("b.rule.0.message", False),
        ("b.rule.1.message", True),
    ]


@pytest.mark.parametrize("dates", [{}, {"opens_on": "2026-01-01", "due_on": "2026-12-31"}])
def test_days_may_be_left_open(dates: dict[str, str]) -> None:
    form = Form.from_data({**SMALL, **dates})
    assert (form.opens_on, form.due_on) == (dates.get("opens_on", ""), dates.get("due_on", ""))


def test_a_question_of_unknown_property_cannot_be_read() -> None:
    with pytest.raises(TypeError):
        question("text", colour="red")


def test_definitions_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Form.from_data(SMALL).revision = 2  # type: ignore[misc]


def test_the_digest_hangs_on_what_is_said_and_not_on_how() -> None:
    turned = dict(reversed(SMALL.items()))
    assert Form.from_data(turned).digest == Form.from_data(SMALL).digest == digest(SMALL)
    assert re.fullmatch("[0-9a-f]{64}", digest(SMALL))


@pytest.mark.parametrize(
    "changed",
    [
        {"revision": 2},
        {"languages": ["en"]},
        {"sections": SMALL["sections"][::-1]},
        structure([asked("q"), asked("r", "date")], [asked("q", max_words=6)], rules=RULES),
        structure([asked("q"), asked("r", "date")], [asked("q", max_words=5)], rules=RULES[::-1]),
    ],
)
def test_every_change_of_the_form_changes_the_digest(changed: dict[str, Any]) -> None:
    assert Form.from_data({**SMALL, **changed}).digest != Form.from_data(SMALL).digest


def test_the_digest_of_plain_values_is_known() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_texts_missing_in_a_language_come_in_english() -> None:
    french = Wording(TEXTS, "fr")
    assert french("a.q.label") == "Question en français"
    assert french("a.q.guidance") == "Help"
    assert french("a.q.example") == ""
    assert Wording(TEXTS, "ru")("a.q.label") == "Question"
    assert Wording({}, "fr")("a.q.label") == ""


def test_english_keeps_its_question_mark_at_its_end_in_a_language_that_runs_the_other_way() -> None:
    texts = {"en": {"asked": "Is it open?", "said": "It is open"}}
    assert [Wording(texts, "ar")(path) for path in ("asked", "said", "gone")] == [
        "\u2066Is it open?\u2069",
        "It is open",
        "",
    ]
    assert Wording(texts, "fr")("asked") == "Is it open?"


def test_options_are_called_by_their_label_and_else_by_their_id() -> None:
    colours = question("choice", options=["red", "gone"], options_path="lists.x")
    assert [Wording(TEXTS, "fr").option(colours, each) for each in ("red", "gone")] == ["Red", "gone"]


def test_a_wording_can_be_had_in_another_language() -> None:
    assert Wording(TEXTS, "en").in_language("fr")("a.q.label") == "Question en français"


def test_an_edition_gives_its_wording_in_each_language() -> None:
    first = tiny().form.questions["first.colour"]
    assert tiny().wording("en").label(first) == "Which colour do most flowers have?"
    assert tiny().wording("fr").option(first, "red") == "Rouge"


def test_the_forms_for_tests_have_every_type_of_question() -> None:
    editions = (tiny(), papers(), plans(), tables(), figures())
    assert {each.type for edition in editions for each in edition.form.questions.values()} == set(TYPES)
