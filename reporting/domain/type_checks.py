"""What can be wrong with the type of a question, or of a column of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.number_checks import value_faults
from reporting.domain.questions import TYPES

#: Properties that only questions of some types have.
SPECIAL = frozenset().union(*(kind.properties for kind in TYPES.values()))


def type_faults(place: Place, data: Mapping[str, Any]) -> Iterator[Fault]:
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
    yield from value_faults(place, data, kind)
