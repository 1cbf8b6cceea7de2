"""Indicator data in spreadsheets: each row is understood as it stands, or refused with its place and the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import paths
from reporting.domain.indicator_columns import HEADINGS, Vocabulary, separator
from reporting.domain.indicator_rows import Fault, Found, Reader
from reporting.domain.languages import INTERFACE
from reporting.domain.spreadsheet import Cell, Table
from reporting.domain.texts import Texts, texts_of
from reporting.web.table_faults import reason

CODES = ("A.1", "2.1", "2.10", "13.b")
CBD_TOOL = ("Indicator_code", "Indicator", "Does this data row represent a disaggregation?", "Disaggregation_type",
            "Disaggregation", "Year", "Unit", "Value", "Footnote")  # fmt: skip
ROW: tuple[Cell, ...] = ("A.1", "Extent", "No", "", "", Decimal(2024), "km2", "12.5", "")


def words(language: str) -> Texts:
    return texts_of(language, paths.data("translations"))


VOCABULARY = Vocabulary([words(each) for each in INTERFACE])


def read(*rows: Sequence[object], language: str = "en", headings: Sequence[str] = CBD_TOOL) -> Found:
    """The rows under these headings, whose numbers spreadsheets hold as decimals."""
    cells = [[Decimal(str(each)) if type(each) in (int, float) else each for each in row] for row in rows]
    table = Table("Data", [(1, headings), *((n, row) for n, row in enumerate(cells, 2))])  # type: ignore[list-item]
    return Reader(VOCABULARY, language, CODES).read([table])


def with_cells(**cells: object) -> list[object]:
    names = list(HEADINGS)
    return [cells.get(name, cell) for name, cell in zip(names, ROW, strict=True)]


def fault(**cells: object) -> tuple[str, str, str, str]:
    """Column, heading, code and what stood there, of a row with these cells."""
    [found] = read(with_cells(**cells)).faults
    assert (found.sheet, found.row) == ("Data", 2)
    return found.column, found.heading, found.code, found.typed


def test_a_row_is_read_by_its_headings() -> None:
    [row] = read(ROW).rows["", "A.1"]
    assert row == {
        "year": "2024", "value": "12.5", "unit": "km2", "disaggregation_type": "", "disaggregation": "", "footnote": "",
    }  # fmt: skip


@pytest.mark.parametrize("language", INTERFACE)
def test_headings_are_known_in_each_language_and_in_any_order(language: str) -> None:
    say = words(language)
    headings = [say(each) for each in HEADINGS.values()]
    found = read(tuple(reversed(with_cells(is_disaggregation=say("No")))), headings=headings[::-1])
    assert not found.faults
    assert found.rows["", "A.1"][0]["value"] == "12.5"


@pytest.mark.parametrize(
    ("cell", "code"), [(2.1, "2.1"), ("2.10", "2.10"), (" 2.1 ", "2.1"), ("a.1", "A.1"), ("13.B", "13.b")]
)
def test_codes_are_known_however_the_spreadsheet_holds_them(cell: object, code: str) -> None:
    assert list(read(with_cells(code=cell)).rows) == [("", code)]


@pytest.mark.parametrize(
    ("cell", "language", "value"),
    [
        (0, "en", "0"), ("0", "en", "0"), ("0,0", "fr", "0"), (12.50, "en", "12.5"), ("1 234,5", "fr", "1234.5"),
        ("1,234,567", "en", "1234567"), ("١٢٫٥", "ar", "12.5"), ("25 %", "en", "25"), (-0.3, "en", "-0.3"),
        (Decimal("1E+20"), "en", "100000000000000000000"),
    ],
)  # fmt: skip
def test_values_are_understood_as_typed_and_a_zero_is_a_value(cell: object, language: str, value: str) -> None:
    [row] = read(with_cells(value=cell), language=language).rows["", "A.1"]
    assert row["value"] == value


@pytest.mark.parametrize(
    ("column", "cell", "place", "code"),
    [
        ("code", "", "A", "row_no_code"),
        ("code", "99", "A", "row_unknown_indicator"),
        ("code", dt.date(2026, 1, 2), "A", "row_code_is_date"),
        ("year", "", "F", "row_no_year"),
        ("year", "2019-2020", "F", "row_not_a_year"),
        ("year", 24, "F", "row_not_a_year"),
        ("year", 2024.5, "F", "row_not_a_year"),
        ("year", "20²4", "F", "row_not_a_year"),
        ("year", dt.date(2024, 1, 1), "F", "row_year_is_date"),
        ("unit", "", "G", "row_no_unit"),
        ("unit", "x" * 301, "G", "too_long"),
        ("value", "", "H", "row_no_value"),
        ("value", "#N/A", "H", "not_a_number"),
        ("value", "about 5", "H", "not_a_number"),
        ("value", True, "H", "not_a_number"),
        ("value", "1.234", "H", "number_ambiguous"),
        ("value", "9" * 40, "H", "number_too_long"),
        ("is_disaggregation", "perhaps", "C", "row_not_yes_or_no"),
        ("is_disaggregation", "yes", "E", "row_disaggregation_missing"),
        ("disaggregation", "wetland", "C", "row_disaggregation_denied"),
    ],
)
def test_each_refusal_names_place_and_reason(column: str, cell: object, place: str, code: str) -> None:
    assert fault(**{column: cell, **({"footnote": "kept"} if column == "value" else {})})[::2] == (place, code)


def test_what_stands_in_the_cell_is_told() -> None:
    assert fault(year="twenty") == ("F", "Year", "row_not_a_year", "twenty")
    (asked,) = read(with_cells(value="1.234")).faults
    assert reason(asked, Texts("en")) == "Do you mean 1,234 or 1.234?"


def test_rows_with_nothing_to_tell_are_blank_and_no_fault() -> None:
    found = read(("A.1", "Extent", "", "", "", 2024, "", "", ""), ("", "", "", "", "", "", "", "", ""), ROW)
    assert (found.blank, found.count, found.faults) == (1, 1, [])


def test_a_row_that_stands_there_twice_is_refused_and_says_where_it_stood() -> None:
    found = read(ROW, with_cells(value=3), with_cells(disaggregation="wetland", is_disaggregation="yes"))
    assert found.faults == [Fault("Data", 3, "row_twice", {"place": "2"}, "A", "Indicator_code", "A.1")]
    assert found.count == 2


def test_several_indicators_and_sheets_are_read_and_others_are_named() -> None:
    notes = Table("Notes", [(1, ("Please read this first",))])
    data = Table("Data", [(1, CBD_TOOL), (2, ROW)])
    more = Table("More", [(3, ("region", *CBD_TOOL)), (4, ("north", "13.b", *ROW[1:]))])
    found = Reader(VOCABULARY, "en", CODES).read([notes, data, Table("", []), more])
    assert not found.faults
    assert (list(found.rows), found.unread_sheets) == ([("", "A.1"), ("", "13.b")], ["Notes"])
    assert found.unread_columns == ["region"]


def test_a_missing_column_and_a_file_without_headings_are_told() -> None:
    assert read(ROW[:7], headings=CBD_TOOL[:7]).faults == [
        Fault("Data", 1, "row_heading_missing", {"heading": "value"})
    ]
    assert read(ROW, headings=("a", "b", "c")).faults == [Fault("", 0, "row_headings_missing")]


def test_datasets_name_parties_by_either_code() -> None:
    reader = Reader(VOCABULARY, "en", CODES, {"XT": "XT", "XTL": "XT"})
    rows = [(n, (party, "A.1", "2024", "km2", "1", f"part {n}")) for n, party in enumerate(("xt", "XTL", "XQ", ""), 2)]
    found = reader.read(
        [Table("", [(1, ("Party", "Indicator code", "year", "unit", "value", "disaggregation")), *rows])]
    )
    assert [(each.row, each.code) for each in found.faults] == [(4, "row_unknown_party"), (5, "row_no_party")]
    assert list(found.rows) == [("XT", "A.1")]


@given(st.lists(st.text(max_size=12), min_size=9, max_size=9))
def test_nothing_that_stands_in_a_row_breaks_the_reader(cells: list[str]) -> None:
    found = read(cells)
    assert found.count + len(found.faults) + found.blank <= 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_stands_between_cells_is_seen_from_the_headings(mark: str) -> None:
    lines = ["Our data; of 2024, first", mark.join(CBD_TOOL), mark.join(map(str, ROW))]
    assert separator(lines, VOCABULARY) == mark
