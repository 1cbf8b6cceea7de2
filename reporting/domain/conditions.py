"""Conditions as data: `show_if` of questions and `if` of rules, read by a small interpreter. Its twin in the browser is
static/js/conditions.js.

A condition is a table of plain values: `{question, is}`, `{question, any_of}`, `{question, includes}`,
`{question, answered}`, `{question, altered}` (whether rows differ from those of the dataset they were taken from),
`{all}`, `{any}`, `{not}`. A further `and` beside a comparison is one more condition that must hold. A reference without
a dot means a question of the same section; `absolute` makes it whole.

Numbers are compared by `at_least`, `at_most`, `less_than` and `more_than`, with a number or with another answer:
`{question, less_than = {question}}`. What is compared is an answer, how many options or rows it has
(`{question, count = {at_least}}`), or what several answers add up to (`{sum = [questions], more_than}`). Where there is
no number, no such comparison holds.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from reporting.domain.numbers import exact
from reporting.domain.offered import altered

Condition = Mapping[str, Any]
#: Answers as conditions see them: question path → value (None where blank or hidden).
Lookup = Callable[[str], Any]

COMPARISONS = ("is", "any_of", "includes", "answered", "altered", "count")
ORDERS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "less_than": operator.lt,
    "more_than": operator.gt,
}
#: The same order seen from the other side.
_TURNED = {"at_least": "at_most", "at_most": "at_least", "less_than": "more_than", "more_than": "less_than"}
CONNECTIVES = ("all", "any", "not")
KNOWN_KEYS = frozenset((*COMPARISONS, *ORDERS, *CONNECTIVES, "question", "sum", "and"))
ALWAYS: Condition = {"all": []}
NEVER: Condition = {"any": []}


def holds(condition: Condition | None, value_of: Lookup) -> bool:
    """Whether `condition` is met; no condition is always met."""
    if condition is None:
        return True
    if "and" in condition:
        rest = {key: part for key, part in condition.items() if key != "and"}
        return holds(rest, value_of) and holds(condition["and"], value_of)
    if "all" in condition:
        return all(holds(part, value_of) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, value_of) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], value_of)
    return _compare(condition, value_of)


def _compare(condition: Condition, value_of: Lookup) -> bool:
    if orders := orders_of(condition):
        amount = _amount(condition, value_of)
        return amount is not None and all(
            (limit := _operand(orders[name], value_of)) is not None and ORDERS[name](amount, limit) for name in orders
        )
    value = value_of(condition["question"])
    if "is" in condition:
        return _same(value, condition["is"])
    if "any_of" in condition:
        return any(_same(value, each) for each in condition["any_of"])
    if "includes" in condition:
        return condition["includes"] in (value or ())
    if "altered" in condition:
        return bool(bool(altered(value)) == condition["altered"])
    return bool((value is not None) == condition["answered"])


def orders_of(condition: Condition) -> Condition:
    """The orders that a comparison asks for, with what its number is compared with."""
    told = condition.get("count", condition)
    return {name: told[name] for name in ORDERS if name in told}


def _same(value: Any, wanted: Any) -> bool:
    """Equal; a number of the form also equals the decimal string of an answer."""
    if type(wanted) in (int, float) and isinstance(value, str):
        return number_in(value) == exact(wanted)
    return bool(value == wanted)


def number_in(value: Any) -> Decimal | None:
    """The number that a value is; None where it is none."""
    try:
        return None if value is None or isinstance(value, bool | list | dict) else exact(value)
    except InvalidOperation:
        return None


def _amount(condition: Condition, value_of: Lookup) -> Decimal | None:
    """The number that is compared. A sum is that of the numbers given, and none where none is."""
    if "sum" in condition:
        given = [number for each in condition["sum"] if (number := _operand(each, value_of)) is not None]
        return sum(given, Decimal(0)) if given else None
    value = value_of(condition["question"])
    return Decimal(len(value or ())) if "count" in condition else number_in(value)


def _operand(operand: Any, value_of: Lookup) -> Decimal | None:
    """A number of the form, one that was decided beforehand (`{number}`), or that of another question."""
    if isinstance(operand, Mapping):
        return exact(operand["number"]) if "number" in operand else number_in(value_of(operand["question"]))
    return number_in(value_of(operand)) if isinstance(operand, str) else exact(operand)


def within(condition: Condition, is_here: Callable[[str], bool], value_of: Lookup) -> dict[str, Any]:
    """The same condition for a page that holds only some questions: what turns on others is decided now.

    So is whether rows were altered, which no script can tell. True is written as all of nothing, false as any of
    nothing.
    """
    if "and" in condition:
        rest = {key: part for key, part in condition.items() if key != "and"}
        return {"all": [within(rest, is_here, value_of), within(condition["and"], is_here, value_of)]}
    for key in ("all", "any"):
        if key in condition:
            return {key: [within(part, is_here, value_of) for part in condition[key]]}
    if "not" in condition:
        return {"not": within(condition["not"], is_here, value_of)}
    here = {path: is_here(path) and "altered" not in condition for path in references(condition)}
    if all(here.values()):
        return dict(condition)
    if not any(here.values()):
        return dict(ALWAYS if holds(condition, value_of) else NEVER)
    return _decided(condition, here, value_of)


def _decided(condition: Condition, here: Mapping[str, bool], value_of: Lookup) -> dict[str, Any]:
    """A comparison of numbers of which some are on the page, with the others written out."""

    def fixed(operand: Any) -> Any:
        path = operand["question"] if isinstance(operand, Mapping) else operand
        if not isinstance(path, str) or here[path]:
            return operand
        number = number_in(value_of(path))
        return None if number is None else _written(number)

    orders = orders_of(condition)
    if not any(here[path] for path in _subjects(condition)):
        amount = _amount(condition, value_of)
        if amount is None:
            return dict(NEVER)
        turned = [(limit, _TURNED[name]) for name, limit in orders.items()]
        parts = [{**_as_subject(limit), name: _written(amount)} for limit, name in turned]
        return {"all": [within(each, lambda path: here[path], value_of) for each in parts]}
    made = dict(condition)
    if "sum" in made:
        made["sum"] = [each for each in map(fixed, made["sum"]) if each is not None]
    limits = {name: fixed(limit) for name, limit in orders.items()}
    if None in limits.values():
        return dict(NEVER)
    return {**made, "count": limits} if "count" in made else {**made, **limits}


def _as_subject(operand: Any) -> dict[str, Any]:
    """What a number was compared with, as what is compared."""
    if isinstance(operand, Mapping):
        return dict(operand) if "question" in operand else {"sum": [operand]}
    return {"sum": [operand]}


def _written(number: Decimal) -> dict[str, str]:
    """A number that was decided beforehand."""
    return {"number": format(number, "f")}


def references(condition: Condition | None) -> Iterator[str]:
    """Every question path that `condition` reads."""
    if condition is None:
        return
    yield from _subjects(condition)
    for limit in orders_of(condition).values():
        if isinstance(limit, Mapping) and "question" in limit:
            yield limit["question"]
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from references(part)
    yield from references(condition.get("not"))
    yield from references(condition.get("and"))


def _subjects(condition: Condition) -> Iterator[str]:
    """The questions whose answers, number or sum a comparison is about."""
    if "question" in condition:
        yield condition["question"]
    yield from (each for each in condition.get("sum", ()) if isinstance(each, str))


def absolute(condition: Condition | None, section: str) -> dict[str, Any] | None:
    """The same condition with whole question paths, as editions store it."""
    if condition is None:
        return None

    def whole(path: Any) -> Any:
        return f"{section}.{path}" if isinstance(path, str) and "." not in path else path

    made: dict[str, Any] = dict(condition)
    if "question" in made:
        made["question"] = whole(made["question"])
    if "sum" in made:
        made["sum"] = [whole(each) for each in made["sum"]]
    for key in ("all", "any"):
        if key in made:
            made[key] = [absolute(part, section) for part in made[key]]
    for key in ("not", "and", "count", *ORDERS):
        if isinstance(made.get(key), Mapping):
            made[key] = absolute(made[key], section)
    return made
