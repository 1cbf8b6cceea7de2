"""How a blank form says what kind of answer a question takes, and when it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from reporting import paths
from reporting.domain.asked import KINDS, asked_if, kind, limits
from reporting.domain.definitions import Form, Question, Wording
from reporting.domain.questions import TYPES
from reporting.domain.texts import texts_of
from tests.unit.builders import asked, question, structure

WORDS = {
    "en": {
        "a.open.label": "Is it open?",
        "a.colour.label": "Which colour?",
        "a.animals.label": "Which animals?",
        "a.trees.label": "How many trees?",
        "a.shrubs.label": "How many shrubs?",
        "a.shade.label": "Shade?",
        "a.counts.label": "Which counts?",
        "colours.red": "Red",
        "colours.green": "Green",
        "animals.bees": "Bees",
        "words.yes": "Yes",
        "words.no": "No",
    },
    "fr": {"a.open.label": "Est-ce ouvert ?", "words.yes": "Oui"},
}
FORM = Form.from_data(
    structure(
        [
            asked("open", "yes_no"),
            asked("colour", "choice", options=["red", "green"], options_path="colours"),
            asked("animals", "choices", options=["bees"], options_path="animals"),
            asked("trees", "integer"),
            asked("shrubs", "integer"),
            asked("shade", "percentage"),
            asked("counts", "series"),
        ]
    )
)
OPEN: dict[str, Any] = {"question": "a.open", "is": True}
SHUT: dict[str, Any] = {"question": "a.open", "is": False}
BEES: dict[str, Any] = {"question": "a.animals", "includes": "bees"}


def said(condition: dict[str, Any], language: str = "en") -> str:
    texts = texts_of(language, paths.data("translations"))
    return asked_if(condition, FORM, Wording(WORDS, language), texts)


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (OPEN, "Asked if the answer to “Is it open?” is “Yes”."),
        (
            {"question": "a.counts", "altered": True},
            "Asked if the rows of “Which counts?” differ from those that were offered.",
        ),
        (SHUT, "Asked if the answer to “Is it open?” is “No”."),
        ({"question": "a.colour", "is": "red"}, "Asked if the answer to “Which colour?” is “Red”."),
        (
            {"question": "a.colour", "any_of": ["red", "green"]},
            "Asked if the answer to “Which colour?” is “Red” or “Green”.",
        ),
        (BEES, "Asked if the answers to “Which animals?” include “Bees”."),
        ({"question": "a.open", "answered": True}, "Asked if “Is it open?” has an answer."),
        ({"question": "a.open", "answered": False}, "Asked if “Is it open?” has no answer."),
        (
            {"all": [OPEN, BEES]},
            "Asked if the answer to “Is it open?” is “Yes” and the answers to “Which animals?” include “Bees”.",
        ),
        (
            {"any": [SHUT, BEES]},
            "Asked if the answer to “Is it open?” is “No” or the answers to “Which animals?” include “Bees”.",
        ),
        (
            {**OPEN, "and": BEES},
            "Asked if the answer to “Is it open?” is “Yes” and the answers to “Which animals?” include “Bees”.",
        ),
        (
            {"question": "a.trees", "at_least": 1000, "less_than": {"question": "a.shrubs"}},
            "Asked if the number given in answer to “How many trees?” is at least 1,000 and the number given in answer "
            "to “How many trees?” is less than the number given in answer to “How many shrubs?”.",
        ),
        (
            {"question": "a.shade", "more_than": 12.5},
            "Asked if the number given in answer to “Shade?” is more than 12.5%.",
        ),
        ({"question": "a.trees", "is": 0}, "Asked if the answer to “How many trees?” is “0”."),
        (
            {"question": "a.animals", "count": {"at_most": 2}},
            "Asked if the number of answers to “Which animals?” is at most 2.",
        ),
        (
            {"sum": ["a.trees", "a.shrubs"], "more_than": 10},
            "Asked if the sum of the answers to “How many trees?” and “How many shrubs?” is more than 10.",
        ),
        ({"not": OPEN}, "Asked if it is not so that the answer to “Is it open?” is “Yes”."),
    ],
)
def test_a_condition_is_said_in_words(condition: dict[str, Any], sentence: str) -> None:
    assert said(condition) == sentence


def test_it_is_said_in_the_language_of_the_page() -> None:
    assert said(OPEN, "fr").replace("\u00a0", " ") == "Question posée si la réponse à « Est-ce ouvert ? » est « Oui »."


@pytest.mark.parametrize(
    ("question_", "sentence"),
    [
        (question("integer", min=0, max=1000), "From 0 to 1,000."),
        (question("decimal", min=-1.5, decimals=2), "At least -1.5. Decimals: at most 2."),
        (question("percentage", max=100), "At most 100%."),
        (question("year", min=1990), "At least 1990."),
        (question("decimal"), ""),
        (question("text"), ""),
    ],
)
def test_limits_are_said_in_words(question_: Question, sentence: str) -> None:
    assert limits(question_, Wording({}, "en"), texts_of("en", paths.data("translations"))) == sentence


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_type_of_question_has_a_word_for_its_kind_of_answer(language: str) -> None:
    assert KINDS.keys() == TYPES.keys()
    texts = texts_of(language, paths.data("translations"))
    for name in TYPES:
        assert kind(question(name), texts)
