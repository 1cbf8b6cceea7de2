"""Numbers, Parties and notes on pages without scripts: typed, asked about, refused, read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.app import create_app
from reporting.domain.answers import Key
from tests.figures import make_figures_world, told
from tests.journeys.browser import Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import words
from tests.templates import strict
from tests.world import XA, FixedClock

PARK = f"/workspace/{XA}/figures/sections/park"
LAND = f"/workspace/{XA}/figures/sections/land"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = FixedClock()
    app = strict(create_app(told(tmp_path), clock))
    world = make_figures_world(tmp_path, house=app.extensions["house"], clock=clock)
    world.report(languages=("en", "ar"))
    yield Place(app, world)
    world.house.db.dispose()


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def focal(enter: Enter, language: str) -> Browser:
    browser = enter("focal_point", XA, language)
    browser.open(f"/{language}{PARK}")
    return browser


def stored(place: Place, question: str) -> object:
    found = place.world.book(1).stored.get(Key(question))
    return found.value if found else None


def save(browser: Browser, typed: dict[str, object], status: int = 200) -> None:
    browser.send(typed, to="/sections/", button="go=stay", status=status)


def test_numbers_are_saved_as_people_type_them(place: Place, focal: Browser) -> None:
    save(focal, {"park.area": "1 234,5", "park.rangers": "٤٢", "park.since": "۱۹۹۰", "park.change": "\u22120,30"})
    found = {name: stored(place, f"park.{name}") for name in ("area", "rangers", "since", "change")}
    assert found == {"area": "1234.5", "rangers": 42, "since": 1990, "change": "-0.3"}
    shown = focal.page.form("/sections/")
    assert shown.values("park.area") == ["1234.5"]
    assert shown.values("park.change") == ["-0.3"]


def test_a_page_sent_as_it_was_shown_writes_nothing(place: Place, focal: Browser) -> None:
    place.world.save(1, {Key("park.area"): "1.234", Key("park.rangers"): 0})
    focal.open(focal.page.url.removeprefix("http://localhost:8000"))
    save(focal, {})
    assert place.world.book(1).version(Key("park.area")) == 1


def test_a_number_with_two_readings_is_asked_about(place: Place, focal: Browser) -> None:
    save(focal, {"park.change": "1,234", "park.area": "7"}, status=422)
    assert (stored(place, "park.change"), stored(place, "park.area")) == (None, "7")
    error = focal.page.errors()["q-park-change"]
    assert "1,234" in error
    assert "1.234" in error
    assert focal.page.form("/sections/").values("park.change")[0] == "1,234"
    focal.send({}, to="/sections/", button="park.change=1.2340")
    assert stored(place, "park.change") == "1.234"


def test_where_the_rules_leave_one_reading_nobody_is_asked(place: Place, focal: Browser) -> None:
    save(focal, {"park.core": "1,234", "park.rangers": "1.234"})
    assert (stored(place, "park.core"), stored(place, "park.rangers")) == ("1234", 1234)


def test_what_is_no_number_comes_back_as_it_was_typed(place: Place, focal: Browser) -> None:
    save(focal, {"park.area": "about 5", "park.since": "long ago", "park.rangers": "2.5"}, status=422)
    assert focal.page.errors().keys() == {"q-park-area", "q-park-since", "q-park-rangers"}
    assert focal.page.form("/sections/").values("park.area") == ["about 5"]
    assert stored(place, "park.area") is None


def test_a_number_is_taken_back_by_emptying_its_field(place: Place, focal: Browser) -> None:
    save(focal, {"park.area": "5"})
    save(focal, {"park.area": ""})
    assert stored(place, "park.area") is None


def test_parties_are_ticked_in_their_regions_and_stand_on_top_from_then_on(
    place: Place, focal: Browser, language: str
) -> None:
    focal.open(f"/{language}{LAND}")
    assert {"en": "North", "ar": "الشمال"}[language] in [words(each) for each in focal.page.all("summary")]
    save(focal, {"land.neighbours": ["", "XB"], "land.forest": "12,5 %"})
    assert (stored(place, "land.neighbours"), stored(place, "land.forest")) == (["XB"], "12.5")
    save(focal, {"land.neighbours": [""]})
    assert stored(place, "land.neighbours") is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1,234.5 hectares", "12.5%", "Arland and Beland", "1850", "measured, not what was planned"]),
        ("ar", ["1,234.5 هكتار", "12.5%", "آرلاند وبيلاند", "1850", "يرجى ذكر ما قيس"]),
    ],
    indirect=["language"],
)
def test_a_report_is_read_in_the_manner_of_the_reader(
    place: Place, focal: Browser, language: str, said: list[str]
) -> None:
    values = {
        "park.area": "1234.5", "park.since": 1850, "land.forest": "12.5", "land.neighbours": ["XA", "XB"],
        "park.rangers": 0,
    }  # fmt: skip
    place.world.save(1, {Key(path): value for path, value in values.items()})
    focal.open(f"/{language}/workspace/{XA}/figures/read/whole")
    for each in said:
        assert each in focal.page.text, each


def test_the_blank_form_says_kinds_limits_and_conditions(focal: Browser, language: str) -> None:
    if language == "en":
        focal.open("/en/forms/figures")
        for each in ("Whole number", "From 0 to 500.", "hectares", "is more than 100.", "Any number of Parties"):
            assert each in focal.page.text
        assert "Arland" not in focal.page.text
