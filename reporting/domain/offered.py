"""Rows of a dataset that a Party was offered and took over, known again in its answer.

The id of such a row names the edition of the dataset, how many rows were offered together, and a digest of the row as
it was offered. So whoever holds the answer sees, without the dataset, whether a row was changed, added or taken out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import rfc8785

from reporting.domain.series_changes import cells

Row = Mapping[str, str]
_ID = re.compile(r"d([1-9][0-9]{0,8})-([1-9][0-9]{0,5})-([0-9a-f]{16})")


@dataclass(frozen=True)
class Origin:
    """The edition of a dataset, as readers of what was taken from it are told. `dated_on` is an ISO day."""

    edition: int
    title: str
    provider: str
    link: str
    dated_on: str

    def to_data(self) -> dict[str, Any]:
        """As frozen copies and programs have it."""
        return asdict(self)


def origins_in(*parts: Mapping[str, Any]) -> dict[int, Origin]:
    """Edition → origin of the series in the parts of a frozen copy; one without datasets names none."""
    return {row["edition"]: Origin(**row) for part in parts for row in part.get("datasets", ())}


@dataclass(frozen=True)
class Altered:
    """How rows differ from those that were offered: ids of edited rows, ids of others, and how many are missing."""

    edited: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    missing: int = 0

    def __bool__(self) -> bool:
        return bool(self.edited or self.added or self.missing)


def offered(edition: int, rows: Sequence[Row]) -> list[dict[str, str]]:
    """These rows with ids that tell where they come from."""
    return [{"id": f"d{edition}-{len(rows)}-{_digest(row)}", **cells(row)} for row in rows]


def edition_of(rows: Iterable[Row] | None) -> int | None:
    """The edition that most of these rows were taken from; None where none was."""
    found = [int(match[1]) for row in rows or () if (match := _ID.fullmatch(row.get("id", "")))]
    return max(found, key=found.count) if found else None


def altered(rows: Sequence[Row] | None) -> Altered:
    """How these rows differ from what was offered. Nothing differs where no row was taken over."""
    edition, edited, added, unchanged, total = edition_of(rows), set(), set(), 0, 0
    if edition is None:
        return Altered()
    for row in rows or ():
        match = _ID.fullmatch(row.get("id", ""))
        if match is None or int(match[1]) != edition:
            added.add(row.get("id", ""))
            continue
        total = int(match[2])
        if match[3] == _digest(row):
            unchanged += 1
        else:
            edited.add(row["id"])
    return Altered(frozenset(edited), frozenset(added), max(0, total - unchanged - len(edited)))


def _digest(row: Row) -> str:
    return hashlib.sha256(rfc8785.dumps(cells(row))).hexdigest()[:16]
