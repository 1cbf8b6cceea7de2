"""What the template of a table is given: columns, and rows of the strings that its cells show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporting.domain.definitions import Question, Wording
from reporting.domain.questions import type_of
from reporting.domain.questions.cells import Cells
from reporting.domain.questions.choices import YES_NO

#: Empty rows at the end, for those who work without scripts; with them one is enough.
EMPTY_ROWS = 3


@dataclass(frozen=True)
class ColumnView:
    """`options` are id and label of what can be chosen, where something is."""

    id: str
    label: str
    type: str
    required: bool
    unit: str = ""
    options: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class RowView:
    """`label` is that of a fixed row, '' for others."""

    id: str
    label: str
    cells: Sequence[str]


@dataclass(frozen=True)
class GridView:
    """`grows` tells that rows are added. `pasted` are lines of a spreadsheet that are not read yet; None where none are
    taken."""

    columns: Sequence[ColumnView]
    rows: Sequence[RowView]
    grows: bool
    most_rows: int
    pasted: str | None = None


def grid_of(question: Question, typed: Sequence[str], wording: Wording, *, editable: bool) -> GridView | None:
    """The table in which the strings of a form field are shown; None for questions that are none."""
    kind = type_of(question)
    if not isinstance(kind, Cells):
        return None
    cells, pasted = kind.apart(question, typed)
    columns = [_column(each, wording) for each in kind.columns(question)]
    told = [RowView(row_id, "", row) for row_id, *row in kind.split(question, cells) if any((row_id, *row))]
    if question.rows:
        rows = list(_fixed(question, {each.id: each for each in told}, wording, len(columns)))
    else:
        rows = told + [RowView("", "", [""] * len(columns))] * (EMPTY_ROWS if editable else 0)
    most = min(kind.most_rows, question.max_rows or kind.most_rows)
    return GridView(columns, rows, not question.rows, most, pasted if kind.takes_pasted else None)


def _fixed(question: Question, told: Mapping[str, RowView], wording: Wording, width: int) -> Iterator[RowView]:
    """Every row of the form's, whether or not something stands in it."""
    for row in question.rows:
        cells = told[row].cells if row in told else [""] * width
        yield RowView(row, wording.row(question, row), cells)


def _column(column: Question, wording: Wording) -> ColumnView:
    options = [(each, wording.option(column, each)) for each in column.options]
    if column.type == "yes_no":
        options = [("yes", wording(YES_NO[True])), ("no", wording(YES_NO[False]))]
    unit = wording(f"{column.path}.unit")
    return ColumnView(column.id, wording.label(column), column.type, column.required, unit, options)
