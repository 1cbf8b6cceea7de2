"""Tables as spreadsheets hold them, whatever file they came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

#: A cell as its file holds it; texts may hold anything that was typed.
Cell = str | Decimal | bool | dt.date | None


@dataclass(frozen=True)
class Table:
    """A sheet: its name ('' where the file is one table), and its rows by the number under which people see them."""

    name: str
    rows: Sequence[tuple[int, Sequence[Cell]]]


def letter(index: int) -> str:
    """The name of the column at `index` (from 0), as spreadsheets show it: A, B … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
