"""A dataset beside an indicator: taken over as it is, changed for a reason, or done without; told to readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.app import create_app
from reporting.domain.offered import altered, edition_of
from reporting.services import datasets
from tests.data_world import ABOUT, SECTION, key, make_data_world, offer, row, told, value_of, without_ids
from tests.journeys.browser import Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import Form, Page
from tests.templates import strict
from tests.world import XT, FixedClock

ITEM = f"{SECTION}/A.2"
ROWS = [row(2022, "0", footnote="first"), row(2023, "1.5"), row(2024, "2")]
CHANGES = "indicators.dataset_changes"


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


def fill(browser: Browser, typed: dict[str, str | list[str]], status: int = 200) -> Page:
    """Save the page of the item itself, which is not the form of any dataset on it."""
    form = questions(browser)
    browser.fetch("POST", form.url, form.sent(typed, "go=stay"), status=status)
    return browser.page


def questions(browser: Browser) -> Form:
    forms = [Form(each, browser.page.url) for each in browser.page.all("form")]
    return next(each for each in forms if each.named("go"))


def test_it_stands_beside_its_indicator_alone(place: Place, focal: Browser) -> None:
    offer(place.world, {"A.2": ROWS})
    page = focal.open(ITEM)
    for words in (ABOUT.title, ABOUT.provider, "31 January 2026", ABOUT.link, "Rows offered: 3"):
        assert words in page.text
    assert ABOUT.title not in focal.open(f"{SECTION}/A.1").text


def test_it_is_taken_over_as_it_is_offered(place: Place, focal: Browser) -> None:
    edition = offer(place.world, {"A.2": ROWS})
    place.world.save(1, {key("A.2"): [{"id": "own", **row(2021, "7")}], key("A.2", "source"): "national"})
    focal.open(ITEM)
    page = focal.send(to="/use")
    assert "The dataset is used now." in page.text
    taken = value_of(place.world, "A.2", "dataset_series")
    assert without_ids(taken) == ROWS
    assert (edition_of(taken), bool(altered(taken))) == (edition.id, False)
    assert value_of(place.world, "A.2", "source") == "available_dataset"
    assert without_ids(value_of(place.world, "A.2")) == [row(2021, "7")], "its own figures are kept"
    assert not page.has_id("q-indicators-dataset_changes-question") or "hidden" in str(
        page.by_id("q-indicators-dataset_changes-question").attrib
    )


def test_a_changed_row_wants_a_reason(place: Place, focal: Browser) -> None:
    offer(place.world, {"A.2": ROWS})
    focal.open(ITEM)
    focal.send(to="/use")
    strings = questions(focal).values("indicators.dataset_series")
    strings[2] = "9"
    page = fill(focal, {"indicators.dataset_series": strings})
    assert "Changed: 1" in page.text
    book = place.world.book(1)
    assert [each.question for each in book.problems() if each.blocking and each.item == "A.2"] == [CHANGES]
    fill(focal, {CHANGES: "A park was missing."})
    assert not [each for each in place.world.book(1).problems() if each.blocking and each.item == "A.2"]
    focal.send(to="/use")
    assert not altered(value_of(place.world, "A.2", "dataset_series")), "taken over again"


def test_it_is_done_without_and_used_all_the_same(place: Place, focal: Browser, enter: Enter) -> None:
    offer(place.world, {"A.2": ROWS})
    focal.open(ITEM)
    page = focal.send({"reason": "Our own survey is newer."}, to="/decline")
    assert re.search(r"Not used: decided on 2 February 2026.*by Focal Point XT", page.text)
    assert "Our own survey is newer." in page.text
    assert value_of(place.world, "A.2", "source") is None
    assert "Our own survey is newer." in enter("observer", XT).open(ITEM).text
    page = focal.send(to="/use")
    assert "Not used" not in page.text


def test_what_was_taken_over_stays_when_the_edition_is_gone(place: Place, focal: Browser) -> None:
    edition = offer(place.world, {"A.2": ROWS})
    focal.open(ITEM)
    focal.send(to="/use")
    admin = place.world.actor("administrator")
    with place.world.house.db.transaction() as session:
        datasets.withdraw(session, admin, place.world.clock(), edition.id)
    page = focal.open(ITEM)
    assert "This edition is no longer offered." in page.text
    assert ABOUT.provider in page.text
    assert without_ids(value_of(place.world, "A.2", "dataset_series")) == ROWS


def test_an_answer_that_changed_meanwhile_is_not_overwritten(place: Place, focal: Browser) -> None:
    offer(place.world, {"A.2": ROWS})
    focal.open(ITEM)
    place.world.save(1, {key("A.2", "dataset_series"): [{"id": "x", **row(2020, "5")}]})
    focal.send(to="/use", status=409)
    assert without_ids(value_of(place.world, "A.2", "dataset_series")) == [row(2020, "5")]


def test_who_only_reads_sees_it_and_decides_nothing(place: Place, enter: Enter) -> None:
    edition = offer(place.world, {"A.2": ROWS})
    observer = enter("observer", XT)
    page = observer.open(ITEM)
    assert ABOUT.provider in page.text
    assert not page.has_form("/use")
    for action in ("use", "decline"):
        observer.post(f"{ITEM}/datasets/{edition.id}/{action}", [("revision", "1")], status=403)
        observer.open(ITEM)


def test_where_nothing_is_offered_the_page_says_so_beside_the_figures(focal: Browser) -> None:
    page = focal.open(f"{SECTION}/A.1")
    assert "No dataset is offered for this indicator at present." in page.text


def test_rows_that_are_refused_stay_in_sight_though_another_source_is_chosen(focal: Browser) -> None:
    focal.open(f"{SECTION}/A.1")
    cells = questions(focal).values("indicators.series")
    cells[1:4] = ["no year", "1", "ha"]
    page = fill(focal, {"indicators.source": "no_data", "indicators.series": cells}, status=422)
    assert page.by_id("q-indicators-series-question").get("hidden") is None
