"""Conditions as data: `show_if` of questions and `if` of rules, read by a small interpreter.

A condition is a table of plain values: `{question, is}`, `{question, any_of}`, `{question, includes}`,
`{question, answered}`, `{all}`, `{any}`, `{not}`. A further `and` beside a comparison is one more condition that must
hold. A reference without a dot means a question of the same section; `absolute` makes it whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Condition = Mapping[str, Any]
#: Answers as conditions see them: question path → value (None where blank or hidden).
Lookup = Callable[[str], Any]

COMPARISONS = ("is", "any_of", "includes", "answered")
CONNECTIVES = ("all", "any", "not")
KNOWN_KEYS = frozenset((*COMPARISONS, *CONNECTIVES, "question", "and"))


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
    return _compare(condition, value_of(condition["question"]))


def _compare(condition: Condition, value: Any) -> bool:
    if "is" in condition:
        return bool(value == condition["is"])
    if "any_of" in condition:
        return value in condition["any_of"]
    if "includes" in condition:
        return condition["includes"] in (value or ())
    return bool((value is not None) == condition["answered"])


def within(condition: Condition, is_here: Callable[[str], bool], value_of: Lookup) -> dict[str, Any]:
    """The same condition for a page that holds only some questions: what turns on others is decided now.

    True is written as all of nothing, false as any of nothing.
    """
    if "and" in condition:
        rest = {key: part for key, part in condition.items() if key != "and"}
        return {"all": [within(rest, is_here, value_of), within(condition["and"], is_here, value_of)]}
    for key in ("all", "any"):
        if key in condition:
            return {key: [within(part, is_here, value_of) for part in condition[key]]}
    if "not" in condition:
        return {"not": within(condition["not"], is_here, value_of)}
    if is_here(condition["question"]):
        return dict(condition)
    return {"all": []} if holds(condition, value_of) else {"any": []}


def references(condition: Condition | None) -> Iterator[str]:
    """Every question path that `condition` reads."""
    if condition is None:
        return
    if "question" in condition:
        yield condition["question"]
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        yield from references(part)
    yield from references(condition.get("not"))
    yield from references(condition.get("and"))


def absolute(condition: Condition | None, section: str) -> dict[str, Any] | None:
    """The same condition with whole question paths, as editions store it."""
    if condition is None:
        return None
    made: dict[str, Any] = dict(condition)
    if "question" in made and "." not in made["question"]:
        made["question"] = f"{section}.{made['question']}"
    for key in ("all", "any"):
        if key in made:
            made[key] = [absolute(part, section) for part in made[key]]
    for key in ("not", "and"):
        if key in made:
            made[key] = absolute(made[key], section)
    return made
