"""What can be wrong with the numbers that a question names, and with a note, which nobody answers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.questions.base import QuestionType

#: What only answers have.
_OF_ANSWERS = ("required", "multilingual", "personal", "example")


def is_plain(number: Any) -> bool:
    """Whether a number of a form is one that people would write down: finite, and without an exponent."""
    if type(number) is float:
        return math.isfinite(number) and "e" not in repr(number)
    return type(number) is int


def value_faults(place: Place, data: Mapping[str, Any], kind: QuestionType) -> Iterator[Fault]:
    """Limits that no number keeps, or that are none; properties of answers on what has no answer."""
    if not kind.takes_answer:
        yield from (
            place.fault(f"a {kind.name} has no answer, so it has no {name}") for name in _OF_ANSWERS if name in data
        )
    given = {name: data[name] for name in ("min", "max") if type(data.get(name)) in (int, float)}
    for name, limit in given.items():
        if not is_plain(limit):
            yield place.fault(f"{name} must be written in plain digits")
        elif kind.name in ("integer", "year") and limit != int(limit):
            yield place.fault(f"{name} of a {kind.name} question must be a whole number")
    if len(given) == 2 and given["min"] > given["max"]:
        yield place.fault("min is above max, so no number keeps both")
