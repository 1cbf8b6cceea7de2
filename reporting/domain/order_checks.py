"""What can be wrong with a comparison of numbers: at_least, less_than and the like, of answers, counts and sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reporting.domain import conditions
from reporting.domain.conditions import Condition
from reporting.domain.definitions import Question
from reporting.domain.faults import Fault, Place
from reporting.domain.number_checks import is_plain
from reporting.domain.questions import TYPES

_ORDERS = ", ".join(conditions.ORDERS)


def check_orders(place: Place, section: str, part: Condition, seen: Mapping[str, Question]) -> Iterator[Fault]:
    """The faults of a comparison of numbers that stands in `section` after the questions `seen` (by path)."""
    if "count" in part:
        yield from _check_count(place, section, part, seen)
    elif "sum" in part:
        if not isinstance(part["sum"], list) or not part["sum"]:
            yield place.fault("sum needs a list of questions")
            return
        for each in part["sum"]:
            yield from _check_number(place, section, each, seen)
    else:
        yield from _check_number(place, section, part["question"], seen)
    orders = conditions.orders_of(part) if isinstance(part.get("count", {}), Mapping) else {}
    if not orders:
        yield place.fault(f"a comparison of numbers needs one of {_ORDERS}")
    for name, limit in orders.items():
        yield from _check_limit(place, section, name, limit, seen)


def _check_count(place: Place, section: str, part: Condition, seen: Mapping[str, Question]) -> Iterator[Fault]:
    path = _whole(section, part["question"])
    kind = TYPES.get(seen[path].type) if path in seen else None
    if kind is not None and kind.json_schema(seen[path]).get("type") != "array":
        yield place.fault(f"{path!r} has one answer, so there is nothing to count")
    if not isinstance(part["count"], Mapping) or not part["count"].keys() <= conditions.ORDERS.keys():
        yield place.fault(f"count is a table of {_ORDERS}")


def _check_limit(
    place: Place, section: str, name: str, limit: Any, seen: Mapping[str, Question]
) -> Iterator[Fault]:  # fmt: skip
    if isinstance(limit, Mapping) and limit.keys() == {"question"}:
        yield from _check_number(place, section, limit["question"], seen)
    elif not is_plain(limit):
        yield place.fault(f"{name} needs a number in plain digits, or {{ question = … }}, not {limit!r}")


def _check_number(place: Place, section: str, name: Any, seen: Mapping[str, Question]) -> Iterator[Fault]:
    """A question of which a number is wanted."""
    path = _whole(section, name)
    kind = TYPES.get(seen[path].type) if path in seen else None
    if path not in seen:
        yield place.fault(f"its condition points to {path!r}, which does not stand before it")
    elif kind is not None and not kind.is_number:
        yield place.fault(f"{path!r} is no number, so it cannot be compared or added up")


def _whole(section: str, name: Any) -> str:
    return str(name) if "." in str(name) else f"{section}.{name}"
