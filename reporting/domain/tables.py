"""A table as it is read: in words, with what a page needs to lay it out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class TableColumn:
    """`figure` tells that its cells are numbers, to be set unit below unit."""

    id: str
    label: str
    figure: bool = False


@dataclass(frozen=True)
class TableRow:
    """`head` is what the row is about, '' where its cells say that."""

    head: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TableText:
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]

    @property
    def has_heads(self) -> bool:
        return any(row.head for row in self.rows)

    def lines(self) -> list[str]:
        """Each row as one line; cells are named by their columns."""
        return ["; ".join(self._said(row)) for row in self.rows]

    def _said(self, row: TableRow) -> Iterator[str]:
        if row.head:
            yield row.head
        for column, cell in zip(self.columns, row.cells, strict=True):
            if cell:
                yield f"{column.label}: {cell}"

    def without_blank_columns(self) -> TableText:
        """Only the columns that hold something."""
        kept = [n for n in range(len(self.columns)) if any(row.cells[n] for row in self.rows)]
        rows = tuple(TableRow(row.head, tuple(row.cells[n] for n in kept)) for row in self.rows)
        return TableText(tuple(self.columns[n] for n in kept), rows)
