"""Tables and series on pages without scripts: filled in, pasted, refused, corrected and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from reporting.app import create_app
from tests.journeys.browser import Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import Page, words
from tests.tables import ALIGNMENT, ANSWERS, AREAS, FOREST, MEANS, make_tables_world, series, told
from tests.templates import strict
from tests.world import XA, FixedClock

WORKSPACE = f"/en/workspace/{XA}/tables"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = FixedClock()
    app = strict(create_app(told(tmp_path), clock))
    world = make_tables_world(tmp_path, house=app.extensions["house"], clock=clock)
    world.report(languages=("en",))
    yield Place(app, world)
    world.house.db.dispose()


@pytest.fixture
def focal(enter: Enter) -> Browser:
    return enter("focal_point", XA)


def stored(place: Place, key: Any) -> Any:
    found = place.world.book(1).stored.get(key)
    return found.value if found else None


def fill(browser: Browser, field: str, cells: Mapping[int, str], status: int = 200) -> Page:
    """Save the page with these strings of a field, by their places among all of its strings."""
    strings = browser.page.form("/sections/").values(field)
    for n, text in cells.items():
        strings[n] = text
    return browser.send({field: strings}, to="/sections/", button="go=stay", status=status)


def test_rows_are_added_changed_and_taken_out_by_their_cells(place: Place, focal: Browser) -> None:
    focal.open(f"{WORKSPACE}/sections/tables")
    assert focal.page.form("/sections/").values("tables.areas") == [""] * 7 * 3
    page = fill(
        focal, "tables.areas", {1: "North coast", 2: "sea", 3: "1,234.5", 8: "Hills", 12: "yes", 13: "Two\nlines"}
    )
    first, second = stored(place, AREAS)
    assert (first["name"], first["kind"], first["size"]) == ("North coast", "sea", "1234.5")
    assert (second["marked"], second["remarks"]) == (True, "Two\nlines")
    assert page.form("/sections/").values("tables.areas")[0] == first["id"]
    fill(focal, "tables.areas", {1: "", 2: "", 3: "", 8: "Green hills"})
    (left,) = stored(place, AREAS)
    assert (left["id"], left["name"]) == (second["id"], "Green hills")


def test_a_page_that_changes_nothing_writes_nothing(place: Place, focal: Browser) -> None:
    place.world.save(1, ANSWERS)
    for section in ("tables", "data"):
        focal.open(f"{WORKSPACE}/sections/{section}")
        focal.send({}, to="/sections/", button="go=stay")
    assert {place.world.book(1).version(key) for key in ANSWERS} == {1}


def test_fixed_rows_are_all_there_and_the_filled_ones_are_kept(place: Place, focal: Browser) -> None:
    page = focal.open(f"{WORKSPACE}/sections/tables")
    strings = page.form("/sections/").values("tables.alignment")
    assert strings[:4] == ["GBF-TARGET-01", "", "GBF-TARGET-02", ""]
    fill(focal, "tables.alignment", {3: "high", 45: "low"})
    assert stored(place, ALIGNMENT) == [
        {"id": "GBF-TARGET-02", "degree": "high"},
        {"id": "GBF-TARGET-23", "degree": "low"},
    ]
    page = fill(focal, "tables.means", {2: "7"})
    assert stored(place, MEANS) == [{"id": "money", "found": 7}]
    assert "Money, Wanted: This must be filled in." in page.text


def test_what_is_not_understood_comes_back_as_it_was_typed(place: Place, focal: Browser) -> None:
    focal.open(f"{WORKSPACE}/sections/tables")
    page = fill(focal, "tables.areas", {1: "A", 8: "B", 10: "about 7", 11: "2020-02-31"}, status=422)
    assert page.errors()["q-tables-areas"].endswith(
        "Row 2, Size: This is not a number. Please write it in digits, for example 1234.5."
    )
    strings = page.form("/sections/").values("tables.areas")
    assert (strings[1], strings[8], strings[10], strings[11]) == ("A", "B", "about 7", "2020-02-31")
    wrong = page.by_id("q-tables-areas")
    assert (wrong.get("value"), wrong.get("aria-invalid")) == ("about 7", "true")
    assert stored(place, AREAS) is None
    fill(focal, "tables.areas", {10: "7", 11: "2020-02-29"})
    assert [row["name"] for row in stored(place, AREAS)] == ["A", "B"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_number_with_two_readings_is_picked_in_its_cell(place: Place, focal: Browser, language: str) -> None:
    focal.open(f"/{language}/workspace/{XA}/tables/sections/tables")
    page = fill(focal, "tables.areas", {1: "A", 3: "١,٢٣٤", 8: "B", 10: "about 7"}, status=422)
    picks = [each.get("value") for each in page.all("button") if each.get("name") == "tables.areas~meant"]
    assert picks == ["1:3:1234", "1:3:1.2340"]
    assert page.form("/sections/").values("tables.areas")[3] == "١,٢٣٤"
    page = focal.send({}, to="/sections/", button=f"tables.areas~meant={picks[1]}", status=422)
    strings = page.form("/sections/").values("tables.areas")
    assert (strings[1], strings[3], strings[8], strings[10]) == ("A", "1.2340", "B", "about 7")
    fill(focal, "tables.areas", {10: "7"})
    assert [row["size"] for row in stored(place, AREAS)] == ["1.234", "7"]


def test_pasted_numbers_with_two_readings_come_back_as_rows_and_are_settled_together(
    place: Place, focal: Browser
) -> None:
    place.world.save(1, {FOREST: [{"id": "r", "year": "2018", "value": "5", "unit": "ha"}]})
    focal.open(f"{WORKSPACE}/sections/data")
    pasted = "2019\t1,234\tha\tBiome\tForest\n2020\t5,678\tha\n2021\t7\tha"
    page = fill(focal, "data.forest", {-1: pasted}, status=422)
    assert "Row 2, Value: Do you mean 1,234 or 1.234?" in page.errors()["q-data-forest"]
    strings = page.form("/sections/").values("data.forest")
    assert strings[7:14] == ["", "2019", "1,234", "ha", "Biome", "Forest", ""]
    assert (strings[2::7][:4], strings[-1]) == (["5", "1,234", "5,678", "7"], "")
    picks = [each for each in page.all("button") if each.get("name") == "data.forest~meant"]
    assert [words(each) for each in picks if each.get("value", "").startswith(",")] == [
        "All of them like 1,234", "All of them like 1.234",
    ]  # fmt: skip
    focal.send({}, to="/sections/", button="data.forest~meant=,:0")
    assert [row["value"] for row in stored(place, FOREST)] == ["5", "1234", "5678", "7"]


def test_rows_of_a_spreadsheet_are_pasted_into_one_field(place: Place, focal: Browser) -> None:
    focal.open(f"{WORKSPACE}/sections/data")
    pasted = "Year\tValue\tUnit\n2019\t1200\tha\tBiome\tForest\n2020\t1,210.5\tha\n"
    fill(focal, "data.forest", {-1: pasted})
    assert [(row["year"], row["value"]) for row in stored(place, FOREST)] == [("2019", "1200"), ("2020", "1210.5")]
    page = fill(focal, "data.forest", {-1: "2021\tsome\tha"}, status=422)
    assert "Pasted line 1, Value: This is not a number." in page.errors()["q-data-forest"]
    strings = page.form("/sections/").values("data.forest")
    assert (len(strings), strings[-1]) == (7 * (2 + 3) + 1, "2021\tsome\tha")
    page = fill(focal, "data.forest", {-1: "2020\t3\tha"})
    assert "Rows 2 and 3: These rows are about the same year, unit and disaggregation." in page.text


def test_a_long_series_goes_back_and_forth(place: Place, focal: Browser) -> None:
    place.world.save(1, {FOREST: series(2_000)})
    focal.open(f"{WORKSPACE}/sections/data")
    fill(focal, "data.forest", {2: "7"})
    assert [row["value"] for row in stored(place, FOREST)][:2] == ["7", "101.5"]
    assert len(stored(place, FOREST)) == 2_000


def test_a_series_of_two_hundred_rows_is_light_on_the_wire(place: Place, focal: Browser) -> None:
    place.world.save(1, {FOREST: series(200)})
    sent = focal.download(f"{WORKSPACE}/sections/data", Accept_Encoding="br")
    assert sent.headers["Content-Encoding"] == "br"
    assert len(sent.data) < 20_000


def test_tables_and_drawings_are_read(place: Place, focal: Browser) -> None:
    place.world.save(1, ANSWERS)
    page = focal.open(f"{WORKSPACE}/read/whole")
    assert "Size (km²)" in page.text
    (drawing,) = [each for each in page.all("{http://www.w3.org/2000/svg}svg") if each.get("role") == "img"]
    assert page.by_id(drawing.get("aria-describedby", "")).text.startswith("Total: 900 in 2010, ")
    for section in ("tables", "data"):
        focal.open(f"{WORKSPACE}/read")
        focal.follow(f"/{section}")
    focal.open("/en/forms/tables")
    assert "Kind · One of these answers: On land; At sea" in focal.page.text.replace("\n", " ")
