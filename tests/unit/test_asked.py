"""How a blank form says what kind of answer a question takes, and when it is asked."""

from __future__ import annotations

from typing import Any

import pytest

from reporting import paths
from reporting.domain.asked import KINDS, asked_if, kind
from reporting.domain.definitions import Form, Wording
from reporting.domain.questions import TYPES
from reporting.domain.texts import texts_of
from tests.unit.builders import asked, question, structure

WORDS = {
    "en": {
        "a.open.label": "Is it open?",
        "a.colour.label": "Which colour?",
        "a.animals.label": "Which animals?",
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
        ({"not": OPEN}, "Asked if it is not so that the answer to “Is it open?” is “Yes”."),
    ],
)
def test_a_condition_is_said_in_words(condition: dict[str, Any], sentence: str) -> None:
    assert said(condition) == sentence


def test_it_is_said_in_the_language_of_the_page() -> None:
    assert said(OPEN, "fr").replace("\u00a0", " ") == "Question posée si la réponse à « Est-ce ouvert ? » est « Oui »."


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_type_of_question_has_a_word_for_its_kind_of_answer(language: str) -> None:
    assert KINDS.keys() == TYPES.keys()
    texts = texts_of(language, paths.data("translations"))
    for name in TYPES:
        assert kind(question(name), texts)
