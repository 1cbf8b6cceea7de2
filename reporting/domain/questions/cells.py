"""What tables and series share: rows of cells, each cell a small question that another type answers for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any, ClassVar

import rfc8785

from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import ProblemOf, QuestionType, line_differences
from reporting.domain.questions.numbers import NumberType
from reporting.domain.questions.rows import merge_rows
from reporting.domain.tables import TableColumn, TableRow, TableText

Row = dict[str, Any]
#: What rows that a Party adds are known by.
ROW_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
#: Types whose cells stand unit below unit.
FIGURES = frozenset({"integer", "decimal", "percentage"})


class Cells(QuestionType):
    """Rows under ids, `{"id": …, "<column>": value, …}`. Blank cells are absent, and blank rows vanish.

    A form field is the id and the cells of each row, in one order. A row without an id gets one that follows from what
    stands in it: a page that is sent twice makes one row, and so do two people who add the same.
    """

    most_rows: ClassVar[int] = 1_000
    #: Whether lines of a spreadsheet may be pasted as a whole, as the last string of the form field.
    takes_pasted: ClassVar[bool] = False

    def __init__(self, types: Mapping[str, QuestionType]) -> None:
        self._types = types

    def columns(self, question: Question) -> Sequence[Question]:
        """The columns as questions; under the path of each stands its label."""
        raise NotImplementedError

    def kind(self, column: Question) -> QuestionType:
        """The type that answers for the cells of a column."""
        return self._types[column.type]

    def apart(self, question: Question, typed: Sequence[str]) -> tuple[Sequence[str], str]:
        """The strings of rows, and the lines that were pasted behind them."""
        if self.takes_pasted and len(typed) % (1 + len(self.columns(question))) == 1:
            return typed[:-1], typed[-1]
        return typed, ""

    def spread(self, question: Question, typed: Sequence[str]) -> Sequence[str]:
        """The strings of a form field, with lines that were pasted as rows behind the others where they fit."""
        return typed

    def split(self, question: Question, typed: Sequence[str]) -> list[list[str]]:
        """The strings of a form field row by row, id first. What is no whole row is filled up."""
        width = 1 + len(self.columns(question))
        filled = [*typed, *[""] * (-len(typed) % width)]
        return [filled[n : n + width] for n in range(0, len(filled), width)]

    def lines_typed(self, question: Question, typed: Sequence[str]) -> list[str]:
        """What was typed, for eyes: each row as a line of its cells."""
        cells, pasted = self.apart(question, typed)
        rows = [" · ".join(filter(None, row[1:])) for row in self.split(question, cells)]
        return [each for each in (*rows, pasted) if each.strip()]

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        return self.storable(question, self.parsed_rows(question, typed, language))

    def parsed_rows(self, question: Question, typed: Sequence[str], language: str) -> list[Row]:
        """The rows of a form field as they were typed."""
        rows = []
        for n, (row_id, *cells) in enumerate(self.split(question, typed), 1):
            place = {"in_rows": [_name(question, n, row_id)]}
            rows.append({"id": row_id, **self.parsed_cells(question, cells, language, place)})
        return rows

    def parsed_cells(
        self, question: Question, strings: Sequence[str], language: str, place: Mapping[str, Sequence[int | str]]
    ) -> Row:
        """The cells of one row as they were typed. What is refused is told with the row's `place`."""
        cells: Row = {}
        for column, text in zip(self.columns(question), strings, strict=True):
            with in_cell(column, place):
                cells[column.id] = self.kind(column).parse(column, [text], language)
        return cells

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        return [text for row in value or () for text in (row["id"], *self._typed_cells(question, row, language))]

    def _typed_cells(self, question: Question, row: Row, language: str) -> Iterator[str]:
        for column in self.columns(question):
            yield next(iter(self.kind(column).typed(column, row.get(column.id), language)), "")

    def compared(self, question: Question, typed: Sequence[str]) -> Hashable:
        """Rows with something in them, and lines that were pasted; where a cell stands in its row counts."""
        told, pasted = self.apart(question, typed)
        rows = [
            (row_id, *(each.replace("\r\n", "\n").strip() for each in cells))
            for row_id, *cells in self.split(question, told)
        ]
        return tuple(row for row in rows if any(row[1:])), pasted.strip()

    def shape(self, question: Question, value: Any) -> list[Row]:
        if value == "":
            return []
        if not isinstance(value, list):
            raise NotStorable("not_rows")
        shaped = [self._row(question, n, each) for n, each in enumerate(value, 1)]
        rows = [row for row in shaped if len(row) > 1]
        ids = [row["id"] for row in rows if row["id"]]
        if len(rows) > self.most_rows:
            raise NotStorable("too_many", limit=self.most_rows)
        if len(set(ids)) < len(ids):
            raise NotStorable("not_distinct")
        if question.rows:
            known = {row["id"]: row for row in rows}
            return [known[each] for each in question.rows if each in known]
        return _with_ids(rows)

    def _row(self, question: Question, n: int, given: Any) -> Row:
        columns = self.columns(question)
        if not isinstance(given, dict) or not given.keys() <= {"id", *(each.id for each in columns)}:
            raise NotStorable("not_rows")
        row_id = given.get("id", "")
        if not isinstance(row_id, str) or (row_id and not ROW_ID.fullmatch(row_id)):
            raise NotStorable("unknown_row")
        if question.rows and row_id not in question.rows:
            raise NotStorable("unknown_row")
        row: Row = {"id": row_id}
        for column in columns:
            with in_cell(column, {"in_rows": [_name(question, n, row_id)]}):
                kind, cell = self.kind(column), given.get(column.id)
                kept = None if cell is None else kind.shape(column, cell)
                row |= {} if kind.is_blank(kept) else {column.id: kept}
        return row

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        """What is wrong with cells, once for all rows of a column in which it is the same."""
        found: dict[tuple[str, str, str], tuple[Mapping[str, Any], list[int | str]]] = {}
        for n, row in enumerate(value, 1):
            for column in self.columns(question):
                for code, params in self._problems_of(column, row.get(column.id)):
                    same = found.setdefault((column.path, code, repr(sorted(params.items()))), (params, []))
                    same[1].append(_name(question, n, row["id"]))
        for (path, code, _), (params, rows) in found.items():
            yield code, {**params, "in_rows": rows, "in_column": f"{path}.label"}
        if question.max_rows and len(value) > question.max_rows:
            yield "too_many_rows", {"count": len(value), "limit": question.max_rows}

    def _problems_of(self, column: Question, cell: Any) -> Iterator[ProblemOf]:
        if cell is not None:
            yield from self.kind(column).problems(column, cell)
        elif column.required:
            yield "cell_needed", {}

    def table(self, question: Question, value: Any, wording: Wording) -> TableText:
        columns = self.columns(question)
        return TableText(
            tuple(TableColumn(each.id, _heading(each, wording), each.type in FIGURES) for each in columns),
            tuple(
                TableRow(
                    wording.row(question, row["id"]) if question.rows else "",
                    tuple(self._text(each, row.get(each.id), wording) for each in columns),
                )
                for row in value or ()
            ),
        )

    def _text(self, column: Question, cell: Any, wording: Wording) -> str:
        """A cell in words; the unit stands above the column."""
        kind = self.kind(column)
        if cell is None:
            return ""
        return (
            kind.in_words(cell, wording.language) if isinstance(kind, NumberType) else kind.text(column, cell, wording)
        )

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "\n".join(self.cells(question, value, wording))

    def cells(self, question: Question, value: Any, wording: Wording) -> list[str]:
        return self.table(question, value, wording).lines()

    def rows(self, value: Any) -> Sequence[Mapping[str, Any]]:
        return value or ()

    def named(self, value: Any) -> list[str]:
        return [row["id"] for row in value or ()]

    def json_schema(self, question: Question) -> dict[str, Any]:
        cells = {each.id: self.kind(each).json_schema(each) for each in self.columns(question)}
        ids = {"enum": list(question.rows)} if question.rows else {"pattern": f"^{ROW_ID.pattern}$"}
        row = {
            "type": "object",
            "properties": {"id": {"type": "string", **ids}, **cells},
            "required": ["id"] if question.rows else [],
            "additionalProperties": False,
        }
        return {"type": "array", "items": row, "maxItems": self.most_rows}

    def difference(self, question: Question, old: Any, new: Any, wording: Wording) -> list[tuple[str, str]]:
        return line_differences(self.text(question, old, wording), self.text(question, new, wording))

    def merge(self, base: Any, theirs: Any, mine: Any) -> tuple[bool, Any]:
        """Row by row, told apart by their ids."""
        return merge_rows(base, theirs, mine, lambda row: str(row["id"]))


@contextmanager
def in_cell(column: Question, place: Mapping[str, Sequence[int | str]]) -> Iterator[None]:
    """Says of what is refused within in which column, and in which rows or lines, it stands."""
    try:
        yield
    except NotStorable as refusal:
        params = {**refusal.params, **place, "in_column": f"{column.path}.label"}
        raise NotStorable(refusal.code, **params) from None


def _heading(column: Question, wording: Wording) -> str:
    label, unit = wording.label(column), wording(f"{column.path}.unit")
    return f"{label} ({unit})" if unit else label


def _name(question: Question, n: int, row_id: str) -> int | str:
    """What people know a row by: the path of its label, or its number."""
    return question.row_path(row_id) if row_id in question.rows else n


def _with_ids(rows: list[Row]) -> list[Row]:
    taken = {row["id"] for row in rows}
    for row in rows:
        if not row["id"]:
            row["id"] = next(made for n in count() if (made := _made_id(row, n)) not in taken)
            taken.add(row["id"])
    return rows


def _made_id(row: Row, n: int) -> str:
    cells = {name: cell for name, cell in row.items() if name != "id"}
    return hashlib.sha256(rfc8785.dumps([cells, n])).hexdigest()[:12]
