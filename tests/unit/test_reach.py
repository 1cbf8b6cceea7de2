"""How far changes reach, by what forms read of one another."""

from __future__ import annotations

from reporting.domain.definitions import Form
from reporting.domain.reach import Reach, reach_of
from tests.unit.builders import catalogue, plans, reviews


def test_forms_that_read_nothing_of_each_other_reach_nowhere() -> None:
    forms = [Form.from_data(each.structure) for each in catalogue().forms.values()]
    assert reach_of([*forms, plans().form]) == Reach()


def test_what_is_read_and_what_decides_the_items_that_are_followed_reaches_those_who_read_it() -> None:
    """The name of a work is told nowhere else; the title of an aim is."""
    assert reach_of([plans().form, reviews().form]) == Reach(
        followed=frozenset({"plans"}),
        followers=frozenset({"reviews"}),
        questions=frozenset({("plans", "aims.title"), ("plans", "aims.goals"), ("plans", "aims.components")}),
    )


def test_what_decides_the_items_of_a_section_reaches_through_sections_that_follow_it() -> None:
    aims = {"id": "aims", "number": "I", "questions": [], "repeat": [{"over": "own"}], "item_title": "aims.title"}
    steps = {"id": "steps", "number": "II", "questions": [], "repeat": [{"over": "items:first.aims"}]}
    aims["questions"] = [{"id": name, "type": "text"} for name in ("title", "aside")]
    common = {"agreement": "tiny", "framework": "", "revision": 1, "languages": ["en"]}
    first = Form.from_data({"id": "first", "sections": [aims, steps], **common})
    last = Form.from_data({"id": "last", "sections": [steps | {"repeat": [{"over": "items:first.steps"}]}], **common})
    assert reach_of([first, last]).questions == {("first", "aims.title")}


def test_sections_stand_beside_each_other_where_a_form_has_or_follows_both_and_neither_follows_the_other() -> None:
    beside = reach_of([plans().form, reviews().form]).beside
    aims, works, reviewed, figures = ("plans", "aims"), ("plans", "works"), ("reviews", "aims"), ("reviews", "figures")
    assert beside == {
        aims: {works, figures},
        works: {aims},
        reviewed: {figures},
        figures: {aims, reviewed},
    }
