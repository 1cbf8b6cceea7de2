"""Form data: each mistake is told with its file, its place and a sentence, and does not stop the rest."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from reporting import paths
from reporting.domain.faults import Fault
from reporting.domain.loader import Catalogue, load
from tests.unit.builders import FORMS, TRANSLATIONS, catalogue

FORM, IDS = "tiny-form/form.toml", "tiny-form/ids.toml"
FIRST, SECOND = "tiny-form/01-first.toml", "tiny-form/02-second.toml"
FRAMEWORK, AGREEMENT = "tiny-framework/framework.toml", "tiny-agreement/agreement.toml"
#: How "first.name" begins, and how the condition of "opened_on" and the rule of the first section read.
NAME = 'id = "name"\ntype = "text"\n'
SHOW_IF = 'show_if = { question = "open", is = true }'
RULE = 'level = "warning"\nif = { question = "open", is = true, and = { question = "animals", answered = false } }\n'
TITLE = 'title = "Second section"\n'
COLOURS = 'options = "tiny:colours"\n'


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A copy of the tiny form data, to be broken."""
    return Path(shutil.copytree(FORMS, tmp_path / "forms"))


def broken(forms: Path, file: str, old: str, new: str) -> Catalogue:
    """The data read again after `old` became `new` in `file`."""
    path = forms / file
    text = path.read_text(encoding="utf-8")
    assert old in text, "the tiny form no longer reads like this"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load([forms], TRANSLATIONS)


def shown_if(condition: str) -> tuple[str, str, str]:
    return FIRST, SHOW_IF, f"show_if = {condition}"


def seen_in(faults: list[Fault], file: str, place: str, words: str) -> bool:
    return any(each.file.endswith(file) and each.place == place and words in each.sentence for each in faults)


