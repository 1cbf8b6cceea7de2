"""What a form says of numbers, Parties and notes: its structure and texts, and each mistake that it can make."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reporting.domain.answers import Answers, Key
from reporting.domain.loader import load
from tests.unit.builders import FIGURES, FORMS, TRANSLATIONS, figures, tiny

PARK, LAND = "01-park.toml", "02-land.toml"
RANGERS = "min = 0\nmax = 500\n"
SO_MANY = '{ question = "rangers", more_than = 100 }'
TREATY = '{ question = "neighbours", count = { at_least = 1 } }'
NOTE = 'type = "note"'
SUM = '{ sum = ["forest", "water"], more_than = 100 }'

MISTAKES = {
    "limits the wrong way round": (PARK, RANGERS, "min = 500\nmax = 0\n", "min is above max"),
    "a limit in quotes": (PARK, RANGERS, 'min = "0"\n', "min must be a number"),
    "a limit that is true": (PARK, RANGERS, "min = true\n", "min must be a number"),
    "a limit without end": (PARK, RANGERS, "max = inf\n", "max must be written in plain digits"),
    "a limit with an exponent": (PARK, RANGERS, "max = 1e30\n", "max must be written in plain digits"),
    "half a ranger": (PARK, RANGERS, "max = 0.5\n", "max of a integer question must be a whole number"),
    "decimals of a whole number": (PARK, RANGERS, "decimals = 2\n", "a integer question has no decimals"),
    "no decimals at all": (PARK, "decimals = 2", "decimals = 0", "decimals must be a whole number above zero"),
    "a unit of a percentage": (LAND, "decimals = 1", 'unit = "%"', "a percentage question has no unit"),
    "a limit of a text": (LAND, 'type = "text"', 'type = "text"\nmax = 3', "a text question has no max"),
    "Parties with options": (LAND, "max_choices = 1", "options = []\nmax_choices = 0", "max_choices must be"),
    "Parties of the form’s own": (
        LAND, "max_choices = 1", 'options = [{ id = "a", label = "A" }]', "a parties question has no options",
    ),
    "a note that has to be answered": (PARK, NOTE, f"{NOTE}\nrequired = true", "so it has no required"),
    "a note in several languages": (PARK, NOTE, f"{NOTE}\nmultilingual = true", "so it has no multilingual"),
    "an order of a text": (
        PARK, SO_MANY, '{ question = "about", more_than = 1 }', "'park.about' is no number",
    ),
    "an order of words": (PARK, SO_MANY, '{ question = "rangers", more_than = "many" }', "more_than needs a number"),
    "an order of truth": (PARK, SO_MANY, '{ question = "rangers", more_than = true }', "more_than needs a number"),
    "an order and an answer": (
        PARK, SO_MANY, '{ question = "rangers", more_than = 1, is = 5 }', "exactly one of is, any_of",
    ),
    "an order of what stands later": (
        PARK, SO_MANY, '{ question = "rangers", more_than = { question = "land.forest" } }', "points to 'land.forest'",
    ),
    "a number that is none": (PARK, SO_MANY, '{ question = "rangers", is = "many" }', "can never be 'many'"),
    "half as an answer": (PARK, SO_MANY, '{ question = "rangers", is = 0.5 }', "can never be 0.5"),
    "counting one answer": (LAND, TREATY, '{ question = "forest", count = { at_least = 1 } }', "nothing to count"),
    "counting without a number": (LAND, TREATY, '{ question = "neighbours", count = 1 }', "count is a table of"),
    "counting nothing": (LAND, TREATY, '{ question = "neighbours", count = {} }', "needs one of at_least"),
    "a sum of one": (LAND, SUM, '{ sum = "forest", more_than = 100 }', "sum needs a list"),
    "a sum of nothing": (LAND, SUM, "{ sum = [], more_than = 100 }", "sum needs a list"),
    "a sum of Parties": (LAND, SUM, '{ sum = ["neighbours"], more_than = 100 }', "'land.neighbours' is no number"),
    "a sum that nothing is asked of": (LAND, SUM, '{ sum = ["forest"] }', "needs one of at_least"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, what: str) -> None:
    file, old, new, sentence = MISTAKES[what]
    forms = Path(shutil.copytree(FIGURES, tmp_path / "forms"))
    path = forms / "figures-form" / file
    text = path.read_text(encoding="utf-8")
    assert old in text, "the form no longer reads like this"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = [each for each in load([FORMS, forms], TRANSLATIONS).faults if each.file.endswith(file)]
    assert any(sentence in each.sentence for each in faults), [str(each) for each in faults]


def test_limits_of_columns_are_checked_alike(tmp_path: Path) -> None:
    forms = Path(shutil.copytree(FIGURES, tmp_path / "forms"))
    path = forms / "figures-form" / LAND
    column = '{ id = "size", type = "integer", label = "Size", min = 9, max = 3 }'
    table = f'[[question]]\nid = "parts"\ntype = "table"\nlabel = "Parts"\ncolumns = [{column}]\n'
    path.write_text(path.read_text(encoding="utf-8").replace("[[rule]]", f"{table}\n[[rule]]"), encoding="utf-8")
    said = [str(each) for each in load([FORMS, forms], TRANSLATIONS).faults]
    assert any("column size" in each and "min is above max" in each for each in said), said


def test_the_form_offers_the_parties_of_its_agreement() -> None:
    question = figures().form.questions["land.neighbours"]
    assert question.options == ("XA", "XB")
    assert [figures().wording("ar").option(question, each) for each in question.options] == ["آرلاند", "بيلاند"]


def test_names_of_parties_are_laid_only_where_they_are_asked_for() -> None:
    assert not [path for path in tiny().texts["en"] if path.startswith("parties.")]


def test_units_are_texts_of_the_form() -> None:
    assert figures().wording("ar")("park.area.unit") == "هكتار"


def met(values: dict[str, object]) -> tuple[set[str], set[str]]:
    """The follow-ups that are asked, and the problems there are."""
    answers = Answers(figures().form, {Key(path): value for path, value in values.items()})
    asked = {path for path in figures().form.questions if answers.is_visible(path)}
    follow_ups = {"park.why_so_many", "park.why_all_core", "land.treaty", "land.why_few_rangers"}
    return asked & follow_ups, {each.code for each in answers.problems()}


@pytest.mark.parametrize(
    ("values", "asked", "problems"),
    [
        ({}, set(), {"required"}),
        ({"park.area": "0"}, set(), set()),
        ({"park.area": "5", "park.rangers": 100}, set(), set()),
        ({"park.area": "5", "park.rangers": 101}, {"park.why_so_many"}, set()),
        ({"park.area": "5", "park.rangers": 501}, {"park.why_so_many"}, {"too_great"}),
        ({"park.area": "5", "park.core": "5"}, {"park.why_all_core"}, set()),
        ({"park.area": "4.99", "park.core": "5"}, {"park.why_all_core"}, {"form_rule"}),
        ({"park.area": "-1", "park.core": "-2.125"}, set(), {"too_small", "too_many_decimals"}),
        ({"park.area": "5", "park.since": 1799}, set(), {"too_small"}),
        ({"park.area": "5", "park.rangers": 0, "land.forest": "50"}, {"land.why_few_rangers"}, set()),
        ({"park.area": "5", "land.forest": "60", "land.water": "40.1"}, set(), {"form_rule"}),
        ({"park.area": "5", "land.neighbours": ["XA", "XB"]}, {"land.treaty"}, {"too_many_choices"}),
    ],
)
def test_conditions_and_rules_read_numbers(values: dict[str, object], asked: set[str], problems: set[str]) -> None:
    assert met(values) == (asked, problems)
