"""What becomes of a series when other rows come for it: each row is new, changed, gone or the same.

Rows are known again by what they are about (year, unit, disaggregation), never by their place or id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reporting.domain.indicator_columns import CELLS, IDENTITY

Row = Mapping[str, str]
NEW, CHANGED, GONE, KEPT, SAME = "new", "changed", "gone", "kept", "same"
#: Whether rows that did not come again go or stay.
REPLACE, ADD = "replace", "add"
MODES = (REPLACE, ADD)


@dataclass(frozen=True)
class RowChange:
    """One row before and after; `kind` is new, changed, gone, kept (it did not come again, and stays) or same."""

    kind: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it will be, or as it was."""
        return self.after or self.before or {}


@dataclass(frozen=True)
class SeriesChange:
    """All rows of one series, those that came first and in their order."""

    rows: Sequence[RowChange]

    def count(self, kind: str) -> int:
        return sum(each.kind == kind for each in self.rows)

    @property
    def changes(self) -> bool:
        return any(each.kind in (NEW, CHANGED, GONE) for each in self.rows)

    @property
    def value(self) -> list[dict[str, str]]:
        """The rows that stay; those that were there before keep their ids."""
        return [dict(each.after) for each in self.rows if each.after is not None]


def compare(present: Iterable[Row] | None, came: Iterable[Row], mode: str = REPLACE) -> SeriesChange:
    """`came` laid over `present`. With `mode` "add" rows that did not come again stay, behind the others."""
    known: dict[tuple[str, ...], Row] = {}
    doubles: list[Row] = []
    for row in present or ():
        if identity(row) in known:
            doubles.append(row)
        known.setdefault(identity(row), row)
    rows: list[RowChange] = []
    for row in came:
        before = known.pop(identity(row), None)
        after = {**({"id": before["id"]} if before and before.get("id") else {}), **cells(row)}
        kind = NEW if before is None else SAME if cells(before) == cells(row) else CHANGED
        rows.append(RowChange(kind, before, after))
    for row in (*known.values(), *doubles):
        rows.append(RowChange(KEPT, row, row) if mode == ADD else RowChange(GONE, row, None))
    return SeriesChange(rows)


def identity(row: Row) -> tuple[str, ...]:
    """What a row is about."""
    return tuple(row.get(name, "") for name in IDENTITY)


def cells(row: Row) -> dict[str, str]:
    """A row without its id."""
    return {name: row.get(name, "") for name in CELLS}
