"""Series: what an indicator came to, year by year, as a whole and for the groups that it is told for."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.indicator_columns import CELLS, FOOTNOTE, HEADINGS, IDENTITY, UNIT, VALUE, YEAR
from reporting.domain.offered import edition_of
from reporting.domain.questions.base import ProblemOf, QuestionType
from reporting.domain.questions.cells import Cells
from reporting.domain.questions.texts import Text
from reporting.domain.tables import TableText

#: Years outside are slips of the pen.
FIRST_YEAR, LAST_YEAR = 1900, 2100
MAX_TEXT, MAX_FOOTNOTE = 300, 2_000
MAX_PASTED = 1_000_000
#: Where the labels of the columns stand in an edition; the loader lays them there.
_PATH = "words.series"
WORDS: Mapping[str, str] = {f"{_PATH}.{name}.label": HEADINGS[name] for name in CELLS}
_NEEDED = frozenset((YEAR, VALUE, UNIT))
_TYPES = {YEAR: "year", VALUE: "decimal"}
_COLUMNS = tuple(Question(_PATH, name, _TYPES.get(name, "text"), required=name in _NEEDED) for name in CELLS)


class Year(Text):
    """Four digits."""

    name = "year_of_series"

    def shape(self, question: Question, value: Any) -> str:
        text = "".join(str(unicodedata.digit(each, each)) for each in super().shape(question, value))
        if text and not re.fullmatch("[0-9]{4}", text):
            raise NotStorable("not_a_year")
        return text

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        if not FIRST_YEAR <= int(value) <= LAST_YEAR:
            yield "year_not_plausible", {"year": value}

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}$"}


class Words(Text):
    """One line of limited length."""

    name = "words_of_series"

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def shape(self, question: Question, value: Any) -> str:
        kept = super().shape(question, value)
        if len(kept) > self._limit:
            raise NotStorable("too_long", limit=self._limit)
        return kept

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "maxLength": self._limit}


class Series(Cells):
    """Rows of year, value, unit, disaggregation type, disaggregation and footnote, all strings, in the order in which
    they were entered."""

    name = "series"
    most_rows = 2_000
    takes_pasted = True
    warnings = frozenset({"series_units"})

    def __init__(self, types: Mapping[str, QuestionType]) -> None:
        super().__init__(types)
        words, footnote = Words(MAX_TEXT), Words(MAX_FOOTNOTE)
        self._kinds = {name: words for name in CELLS} | {YEAR: Year(), VALUE: types["decimal"], FOOTNOTE: footnote}

    def columns(self, question: Question) -> Sequence[Question]:
        return _COLUMNS

    def kind(self, column: Question) -> QuestionType:
        return self._kinds[column.id]

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        """Lines that were pasted come behind the other rows."""
        cells, pasted = self.apart(question, typed)
        rows = self.parsed_rows(question, cells, language)
        for n, line in self._pasted(pasted):
            rows.append(self.parsed_cells(question, line, language, {"in_lines": [n]}))
        return self.storable(question, rows)

    def spread(self, question: Question, typed: Sequence[str]) -> Sequence[str]:
        cells, pasted = self.apart(question, typed)
        try:
            lines = [["", *(" ".join(each.split()) for each in line)] for _, line in self._pasted(pasted)]
        except NotStorable:
            return typed
        rows = self.split(question, cells)
        while rows and not any(rows[-1]):
            rows.pop()
        return [text for row in (*rows, *lines) for text in row] if lines else typed

    def _pasted(self, text: str) -> list[tuple[int, list[str]]]:
        """The lines that were pasted, each with a string for every column. Raises NotStorable where they do not fit."""
        lines = list(islice(_lines(text), self.most_rows + 1))
        if len(lines) > self.most_rows:
            raise NotStorable("too_many", limit=self.most_rows)
        for n, line in lines:
            if len(line) > len(_COLUMNS):
                raise NotStorable("too_many_cells", in_lines=[n])
        return [(n, [*line, *[""] * (len(_COLUMNS) - len(line))]) for n, line in lines]

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        yield from super().problems(question, value)
        about: dict[tuple[str, ...], list[int]] = {}
        for n, row in enumerate(value, 1):
            about.setdefault(tuple(row.get(name, "") for name in IDENTITY), []).append(n)
        for rows in about.values():
            if len(rows) > 1:
                yield "series_double", {"in_rows": rows}
        units = list(dict.fromkeys(row[UNIT] for row in value if UNIT in row))
        if len(units) > 1:
            yield "series_units", {"units": "; ".join(units)}

    def taken_from(self, value: Any) -> int | None:
        return edition_of(value)

    def table(self, question: Question, value: Any, wording: Wording) -> TableText:
        return super().table(question, value, wording).without_blank_columns()


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that a spreadsheet puts on the clipboard, with their numbers; blank ones and a heading are left out."""
    if len(text) > MAX_PASTED:
        raise NotStorable("value_too_large", megabytes=1)
    first = True
    try:
        for n, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter="\t"), 1):
            line = [each.strip() for each in cells]
            while line and not line[-1]:
                line.pop()
            if line and not (first and _is_heading(line)):
                yield n, line
            first = first and not line
    except csv.Error:
        raise NotStorable("not_rows") from None


def _is_heading(line: Sequence[str]) -> bool:
    """Whether neither year nor value of a line holds a digit."""
    return len(line) > 1 and not any(each.isdigit() for cell in line[:2] for each in cell)
