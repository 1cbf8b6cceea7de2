"""What can be wrong with the columns and rows of a table question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Framework
from reporting.domain.option_checks import choosing_faults, option_ids
from reporting.domain.property_checks import COLUMN_KEYS, OPTION_KEYS, check_keys, unknown
from reporting.domain.questions.cells import ROW_ID
from reporting.domain.questions.tables import COLUMN_TYPES
from reporting.domain.type_checks import type_faults


def check_table(place: Place, data: Mapping[str, Any], framework: Framework | None, faults: list[Fault]) -> None:
    """Append what is wrong with the columns and rows of a table question to `faults`."""
    columns = data.get("columns")
    if not columns:
        faults.append(place.fault("needs columns, each a table of its own"))
        return
    for each in columns:
        _check_column(Place(place.file, f"{place.name}, column {each.get('id', '?')}"), each, framework, faults)
    faults += _repeated(place, "column", [str(each.get("id")) for each in columns])
    if "rows" in data:
        faults += _row_faults(place, data, framework)


def _check_column(place: Place, data: Mapping[str, Any], framework: Framework | None, faults: list[Fault]) -> None:
    check_keys(place, data, COLUMN_KEYS, ("id", "type", "label"), faults)
    if data.get("id") == "id":
        faults.append(place.fault("the id 'id' is that of the rows"))
    if data.get("type") in COLUMN_TYPES:
        faults += type_faults(place, data)
    else:
        faults.append(place.fault(f"a column is of one of the types {', '.join(COLUMN_TYPES)}"))
    options = option_ids(place, data.get("options"), framework, faults)
    faults += choosing_faults(place, data, options)


def _row_faults(place: Place, data: Mapping[str, Any], framework: Framework | None) -> Iterator[Fault]:
    rows = data["rows"]
    if isinstance(rows, str):
        if framework is None or not framework.terms(rows):
            yield place.fault(f"unknown terms {rows!r}: write terms:<framework>.goals or .targets")
    else:
        ids = [each.get("id") if each.get("label") else None for each in rows]
        if not ids or not all(isinstance(each, str) and ROW_ID.fullmatch(each) for each in ids):
            yield place.fault("each row needs an id (letters, digits, - and _, at most 40) and a label")
        for each in rows:
            yield from unknown(place, each, OPTION_KEYS, " of a row")
        yield from _repeated(place, "row", [str(each) for each in ids])
    if "max_rows" in data:
        yield place.fault("rows that are fixed need no max_rows")


def _repeated(place: Place, what: str, ids: list[str]) -> Iterator[Fault]:
    for each in sorted({each for each in ids if ids.count(each) > 1}):
        yield place.fault(f"the {what} {each!r} stands twice")