MISTAKES: dict[str, tuple[tuple[str, str, str], tuple[str, str, str]]] = {
    "a form that is no TOML": ((FORM, 'id = "tiny"', 'id = "tiny'), (FORM, "", "is not valid TOML")),
    "a section that is no TOML": ((FIRST, "[section]", "[section"), (FIRST, "", "is not valid TOML")),
    "ids that are no TOML": ((IDS, "[ids]", "[ids"), (IDS, "", "is not valid TOML")),
    "a form without a title": ((FORM, 'title = "Tiny report"', ""), (FORM, "", "lacks 'title'")),
    "an unknown property of a form": ((FORM, "revision", 'colour = "red"\nrevision'), (FORM, "", "property 'colour'")),
    "an unknown agreement": ((FORM, 'agreement = "tiny"', 'agreement = "x"'), (FORM, "", "unknown agreement 'x'")),
    "an unknown framework": ((FORM, 'framework = "tiny"', 'framework = "x"'), (FORM, "", "unknown framework 'x'")),
    "a form without English": ((FORM, '["en", "fr", "ar"]', '["fr"]'), (FORM, "", "must hold 'en'")),
    "a section without a title": ((FIRST, 'title = "First section"', ""), (FIRST, "section", "lacks 'title'")),
    "a section that is there twice": ((SECOND, 'id = "second"', 'id = "first"'), (SECOND, "section", "used twice")),
    "a section with the address of another page": (
        (SECOND, 'id = "second"', 'id = "whole"'),
        (SECOND, "section", "'whole' is the address of another page"),
    ),
    "an unknown type": ((FIRST, 'type = "yes_no"', 'type = "maybe"'), (FIRST, "question open", "unknown type 'maybe'")),
    "an id that is there twice": ((FIRST, 'id = "gardener"', 'id = "name"'), (FIRST, "question name", "used twice")),
    "an unknown property": ((FIRST, NAME, NAME + "colour = 1\n"), (FIRST, "question name", "property 'colour'")),
    "a question without a label": (
        (FIRST, 'label = "What is the name of the garden?"', ""),
        (FIRST, "question name", "lacks 'label'"),
    ),
    "an id missing in ids.toml": ((IDS, '"first.open" = "yes_no"', ""), (IDS, "", "lacks the id 'first.open'")),
    "an id used for another type": (
        (IDS, '"first.open" = "yes_no"', '"first.open" = "date"'),
        (IDS, "", "'first.open' was a date and cannot become a yes_no"),
    ),
    "a section that runs over nothing known": (
        (SECOND, TITLE, TITLE + 'repeat = [{ over = "terms:tiny.rivers" }]\n'),
        (SECOND, "section", "unknown repeat 'terms:tiny.rivers'"),
    ),
    "an overview where there are no items": (
        (SECOND, TITLE, TITLE + 'overview = "story"\n'),
        (SECOND, "section", "overview must name a choice question of this repeated section"),
    ),
    "a condition on what is asked once for each item of another section": (
        (FIRST, 'title = "First section"\n', 'title = "First section"\nrepeat = [{ over = "terms:tiny.rivers" }]\n'),
        (SECOND, "question warm_colours", "which does not stand before it"),
    ),
    "an unknown list": (
        (FIRST, COLOURS, 'options = "tiny:sizes"\n'),
        (FIRST, "question colour", "unknown option list 'tiny:sizes'"),
    ),
    "a list of another framework": (
        (FIRST, COLOURS, 'options = "other:colours"\n'),
        (FIRST, "question colour", "unknown option list 'other:colours'"),
    ),
    "a choice without options": ((FIRST, COLOURS, ""), (FIRST, "question colour", "needs options")),
    "options of a text": (
        (FIRST, NAME, NAME + 'options = [{ id = "a", label = "A" }]\n'),
        (FIRST, "question name", "a text question has no options"),
    ),
    "an exclusive option of a choice of one": (
        (FIRST, COLOURS, COLOURS + 'exclusive = ["red"]\n'),
        (FIRST, "question colour", "a choice question has no exclusive"),
    ),
    "an exclusive option that is none": (
        (FIRST, 'type = "choices"\n', 'type = "choices"\nexclusive = ["cats"]\n'),
        (FIRST, "question animals", "exclusive names 'cats', which is no option"),
    ),
    "exclusive options that are no list": (
        (FIRST, 'type = "choices"\n', 'type = "choices"\nexclusive = "bees"\n'),
        (FIRST, "question animals", "exclusive must be a list"),
    ),
    "a number of choices of a text": (
        (FIRST, NAME, NAME + "max_choices = 2\n"),
        (FIRST, "question name", "a text question has no max_choices"),
    ),
    "no choices at all": (
        (FIRST, 'type = "choices"\n', 'type = "choices"\nmax_choices = 0\n'),
        (FIRST, "question animals", "max_choices must be a whole number above zero"),
    ),
    "terms of no framework": (
        (FIRST, COLOURS, 'options = "terms:tiny.rivers"\n'),
        (FIRST, "question colour", "unknown terms 'terms:tiny.rivers'"),
    ),
    "terms offered by a choice": (
        (FIRST, COLOURS, 'options = "terms:tiny.targets"\n'),
        (FIRST, "question colour", "options of a terms question, and of no other"),
    ),
    "a question of terms with options of its own": (
        (FIRST, 'type = "choices"\n', 'type = "terms"\n'),
        (FIRST, "question animals", "options of a terms question, and of no other"),
    ),
    "a contact in several languages": (
        (FIRST, 'type = "yes_no"\n', 'type = "contact"\nmultilingual = true\n'),
        (FIRST, "question open", "a contact question has no multilingual"),
    ),
    "a file that is compared": (
        (FIRST, 'type = "yes_no"\n', 'type = "files"\n'),
        (FIRST, "question opened_on", "can never be True"),
    ),
    "a choice in several languages": (
        (FIRST, COLOURS, COLOURS + "multilingual = true\n"),
        (FIRST, "question colour", "a choice question has no multilingual"),
    ),
    "a condition on a later question": (
        shown_if('{ question = "colour", is = "red" }'),
        (FIRST, "question opened_on", "points to 'first.colour', which does not stand before it"),
    ),
    "a condition on itself": (
        shown_if('{ question = "opened_on", answered = true }'),
        (FIRST, "question opened_on", "points to 'first.opened_on'"),
    ),
    "a condition on no question": (
        shown_if('{ not = { question = "second.gone", is = true } }'),
        (FIRST, "question opened_on", "points to 'second.gone'"),
    ),
    "a condition with an unknown word": (
        shown_if('{ question = "open", is = true, unless = false }'),
        (FIRST, "question opened_on", "unknown word 'unless'"),
    ),
    "a condition that compares nothing": (
        shown_if('{ question = "open" }'),
        (FIRST, "question opened_on", "exactly one of is, any_of, includes, answered"),
    ),
    "a condition that compares twice": (
        shown_if('{ question = "open", is = true, answered = true }'),
        (FIRST, "question opened_on", "exactly one of is, any_of, includes, answered"),
    ),
    "a condition on rows that are none": (
        shown_if('{ question = "open", altered = true }'),
        (FIRST, "question opened_on", "altered is true or false, of a series, not of 'first.open'"),
    ),
    "a condition on an unknown option": (
        (SECOND, 'any_of = ["red", "green"]', 'any_of = ["red", "pink"]'),
        (SECOND, "question warm_colours", "has no option 'pink'"),
    ),
    "a condition that asks nothing": (
        shown_if("{ is = true }"),
        (FIRST, "question opened_on", "a condition needs exactly one of question, all, any, not"),
    ),
    "a condition that is empty": (
        shown_if("{}"),
        (FIRST, "question opened_on", "a condition needs exactly one of question, all, any, not"),
    ),
    "a condition that asks twice": (
        shown_if('{ question = "open", is = true, not = { question = "open", is = true } }'),
        (FIRST, "question opened_on", "a condition needs exactly one of question, all, any, not"),
    ),
    "a condition that is no table": (
        shown_if('{ all = ["open"] }'),
        (FIRST, "question opened_on", "a table, not 'open'"),
    ),
    "a yes or no compared with a text": (
        shown_if('{ question = "open", is = "yes" }'),
        (FIRST, "question opened_on", "is true or false, not 'yes'"),
    ),
    "a condition that includes an unknown option": (
        (SECOND, 'includes = "bees"', 'includes = "cats"'),
        (SECOND, "question bees_and_visitors", "'first.animals' has no option 'cats'"),
    ),
    "a rule of unknown level": (
        (FIRST, 'level = "warning"', 'level = "strict"'),
        (FIRST, "rule 0", "level must be one of warning, blocking"),
    ),
    "a rule without a condition": ((FIRST, RULE, 'level = "warning"\n'), (FIRST, "rule 0", "lacks 'if'")),
    "a rule about no question": (
        (FIRST, RULE, 'level = "warning"\nif = { all = [] }\n'),
        (FIRST, "rule 0", "its condition is about no question"),
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_told_with_its_file_place_and_a_sentence(forms: Path, what: str) -> None:
    change, expected = MISTAKES[what]
    read = broken(forms, *change)
    assert seen_in(read.faults, *expected), [str(each) for each in read.faults]
    assert "tiny" not in read.forms
    assert "tiny" in read.agreements


@pytest.mark.parametrize(
    ("change", "file", "words"),
    [
        ((AGREEMENT, 'region = "north"', 'region = "moon"'), AGREEMENT, "unknown region 'moon'"),
        ((AGREEMENT, 'iso3 = "XAA"\n', ""), AGREEMENT, "lacks 'iso3'"),
        ((AGREEMENT, 'iso3 = "XAA"', "iso3 = 7"), AGREEMENT, "parties.XA.iso3 must be a text"),
        ((AGREEMENT, "{until = 2020-07-01, en", "{en"), AGREEMENT, "a name that another follows needs its end"),
        ((AGREEMENT, "{en = ", "{until = 2030-01-01, en = "), AGREEMENT, "the last name has an end"),
        ((AGREEMENT, "until = 2020-07-01", 'until = "2020"'), AGREEMENT, "until must be a date"),
        ((AGREEMENT, 'en = "Arland"', 'eng = "Arland"'), AGREEMENT, "lacks 'en'"),
        ((AGREEMENT, "[parties.XA]", "[parties.Arland]"), AGREEMENT, "the code of a Party is two capitals"),
        ((FRAMEWORK, 'title = "Tiny framework"', ""), FRAMEWORK, "lacks 'title'"),
        ((FRAMEWORK, 'label = "Red"', ""), FRAMEWORK, "lacks 'label'"),
        ((FRAMEWORK, 'label = "Red"', "label = 7"), FRAMEWORK, "list.0.option.0.label must be a text"),
        ((FRAMEWORK, 'id = "red"', 'id = "Red!"'), FRAMEWORK, "the id 'Red!' must be small letters"),
        ((FRAMEWORK, "[[list]]", "[[list"), FRAMEWORK, "is not valid TOML"),
    ],
)
def test_a_mistake_around_the_forms_is_told_too(
    forms: Path, change: tuple[str, str, str], file: str, words: str
) -> None:
    assert any(each.file.endswith(file) and words in each.sentence for each in broken(forms, *change).faults)


def test_a_missing_translation_is_told_with_each_language_of_the_form(forms: Path) -> None:
    read = broken(forms, FIRST, "Who looks after the garden?", "Who looks after all this?")
    assert [(each.place, each.sentence) for each in read.faults] == [
        ("first.gardener.label", "is missing in fr, ar: 'Who looks after all this?'"),
    ]
    assert read.forms["tiny"].faults == tuple(read.faults)
    assert "first.gardener.label" not in read.forms["tiny"].texts["fr"]


def test_a_form_without_sections_is_told(forms: Path) -> None:
    for each in (FIRST, SECOND):
        (forms / each).unlink()
    assert seen_in(load([forms], TRANSLATIONS).faults, FORM, "", "has no section files")


def test_a_fault_reads_as_one_line() -> None:
    assert str(Fault("a.toml", "question q", "lacks 'label'")) == "a.toml: question q: lacks 'label'"
    assert str(Fault("a.toml", "", "is not valid TOML")) == "a.toml: is not valid TOML"


def copied(forms: Path, change: Callable[[str], str]) -> None:
    """A second form beside the first, its form.toml changed."""
    shutil.copytree(forms / "tiny-form", forms / "broken-form")
    file = forms / "broken-form" / "form.toml"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_broken_form_does_not_stop_the_others(forms: Path) -> None:
    copied(forms, lambda text: text.replace('agreement = "tiny"', 'agreement = "x"').replace('"tiny"', '"bad"', 1))
    read = load([forms], TRANSLATIONS)
    assert list(read.forms) == ["tiny"]
    assert {Path(each.file).parent.name for each in read.faults} == {"broken-form"}


def test_two_forms_of_one_id_are_told_and_the_first_stays(forms: Path) -> None:
    copied(forms, lambda text: text.replace("revision = 1", "revision = 7"))
    read = load([forms], TRANSLATIONS)
    assert seen_in(read.faults, "tiny-form/form.toml", "", "the id 'tiny' is used by another form")
    assert read.forms["tiny"].structure["revision"] == 7


def test_the_tiny_form_is_without_fault_and_keeps_the_order_of_its_files() -> None:
    assert catalogue().faults == []
    structure = catalogue().forms["tiny"].structure
    assert [each["id"] for each in structure["sections"]] == ["first", "second"]
    assert structure["opens_on"] == "2026-01-01"
    assert structure["sections"][0]["questions"][2]["show_if"] == {"question": "first.open", "is": True}


def test_the_forms_that_are_shipped_are_without_fault_and_whole() -> None:
    shipped = load([paths.data("forms")], [paths.data("translations")])
    assert [str(each) for each in shipped.faults] == []
    assert len(shipped.agreements["cbd"].parties) == 196
    framework = shipped.frameworks["kmgbf"]
    assert (len(framework.goals), len(framework.targets), len(framework.indicators)) == (4, 23, 204)
    kinds = Counter(each["kind"] for each in framework.indicators.values())
    assert kinds == {"headline": 27, "binary": 15, "component": 52, "complementary": 110}
