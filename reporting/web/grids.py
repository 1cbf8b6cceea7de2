"""What the template of a table is given: columns, and rows of the strings that its cells show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
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
    """`label` is that of a fixed row, '' for others; `wrong` counts to the cell that was refused, 0 where none was."""

    id: str
    label: str
    cells: Sequence[str]
    wrong: int = 0


@dataclass(frozen=True)
class GridView:
    """`grows` tells that rows are added. `pasted` are lines of a spreadsheet that are not read yet; None where none are
    taken."""

    columns: Sequence[ColumnView]
    rows: Sequence[RowView]
    grows: bool
    most_rows: int
    pasted: str | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether one of its cells was refused."""
        return any(row.wrong for row in self.rows)


def grid_of(
    question: Question, typed: Sequence[str], wording: Wording, refusal: NotStorable | None, *, editable: bool
) -> GridView | None:
    """The table in which the strings of a form field are shown, and why they were refused; None for other questions."""
    kind = type_of(question)
    if not isinstance(kind, Cells):
        return None
    cells, pasted = kind.apart(question, typed)
    columns = [_column(each, wording) for each in kind.columns(question)]
    wrong = refusal.params if refusal else {}
    paths = [f"{each.path}.label" for each in kind.columns(question)]
    place = paths.index(wrong["in_column"]) + 1 if wrong.get("in_column") in paths else 0
    told = [
        RowView(row_id, "", row, place if {n, question.row_path(row_id)} & set(wrong.get("in_rows", ())) else 0)
        for n, (row_id, *row) in enumerate(kind.split(question, cells), 1)
    ]
    while told and not any((told[-1].id, *told[-1].cells)):
        told.pop()
    if question.rows:
        rows = list(_fixed(question, {each.id: each for each in told}, wording, len(columns)))
    else:
        rows = told + [RowView("", "", [""] * len(columns))] * (EMPTY_ROWS if editable else 0)
    most = min(kind.most_rows, question.max_rows or kind.most_rows)
    return GridView(columns, rows, not question.rows, most, pasted if kind.takes_pasted else None)


def _fixed(question: Question, told: Mapping[str, RowView], wording: Wording, width: int) -> Iterator[RowView]:
    """Every row of the form's, whether or not something stands in it."""
    for row in question.rows:
        yield replace(told.get(row, RowView(row, "", [""] * width)), label=wording.row(question, row))


def _column(column: Question, wording: Wording) -> ColumnView:
    options = [(each, wording.option(column, each)) for each in column.options]
    if column.type == "yes_no":
        options = [("yes", wording(YES_NO[True])), ("no", wording(YES_NO[False]))]
    unit = wording(f"{column.path}.unit")
    return ColumnView(column.id, wording.label(column), column.type, column.required, unit, options)
