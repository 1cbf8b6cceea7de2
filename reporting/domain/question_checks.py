"""What can be wrong with a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reporting.domain.condition_checks import check_condition
from reporting.domain.conditions import absolute
from reporting.domain.definitions import Question
from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Framework
from reporting.domain.lineage_checks import check_previous
from reporting.domain.number_checks import value_faults
from reporting.domain.option_checks import choosing_faults, option_ids
from reporting.domain.property_checks import QUESTION_KEYS, check_keys
from reporting.domain.questions import TYPES
from reporting.domain.reachability import can_hold

#: Properties that only questions of some types have.
SPECIAL = frozenset().union(*(kind.properties for kind in TYPES.values()))


@dataclass
class Known:
    """What the checks of one form have at hand: its framework and agreement, the questions `seen` so far by path, and its
    faults."""

    framework: Framework | None
    faults: list[Fault]
    seen: dict[str, Question] = field(default_factory=dict)
    #: The codes of the Parties of its agreement.
    parties: tuple[str, ...] = ()


def check_question(file: Path, section: str, data: Mapping[str, Any], known: Known) -> None:
    """Append every fault of a question; from then on it is seen."""
    place = Place(file, f"question {data.get('id', '?')}")
    check_keys(place, data, QUESTION_KEYS, ("id", "type", "label"), known.faults)
    path = f"{section}.{data.get('id')}"
    if path in known.seen:
        known.faults.append(place.fault("this id is used twice"))
    known.faults += _type_faults(place, data)
    known.faults += value_faults(place, data)
    options = option_ids(place, data.get("options"), known.framework, known.faults)
    known.faults += choosing_faults(place, data, options)
    if data.get("type") == "parties":
        options = known.parties
    known.faults += check_previous(place, data.get("previous"), options)
    condition = None
    if "show_if" in data:
        wrong = list(check_condition(place, section, data["show_if"], known.seen))
        condition = None if wrong else absolute(data["show_if"], section)
        if condition is not None and not can_hold(condition, known.seen, _listed(data.get("items"))):
            wrong.append(place.fault("its condition can never hold, so that nobody would be asked"))
        known.faults += wrong
    known.seen[path] = Question(
        section, str(data.get("id")), str(data.get("type")), options=options,
        exclusive=_listed(data.get("exclusive")), items=_listed(data.get("items")), show_if=condition,
    )  # fmt: skip


def _type_faults(place: Place, data: Mapping[str, Any]) -> Iterator[Fault]:
    """An unknown type, and properties that questions of a type do not have."""
    kind = TYPES.get(str(data.get("type", "")))
    if kind is None:
        yield place.fault(f"unknown type {data.get('type')!r}")
        return
    if data.get("options") and not kind.may_name_options:
        yield place.fault(f"a {kind.name} question has no options")
    if not data.get("options") and kind.has_options and kind.may_name_options:
        yield place.fault("needs options")
    for name in data:
        if name in SPECIAL - kind.properties:
            yield place.fault(f"a {kind.name} question has no {name}")


def _listed(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
