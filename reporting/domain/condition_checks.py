"""What can be wrong with a condition: one that could never hold, or that nothing could read, is a mistake."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from reporting.domain import conditions
from reporting.domain.conditions import Condition, absolute
from reporting.domain.definitions import Question
from reporting.domain.errors import NotStorable
from reporting.domain.faults import Fault, Place
from reporting.domain.order_checks import check_orders
from reporting.domain.questions import TYPES
from reporting.domain.questions.base import QuestionType
from reporting.domain.reachability import can_hold

_SORRY = {"choice": "has no option", "yes_no": "is true or false, not"}
HEADS = ("question", "sum", *conditions.CONNECTIVES)


def whole_condition(
    place: Place,
    section: str,
    condition: Any,
    seen: Mapping[str, Question],
    within: Condition | None = None,
    items: Collection[str] = (),
) -> tuple[Condition | None, list[Fault]]:
    """A condition that stands in `section` after the questions `seen` (by path), with whole paths, and its faults.

    It is joined to the one `within` which the section is asked, and left out where it has faults. `items` are those
    that it is asked of, where it is not all.
    """
    if condition is None:
        return within, []
    wrong = list(check_condition(place, section, condition, seen))
    if wrong:
        return within, wrong
    made = absolute(condition, section) or {}
    whole = {"all": [within, made]} if within else made
    if can_hold(whole, seen, items):
        return whole, []
    return within, [place.fault("its condition can never hold")]


def check_condition(place: Place, section: str, condition: Any, seen: Mapping[str, Question]) -> Iterator[Fault]:
    """The faults of a condition that stands in `section` after the questions `seen` (by path)."""
    for part in _parts(condition):
        if not isinstance(part, Mapping):
            yield place.fault(f"a condition is a table, not {part!r}")
            continue
        for key in part:
            if key not in conditions.KNOWN_KEYS:
                yield place.fault(f"unknown word {key!r} in a condition")
        if sum(key in part for key in HEADS) != 1:
            yield place.fault("a condition needs exactly one of question, all, any, not, sum")
        elif "sum" in part:
            yield from check_orders(place, section, part, seen)
        elif "question" in part:
            yield from _check_comparison(place, section, part, seen)
        elif "not" not in part and not part.get("all", part.get("any")):
            yield place.fault("its condition is about no question")
        elif "not" not in part and not isinstance(part.get("all", part.get("any")), list):
            yield place.fault("all and any need a list of conditions")


def _parts(condition: Any) -> Iterator[Any]:
    """The condition and every condition inside it."""
    yield condition
    if isinstance(condition, Mapping):
        inner = [condition[key] for key in ("not", "and") if key in condition]
        for key in ("all", "any"):
            inner += condition[key] if isinstance(condition.get(key), list) else []
        for each in inner:
            yield from _parts(each)


def _check_comparison(place: Place, section: str, part: Condition, seen: Mapping[str, Question]) -> Iterator[Fault]:
    name = str(part["question"])
    path = name if "." in name else f"{section}.{name}"
    question = seen.get(path)
    if question is None:
        yield place.fault(f"its condition points to {path!r}, which does not stand before it")
        return
    told = sum(key in part for key in conditions.COMPARISONS)
    ordered = any(key in part for key in conditions.ORDERS)
    if told + ordered != 1:
        yield place.fault(
            "a condition on a question needs exactly one of is, any_of, includes, answered, altered, count, or an order"
        )
        return
    if ordered or "count" in part:
        yield from check_orders(place, section, part, seen)
        return
    yield from _check_values(place, path, question, part)


def _check_values(place: Place, path: str, question: Question, part: Condition) -> Iterator[Fault]:
    """Values that an answer can never have."""
    kind = TYPES.get(question.type)
    if kind is None:
        return
    several = kind.json_schema(question).get("type") == "array"
    if "answered" in part and not isinstance(part["answered"], bool):
        yield place.fault("answered must be true or false")
    if "altered" in part and not (isinstance(part["altered"], bool) and question.type == "series"):
        yield place.fault(f"altered is true or false, of a series, not of {path!r}")
    if "includes" in part and not several:
        yield place.fault(f"{path!r} has one answer, so nothing includes another: use is or any_of")
    elif "includes" in part and part["includes"] not in question.options:
        yield place.fault(f"{path!r} has no option {part['includes']!r}")
    if "any_of" in part and not isinstance(part["any_of"], list):
        yield place.fault("any_of must be a list")
        return
    for value in [part["is"]] if "is" in part else part.get("any_of", ()):
        if not _can_be(kind, question, value):
            yield place.fault(f"{path!r} {_SORRY.get(question.type, 'can never be')} {value!r}")


def _can_be(kind: QuestionType, question: Question, value: Any) -> bool:
    try:
        if kind.is_number and type(value) in (int, float):
            return kind.storable(question, value if kind.name in ("integer", "year") else str(value)) is not None
        return value is not None and bool(kind.storable(question, value) == value)
    except NotStorable:
        return False
