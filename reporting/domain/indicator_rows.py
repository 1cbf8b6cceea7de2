"""Rows of indicator data read out of spreadsheets: what is understood, and why each other row is not.

Nothing is guessed: a row is taken as it stands or refused with its sheet, its number, its column and the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from reporting.domain.characters import can_be_seen, clean
from reporting.domain.errors import NotStorable
from reporting.domain.indicator_columns import (
    CODE,
    FOOTNOTE,
    IDENTITY,
    NEEDED,
    PART,
    PARTS,
    PARTY,
    TYPE,
    UNIT,
    VALUE,
    YEAR,
    Vocabulary,
)
from reporting.domain.numbers import decimal_string, understood
from reporting.domain.questions.series import FIRST_YEAR, LAST_YEAR, MAX_FOOTNOTE, MAX_TEXT
from reporting.domain.spreadsheet import Cell, Table, letter

Row = dict[str, str]

#: Headings stand in one of the first rows.
HEADING_ROWS = 20


@dataclass(frozen=True)
class Fault:
    """Why a row (0: a sheet) was not taken. `column` is what the spreadsheet calls it, `heading` what it says on top,
    `typed` what stands in the cell."""

    sheet: str
    row: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    column: str = ""
    heading: str = ""
    typed: str = ""


@dataclass
class Found:
    """What a file holds: rows by (Party or '', indicator), in its order; what was not taken; what was not looked at.

    `blank` counts rows that name an indicator and hold nothing else, as templates do; `unread` are the names of sheets
    without headings and of columns that mean nothing here.
    """

    rows: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    blank: int = 0
    unread_sheets: list[str] = field(default_factory=list)
    unread_columns: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(map(len, self.rows.values()))


class _Refused(Exception):
    """One row, for one cell."""

    def __init__(self, column: str, refusal: str, **params: Any) -> None:
        super().__init__(refusal)
        self.column, self.code, self.params = column, refusal, params


@dataclass(frozen=True)
class Reader:
    """Reads tables. `codes` are the indicators that may be named; `parties` (ISO codes → Party) where rows name them.

    Numbers that were typed as text are understood as in `language`.
    """

    vocabulary: Vocabulary
    language: str
    codes: Collection[str]
    parties: Mapping[str, str] | None = None

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return {each.casefold(): each for each in self.codes}

    def read(self, tables: Sequence[Table]) -> Found:
        """All that these sheets hold."""
        found = Found()
        places: dict[tuple[str, ...], tuple[str, int]] = {}
        for table in tables:
            heading = self._heading(table)
            if heading is None:
                if table.rows:
                    found.unread_sheets.append(table.name)
                continue
            number, columns = heading
            titles = dict(table.rows)[number]
            found.unread_columns += [str(each) for n, each in enumerate(titles) if each and n not in columns.values()]
            faults = list(self._missing(table, number, columns))
            found.faults += faults
            if not faults:
                self._rows(table, number, columns, titles, found, places)
        if not found.rows and not found.faults and not found.blank:
            found.faults.append(Fault("", 0, "row_headings_missing"))
        return found

    def _heading(self, table: Table) -> tuple[int, dict[str, int]] | None:
        """The number of the row that holds headings, and where each column is."""
        for number, cells in table.rows[:HEADING_ROWS]:
            columns: dict[str, int] = {}
            for place, cell in enumerate(cells):
                column = self.vocabulary.column(cell) if isinstance(cell, str) else ""
                if column:
                    columns.setdefault(column, place)
            if CODE in columns and len(columns) >= 3:
                return number, columns
        return None

    def _missing(self, table: Table, number: int, columns: Mapping[str, int]) -> Iterator[Fault]:
        needed = NEEDED if self.parties is None else (*NEEDED, PARTY)
        for column in needed:
            if column not in columns:
                yield Fault(table.name, number, "row_heading_missing", {"heading": column})

    def _rows(
        self, table: Table, heading: int, columns: Mapping[str, int], titles: Sequence[Cell], found: Found,
        places: dict[tuple[str, ...], tuple[str, int]],
    ) -> None:  # fmt: skip
        for number, cells in table.rows:
            if number <= heading or not any(_text(each) for each in cells):
                continue
            row = {column: cells[place] if place < len(cells) else None for column, place in columns.items()}
            if not any(_text(row.get(column)) for column in (TYPE, PART, UNIT, VALUE, FOOTNOTE)):
                found.blank += 1
                continue
            try:
                whose, read = self._row(row)
                identity = (*whose, *(read[column] for column in IDENTITY))
                if identity in places:
                    raise _Refused(CODE, "row_twice", place=_beside(table.name, *places[identity]))
            except _Refused as refused:
                fault = Fault(table.name, number, refused.code, refused.params)
                found.faults.append(_placed(fault, columns.get(refused.column), titles, row.get(refused.column)))
                continue
            places[identity] = (table.name, number)
            found.rows.setdefault(whose, []).append(read)

    def _row(self, row: Mapping[str, Cell]) -> tuple[tuple[str, str], Row]:
        """Whom and what a row is about, and its cells. Raises _Refused."""
        code = self._code(row.get(CODE))
        party = self._party(row.get(PARTY)) if self.parties is not None else ""
        read = {
            "year": _year(row.get(YEAR)),
            "value": self._number(row.get(VALUE)),
            "unit": _words(row, UNIT, MAX_TEXT),
            "disaggregation_type": _words(row, TYPE, MAX_TEXT),
            "disaggregation": _words(row, PART, MAX_TEXT),
            "footnote": _words(row, FOOTNOTE, MAX_FOOTNOTE),
        }
        if not read["unit"]:
            raise _Refused(UNIT, "row_no_unit")
        self._check_parts(row.get(PARTS), read)
        return (party, code), read

    def _code(self, cell: Cell) -> str:
        """Spreadsheets make numbers and days of codes such as 2.1: the first can be read, the second cannot."""
        if isinstance(cell, dt.date):
            raise _Refused(CODE, "row_code_is_date")
        said = _text(cell)
        if not said:
            raise _Refused(CODE, "row_no_code")
        if said.casefold() not in self._known:
            raise _Refused(CODE, "row_unknown_indicator")
        return self._known[said.casefold()]

    def _party(self, cell: Cell) -> str:
        said = _text(cell).upper()
        if not said:
            raise _Refused(PARTY, "row_no_party")
        if self.parties is None or said not in self.parties:
            raise _Refused(PARTY, "row_unknown_party")
        return self.parties[said]

    def _number(self, cell: Cell) -> str:
        """What a cell with percents shows is taken: 25 of "25%"."""
        said = _text(cell)
        if not said:
            raise _Refused(VALUE, "row_no_value")
        try:
            if isinstance(cell, Decimal):
                return decimal_string(said)
            number = understood(said, self.language, percent=True)
        except NotStorable as refusal:
            raise _Refused(VALUE, refusal.code, **refusal.params) from None
        if number.value is None:
            first, second = number.ambiguous
            raise _Refused(VALUE, "number_ambiguous", reading=first, other_reading=second)
        return number.value

    def _check_parts(self, cell: Cell, read: Row) -> None:
        """What the third column says agrees with what stands in the next two."""
        said = _text(cell)
        if not said:
            return
        is_part = cell if isinstance(cell, bool) else self.vocabulary.truth(said)
        if is_part is None:
            raise _Refused(PARTS, "row_not_yes_or_no")
        if is_part and not read[PART]:
            raise _Refused(PART, "row_disaggregation_missing")
        if not is_part and (read[PART] or read[TYPE]):
            raise _Refused(PARTS, "row_disaggregation_denied")


def _placed(fault: Fault, place: int | None, titles: Sequence[Cell], cell: Cell) -> Fault:
    if place is None:
        return fault
    return replace(fault, column=letter(place), heading=_text(titles[place]), typed=_text(cell)[:80])


def _beside(here: str, sheet: str, number: int) -> str:
    """A row as it is called from the sheet `here`: its number, with the name of another sheet."""
    return str(number) if sheet == here else f"{number} ({sheet})"


def _year(cell: Cell) -> str:
    said = _text(cell)
    if not said:
        raise _Refused(YEAR, "row_no_year")
    if isinstance(cell, dt.date):
        raise _Refused(YEAR, "row_year_is_date")
    number = "".join(str(int(each)) if each.isdecimal() else "?" for each in said)
    if not number.isdecimal() or len(number) != 4 or not FIRST_YEAR <= int(number) <= LAST_YEAR:
        raise _Refused(YEAR, "row_not_a_year")
    return number


def _words(row: Mapping[str, Cell], column: str, limit: int) -> str:
    said = _text(row.get(column))
    if len(said) > limit:
        raise _Refused(column, "too_long", limit=limit)
    return said


def _text(cell: Cell) -> str:
    """A cell as people see it, '' where they see nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    kept = " ".join(clean(cell).split())
    return kept if can_be_seen(kept) else ""
