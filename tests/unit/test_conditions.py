"""Conditions: what each kind says of answers, how they combine, and which questions they read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.conditions import ORDERS, Condition, absolute, holds, references, within
from reporting.domain.offered import offered

ANSWERS: dict[str, Any] = {
    "s.yes": True, "s.no": False, "s.one": "a", "s.some": ["a", "b"], "s.zero": 0,
    "s.five": 5, "s.half": "0.5", "s.tenth": "0.1", "s.fifth": "0.2", "s.minus": "-3",
}  # fmt: skip
YES: Condition = {"question": "s.yes", "is": True}
NO: Condition = {"question": "s.no", "is": True}
BLANK: Condition = {"question": "s.blank", "answered": True}


#: The browser tells the same of each: tests/browser/test_numbers.py.
COMPARED: list[tuple[Condition, bool]] = [
    ({"question": "s.five", "at_least": 5}, True),
    ({"question": "s.five", "at_least": 5.5}, False),
    ({"question": "s.five", "at_most": 5}, True),
    ({"question": "s.five", "less_than": 5}, False),
    ({"question": "s.five", "more_than": 4.99}, True),
    ({"question": "s.five", "at_least": 1, "at_most": 9}, True),
    ({"question": "s.five", "at_least": 1, "at_most": 4}, False),
    ({"question": "s.half", "more_than": 0.4}, True),
    ({"question": "s.half", "less_than": {"question": "s.five"}}, True),
    ({"question": "s.half", "at_least": {"question": "s.blank"}}, False),
    ({"question": "s.minus", "less_than": 0}, True),
    ({"question": "s.minus", "at_least": -3}, True),
    ({"question": "s.zero", "at_least": 0}, True),
    ({"question": "s.zero", "more_than": 0}, False),
    ({"question": "s.blank", "at_least": 0}, False),
    ({"question": "s.blank", "at_most": 0}, False),
    ({"question": "s.one", "at_least": 0}, False),
    ({"question": "s.five", "is": 5}, True),
    ({"question": "s.half", "is": 0.5}, True),
    ({"question": "s.half", "any_of": [1, 0.5]}, True),
    ({"question": "s.some", "count": {"at_least": 2}}, True),
    ({"question": "s.some", "count": {"more_than": 2}}, False),
    ({"question": "s.blank", "count": {"less_than": 1}}, True),
    ({"question": "s.some", "count": {"at_most": {"question": "s.five"}}}, True),
    ({"sum": ["s.tenth", "s.fifth"], "at_most": 0.3}, True),
    ({"sum": ["s.tenth", "s.fifth"], "at_least": 0.3}, True),
    ({"sum": ["s.five", "s.blank", "s.half"], "more_than": 5.4}, True),
    ({"sum": ["s.five", "s.minus"], "less_than": {"question": "s.five"}}, True),
    ({"sum": ["s.blank"], "at_most": 100}, False),
    ({"sum": ["s.zero"], "at_most": 0}, True),
    ({"sum": [{"number": "1.5"}, "s.five"], "at_least": {"number": "6.5"}}, True),
]


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
        *COMPARED,
    ],
)
def test_a_comparison_looks_at_one_answer(condition: Condition, expected: bool) -> None:
    assert met(condition) is expected


def test_rows_taken_from_a_dataset_are_told_from_altered_ones() -> None:
    rows = offered(7, [{"year": "2024", "value": "1", "unit": "km2"}])
    for value, expected in ((None, False), (rows, False), ([{**rows[0], "value": "2"}], True)):
        assert holds({"question": "s.rows", "altered": True}, lambda path, value=value: value) is expected
        assert holds({"question": "s.rows", "altered": False}, lambda path, value=value: value) is not expected


def test_whether_rows_are_altered_is_decided_before_a_page_is_sent() -> None:
    condition = {"question": "s.one", "is": "a", "and": {"question": "s.rows", "altered": True}}
    assert within(condition, lambda path: True, lambda path: None) == {
        "all": [{"question": "s.one", "is": "a"}, {"any": []}]
    }


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
    st.sampled_from([condition for condition, _ in COMPARED]),
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


AMOUNTS = st.sampled_from(["-1", "0", "2.5", "3", None])
OPERANDS = st.sampled_from([-1, 0, 2.5, {"question": "a.x"}, {"question": "b.x"}])
PATHS = st.sampled_from(["a.x", "a.y", "b.x", "b.y"])
ORDERED = st.dictionaries(st.sampled_from(sorted(ORDERS)), OPERANDS, min_size=1, max_size=2)
NUMERIC = st.one_of(
    st.builds(lambda path, orders: {"question": path, **orders}, PATHS, ORDERED),
    st.builds(lambda paths, orders: {"sum": paths, **orders}, st.lists(PATHS, min_size=1, max_size=3), ORDERED),
    st.builds(lambda path, orders: {"question": path, "count": orders}, st.sampled_from(["a.z", "b.z"]), ORDERED),
)


@settings(max_examples=400, deadline=None)
@given(
    NUMERIC,
    st.fixed_dictionaries(
        {**dict.fromkeys(("a.x", "a.y", "b.x", "b.y"), AMOUNTS), **dict.fromkeys(("a.z", "b.z"), st.just(["p", "q"]))}
    ),
)
def test_a_page_needs_only_its_own_numbers(condition: Condition, values: dict[str, Any]) -> None:
    left = within(condition, lambda path: path.startswith("b."), values.get)
    assert all(path.startswith("b.") for path in references(left))
    assert holds(left, values.get) == holds(condition, values.get)


def test_every_question_of_a_comparison_is_named_and_made_whole() -> None:
    condition = {
        "all": [
            {"question": "a", "less_than": {"question": "b"}},
            {"sum": ["c", "t.d"], "at_least": {"question": "e"}},
            {"question": "f", "count": {"at_most": {"question": "g"}}},
        ]
    }
    assert list(references(condition)) == ["a", "b", "c", "t.d", "e", "f", "g"]
    assert list(references(absolute(condition, "s"))) == ["s.a", "s.b", "s.c", "t.d", "s.e", "s.f", "s.g"]


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
