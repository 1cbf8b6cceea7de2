"""Tables and series in a real browser: by keyboard alone, rows of a spreadsheet, without scripts, at every width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import look_over, resize, runs_out
from tests.browser.site import Site, served
from tests.browser.test_keyboard import tab_to
from tests.browser.visits import visit
from tests.tables import ALIGNMENT, ANSWERS, AREAS, FOREST, MEANS, make_tables_world, series, told
from tests.world import XA, XB

FOCAL = ("focal_point", XA)
AREAS_BOX, FOREST_BOX = "[id='q-tables-areas-question']", "[id='q-data-forest-question']"
NAMES = f"{AREAS_BOX} tbody [aria-label='Name']"

#: What a spreadsheet does when its cells are pasted into the control that has the focus.
PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const told = { clipboardData: data, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', told));
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("tables")
    forms = told(folder)
    with served(
        folder, make_tables_world, forms_path=forms.forms_path, translations_path=forms.translations_path
    ) as made:
        made.world.report(XA, languages=("en",))
        made.world.report(XB, languages=("en",))
        made.world.save(2, ANSWERS)
        yield made


@pytest.fixture(autouse=True)
def emptied(site: Site) -> None:
    book = site.world.book(1)
    for key in book.stored:
        site.world.save(1, {key: None}, base=book.version(key))


def address(site: Site, section: str, language: str = "en", party: str = XA) -> str:
    return f"{site.url}/{language}/workspace/{party}/tables/{section}"


def stored(site: Site, key: Any) -> list[dict[str, Any]]:
    found = site.world.book(1).stored.get(key)
    return (found.value or []) if found else []


def wide(page: Page, width: int) -> list[str]:
    resize(page, width)
    return runs_out(page)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.click("p.save button.primary")
    expect(page.locator(".notice.success, .saved").first).to_be_visible()


def texts(page: Page, name: str) -> list[str]:
    return page.locator(f"{FOREST_BOX} tbody [aria-label='{name}']").evaluate_all(
        "(all) => all.map((each) => each.value)"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_table_by_keyboard_alone(chromium: Browser, site: Site, language: str) -> None:
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, "sections/tables", language))
        tab_to(page, "#q-tables-areas")
        for text in ("North coast", "At sea", "12"):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.value") == "12", "Enter in a cell sends nothing"
        tab_to(page, f"{AREAS_BOX} [data-new]")
        page.keyboard.press("Enter")
        expect(page.locator(NAMES).nth(1)).to_be_focused()
        says = page.locator(f"{AREAS_BOX} [data-says]")
        expect(says).to_have_text(says.get_attribute("data-added") or "")
        page.keyboard.type("Hills")
        tab_to(page, f"{AREAS_BOX} tr:nth-child(2) [data-move='-1']")
        page.keyboard.press("Enter")
        expect(page.locator(f"{AREAS_BOX} tr:nth-child(1) [data-move='-1']")).to_be_focused()
        expect(says).to_have_text(says.get_attribute("data-moved") or "")
        assert page.locator(NAMES).evaluate_all("(all) => all.map((each) => each.value)") == ["Hills", "North coast"]
        expect(page.locator(f"{AREAS_BOX} tbody [data-number]")).to_have_text(["1", "2"])
        page.keyboard.press("Shift+Tab")
        page.locator(NAMES).nth(0).focus()
        page.keyboard.press("Enter")
        expect(page.locator(NAMES).nth(1)).to_be_focused()
        page.locator(f"{AREAS_BOX} tr:nth-child(1) [data-remove]").focus()
        page.keyboard.press("Enter")
        expect(page.locator(NAMES).nth(0)).to_be_focused()
        expect(says).to_have_text(says.get_attribute("data-removed") or "")
        tab_to(page, "p.save .primary", most=200)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    (row,) = stored(site, AREAS)
    assert (row["name"], row["kind"], row["size"]) == ("North coast", "sea", "12")


def test_rows_of_a_spreadsheet_fill_the_cells_after_and_below(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site, "sections/data"))
        expect(page.locator(f"{FOREST_BOX} tbody tr")).to_have_count(1)
        page.locator("#q-data-forest").focus()
        heads = "Year\tValue\tUnit\tDisaggregation type\tDisaggregation\tFootnote\r\n"
        page.evaluate(
            PASTE, f'{heads}2019\t1200\tha\t\t\t"Two\nlines"\r\n2020\tunknown\tha\r\n2021\t7,5\tha\tBiome\tForest\r\n\0'
        )
        says = page.locator(f"{FOREST_BOX} [data-says]")
        expect(says).to_have_text("Rows pasted: 3. Cells not understood: 1.")
        expect(says).to_be_visible()
        expect(page.locator("#q-data-forest")).to_be_focused()
        assert texts(page, "Year") == ["2019", "2020", "2021"]
        assert texts(page, "Disaggregation") == ["", "", "Forest"]
        expect(page.locator(f"{FOREST_BOX} [aria-invalid]")).to_have_value("unknown")
        # Into the middle: what stands before and above stays.
        page.locator(f"{FOREST_BOX} tbody [aria-label='Value']").nth(1).focus()
        page.evaluate(PASTE, "8\tkm²\n9\tkm²\n10\tkm²\n")
        assert texts(page, "Value") == ["1200", "8", "9", "10"]
        assert texts(page, "Unit") == ["ha", "km²", "km²", "km²"]
        assert texts(page, "Year") == ["2019", "2020", "2021", ""]
        # One cell alone is pasted as ever.
        assert page.evaluate(PASTE.replace("document.activeElement.d", "return document.activeElement.d"), "11")
        page.locator(f"{FOREST_BOX} tbody [aria-label='Year']").nth(3).fill("2022")
        save(page)
    assert [(row["year"], row["value"], row["unit"]) for row in stored(site, FOREST)] == [
        ("2019", "1200", "ha"), ("2020", "8", "km²"), ("2021", "9", "km²"), ("2022", "10", "km²"),
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "typed"), [("en", "1,234"), ("ar", "١,٢٣٤")])
def test_two_readings_of_a_cell_are_asked_about_and_one_is_picked_by_keyboard(
    chromium: Browser, site: Site, language: str, typed: str
) -> None:
    size = f"{AREAS_BOX} tbody tr:nth-child(1) .figure"
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, "sections/tables", language))
        page.locator(NAMES).nth(0).fill("North coast")
        page.locator(size).focus()
        page.keyboard.insert_text(typed)
        picks = page.locator(f"{AREAS_BOX} td [data-readings] button")
        expect(picks).to_have_text(["1,234", "1.234"])
        expect(page.locator(f"{AREAS_BOX} [data-says]")).to_contain_text("1.234")
        assert list(look_over(page)) == []
        page.locator(size).focus()
        page.keyboard.press("Tab")
        expect(picks.nth(0)).to_be_focused()
        expect(page.locator(size)).to_have_value(typed)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(size)).to_be_focused()
        expect(page.locator(size)).to_have_value("1.2340")
        expect(picks).to_have_count(0)
        expect(page.locator(f"{AREAS_BOX} [aria-invalid]")).to_have_count(0)
        save(page)
    (row,) = stored(site, AREAS)
    assert (row["name"], row["size"]) == ("North coast", "1.234")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pasted_numbers_with_two_readings_are_settled_together_or_one_by_one(
    chromium: Browser, site: Site, language: str
) -> None:
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, "sections/data", language))
        page.locator("#q-data-forest").focus()
        page.evaluate(PASTE, "2019\t1,234\tha\n2020\t5,678\tha\n2021\tmany\tha\n2022\t9.876\tha\n")
        picks = page.locator(f"{FOREST_BOX} td [data-readings]")
        expect(picks).to_have_count(3)
        together = page.locator(f"{FOREST_BOX} [data-alike] button")
        expect(together).to_have_count(2)
        says = page.locator(f"{FOREST_BOX} [data-says]")
        expect(says).to_contain_text("3.")
        assert list(look_over(page)) == []
        together.nth(0).press("Enter")
        expect(together).to_have_count(0)
        expect(picks).to_have_count(1)
        picks.get_by_role("button").nth(1).press("Enter")
        expect(picks).to_have_count(0)
        expect(page.locator(f"{FOREST_BOX} [aria-invalid]")).to_have_value("many")
        page.locator(f"{FOREST_BOX} [aria-invalid]").fill("7")
        page.keyboard.press("Tab")
        expect(says).to_be_empty()
        save(page)
    assert [row["value"] for row in stored(site, FOREST)] == ["1234", "5678", "7", "9.876"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_was_sent_too_early_asks_in_its_cells(chromium: Browser, site: Site, scripts: bool) -> None:
    with visit(chromium, site, FOCAL, "ar", java_script_enabled=scripts) as page:
        page.goto(address(site, "sections/data", "ar"))
        page.locator("details[data-paste] summary").click()
        page.locator("#q-data-forest-pasted").fill("2019\t١,٢٣٤\tha\n2020\t1,210\tha\n")
        with page.expect_navigation():
            page.click("p.save button.primary")
        asked = page.locator(f"{FOREST_BOX} td [data-readings]")
        expect(asked).to_have_count(2)
        expect(asked.nth(0).get_by_role("button")).to_have_text(["1,234", "1.234"])
        if scripts:
            page.locator(f"{FOREST_BOX} tr:nth-child(1) [data-move='1']").click()
            asked.nth(1).get_by_role("button").nth(0).click()
            asked.nth(0).get_by_role("button").nth(1).click()
        else:
            assert [each for width in (1280, 390) for each in wide(page, width)] == []
            with page.expect_navigation():
                asked.nth(0).get_by_role("button").nth(0).click()
            with page.expect_navigation():
                asked.get_by_role("button").nth(1).click()
        if scripts:
            save(page)
    assert {row["year"]: row["value"] for row in stored(site, FOREST)} == {"2019": "1234", "2020": "1.21"}


def test_the_limits_of_a_column_decide_as_they_do_on_the_server(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site, "sections/tables"))
        money = page.locator("[id='q-tables-means-question'] tbody .figure").first
        money.fill("1,234")
        money.blur()
        expect(page.locator("[id='q-tables-means-question'] [data-readings]")).to_have_count(0)
        expect(page.locator("[id='q-tables-means-question'] [aria-invalid]")).to_have_count(0)
        save(page)
    assert stored(site, MEANS) == [{"id": "money", "wanted": 1234}]


def test_what_has_no_room_in_a_table_of_fixed_rows_is_told(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site, "sections/tables"))
        page.locator("[id='q-tables-means-question'] tbody input:not([type=hidden])").first.focus()
        page.evaluate(PASTE, "1\t2\n3\t4\n5\t6")
        says = page.locator("[id='q-tables-means-question'] [data-says]")
        expect(says).to_have_text("Rows pasted: 2. Rows for which there is no room: 1.")
        page.locator("[id='q-tables-alignment-question'] select").nth(1).focus()
        page.evaluate(PASTE, "high\nLOW\nmiddling")
        expect(page.locator("[id='q-tables-alignment-question'] [data-says]")).to_contain_text(
            "Cells not understood: 1."
        )
        save(page)
    assert stored(site, MEANS) == [{"id": "money", "wanted": 1, "found": 2}, {"id": "people", "wanted": 3, "found": 4}]
    assert [row["degree"] for row in stored(site, ALIGNMENT)] == ["high", "low"]


def test_both_without_scripts(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en", java_script_enabled=False) as page:
        page.goto(address(site, "sections/tables"))
        page.locator(NAMES).nth(1).fill("Hills")
        page.locator(f"{AREAS_BOX} tbody [aria-label='Kind']").nth(1).select_option("On land")
        save(page)
        expect(page.locator(NAMES).nth(0)).to_have_value("Hills")
        page.goto(address(site, "sections/data"))
        page.get_by_text("Paste rows from a spreadsheet here").click()
        page.locator("#q-data-forest-pasted").fill("2019\t1200\tha\n2020\t1300\tha\n")
        save(page)
        expect(page.locator(f"{FOREST_BOX} tbody [aria-label='Value']").nth(1)).to_have_value("1300")
    assert [row["name"] for row in stored(site, AREAS)] == ["Hills"]
    assert [row["value"] for row in stored(site, FOREST)] == ["1200", "1300"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_are_sound_at_every_width(chromium: Browser, site: Site, language: str) -> None:
    with visit(chromium, site, ("focal_point", XB), language) as page:
        for path in ("sections/tables", "sections/data", "read/whole"):
            page.goto(address(site, path, language, XB))
            assert list(look_over(page)) == [], path


def test_a_series_of_two_hundred_rows_stays_light(chromium: Browser, site: Site) -> None:
    site.world.save(1, {FOREST: series(200)}, base=site.world.book(1).version(FOREST))
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site, "sections/data"))
        expect(page.locator(f"{FOREST_BOX} tbody tr")).to_have_count(201)
        page.get_by_role("button", name="Add another row").click()
        expect(page.locator(f"{FOREST_BOX} tbody tr")).to_have_count(202)
        page.locator(f"{FOREST_BOX} tbody [aria-label='Value']").nth(201).fill("7")
        save(page)
    assert len(stored(site, FOREST)) == 201
