"""Indicator data by spreadsheet, without scripts: a template out, a file in, what would change, and then a save."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from werkzeug.datastructures import FileStorage

from reporting.app import create_app
from tests.data_world import SECTION, key, make_data_world, row, told, value_of, without_ids
from tests.journeys.browser import Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import Page, words
from tests.templates import strict
from tests.world import XT, FixedClock

PAGE = f"{SECTION}/spreadsheet"
HEADINGS = ("Indicator code", "Year", "Unit", "Value", "Disaggregation", "Footnote")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = FixedClock()
    app = strict(create_app(told(tmp_path), clock))
    world = make_data_world(tmp_path, house=app.extensions["house"], clock=clock)
    world.report(languages=("en",))
    yield Place(app, world)
    world.house.db.dispose()


@pytest.fixture
def focal(enter: Enter) -> Browser:
    return enter("focal_point", XT)


def xlsx(*rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> bytes:
    book = openpyxl.Workbook()
    for each in (headings, *rows):
        book.worksheets[0].append(list(each))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def bring(browser: Browser, content: bytes, name: str = "data.xlsx", status: int = 200) -> Page:
    """Choose a file on the page and send it."""
    form = browser.open(PAGE).form("/spreadsheet")
    pairs = [*form.sent({}), ("file", FileStorage(io.BytesIO(content), name))]
    browser.fetch("POST", PAGE, pairs, status=status)  # type: ignore[arg-type]
    return browser.page


def cells(page: Page) -> list[str]:
    return [" ".join(words(each) for each in line.iter("td")) for line in page.all("tr")]


def test_a_template_comes_back_filled_in(place: Place, focal: Browser) -> None:
    place.world.save(
        1, {key("A.2"): [{"id": "a", **row(2023, "0", footnote="first")}], key("A.2", "source"): "national"}
    )
    focal.open(PAGE)
    book = openpyxl.load_workbook(io.BytesIO(focal.download(f"{PAGE}/template.xlsx").data))
    page = book.worksheets[0]
    lines = [[cell.value for cell in line] for line in page.iter_rows(min_row=2)]
    assert [line for line in lines if line[0] == "A.2"] == [
        ["A.2", "Extent of natural ecosystems", "No", None, None, 2023, "km2", 0, "first"]
    ]
    assert [line[5] for line in lines if line[0] == "A.1"] == [2026, 2025, 2024, 2023, 2022, 2021, 2020]
    for line in page.iter_rows(min_row=2):
        if line[0].value == "A.1" and line[5].value == 2024:
            line[6].value, line[7].value = "index", 0.85
    made = io.BytesIO()
    book.save(made)
    text = bring(focal, made.getvalue()).text
    assert "Rows understood: 2" in text
    assert "Indicators whose data stay the same: 1" in text
    assert value_of(place.world, "A.1") is None, "nothing is written before somebody said so"
    focal.send(to="/save")
    assert without_ids(value_of(place.world, "A.1")) == [row(2024, "0.85", unit="index")]
    assert value_of(place.world, "A.1", "source") == "national"
    assert place.world.book(1).version(key("A.2")) == 1


def test_the_template_as_csv_is_read_back_in_any_language(place: Place, focal: Browser) -> None:
    rows = [{"id": "a", **row(2023, "1.234", disaggregation="=sum", disaggregation_type="-")}]
    place.world.save(1, {key("A.2"): rows, key("A.2", "source"): "national"})
    for language in ("en", "es", "ar"):
        at = PAGE.replace("/en/", f"/{language}/")
        content = focal.download(f"{at}/template.csv").data
        form = focal.open(at).form("/spreadsheet")
        focal.fetch("POST", at, [*form.sent({}), ("file", FileStorage(io.BytesIO(content), "a.csv"))])  # type: ignore[list-item]
        assert not focal.page.has_form("/save"), "nothing changes"
        assert not [each for each in focal.page.all("caption") if "not taken" in words(each)]


def test_rows_that_cannot_be_taken_are_told_with_their_place(place: Place, focal: Browser) -> None:
    page = bring(focal, xlsx(("A.2", 2023, "km2", "12.5", "", ""), ("A.2", "soon", "km2", 1, "", ""),
                             ("99", 2024, "km2", 2, "", "")))  # fmt: skip
    assert "2 rows were not taken" in page.text
    told = cells(page)
    assert any("B: Year soon This is not a year." in each for each in told)
    assert any("A: Indicator code 99 No indicator of this form has this code." in each for each in told)
    focal.send(to="/save")
    assert without_ids(value_of(place.world, "A.2")) == [row(2023, "12.5")]


def test_rows_that_the_file_does_not_have_go_or_stay(place: Place, focal: Browser) -> None:
    present = [{"id": "a", **row(2022, "1")}, {"id": "b", **row(2023, "2")}]
    place.world.save(1, {key("A.2"): present, key("A.2", "source"): "national"})
    file = xlsx(("A.2", 2023, "km2", 3, "", ""), ("A.2", 2024, "km2", 4, "", ""))
    page = bring(focal, file)
    assert "Rows of these indicators that the file does not have: 1" in page.text
    focal.send({"mode": "add"}, to="/save")
    assert value_of(place.world, "A.2")[0] == {"id": "b", **row(2023, "3")}
    assert [each["year"] for each in value_of(place.world, "A.2")] == ["2023", "2024", "2022"]
    bring(focal, file)
    focal.send({"mode": "replace"}, to="/save")
    assert [each["year"] for each in value_of(place.world, "A.2")] == ["2023", "2024"]


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(place: Place, focal: Browser) -> None:
    bring(focal, xlsx(("A.2", 2024, "km2", 4, "", ""), ("A.1", 2024, "index", 1, "", "")))
    place.world.save(1, {key("A.2"): [{"id": "z", **row(2020, "9")}], key("A.2", "source"): "national"})
    page = focal.send(to="/save")
    assert "Some answers were changed in the meantime." in page.text
    assert without_ids(value_of(place.world, "A.2")) == [row(2020, "9")]
    assert without_ids(value_of(place.world, "A.1")) == [row(2024, "1", unit="index")]
    focal.send({"mode": "replace"}, to="/save")
    assert without_ids(value_of(place.world, "A.2")) == [row(2024, "4")]


def test_data_of_an_indicator_with_another_source_are_kept_and_it_is_said(place: Place, focal: Browser) -> None:
    place.world.save(1, {key("A.2", "source"): "no_data"})
    page = bring(focal, xlsx(("A.2", 2024, "km2", 4, "", "")))
    assert "the source of this indicator’s data is “No data”" in page.text
    focal.send(to="/save")
    assert value_of(place.world, "A.2", "source") == "no_data"
    assert value_of(place.world, "A.2")


def test_a_file_that_is_put_aside_is_gone(place: Place, focal: Browser) -> None:
    bring(focal, xlsx(("A.2", 2024, "km2", 4, "", "")))
    page = focal.send(to="/discard")
    assert not page.has_form("/save")
    assert value_of(place.world, "A.2") is None


def test_a_file_that_cannot_be_read_says_why(focal: Browser) -> None:
    assert "Please save it as XLSX or CSV." in bring(focal, b"%PDF-1.7", "data.pdf", 422).text
    assert "Please choose a file." in bring(focal, b"", "", 422).text


def test_each_person_has_a_file_of_their_own(enter: Enter, focal: Browser) -> None:
    bring(focal, xlsx(("A.2", 2024, "km2", 4, "", "")))
    author = enter("authorised_user", XT)
    assert not author.open(PAGE).has_form("/save")


def test_who_only_reads_takes_the_template_and_brings_nothing(enter: Enter, focal: Browser) -> None:
    observer = enter("observer", XT)
    page = observer.open(PAGE)
    assert page.link("template.xlsx")
    assert not page.has_form("/spreadsheet")
    form = focal.open(PAGE).form("/spreadsheet")
    observer.post(PAGE, [("file", FileStorage(io.BytesIO(b"a"), "a.csv"))], status=403)  # type: ignore[list-item]
    assert form


def test_a_section_without_a_series_has_no_spreadsheet(focal: Browser) -> None:
    focal.open(PAGE.replace("/indicators/", "/nothing/"), status=404)
