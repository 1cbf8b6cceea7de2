"""The status of the national clearing-house mechanism: a form that is data alone, whole in six languages."""

from __future__ import annotations

from functools import cache

import pytest

from reporting import paths
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.definitions import Edition, Form
from reporting.domain.loader import load
from reporting.domain.questions import TYPES
from tests.unit.builders import answers


@cache
def chm() -> Edition:
    source = load([paths.data("forms")], [paths.data("translations")]).forms["chm"]
    assert source.faults == ()
    return Edition(1, Form.from_data(source.structure), source.structure, source.texts)


def test_it_asks_with_these_types_and_every_one_is_known() -> None:
    asked = [each.type for each in chm().form.questions.values()]
    assert len(asked) == 29
    assert set(asked) <= TYPES.keys()
    assert {"year", "integer", "decimal", "percentage", "table", "parties", "choices", "links", "contact"} <= set(asked)


@pytest.mark.parametrize("language", UN_LANGUAGES)
def test_no_text_is_missing_in_any_language(language: str) -> None:
    assert chm().texts[language].keys() == chm().texts["en"].keys()
    assert all(chm().texts[language].values())


def test_whoever_has_no_mechanism_says_what_is_planned_and_what_is_needed() -> None:
    known = answers(chm().structure, {"mechanism.established": False})
    shown = [each.path for part in chm().form.parts for each in known.visible_questions(part)]
    assert shown == [
        "mechanism.established", "mechanism.plans", "needs.obstacles", "needs.training", "needs.contact",
    ]  # fmt: skip


def test_whoever_has_one_is_asked_for_its_site_content_and_means() -> None:
    known = answers(chm().structure, {"mechanism.established": True, "means.services": ["hosting"]})
    sections = {part.section.id for part in chm().form.parts if known.visible_questions(part)}
    assert sections == {"mechanism", "content", "means", "needs"}
    assert known.is_visible("means.services_remarks")
    assert not known.is_visible("mechanism.plans")
