"""The sixth national report as a form: how much it asks, of what, and in which languages."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from reporting import paths
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.definitions import Edition, Form
from reporting.domain.loader import load

AICHI = [f"AICHI-TARGET-{number:02}" for number in range(1, 21)]


@cache
def nr6() -> Edition:
    source = load([paths.data("forms")], [paths.data("translations")]).forms["nr6"]
    assert source.faults == ()
    return Edition(1, Form.from_data(source.structure), source.structure, source.texts)


def test_it_has_the_seven_parts_of_the_template_in_order() -> None:
    sections = nr6().form.sections
    parts = Counter(each.number.partition(".")[0] for each in sections)
    assert parts == {"I": 2, "II": 1, "III": 1, "IV": 2, "V": 1, "VI": 1, "VII": 1}
    assert len(nr6().form.questions) == 58
    assert (nr6().form.opens_on, nr6().form.due_on) == ("2018-01-01", "2018-12-31")


def test_a_party_adds_its_targets_and_measures() -> None:
    own = {each.id: each.numbering for each in nr6().form.sections if each.is_own}
    assert own == {"targets": "NT", "measures": "M"}


def test_progress_is_asked_of_national_targets_and_of_what_none_of_them_serves() -> None:
    section = nr6().form.section("progress")
    assert section is not None
    followed, terms = section.runs
    assert followed.over == "items:nr6.targets"
    assert [each.key for each in terms.items] == AICHI
    assert terms.without == ("nr6:targets.main_aichi_targets", "nr6:targets.other_aichi_targets")


def test_each_aichi_target_is_asked_for_and_two_of_them_for_more() -> None:
    section = nr6().form.section("contributions")
    assert section is not None
    assert list(section.keys) == AICHI
    more = Counter(key for question in section.questions for key in question.items)
    assert more == {"AICHI-TARGET-16": 5, "AICHI-TARGET-20": 1}


def test_the_table_on_plants_has_the_sixteen_targets_of_their_strategy() -> None:
    table = nr6().form.questions["plant-conservation.progress_by_target"]
    assert table.rows == tuple(f"GSPC-TARGET-{number:02}" for number in range(1, 17))
    assert [each.type for each in table.columns] == ["choice", "long_text", "long_text"]


def test_what_is_optional_in_the_template_is_optional_here() -> None:
    sections = {each.split(".")[0] for each, question in nr6().form.questions.items() if question.required}
    assert sections == {"pursuit", "targets", "measures", "progress", "contributions", "country-profile"}


@pytest.mark.parametrize("language", UN_LANGUAGES)
def test_no_text_is_missing_in_any_language(language: str) -> None:
    english, texts = nr6().texts["en"], nr6().texts[language]
    assert texts.keys() == english.keys()
    assert [path for path, text in texts.items() if english[path] and not text] == []
