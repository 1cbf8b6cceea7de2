"""The form of national targets: what it asks of whom, and what it warns of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reporting import paths
from reporting.domain.answers import Answers, Key
from reporting.domain.definitions import Form, Section
from reporting.domain.loader import Catalogue, load
from reporting.domain.runs import Item

FIRST = "firsttarget"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load([paths.CHECKOUT / "forms"], [paths.CHECKOUT / "translations"])


@pytest.fixture(scope="module")
def form(catalogue: Catalogue) -> Form:
    """The form of a report with one national target."""
    made = Form.from_data(catalogue.forms["nt7"].structure)
    return made.with_items({"targets": [Item(FIRST, "NT1")], "indicators": [Item("firstindicator", "NI1")]})


def section(form: Form, name: str) -> Section:
    found = form.section(name)
    assert found is not None
    return found


def answers(form: Form, **given: Any) -> Answers:
    return Answers(form, {Key(f"targets.{name}", FIRST, lang_of(name)): value for name, value in given.items()})


def lang_of(name: str) -> str:
    return "en" if name in ("title", "non_state_commitments", "considerations_explained") else ""


def asked(form: Form, **given: Any) -> set[str]:
    part = next(each for each in form.parts if each.item == FIRST)
    return {each.id for each in answers(form, **given).visible_questions(part)}


def warnings(form: Form, **given: Any) -> list[str]:
    part = next(each for each in form.parts if each.item == FIRST)
    return [each.params["path"] for each in answers(form, **given).broken_rules(part)]


def test_title_global_targets_and_means_are_required_and_nothing_else(form: Form) -> None:
    part = next(each for each in form.parts if each.item == FIRST)
    required = {each.id for each in answers(form).visible_questions(part) if each.required}
    assert required == {"title", "alignment", "means_of_implementation"}


def test_each_of_the_23_global_targets_can_be_given_a_degree(form: Form) -> None:
    alignment = form.questions["targets.alignment"]
    assert len(alignment.rows) == 23
    assert alignment.columns[0].options == ("high", "medium", "low", "not_judged")


@pytest.mark.parametrize(("means", "is_asked"), [("required", True), ("available", False), ("other", True)])
def test_what_is_missing_is_asked_where_means_are(form: Form, means: str, is_asked: bool) -> None:
    assert ("means_explained" in asked(form, means_of_implementation=means)) is is_asked
    assert form.questions["targets.means_explained"].required


def test_who_the_other_actors_are_is_asked_where_there_are_some(form: Form) -> None:
    assert "non_state_actors" in asked(form, has_non_state_actors=True)
    assert "non_state_actors" not in asked(form, has_non_state_actors=False)


def test_considerations_want_a_word_on_how_they_counted(form: Form) -> None:
    assert warnings(form, considerations=["gender"]) == ["targets.rule.0.message"]
    assert warnings(form, considerations=["gender"], considerations_explained="<p>So</p>") == []


def test_commitments_of_actors_who_do_not_help_are_doubted(form: Form) -> None:
    given = {"has_non_state_actors": False, "non_state_commitments": "<p>The banks promise.</p>"}
    assert warnings(form, **given) == ["targets.rule.1.message"]
    assert warnings(form, **{**given, "has_non_state_actors": True}) == []


def test_a_national_indicator_belongs_to_a_target(form: Form) -> None:
    part = next(each for each in form.parts if each.section.id == "indicators")
    lonely = Answers(form, {})
    bound = Answers(form, {Key("indicators.national_targets", "firstindicator"): [FIRST]})
    assert [each.blocking for each in lonely.broken_rules(part)] == [False]
    assert list(bound.broken_rules(part)) == []


def test_what_is_covered_is_wished_for_and_blocks_nothing(form: Form) -> None:
    mapped = form.with_items({"mapping": [Item("GBF-TARGET-02", "2")]})
    problems = list(Answers(mapped, {}).problems(part for part in mapped.parts if part.section.id == "mapping"))
    assert [(each.code, each.blocking) for each in problems] == [("form_rule", False)]


def test_component_indicators_offered_are_those_of_the_chosen_targets_and_goals(form: Form) -> None:
    question = form.questions["targets.component_indicators"]
    assert question.linked_to == ("targets.alignment", "targets.global_goals")
    assert len(question.options) == 52
    assert len(form.questions["targets.complementary_indicators"].options) == 110
    assert "GBF-GOAL-A" in question.option_links["A.CT.1"]


def test_the_mapping_follows_the_goals_and_targets_that_are_named(form: Form) -> None:
    goals, targets = section(form, "mapping").runs
    assert (goals.chosen, len(goals.items)) == (("nt7:targets.global_goals",), 4)
    assert (targets.chosen, len(targets.items)) == (("nt7:targets.alignment",), 23)


def test_a_reference_period_is_asked_for_headline_indicators_alone(form: Form) -> None:
    (run,) = section(form, "reference-periods").runs
    assert len(run.items) == 27
    assert set(run.linked) == {"nt7:targets.global_goals", "nt7:targets.alignment"}


def test_lists_whose_wording_is_this_projects_own_say_so(catalogue: Catalogue) -> None:
    lists: Mapping[str, Any] = catalogue.frameworks["kmgbf"].lists
    assert lists["considerations"].provisional
    assert len(lists["considerations"].options) == 18
    assert not lists["alignment"].provisional
