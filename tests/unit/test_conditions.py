"""Conditions: what each kind says of answers, how they combine, and which questions they read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.conditions import Condition, absolute, holds, references, within

ANSWERS: dict[str, Any] = {"s.yes": True, "s.no": False, "s.one": "a", "s.some": ["a", "b"], "s.zero": 0}
YES: Condition = {"question": "s.yes", "is": True}
NO: Condition = {"question": "s.no", "is": True}
BLANK: Condition = {"question": "s.blank", "answered": True}


def met(condition: Condition | None) -> bool:
    return holds(condition, ANSWERS.get)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"question": "s.yes", "is": True}, True),
        ({"question": "s.yes", "is": False}, False),
        ({"question": "s.no", "is": False}, True),
        ({"question": "s.one", "is": "a"}, True),
        ({"question": "s.one", "is": "b"}, False),
        ({"question": "s.blank", "is": "a"}, False),
        ({"question": "s.blank", "is": False}, False),
        ({"question": "s.one", "any_of": ["b", "a"]}, True),
        ({"question": "s.one", "any_of": ["b", "c"]}, False),
        ({"question": "s.one", "any_of": []}, False),
        ({"question": "s.blank", "any_of": ["a"]}, False),
        ({"question": "s.some", "includes": "b"}, True),
        ({"question": "s.some", "includes": "c"}, False),
        ({"question": "s.blank", "includes": "a"}, False),
        ({"question": "s.one", "answered": True}, True),
        ({"question": "s.one", "answered": False}, False),
        ({"question": "s.blank", "answered": True}, False),
        ({"question": "s.blank", "answered": False}, True),
        ({"question": "s.no", "answered": True}, True),
        ({"question": "s.zero", "answered": True}, True),
    ],
)
def test_a_comparison_looks_at_one_answer(condition: Condition, expected: bool) -> None:
    assert met(condition) is expected


def test_no_condition_is_always_met() -> None:
    assert met(None)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"all": [YES, YES]}, True),
        ({"all": [YES, NO]}, False),
        ({"all": []}, True),
        ({"any": [NO, YES]}, True),
        ({"any": [NO, BLANK]}, False),
        ({"any": []}, False),
        ({"not": YES}, False),
        ({"not": NO}, True),
        ({"not": {"any": [NO, {"all": [YES, {"not": BLANK}]}]}}, False),
        ({"all": [{"any": [NO, {"not": NO}]}, {"not": {"all": [YES, NO]}}]}, True),
    ],
)
def test_conditions_are_joined_and_nested(condition: Condition, expected: bool) -> None:
    assert met(condition) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({**YES, "and": YES}, True),
        ({**YES, "and": NO}, False),
        ({**NO, "and": YES}, False),
        ({**YES, "and": {**YES, "and": NO}}, False),
        ({"any": [NO, YES], "and": {"not": BLANK}}, True),
        ({"not": NO, "and": BLANK}, False),
    ],
)
def test_a_condition_beside_another_must_hold_as_well(condition: Condition, expected: bool) -> None:
    assert met(condition) is expected


def test_every_question_read_is_named_in_order() -> None:
    condition = {
        "all": [{"question": "a", "is": 1}, {"any": [{"question": "b", "is": 1, "and": {"question": "c", "is": 1}}]}],
        "and": {"not": {"question": "d", "answered": True}},
    }
    assert list(references(condition)) == ["a", "b", "c", "d"]
    assert list(references(None)) == []


def test_names_without_a_section_become_those_of_the_same_section() -> None:
    condition = {
        "all": [{"question": "q", "is": True}, {"any": [{"question": "t.q", "includes": "a"}]}],
        "and": {"not": {"question": "r", "answered": True, "and": {"question": "u", "any_of": ["x"]}}},
    }
    assert absolute(condition, "s") == {
        "all": [{"question": "s.q", "is": True}, {"any": [{"question": "t.q", "includes": "a"}]}],
        "and": {"not": {"question": "s.r", "answered": True, "and": {"question": "s.u", "any_of": ["x"]}}},
    }
    assert absolute(None, "s") is None


def test_making_names_whole_leaves_the_condition_as_it_was() -> None:
    condition = {"all": [{"question": "q", "is": True}]}
    absolute(condition, "s")
    assert condition == {"all": [{"question": "q", "is": True}]}


NAMES = st.sampled_from([*ANSWERS, "s.blank"])
COMPARISONS = st.one_of(
    st.builds(lambda name, value: {"question": name, "is": value}, NAMES, st.sampled_from([True, False, "a", "b"])),
    st.builds(lambda name, values: {"question": name, "any_of": values}, NAMES, st.lists(st.sampled_from("abc"))),
    st.builds(lambda value: {"question": "s.some", "includes": value}, st.sampled_from("abc")),
    st.builds(lambda name, value: {"question": name, "answered": value}, NAMES, st.booleans()),
)


def _nested(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    joined: list[Callable[..., Condition]] = [lambda parts: {"all": parts}, lambda parts: {"any": parts}]
    return st.one_of(
        *(st.builds(join, st.lists(inner, max_size=3)) for join in joined),
        st.builds(lambda part: {"not": part}, inner),
        st.builds(lambda part, more: {**part, "and": more}, COMPARISONS, inner),
    )


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(COMPARISONS, _nested, max_leaves=8)
FEW = settings(max_examples=80, deadline=None)


@FEW
@given(st.lists(CONDITIONS, max_size=4), st.randoms(), st.sampled_from(["all", "any"]))
def test_the_order_within_a_group_does_not_matter(parts: list[Condition], chance: Any, connective: str) -> None:
    before = met({connective: parts})
    chance.shuffle(parts)
    assert met({connective: parts}) is before


@FEW
@given(CONDITIONS)
def test_to_deny_twice_says_the_same(condition: Condition) -> None:
    assert met({"not": {"not": condition}}) is met(condition)


@FEW
@given(st.lists(CONDITIONS, max_size=4))
def test_not_all_means_that_some_is_not(parts: list[Condition]) -> None:
    assert met({"not": {"all": parts}}) is met({"any": [{"not": each} for each in parts]})


@FEW
@given(CONDITIONS)
def test_whole_names_stay_as_they_are(condition: Condition) -> None:
    assert absolute(condition, "other") == condition


@FEW
@given(CONDITIONS)
def test_only_the_questions_named_are_read(condition: Condition) -> None:
    read: set[str] = set()

    def value_of(path: str) -> Any:
        read.add(path)
        return ANSWERS.get(path)

    holds(condition, value_of)
    assert read <= set(references(condition))


@pytest.mark.parametrize("other", [True, False])
@pytest.mark.parametrize("own", ["x", None])
@pytest.mark.parametrize(
    "condition",
    [
        {"question": "a.q", "is": True},
        {"question": "b.q", "is": "x", "and": {"question": "a.q", "is": True}},
        {"any": [{"question": "a.q", "is": True}, {"question": "b.q", "answered": True}]},
        {"not": {"all": [{"question": "a.q", "is": True}, {"question": "b.q", "any_of": ["x", "y"]}]}},
    ],
)
def test_what_other_pages_decide_can_be_decided_beforehand(condition: Any, own: Any, other: bool) -> None:
    values = {"a.q": other, "b.q": own}
    left = within(condition, lambda path: path == "b.q", values.get)
    assert "a.q" not in set(references(left))
    assert holds(left, values.get) == holds(condition, values.get)
