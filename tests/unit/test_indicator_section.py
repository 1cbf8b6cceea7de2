"""The section of the seventh national report that asks for indicator data: of which indicators, and what of each."""

from __future__ import annotations

from functools import cache

from reporting import paths
from reporting.domain.answers import Answers, Key
from reporting.domain.definitions import Form, Section
from reporting.domain.loader import load
from reporting.domain.offered import offered


@cache
def form() -> Form:
    return Form.from_data(load([paths.data("forms")], [paths.data("translations")]).forms["nr7"].structure)


def section() -> Section:
    found = form().section("indicators")
    assert found is not None
    return found


def asked(**values: object) -> set[str]:
    """The questions that are asked of a headline indicator after these answers."""
    answers = Answers(form(), {Key(f"indicators.{name}", "3.1"): value for name, value in values.items()})
    part = form().part_of("indicators.source", "3.1")
    assert part is not None
    return {question.id for question in answers.visible_questions(part)}


def test_headline_indicators_are_asked_of_every_party_and_others_as_national_targets_name_them() -> None:
    headline, component, complementary, national = section().runs
    assert (headline.is_fixed, len(headline.items)) == (True, 27)
    assert (len(component.items), component.chosen) == (52, ("nt7:targets.component_indicators",))
    assert (len(complementary.items), complementary.chosen) == (110, ("nt7:targets.complementary_indicators",))
    assert national.source == ("nt7", "indicators")
    assert section().overview == "indicators.source"
    assert section().datasets == "indicators.dataset_series"


def test_each_source_has_questions_of_its_own() -> None:
    assert asked() == {"source", "comments"}
    assert asked(source="national") == {"source", "series", "method", "comments"}
    assert asked(source="available_dataset") == {"source", "dataset_series", "method", "comments"}
    for without in ("no_data", "not_relevant"):
        assert asked(source=without) == {"source", "no_data_reason", "comments"}


def test_a_reason_is_asked_for_where_figures_that_were_offered_were_changed() -> None:
    rows = offered(1, [{"year": "2024", "value": "1", "unit": "%"}])
    taken = {"source": "available_dataset", "dataset_series": rows}
    assert "dataset_changes" not in asked(**taken)
    assert "dataset_changes" in asked(**taken | {"dataset_series": [rows[0] | {"value": "2"}]})


def test_what_is_asked_has_to_be_answered_but_for_method_and_comments() -> None:
    assert {each.id for each in section().questions if not each.required} == {"method", "comments"}
    texts = {each.id for each in section().questions if each.multilingual}
    assert texts == {"no_data_reason", "dataset_changes", "method", "comments"}
