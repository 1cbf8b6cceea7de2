"""Writes tables as XLSX and CSV: what a program shows is what was written, in whatever language it runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

#: Characters of a sheet's name.
MAX_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_LAST_ROW = 1_048_576
#: What a spreadsheet program keeps of a number: longer ones are written as text.
_DIGITS = 15
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
#: Numbers of which one language reads thousands where another reads decimals, such as 1.234.
_EITHER = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


@dataclass(frozen=True)
class Sheet:
    """A table as it is to be written. `widths` are in characters; `numbers` names the places (from 0) of columns that
    hold canonical decimal strings; `choices` the only values of a column, `whole` the bounds of its whole numbers."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numbers: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    whole: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    right_to_left: bool = False


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheet programs take it for something else."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(sheet.headings)
    for row in sheet.rows:
        writer.writerow([_number(cell) if n in sheet.numbers else _harmless(cell) for n, cell in enumerate(row)])
    return made.getvalue().encode("utf-8-sig")


def _number(text: str) -> str:
    """One more zero where the point could be read as one of thousands."""
    return f"{text}0" if _EITHER.fullmatch(text) else text


def _harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet program would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet with a heading that stays in sight, read from right to left where its language is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    page = book.create_sheet(_NOT_IN_TITLES.sub(" ", sheet.title)[:MAX_TITLE])
    page.freeze_panes = "A2"
    page.sheet_view.rightToLeft = sheet.right_to_left
    for n, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(n)].width = width
    for n, text in enumerate(sheet.headings, 1):
        _write_heading(page, n, text)
    for number, row in enumerate(sheet.rows, 2):
        for n, text in enumerate(row):
            if text:
                _write(page, number, n + 1, text, is_number=n in sheet.numbers)
    _add_rules(page, sheet)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _write_heading(page: Worksheet, place: int, text: str) -> None:
    cell = page.cell(1, place, text)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", start_color="E7EEF0")
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write(page: Worksheet, row: int, place: int, text: str, *, is_number: bool) -> None:
    number = Decimal(text) if is_number else None
    if number is not None and len(number.as_tuple().digits) <= _DIGITS:
        is_whole = number == number.to_integral_value()
        page.cell(row, place, int(number) if is_whole else float(number)).number_format = "0" if is_whole else "General"
        return
    cell = page.cell(row, place)
    cell.value, cell.data_type = text, "s"  # never a formula, whatever it begins with
    cell.number_format = "@"


def _add_rules(page: Worksheet, sheet: Sheet) -> None:
    """What a spreadsheet program offers or refuses while people type."""
    lists = [(n, DataValidation(type="list", formula1=f'"{",".join(each)}"')) for n, each in sheet.choices.items()]
    numbers = [
        (n, DataValidation(type="whole", operator="between", formula1=str(least), formula2=str(most)))
        for n, (least, most) in sheet.whole.items()
    ]
    for n, rule in (*lists, *numbers):
        rule.allow_blank = True
        rule.add(f"{get_column_letter(n + 1)}2:{get_column_letter(n + 1)}{_LAST_ROW}")
        page.add_data_validation(rule)
