"""What the template of a table is given: columns, and rows of the strings that its cells show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions import type_of
from reporting.domain.questions.cells import Cells
from reporting.domain.questions.choices import YES_NO
from reporting.domain.questions.numbers import NumberType
from reporting.domain.questions.readings import Doubt, doubts
from reporting.web.number_fields import Reading, plain, reading_views

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
    #: Of numbers, for scripts; '' for no limit.
    least: str = ""
    most: str = ""
    decimals: str = ""


@dataclass(frozen=True)
class RowView:
    """`label` is that of a fixed row, '' for others; `wrong` counts to the cell that was refused, 0 where none was.
    `readings` are what numbers that have two may mean, by the place of their cell, counted alike."""

    id: str
    label: str
    cells: Sequence[str]
    wrong: int = 0
    readings: Mapping[int, Sequence[Reading]] = field(default_factory=dict)


@dataclass(frozen=True)
class GridView:
    """`grows` tells that rows are added. `pasted` are lines of a spreadsheet that are not read yet; None where none are
    taken. `alike` settles all numbers at once that one sign leaves open, where there are several: what to send, and how
    the first of them would be understood."""

    columns: Sequence[ColumnView]
    rows: Sequence[RowView]
    grows: bool
    most_rows: int
    pasted: str | None = None
    alike: Sequence[tuple[str, str]] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether one of its cells was refused."""
        return any(row.wrong for row in self.rows)


def grid_of(
    question: Question,
    typed: Sequence[str],
    wording: Wording,
    refusal: NotStorable | None,
    *,
    language: str,
    editable: bool,
) -> GridView | None:
    """The table in which the strings of a form field are shown, and why they were refused; None for other questions."""
    kind = type_of(question)
    if not isinstance(kind, Cells):
        return None
    cells, pasted = kind.apart(question, typed)
    columns = [_column(each, wording) for each in kind.columns(question)]
    found = list(doubts(kind, question, typed, language)) if refusal else []
    told = _told(kind, question, cells, refusal, _asked(kind, question, found, language))
    while told and not any((told[-1].id, *told[-1].cells)):
        told.pop()
    if question.rows:
        rows = list(_fixed(question, {each.id: each for each in told}, wording, len(columns)))
    else:
        rows = told + [RowView("", "", [""] * len(columns))] * (EMPTY_ROWS if editable else 0)
    most = min(kind.most_rows, question.max_rows or kind.most_rows)
    lines = pasted if kind.takes_pasted else None
    return GridView(columns, rows, not question.rows, most, lines, _alike(kind, question, found, language))


def _told(
    kind: Cells,
    question: Question,
    cells: Sequence[str],
    refusal: NotStorable | None,
    asked: Mapping[int, Mapping[int, Sequence[Reading]]],
) -> list[RowView]:
    """The rows that came, with what is asked about their cells."""
    wrong = refusal.params if refusal else {}
    paths = [f"{each.path}.label" for each in kind.columns(question)]
    place = paths.index(wrong["in_column"]) + 1 if wrong.get("in_column") in paths else 0
    rows = set(wrong.get("in_rows", ()))
    return [
        RowView(row_id, "", row, place if {n, question.row_path(row_id)} & rows else 0, asked.get(n, {}))
        for n, (row_id, *row) in enumerate(kind.split(question, cells), 1)
    ]


def _asked(
    kind: Cells, question: Question, found: Sequence[Doubt], language: str
) -> dict[int, dict[int, Sequence[Reading]]]:
    """What cells may mean: row → column → readings."""
    made: dict[int, dict[int, Sequence[Reading]]] = {}
    for each in found:
        made.setdefault(each.row, {})[each.column] = _readings(kind, question, each, language)
    return made


def _alike(kind: Cells, question: Question, found: Sequence[Doubt], language: str) -> list[tuple[str, str]]:
    same = [each for each in found if each.sign == found[0].sign]
    if len(same) < 2:
        return []
    first = same[0]
    return [(f"{first.sign}:{n}", each.text) for n, each in enumerate(_readings(kind, question, first, language))]


def _readings(kind: Cells, question: Question, doubt: Doubt, language: str) -> Sequence[Reading]:
    figure = kind.kind(kind.columns(question)[doubt.column - 1])
    return reading_views(figure, doubt.readings, language) if isinstance(figure, NumberType) else ()


def _fixed(question: Question, told: Mapping[str, RowView], wording: Wording, width: int) -> Iterator[RowView]:
    """Every row of the form's, whether or not something stands in it."""
    for row in question.rows:
        yield replace(told.get(row, RowView(row, "", [""] * width)), label=wording.row(question, row))


def _column(column: Question, wording: Wording) -> ColumnView:
    options = [(each, wording.option(column, each)) for each in column.options]
    if column.type == "yes_no":
        options = [("yes", wording(YES_NO[True])), ("no", wording(YES_NO[False]))]
    unit = wording(f"{column.path}.unit")
    limits = (plain(column.min), plain(column.max), plain(column.decimals))
    return ColumnView(column.id, wording.label(column), column.type, column.required, unit, options, *limits)
