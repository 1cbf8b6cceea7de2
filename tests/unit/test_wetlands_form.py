"""The example of the guide for authors of forms: what the loader makes of its files."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reporting import checks
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.definitions import Form
from reporting.domain.loader import Catalogue, load
from tests.wetlands import told


@cache
def read() -> Catalogue:
    """All forms of an installation that was told of the example."""
    of = told(Path("nowhere"))
    return load(of.form_roots, of.translation_roots)


def form() -> Form:
    return Form.from_data(read().forms["wr1"].structure)


def test_an_installation_that_is_told_of_it_finds_no_faults() -> None:
    assert checks.form_faults(told(Path("nowhere")), None) == []


def test_its_agreement_stands_beside_the_shipped_one() -> None:
    assert {"cbd", "wetlands"} <= set(read().agreements)
    assert list(read().agreements["wetlands"].parties) == ["WA", "WB", "WC", "WD"]


def test_both_languages_of_the_form_are_whole() -> None:
    texts = read().forms["wr1"].own
    assert list(texts) == ["en", "fr"]
    assert set(texts["en"]) == set(texts["fr"])
    same = {path for path, text in texts["en"].items() if text == texts["fr"][path]}
    assert same == {"state.places.columns.area.unit"}


@pytest.mark.parametrize("language", UN_LANGUAGES)
def test_the_framework_is_whole_in_every_language_of_the_pages(language: str) -> None:
    texts = read().frameworks["wetland-goals"].texts
    assert set(texts[language]) == set(texts["en"])


def test_the_form_has_what_the_guide_tells_of() -> None:
    kinds = {question.type for question in form().questions.values()}
    assert {"rich_text", "percentage", "year", "table", "parties", "choices", "contact", "terms"} <= kinds


def test_one_section_is_asked_of_each_target() -> None:
    asked = [part.item for part in form().parts if part.section.id == "targets" and part.item]
    assert asked == ["WET-01", "WET-02", "WET-03"]


def test_parties_to_choose_from_are_those_of_the_agreement() -> None:
    assert form().questions["neighbours.partners"].options == ("WA", "WB", "WC", "WD")
