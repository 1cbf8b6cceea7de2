"""Which goals and targets national targets cover, to which degree, and which none."""

from __future__ import annotations

from typing import Any

import pytest

from reporting import paths
from reporting.domain import coverage
from reporting.domain.answers import Answers, Key
from reporting.domain.coverage import Cover, Coverage
from reporting.domain.definitions import Form
from reporting.domain.loader import load
from reporting.domain.runs import Item


@pytest.fixture(scope="module")
def form() -> Form:
    found = load([paths.CHECKOUT / "forms"], [paths.CHECKOUT / "translations"])
    return Form.from_data(found.forms["nt7"].structure).with_items(
        {"targets": [Item("one", "NT1"), Item("two", "NT2")]}
    )


def aligned(*pairs: tuple[int, str]) -> list[dict[str, str]]:
    return [{"id": f"GBF-TARGET-{number:02}", "degree": degree} for number, degree in pairs]


def seen(form: Form, values: dict[tuple[str, str], Any]) -> tuple[Coverage, Coverage]:
    made = Answers(form, {Key(f"targets.{name}", item): value for (name, item), value in values.items()})
    goals, targets = coverage.of_report(made)
    return goals, targets


def test_a_target_is_covered_by_every_item_that_names_it_each_with_its_degree(form: Form) -> None:
    _, targets = seen(form, {("alignment", "one"): aligned((2, "low")), ("alignment", "two"): aligned((2, "high"))})
    assert targets.terms[1].by == (Cover("one", "low"), Cover("two", "high"))
    assert len(targets.uncovered) == 22


def test_goals_are_covered_without_a_degree(form: Form) -> None:
    goals, _ = seen(form, {("global_goals", "two"): ["GBF-GOAL-B"]})
    assert goals.terms[1].by == (Cover("two"),)
    assert goals.uncovered == ("GBF-GOAL-A", "GBF-GOAL-C", "GBF-GOAL-D")


def test_of_several_degrees_the_closest_counts(form: Form) -> None:
    _, targets = seen(
        form, {("alignment", "one"): aligned((2, "low"), (3, "medium")), ("alignment", "two"): aligned((2, "high"))}
    )
    assert dict(targets.degrees) == {"high": 1, "medium": 1}


def test_what_is_uncovered_is_advice(form: Form) -> None:
    everything = aligned(*((number, "high") for number in range(1, 24)))
    made = Answers(form, {Key("targets.alignment", "one"): everything})
    (goals,) = coverage.problems(made)
    assert not goals.blocking
    assert goals.params["terms"][0] == "terms.goals.GBF-GOAL-A"


def test_a_report_without_items_is_told_that_alone_and_cannot_be_submitted(form: Form) -> None:
    (told,) = coverage.problems(Answers(form.with_items({"targets": []}), {}))
    assert (told.question, told.code, told.blocking) == ("targets.title", "nothing_added", True)


def test_other_forms_cover_nothing() -> None:
    found = load([paths.CHECKOUT / "forms"], [paths.CHECKOUT / "translations"])
    assert list(coverage.naming(Form.from_data(found.forms["nr7"].structure))) == []
