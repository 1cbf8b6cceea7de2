"""Tables out as XLSX and CSV and in again: nothing changes on the way, and no file harms who reads it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.errors import Invalid
from reporting.domain.spreadsheet import Table, letter
from reporting.infra import spreadsheets
from reporting.outputs.spreadsheets import Sheet, as_csv, as_xlsx
from tests import files

TEXTS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"), max_codepoint=0xFFFD), max_size=30
)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, places=3).map(lambda number: f"{number.normalize():f}")


def comma(lines: Sequence[str]) -> str:
    return ","


def read(content: bytes, name: str, folder: Path) -> list[Table]:
    path = folder / "upload"
    path.write_bytes(content)
    return spreadsheets.read(path, name, comma)


def refusal(content: bytes, name: str, folder: Path) -> str:
    with pytest.raises(Invalid) as refused:
        read(content, name, folder)
    return refused.value.code


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """An XLSX with other parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return files.archive(parts)


def plain_sheet(*rows: Sequence[str]) -> Sheet:
    return Sheet("Data", ("Code", "Value"), rows, (10, 10), frozenset({1}))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


@given(rows=st.lists(st.tuples(TEXTS.filter(bool), NUMBERS), min_size=1, max_size=8))
def test_what_is_written_is_read_again(rows: list[tuple[str, str]], folder: Path) -> None:
    written = plain_sheet(*rows)
    [as_sheet] = read(as_xlsx(written), "a.xlsx", folder)
    [as_text] = read(as_csv(written), "a.csv", folder)
    assert [(row[0], row[1]) for _, row in as_sheet.rows[1:]] == [(text, Decimal(number)) for text, number in rows]
    assert [(row[0], Decimal(str(row[1]))) for _, row in as_text.rows[1:]] == [(text, Decimal(n)) for text, n in rows]


def test_no_number_is_written_that_two_languages_read_differently() -> None:
    lines = as_csv(plain_sheet(("A", "1.234"), ("B", "-12.345"), ("C", "0.123"), ("D", "1234.567"))).decode("utf-8-sig")
    assert [line.partition(",")[2] for line in lines.split()[1:]] == ["1.2340", "-12.3450", "0.123", "1234.567"]


def test_nothing_that_was_typed_becomes_a_formula(folder: Path) -> None:
    written = plain_sheet(("=HYPERLINK(1)", "1"), ("'=1", "2"), ("-", "3"))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(as_xlsx(written))).read("xl/worksheets/sheet1.xml")
    assert [row.partition(",")[0] for row in as_csv(written).decode("utf-8-sig").splitlines()[1:]] == [
        "'=HYPERLINK(1)", "''=1", "'-",
    ]  # fmt: skip


def test_a_sheet_has_its_heading_in_sight_and_runs_as_its_language_does() -> None:
    sheet = Sheet("بيانات: أ/ب", ("رمز",), (("A.1",),), (12,), choices={0: ("A", "B")}, right_to_left=True)
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet))).worksheets[0]
    assert (page.title, page.freeze_panes, page.sheet_view.rightToLeft) == ("بيانات  أ ب", "A2", True)
    assert page.column_dimensions["A"].width == 12
    assert [(str(rule.sqref), rule.formula1) for rule in page.data_validations.dataValidation] == [
        ("A2:A1048576", '"A,B"')
    ]


def test_cells_come_as_they_are_shown(folder: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append([0.1 + 0.2, 0.255, 0.25, 0, dt.datetime(2026, 1, 2), True, "=1+1", 2.1])
    page["B1"].number_format, page["C1"].number_format = "0.0%", '0.00"%"'
    page["A9"] = "after blank rows"
    made = io.BytesIO()
    book.save(made)
    [table] = read(made.getvalue(), "a.xlsx", folder)
    assert table.rows[0] == (
        1, [Decimal("0.3"), Decimal("25.5"), Decimal("0.25"), Decimal(0), dt.date(2026, 1, 2), True, None,
            Decimal("2.1")] + [None] * (spreadsheets.MAX_COLUMNS - 8),
    )  # fmt: skip
    assert [number for number, _ in table.rows] == [1, 9]


@pytest.mark.parametrize("text", ["Code;Value\nA;1\n", "sep=;\nCode;Value\nA;1\n", '"sep=;"\r\nCode;Value\r\nA;1\r\n'])
def test_text_tables_say_or_show_what_stands_between_their_cells(text: str, folder: Path) -> None:
    path = folder / "semicolons"
    path.write_text(text, encoding="utf-16")
    [table] = spreadsheets.read(path, "a.csv", lambda lines: ";")
    assert [list(row) for _, row in table.rows] == [["Code", "Value"], ["A", "1"]]


def test_sheets_with_coloured_rows_to_the_very_end_are_read(folder: Path) -> None:
    rows = "".join(f'<row r="{n}" s="1"/>' for n in range(3, 30_000))
    far = f'{rows}<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'

    def colour(parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", far).encode()

    [table] = read(changed(as_xlsx(plain_sheet(("A", "1"))), colour), "a.xlsx", folder)
    assert [number for number, _ in table.rows] == [1, 2]


def with_part(name: str, content: bytes) -> bytes:
    return changed(as_xlsx(plain_sheet(("A", "1"))), lambda parts: parts.update({name: content}))


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
#: Too much to be read, though it is packed no tighter than honest files are.
HEAVY = (Random(1).randbytes(1_000) + bytes(49_000)) * 1_300
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a text document": ("a.docx", files.docx, "spreadsheet_type"),
    "an old workbook": ("a.xls", lambda: b"\xd0\xcf\x11\xe0", "spreadsheet_type"),
    "a text document that is called a table": ("a.xlsx", files.docx, "file_unlike_name"),
    "nothing at all": ("a.csv", lambda: b"", "file_empty"),
    "a page that is called a table": ("a.csv", lambda: b"<html><script>", "file_unlike_name"),
    "letters of another time": ("a.csv", lambda: "Año,País".encode("latin-1"), "csv_not_unicode"),
    "a bomb": ("a.xlsx", lambda: with_part("xl/media/a.bin", bytes(30_000_000)), "file_bomb"),
    "too much inside": ("a.xlsx", lambda: with_part("xl/media/a.bin", HEAVY), "spreadsheet_too_large"),
    "more than is read at once": ("a.csv", lambda: b"A,1\n" * 760_000, "spreadsheet_too_large"),
    "more rows than are read at once": ("a.csv", lambda: b"A,1\n" * 20_001, "spreadsheet_too_long"),
    "macros": ("a.xlsx", lambda: with_part("xl/vbaProject.bin", b"x"), "file_with_macros"),
    "links to other files": (
        "a.xlsx", lambda: with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "spreadsheet_with_links",
    ),
    "a text that grows": ("a.xlsx", lambda: with_part("xl/sharedStrings.xml", LAUGHS), "file_damaged"),
    "the same in two bytes a letter": (
        "a.xlsx", lambda: with_part("xl/sharedStrings.xml", LAUGHS.decode().encode("utf-16")), "file_damaged",
    ),
    "a sheet that is no sheet": ("a.xlsx", lambda: with_part("xl/worksheets/sheet1.xml", b"<row"), "file_damaged"),
    "columns that nobody has": (
        "a.xlsx",
        lambda: with_part("xl/worksheets/sheet1.xml", b'<worksheet><sheetData><row r="x"><c r="1"/></row></sheetData>'),
        "file_damaged",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_with_their_rule(what: str, folder: Path) -> None:
    name, content, code = HOSTILE[what]
    assert refusal(content(), name, folder) == code


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
