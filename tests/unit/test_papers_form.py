"""A form of what is attached and pointed to, and of terms of a framework: what the loader makes of it."""

from __future__ import annotations

from reporting.domain.questions import type_of
from tests.unit.builders import papers


def test_terms_are_offered_in_the_order_of_the_framework() -> None:
    questions = papers().form.questions
    assert len(questions["papers.targets"].options) == 23
    assert questions["papers.goals"].options == ("GBF-GOAL-A", "GBF-GOAL-B", "GBF-GOAL-C", "GBF-GOAL-D")


def test_a_term_is_said_with_its_number_and_title() -> None:
    question = papers().form.questions["papers.targets"]
    value = ["GBF-TARGET-01", "GBF-TARGET-02"]
    said = type_of(question).text(question, value, papers().wording("en"))
    assert said == "1 Plan and manage all areas for biodiversity; 2 Restore degraded ecosystems"


def test_only_the_terms_that_are_offered_stand_in_the_edition() -> None:
    paths_of_terms = [path for path in papers().texts["en"] if path.startswith("terms.")]
    assert len(paths_of_terms) == 23 + 4


def test_the_structure_keeps_what_limits_choices() -> None:
    questions = papers().form.questions
    assert questions["papers.targets"].max_choices == 3
    assert questions["papers.kinds"].exclusive == ("none",)
    assert "exclusive" not in papers().structure["sections"][0]["questions"][-2]
