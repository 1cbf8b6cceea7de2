"""Whether a condition can ever hold: found without trying all answers, and the same as when all are tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.conditions import Condition
from reporting.domain.definitions import Form, Question
from reporting.domain.reachability import STEPS, can_hold
from tests.unit.builders import answers, asked, structure

#: What each question of these forms can be answered with, blank included; "e" excludes all other options.
TAKES: Mapping[str, list[Any]] = {
    "yes": [None, True, False],
    "one": [None, "a", "b"],
    "some": [None, ["a"], ["b"], ["a", "b"], ["e"]],
    "text": [None, "a", "z"],
}
COMPARISONS = [
    {"question": "a.yes", "is": True}, {"question": "a.yes", "is": False}, {"question": "a.yes", "answered": False},
    {"question": "a.one", "is": "a"}, {"question": "a.one", "any_of": ["a", "b"]}, {"question": "a.one", "any_of": []},
    {"question": "a.one", "answered": True}, {"question": "a.some", "includes": "a"},
    {"question": "a.some", "includes": "e"}, {"question": "a.some", "answered": False},
    {"question": "a.text", "is": "a"}, {"question": "a.text", "answered": True},
]  # fmt: skip


def branches(deeper: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(deeper, max_size=3)
    return st.one_of(
        several.map(lambda parts: {"all": parts}),
        several.map(lambda parts: {"any": parts}),
        deeper.map(lambda part: {"not": part}),
        st.tuples(st.sampled_from(COMPARISONS), deeper).map(lambda pair: {**pair[0], "and": pair[1]}),
    )


CONDITIONS = st.recursive(st.sampled_from(COMPARISONS), branches, max_leaves=8)


def about(condition: Any, known: set[str]) -> bool:
    """Whether the condition reads only questions that stand before it."""
    if isinstance(condition, dict):
        return condition.get("question") in (None, *known) and all(about(each, known) for each in condition.values())
    return not isinstance(condition, list) or all(about(each, known) for each in condition)


def form_of(conditions: Mapping[str, Condition]) -> dict[str, Any]:
    more: dict[str, dict[str, Any]] = {
        "yes": {"kind": "yes_no"},
        "one": {"kind": "choice", "options": ["a", "b"]},
        "some": {"kind": "choices", "options": ["a", "b", "e"], "exclusive": ["e"]},
        "text": {},
    }
    made = [asked(name, **more[name]) for name in TAKES]
    for question in made:
        if question["id"] in conditions:
            question["show_if"] = conditions[question["id"]]
    return structure([*made, asked("last", show_if=conditions["last"])])


def every_sound_answer() -> Iterator[dict[str, Any]]:
    for values in itertools.product(*TAKES.values()):
        yield {f"a.{name}": value for name, value in zip(TAKES, values, strict=True) if value is not None}


def is_asked_by_some(data: dict[str, Any]) -> bool:
    return any(answers(data, given).is_visible("a.last") for given in every_sound_answer())


def seen(data: dict[str, Any]) -> dict[str, Question]:
    return dict(list(Form.from_data(data).questions.items())[:-1])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_can_hold_is_what_some_answers_meet(data: st.DataObject) -> None:
    known: set[str] = set()
    conditions: dict[str, Condition] = {}
    for name in TAKES:
        here = data.draw(st.none() | CONDITIONS.filter(lambda each: about(each, known)), label=name) if known else None
        if here is not None:
            conditions[name] = here
        known.add(f"a.{name}")
    conditions["last"] = data.draw(CONDITIONS, label="last")
    form = form_of(conditions)
    assert can_hold(conditions["last"], seen(form)) == is_asked_by_some(form)


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ({"question": "a.one", "is": "a", "and": {"question": "a.one", "is": "b"}}, False),
        ({"all": [{"question": "a.some", "includes": "a"}, {"question": "a.some", "includes": "e"}]}, False),
        ({"all": [{"question": "a.some", "includes": "a"}, {"question": "a.some", "includes": "b"}]}, True),
        ({"not": {"question": "a.one", "any_of": ["a", "b"]}, }, True),
        ({"all": [{"question": "a.text", "is": "a"}, {"not": {"question": "a.text", "answered": True}}]}, False),
    ],
)  # fmt: skip
def test_answers_that_exclude_one_another_are_never_given_together(condition: Condition, possible: bool) -> None:
    assert can_hold(condition, seen(form_of({"last": condition}))) is possible


def test_a_follow_up_needs_the_answer_that_shows_it() -> None:
    follow_up = {"question": "a.one", "is": "a", "and": {"question": "a.yes", "is": False}}
    form = form_of({"one": {"question": "a.yes", "is": True}, "last": follow_up})
    assert not can_hold(follow_up, seen(form))
    assert can_hold({"question": "a.one", "answered": False, "and": {"question": "a.yes", "is": False}}, seen(form))


def test_a_question_of_one_item_never_follows_one_of_another() -> None:
    known = {"a.yes": Question("a", "yes", "yes_no", items=("x",))}
    assert not can_hold({"question": "a.yes", "is": True}, known, ["y"])
    assert can_hold({"question": "a.yes", "answered": False}, known, ["y"])
    assert can_hold({"question": "a.yes", "is": True}, known, ["x", "y"])
    assert can_hold({"question": "a.yes", "is": True}, known)


def test_a_condition_that_is_too_long_to_take_apart_is_taken_for_possible() -> None:
    never = {"question": "a.one", "is": "c"}
    either = {"any": [{"question": "a.yes", "is": value} for value in (True, True)]}
    assert STEPS < 2**20
    assert can_hold({"all": [never, *[either] * 20]}, seen(form_of({"last": never})))
