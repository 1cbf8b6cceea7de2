"""What a property of a form may hold: a value of another kind is a fault, told before anything is opened with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reporting.domain.loader import load
from tests.unit.builders import FORMS, TRANSLATIONS

FORM, FIRST, SECOND = "tiny-form/form.toml", "tiny-form/01-first.toml", "tiny-form/02-second.toml"
NAME = 'id = "name"\ntype = "text"\n'
BEES = '{ id = "bees", label = "Bees" }'
SHOW_IF = 'show_if = { question = "open", is = true }'

MISTAKES = {
    "a flag in quotes": (FIRST, NAME, NAME + 'personal = "yes"\n', "personal must be true or false"),
    "a flag as a number": (FIRST, NAME, NAME + "public = 0\n", "public must be true or false"),
    "a number in quotes": (SECOND, "max_words = 20", 'max_words = "20"', "max_words must be a whole number above zero"),
    "a limit of no words": (SECOND, "max_words = 20", "max_words = 0", "max_words must be a whole number above zero"),
    "a revision that is a flag": (FORM, "revision = 1", "revision = true", "revision must be a whole number"),
    "a day in quotes": (FORM, "due_on = 2026-12-31", 'due_on = "soon"', "due_on must be a date"),
    "languages that are no list": (FORM, '["en", "fr", "ar"]', '"en"', "languages must be a list"),
    "a language that nobody knows": (FORM, '["en", "fr", "ar"]', '["en", "xyzzy"]', "unknown language 'xyzzy'"),
    "options that are a number": (FIRST, 'options = "tiny:colours"', "options = 3", "options must be a text or a list"),
    "an option that is there twice": (FIRST, BEES, f"{BEES}, {BEES}", "the option 'bees' stands twice"),
    "an option without a label": (FIRST, BEES, '{ id = "bees" }', "each option needs an id"),
    "an option that is a text": (FIRST, BEES, '"bees"', "options.0 must be a table"),
    "an option with a property of its own": (FIRST, '"Bees" }', '"Bees", hint = "" }', "unknown property 'hint' of an"),
    "a number that nobody can keep": (SECOND, "max_words = 20", f"max_words = {10**15}", "must have at most 15 digits"),
    "a moment for a day": (FORM, "2026-12-31", "2026-12-31T12:00:00", "due_on must be a date"),
    "a slip of the pen": (FIRST, NAME, NAME + "requierd = true\n", "'requierd': is 'required' meant?"),
    "an id with a dot": (FIRST, 'id = "name"', 'id = "the.name"', "the id 'the.name' must be small letters"),
    "an id in capitals": (FIRST, 'id = "name"', 'id = "Name"', "the id 'Name' must be small letters"),
    "an id longer than any key": (FIRST, 'id = "name"', f'id = "{"n" * 61}"', "at most 60"),
    "an id of a section with a blank": (SECOND, 'id = "second"', 'id = "the second"', "must be small letters"),
    "questions under another name": (SECOND, "[[question]]", "[[questions]]", "unknown property 'questions'"),
    "a condition that is a text": (FIRST, SHOW_IF, 'show_if = "open"', "show_if must be a table"),
    "an answer that includes one": (
        FIRST, SHOW_IF, 'show_if = { question = "open", includes = true }', "has one answer",
    ),
    "answers that are one": (
        SECOND, '{ question = "first.animals", includes = "bees" }', '{ question = "first.animals", is = "bees" }',
        "'first.animals' can never be 'bees'",
    ),
    "a choice among no list": (
        SECOND, 'any_of = ["red", "green"]', 'any_of = "red"', "any_of must be a list",
    ),
    "an answer given perhaps": (SECOND, "answered = true", 'answered = "maybe"', "answered must be true or false"),
    "all of nothing": (FIRST, SHOW_IF, "show_if = { all = true }", "all and any need a list of conditions"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_value_of_another_kind_is_told(tmp_path: Path, what: str) -> None:
    file, old, new, sentence = MISTAKES[what]
    forms = Path(shutil.copytree(FORMS, tmp_path / "forms"))
    text = (forms / file).read_text(encoding="utf-8")
    assert old in text, "the tiny form no longer reads like this"
    (forms / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    read = load([forms], TRANSLATIONS)
    assert any(sentence in each.sentence for each in read.faults), [str(each) for each in read.faults]
    assert "tiny" not in read.forms
