"""Every class of mistake in form data has a small form that makes it, and is told with file, place and a sentence.

The forms lie in `tests/forms/broken`, each named after its one mistake. They are read together, with sound forms beside
them: what is wrong with one does not touch the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from reporting import paths
from reporting.domain.loader import Catalogue, load
from tests.unit.builders import BROKEN, FORMS, TRANSLATIONS

Told = tuple[str, str, str]

#: All that is said of each: (file, place, how the sentence begins).
MISTAKES: Mapping[str, list[Told]] = {
    "circle-of-forms": [
        (
            "01-first.toml",
            "section",
            "forms follow each other in a circle: circle-of-forms → circle-of-forms-closed → circle-of-forms",
        )
    ],
    "circle-of-forms-closed": [
        ("01-first.toml", "section", "forms follow each other in a circle: circle-of-forms-closed → circle-of-forms →")
    ],
    "condition-on-an-item": [
        ("02-second.toml", "question remarks", "its condition points to 'first.open', which does not stand before it")
    ],
    "condition-on-itself": [
        ("01-first.toml", "question name", "its condition points to 'first.name', which does not stand before it")
    ],
    "condition-that-does-not-fit": [("01-first.toml", "question name", "'first.open' is true or false, not 'yes'")],
    "datasets-for-no-series": [("01-first.toml", "section", "datasets must name a series question")],
    "duplicate-form": [("form.toml", "", "the id 'tiny' is used by another form")],
    "duplicate-language": [("form.toml", "", "the language 'en' stands twice")],
    "duplicate-option": [("01-first.toml", "question colour", "the option 'red' stands twice")],
    "duplicate-question": [("01-first.toml", "question open", "this id is used twice")],
    "duplicate-section": [("02-second.toml", "section", "id 'first' is used twice")],
    "duplicate-target": [("framework.toml", "T-1", "this goal or target stands twice")],
    "ends-before-it-begins": [("form.toml", "", "due_on is before opens_on")],
    "exclusive-that-is-no-option": [
        ("01-first.toml", "question animals", "exclusive names 'none', which is no option")
    ],
    "forward-condition": [
        ("01-first.toml", "question open", "its condition points to 'first.name', which does not stand before it")
    ],
    "framework-of-another-shape": [("framework.toml", "", "target must be a list")],
    "limits-the-wrong-way-round": [("01-first.toml", "question count", "min is above max, so no number keeps both")],
    "listed-id-of-unknown-type": [("ids.toml", "", "'first.old' has the unknown type 'riddle'")],
    "listed-id-without-section": [
        ("ids.toml", "", "'old' must be the ids of a section and a question, with a dot between")
    ],
    "malformed-id": [
        ("01-first.toml", "question is.open", "the id 'is.open' must be small letters, digits, - and _, at most 60")
    ],
    "missing-english": [("form.toml", "", "languages must hold 'en', the source")],
    "missing-label": [("01-first.toml", "question name", "lacks 'label'")],
    "missing-options": [("01-first.toml", "question colour", "needs options")],
    "missing-translation": [
        ("missing-translation", "title", "is missing in fr: 'A form with one mistake'"),
        ("missing-translation", "first.title", "is missing in fr: 'First section'"),
        ("missing-translation", "first.open.label", "is missing in fr: 'Is it open?'"),
    ],
    "no-sections": [("form.toml", "", "has no section files")],
    "not-toml": [
        (
            "01-first.toml",
            "",
            "is not valid TOML: ",
        ),
        ("form.toml", "", "has no section files"),
    ],
    "nothing-that-a-section-is": [("01-first.toml", "", "section must be a table")],
    "numbering-without-own-items": [("01-first.toml", "section", "numbering is for sections to which items are added")],
    "options-of-a-text": [("01-first.toml", "question name", "a text question has no options")],
    "property-of-another-type": [("01-first.toml", "question since", "a date question has no max_words")],
    "reused-id": [("ids.toml", "", "'first.open' was a date and cannot become a yes_no: take a new id")],
    "section-of-another-agreement": [("01-first.toml", "section", "'items:nt7.targets' is of another agreement")],
    "section-that-follows-itself": [
        ("01-first.toml", "section", "'items:section-that-follows-itself.first' does not stand before it")
    ],
    "table-without-columns": [("01-first.toml", "question rows", "needs columns, each a table of its own")],
    "taken-id": [("01-first.toml", "section", "id 'whole' is the address of another page")],
    "unknown-agreement": [("form.toml", "", "unknown agreement 'moon'")],
    "unknown-earlier-question": [
        ("01-first.toml", "question name", "goes on from 'tiny:first.title', which that form does not ask")
    ],
    "unknown-framework": [("form.toml", "", "unknown framework 'moon'")],
    "unknown-item": [("01-first.toml", "question part", "is asked of 'GBF-TARGET-01', no item of its section")],
    "unknown-kind-of-terms": [
        (
            "01-first.toml",
            "question aims",
            "unknown terms {'from': 'terms:kmgbf.indicators', 'kind': ['grand']}: write ",
        )
    ],
    "unknown-language": [("form.toml", "", "unknown language 'xyzzy'")],
    "unknown-level": [("01-first.toml", "rule 0", "level must be one of warning, blocking")],
    "unknown-link-of-terms": [
        ("01-first.toml", "question aims", "linked_to names 'goals', which does not stand before it in its section")
    ],
    "unknown-links-of-items": [
        ("01-first.toml", "section", "item_links names 'aims', which this section does not ask")
    ],
    "unknown-list": [("01-first.toml", "question colour", "unknown option list 'kmgbf:colours'")],
    "unknown-option": [("01-first.toml", "question why", "'first.colour' has no option 'pink'")],
    "unknown-overview": [("01-first.toml", "section", "overview must name a choice question of this repeated section")],
    "unknown-property": [("01-first.toml", "question name", "unknown property 'colour'")],
    "unknown-property-of-a-crosswalk": [
        ("crosswalks.toml", "crosswalk GBF-TARGET-01", "unknown property 'notes': is 'note' meant?")
    ],
    "unknown-property-of-a-glossary": [
        ("glossary.toml", "", "unknown property 'words'"),
        ("unknown-property-of-a-glossary", "title", "is missing in ar, es, fr, ru, zh: 'A framework with a glossary'"),
        ("unknown-property-of-a-glossary", "targets.T-1.title", "is missing in ar, es, fr, ru, zh: 'The only target'"),
    ],
    "unknown-property-of-a-list": [
        ("framework.toml", "list colours", "unknown property 'marks' of an option: is 'mark' meant?")
    ],
    "unknown-property-of-a-party": [("agreement.toml", "parties.XZ", "unknown property 'regions': is 'region' meant?")],
    "unknown-property-of-an-agreement": [("agreement.toml", "", "unknown property 'depositary'")],
    "unknown-property-of-an-indicator": [
        ("framework.toml", "indicator 1.a", "unknown property 'belong_to': is 'belongs_to' meant?"),
        ("form.toml", "", "the files of its framework 'unknown-property-of-an-indicator' have mistakes of their own"),
    ],
    "unknown-question": [
        ("01-first.toml", "question name", "its condition points to 'second.gone', which does not stand before it")
    ],
    "unknown-question-of-a-filter": [
        ("01-first.toml", "section", "a filter reads 'tiny:first.rivers', which no form asks")
    ],
    "unknown-run": [
        (
            "01-first.toml",
            "section",
            "unknown repeat 'terms:kmgbf.rivers': write ",
        )
    ],
    "unknown-section-of-a-run": [
        ("01-first.toml", "section", "'items:unknown-section-of-a-run.third' is no repeated section of a form")
    ],
    "unknown-section-of-options": [
        ("01-first.toml", "question aims", "offers items of 'third', which is no repeated section")
    ],
    "unknown-section-shown": [("01-first.toml", "section", "shows 'third', which is no repeated section")],
    "unknown-terms": [
        (
            "01-first.toml",
            "question aims",
            "unknown terms 'terms:kmgbf.rivers': write ",
        )
    ],
    "unknown-title-of-items": [
        (
            "01-first.toml",
            "section",
            "item_title must name a text question",
        )
    ],
    "unknown-type": [
        ("01-first.toml", "question name", "unknown type 'riddle'"),
        ("ids.toml", "", "'first.name' has the unknown type 'riddle'"),
    ],
    "unlisted-id": [
        ("ids.toml", "", 'lacks the id \'first.open\' of 01-first.toml: add the line "first.open" = "yes_no"')
    ],
    "unreachable-follow-up": [("01-first.toml", "question why", "its condition can never hold")],
    "unreachable-in-its-section": [("02-second.toml", "question remarks", "its condition can never hold")],
    "unreachable-question": [("01-first.toml", "question why", "its condition can never hold")],
    "unreachable-rule": [("01-first.toml", "rule 0", "its condition can never hold")],
    "unreachable-section": [("02-second.toml", "section", "its condition can never hold")],
    "value-of-another-kind": [("01-first.toml", "question name", "required must be true or false")],
}


@cache
def read() -> Catalogue:
    return load([paths.data("forms"), FORMS, BROKEN], TRANSLATIONS)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_file_place_and_a_sentence(name: str) -> None:
    told = [each for each in read().faults if name in Path(each.file).parts]
    assert len(told) == len(MISTAKES[name]), [str(each) for each in told]
    for fault, (file, place, sentence) in zip(told, MISTAKES[name], strict=True):
        assert (Path(fault.file).name, fault.place) == (file, place)
        assert fault.sentence.startswith(sentence)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_form_with_a_mistake_is_not_opened(name: str) -> None:
    source = read().forms.get(name)
    assert source is None or source.faults


def test_each_broken_form_is_expected_and_nothing_is_said_of_others() -> None:
    assert {each.name for each in BROKEN.iterdir()} == set(MISTAKES)
    assert [str(each) for each in read().faults if BROKEN not in Path(each.file).parents] == []
    assert read().forms["tiny"].faults == ()
