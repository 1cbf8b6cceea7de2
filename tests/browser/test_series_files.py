"""Indicator data in a real browser: an XLSX with two bad rows, scripts on and off; a dataset beside an indicator."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looks import look_over
from tests.browser.site import Site, served
from tests.browser.visits import visit
from tests.data_world import ABOUT, FORMS, key, make_data_world, offer, row, value_of, without_ids
from tests.world import XT

FOCAL = ("focal_point", XT)
ROWS = (
    ("A.2", 2022, "km2", 0, ""),
    ("A.2", 2023, "km2", "about 5", ""),
    ("A.2", 2024, "km2", "12,5", "estimate"),
    ("99", 2024, "km2", 1, ""),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("data"), make_data_world, forms_path=str(FORMS)) as made:
        made.world.report(languages=("en",))
        offer(made.world, {"A.1": [row(2023, "1.5"), row(2024, "2")]})
        yield made


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """What somebody filled in, with two slips of the pen."""
    book = openpyxl.Workbook()
    for each in (("Indicator code", "Year", "Unit", "Value", "Footnote"), *ROWS):
        book.worksheets[0].append(list(each))
    made = io.BytesIO()
    book.save(made)
    file = tmp_path / "data.xlsx"
    file.write_bytes(made.getvalue())
    return file


def address(site: Site, language: str, page: str = "") -> str:
    return f"{site.url}/{language}/workspace/{XT}/data/sections/indicators{page}"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        ("en", ("This is not a number.", "No indicator of this form has this code.")),
        ("ar", ("لا يحمل أي مؤشر في هذه الاستمارة هذا الرمز.",)),
    ],
)
def test_a_workbook_with_two_bad_rows(
    chromium: Browser, site: Site, workbook: Path, language: str, reasons: tuple[str, ...], scripts: bool
) -> None:
    book = site.world.book(1)
    for each in (key("A.2"), key("A.2", "source")):
        site.world.save(1, {each: None}, base=book.version(each))
    with visit(chromium, site, FOCAL, language, java_script_enabled=scripts) as page:
        page.goto(address(site, language))
        page.click("a[href$='/spreadsheet']")
        with page.expect_download() as loaded:
            page.click("a[href$='template.xlsx']")
        sheet = openpyxl.load_workbook(io.BytesIO(loaded.value.path().read_bytes())).worksheets[0]
        assert sheet.sheet_view.rightToLeft is (language == "ar")
        page.set_input_files("#file", str(workbook))
        page.click("form[enctype] button")
        faults = page.locator("table").first
        for reason in reasons:
            expect(faults).to_contain_text(reason)
        for place in ("D: Value", "A: Indicator code", "about 5", "99"):
            expect(faults).to_contain_text(place)
        assert not scripts or not list(look_over(page))
        assert value_of(site.world, "A.2") is None, "nothing is written yet"
        page.click("form[action$='/spreadsheet/save'] button")
        expect(page.locator(".notice.success")).to_be_visible()
    assert without_ids(value_of(site.world, "A.2")) == [row(2022, "0"), row(2024, "12.5", footnote="estimate")]
    assert value_of(site.world, "A.2", "source") == "national"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_dataset_is_used_and_a_changed_row_asks_why(chromium: Browser, site: Site, language: str) -> None:
    book = site.world.book(1)
    for each in (key("A.1", "dataset_series"), key("A.1", "source")):
        site.world.save(1, {each: None}, base=book.version(each))
    why = "[id='q-indicators-dataset_changes-question']"
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, language, "/A.1"))
        expect(page.locator("#offers ~ .card")).to_contain_text(ABOUT.provider)
        assert not list(look_over(page))
        page.click("form[action$='/use'] button")
        expect(page.locator(".notice.success")).to_be_visible()
        expect(page.locator(why)).to_be_hidden()
        value = page.locator("[id='q-indicators-dataset_series-question'] tbody tr").nth(1).locator("input").nth(2)
        value.fill("7")
        page.click("p.save button.primary")
        expect(page.locator(why)).to_be_visible()
        assert not list(look_over(page))
    assert [each["value"] for each in value_of(site.world, "A.1", "dataset_series")] == ["1.5", "7"]
