"""Reads tables out of XLSX and CSV files: values only, a limited number of them, nothing that runs or leads elsewhere.

Refusals are Invalid: what `file_kinds.judge` says, and spreadsheet_type, spreadsheet_too_large, spreadsheet_too_long,
spreadsheet_with_links, csv_not_unicode, file_damaged.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, NoReturn

import openpyxl

from reporting.domain.attachments import clean_name, extension
from reporting.domain.errors import Invalid
from reporting.domain.spreadsheet import Cell, Table
from reporting.infra.file_kinds import judge

#: Columns that are looked at.
MAX_COLUMNS = 60
#: After so many blank rows nothing more is looked for: programs store rows that only ever had a colour.
_BLANK_ROWS = 10_000
_KINDS = ("xlsx", "csv")
#: What a spreadsheet program shows of a number.
_DIGITS = 15
#: Texts that a table of ours or a careful program puts an apostrophe before, so that nothing runs them as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@")

#: Parts of a number's format that are shown as they are.
_QUOTED = re.compile(r'"[^"]*"|\\.')


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file: bytes as it comes, bytes of an XLSX unpacked, rows that hold anything."""

    size: int = 3_000_000
    unpacked: int = 60_000_000
    rows: int = 20_000


#: What people fill in by hand.
BY_HAND = Limits()

#: Chooses what stands between the cells of a text table, from its first lines.
Separator = Callable[[Sequence[str]], str]


def read(path: Path, name: str, separator: Separator, limits: Limits = BY_HAND) -> list[Table]:
    """The tables of the file that came under this name. Raises Invalid."""
    kind = extension(clean_name(name))
    if kind not in _KINDS:
        _refuse("spreadsheet_type")
    if path.stat().st_size > limits.size:
        _refuse("spreadsheet_too_large", megabytes=limits.size // 1_000_000)
    judge(path, f"table.{kind}")
    return _xlsx(path, limits) if kind == "xlsx" else [_csv(path, separator, limits)]


def _refuse(code: str, **params: int) -> NoReturn:
    raise Invalid(code, (), field="file", **params)


def _rows(rows: Iterable[Sequence[Cell]], limits: Limits) -> list[tuple[int, Sequence[Cell]]]:
    """Rows that hold anything, with their numbers."""
    found: list[tuple[int, Sequence[Cell]]] = []
    last = 0
    for number, row in enumerate(rows, 1):
        if any(each not in (None, "") for each in row):
            found.append((number, row))
            last = number
        if len(found) > limits.rows:
            _refuse("spreadsheet_too_long", limit=limits.rows)
        if number - last > _BLANK_ROWS:
            break
    return found


# ----------------------------------------------------------------------------------------------------------------- CSV


def _csv(path: Path, separator: Separator, limits: Limits) -> Table:
    text = _decoded(path.read_bytes())
    told = text.partition("\n")[0].strip().strip('"').lower()
    if told.startswith("sep=") and len(told) == 5:  # how spreadsheet programs are told it
        mark, text = told[4], "\n" + text.partition("\n")[2]
    else:
        mark = separator(text.splitlines()[:20])
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return Table("", _rows(map(_bare, rows), limits))
    except csv.Error:
        _refuse("file_damaged")


def _bare(row: Sequence[str]) -> Sequence[Cell]:
    """Cells without the apostrophe that kept them from being run."""
    return [each[1:] if each.startswith("'") and each.lstrip("'").startswith(_FORMULA_SIGNS) else each
            for each in row[:MAX_COLUMNS]]  # fmt: skip


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeError:
        _refuse("csv_not_unicode")


# ---------------------------------------------------------------------------------------------------------------- XLSX


def _xlsx(path: Path, limits: Limits) -> list[Table]:
    with zipfile.ZipFile(path) as archive:
        _check_parts(archive, limits)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that only the look of a sheet needs
            with path.open("rb") as file:
                return list(_sheets(file, limits))
    except Invalid:
        raise
    except Exception:  # of a broken workbook openpyxl raises whatever it stumbles over
        _refuse("file_damaged")


def _check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    """More than `judge` asks of files that are only kept: these are taken apart here."""
    entries = archive.infolist()
    if sum(each.file_size for each in entries) > limits.unpacked:
        _refuse("spreadsheet_too_large", megabytes=limits.unpacked // 1_000_000)
    if any(each.filename.lower().startswith("xl/externallinks/") for each in entries):
        _refuse("spreadsheet_with_links")
    for each in entries:
        with archive.open(each) as part:
            if b"<!DOCTYPE" in part.read(1_000).replace(b"\x00", b""):  # where a text can be made to grow without end
                _refuse("file_damaged")


def _sheets(file: IO[bytes], limits: Limits) -> Iterator[Table]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # the file may say anything about its size
            rows = sheet.iter_rows(max_col=MAX_COLUMNS)
            yield Table(sheet.title, _rows(([_cell(each) for each in row] for row in rows), limits))
    finally:
        book.close()


def _cell(cell: Any) -> Cell:
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, is_percent="%" in _QUOTED.sub("", cell.number_format or ""))
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, str | bool | dt.date):
        return value
    return str(value)


def _number(value: int | float, *, is_percent: bool) -> Cell:
    """A number as its cell shows it: 15 digits, percents as percents. What is no number is text."""
    text = str(value) if isinstance(value, int) else f"{value:.{_DIGITS}g}"
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > 50:
        return text
    return number * 100 if is_percent else number
