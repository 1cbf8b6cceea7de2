"""What everybody reads: how far the world is, who published what, each Party, each target, each record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from reporting.app import create_app
from reporting.domain.languages import INTERFACE
from tests.databases import counted
from tests.integration.plain_browser import Browser
from tests.journeys.page import Page
from tests.pledges import FIRST, PLEDGES, SECOND, THIRD, make_pledges_world, multiply, pledge, pledge_again
from tests.templates import strict
from tests.world import XO, XT, FixedClock, World, settings

PAGES = (
    "", "records", f"records?target={FIRST}&progress=on_track", "records?q=land", "parties", f"parties/{XT}",
    f"targets/{FIRST}", f"records/{XT}/pledges",
)  # fmt: skip
MANY = 196
#: Bytes of the home page over the wire, its sheet and pictures apart.
LIGHT = 15_000


def words(element: Any) -> str:
    """What stands in an element, a space between any two pieces of it."""
    return " ".join(" ".join(element.itertext()).split())


class Reader:
    """Somebody without an account."""

    def __init__(self, world: World, browser: Browser) -> None:
        self.world, self.browser = world, browser

    def read(self, path: str, language: str = "en") -> Page:
        answer = self.browser.client.get(f"/{language}/{path}")
        assert answer.status_code == 200, path
        return Page(path, answer.status_code, answer.text)

    def text(self, path: str, language: str = "en") -> str:
        return words(self.read(path, language).by_id("main"))


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    clock = FixedClock()
    app = strict(create_app(settings(tmp_path, forms_path=str(PLEDGES)), clock))
    world = make_pledges_world(tmp_path, house=app.extensions["house"], clock=clock)
    yield Reader(world, Browser(app.test_client()))
    world.house.db.dispose()


def test_before_anything_is_published_each_page_says_so(reader: Reader) -> None:
    assert "0 of 198 Parties have published it" in reader.text("")
    assert "No report has been published yet." in reader.text("")
    assert "No report has been published yet." in reader.text("records")
    assert "No published report speaks of this target yet." in reader.text(f"targets/{FIRST}")
    assert "Pledges No record yet. Due on 31 December 2026" in reader.text(f"parties/{XT}")
    assert "0 of 198 Parties have published a report here." in reader.text("parties")


def test_home_tells_of_each_target_how_many_parties_say_which_level(reader: Reader) -> None:
    world = reader.world
    pledge(world, XT, {FIRST: "on_track", SECOND: "achieved"})
    pledge(world, XO, {FIRST: "on_track"})
    page = reader.read("")
    rows = page.all("ol", "targets")[0].findall("li")
    assert len(rows) == 23
    assert words(rows[0]) == "1 Plan and manage all areas for biodiversity On track to achieve: 2"
    assert words(rows[1]) == "2 Restore degraded ecosystems Achieved: 1 No level given: 1"
    assert [(each.get("class"), each.get("x"), each.get("width")) for each in rows[1].findall(".//{*}rect")] == [
        ("achieved", "0", "1"), ("nothing", "1", "1"),
    ]  # fmt: skip
    links = [link.get("href") or "" for link in rows[0].iter("a")]
    assert links == [f"/en/targets/{FIRST}", f"/en/records?form=pledges&target={FIRST}&progress=on_track"]
    assert "2 reports" not in reader.text(links[1].removeprefix("/en/").replace("on_track", "achieved"))
    assert "2 reports" in reader.text(links[1].removeprefix("/en/"))
    assert "2 of 198 Parties have published it" in words(page.by_id("main"))
    assert "195 Parties without one yet" in words(page.by_id("main"))


def test_the_european_union_is_told_apart(reader: Reader) -> None:
    pledge(reader.world, "EU", {FIRST: "achieved"})
    assert "European Union – counted apart: has a published report" in reader.text("")
    assert "197 Parties without one yet" in reader.text("")
    table = [words(row) for row in reader.read(f"targets/{FIRST}").all("tr")]
    assert table[-1] == "European Union 0 1 0 0 0 0 0 0"
    assert table[-2] == "All regions 0 0 0 0 0 0 0 197"


def test_a_list_is_chosen_by_its_address_and_leads_back(reader: Reader) -> None:
    world = reader.world
    pledge(world, XT, {FIRST: "on_track", SECOND: "achieved"})
    world.clock.forward(days=40)
    pledge(world, XO, {FIRST: "no_change"})
    found = reader.read("records")
    assert [words(each) for each in found.all("h2") if each.text] == ["March 2026", "February 2026"]
    page = reader.read(f"records?target={FIRST}&progress=on_track&region=africa&form=pledges&party=XT&q=testlande")
    assert "1 report " in words(page.by_id("main"))
    assert page.by_id("progress").findall("option[@selected]")[0].get("value") == "on_track"
    assert page.by_id("target").findall("option[@selected]")[0].get("value") == FIRST
    assert page.by_id("q").get("value") == "testlande"
    level = next(link for link in page.all("a") if (link.get("href") or "").endswith(f"/pledges/{FIRST}"))
    assert words(level) == "On track to achieve"
    none = reader.read("records?q=testland&region=asia-pacific")
    assert "No published report fits these choices." in words(none.by_id("main"))
    assert "/en/records" in [link.get("href") for link in none.by_id("main").iter("a")]


def test_a_long_list_has_pages_that_keep_what_was_chosen(reader: Reader) -> None:
    pledge(reader.world, XT, {FIRST: "on_track"})
    multiply(reader.world, 60)
    first = reader.read(f"records?target={FIRST}&progress=on_track")
    following = [link.get("href") for link in first.all("a") if link.get("rel") == "next"]
    assert following == [f"/en/records?target={FIRST}&progress=on_track&page=2"]
    assert "61 reports" in words(first.by_id("main"))
    assert len(reader.read(following[0].removeprefix("/en/")).all("a", "title")) == 11


def test_a_party_shows_its_records_with_all_versions_and_what_they_say(reader: Reader) -> None:
    world = reader.world
    report = pledge(world, XT, {FIRST: "no_change", SECOND: "unknown"})
    pledge_again(world, report, {FIRST: "on_track"})
    page = reader.read(f"parties/{XT}")
    told = words(page.by_id("main"))
    assert "Version 2 – Pledges newest Because of the test." in told
    assert "Version 1 – Pledges" in told
    assert "Seventh national report No record yet." in told
    marks = page.all("ol", "marks")[0].findall("li")
    assert [words(each) for each in marks[:3]] == [
        "1 Plan and manage all areas for biodiversity On track to achieve – Target 1 in the report",
        "2 Restore degraded ecosystems Unknown – Target 2 in the report",
        "3 Conserve land, waters and seas No level given",
    ]
    assert [link.get("href", "").startswith(f"/en/records/{XT}/pledges") for link in marks[0].iter("a")] == [
        False,
        True,
    ]


def test_a_name_that_no_longer_holds_is_told_with_its_day(reader: Reader) -> None:
    page = reader.read("parties/TR")
    assert "Türkiye" in words(page.by_id("main"))
    assert re.search(r"Turkey \(until \d+ \w+ 20\d\d\)", words(next(iter(page.all("aside")))))


def test_all_parties_stand_in_their_regions_in_the_alphabet_of_the_language(reader: Reader) -> None:
    pledge(reader.world, XT, {FIRST: "on_track"})
    for language in INTERFACE:
        page = reader.read("parties", language)
        assert len([link for link in page.all("a") if f"/{language}/parties/" in (link.get("href") or "")]) == 198
    africa = words(reader.read("parties").by_id("main"))
    assert "Africa 1 of 55 Parties have published a report Algeria Angola Benin" in africa
    assert "Testland Pledges – Testland" in africa


def test_a_target_tells_what_it_is_and_which_party_says_what(reader: Reader) -> None:
    world = reader.world
    pledge(world, XT, {THIRD: "on_track"})
    pledge(world, XO, {THIRD: "achieved"})
    page = reader.read(f"targets/{THIRD}")
    told = words(page.by_id("main"))
    assert "Share of land and inland waters conserved (minimum) 30 % – by 2030" in told
    table = [words(row) for row in page.all("tr")]
    assert "Africa 1 0 0 0 0 0 0 54" in table
    assert "Asia and the Pacific 0 1 0 0 0 0 0 57" in table
    assert "On track to achieve Testland Achieved Otherland" in told
    assert reader.browser.client.get("/en/targets/GBF-TARGET-99").status_code == 404
    assert reader.browser.client.get("/en/parties/ZZ").status_code == 404


def test_a_record_says_what_it_is_how_to_check_it_and_how_to_cite_it(reader: Reader) -> None:
    world = reader.world
    report = pledge(world, XT, {FIRST: "on_track"})
    pledge_again(world, report, {FIRST: "achieved"})
    old = reader.read(f"records/{XT}/pledges/1")
    assert "There is a newer version of this report." in words(old.by_id("main"))
    assert "superseded" in words(old.by_id("main"))
    new = reader.read(f"records/{XT}/pledges")
    assert "What changed in this version Because of the test." in words(new.by_id("main"))
    assert words(new.by_id("citation")) == (
        "Testland (2026). Pledges. Version 2 of 2 February 2026. Convention on Biological Diversity. "
        f"http://localhost:8000/en/records/{XT}/pledges/2"
    )
    json = next(link.get("href") for link in new.all("a") if (link.get("href") or "").endswith(".json"))
    sha256 = hashlib.sha256(reader.browser.client.get(json).data).hexdigest()
    assert sha256 in words(new.by_id("main"))
    assert f"curl --silent http://localhost:8000{json} | sha256sum" in words(new.by_id("main"))


def test_public_pages_are_the_same_for_everybody_and_known_again(reader: Reader) -> None:
    pledge(reader.world, XT, {FIRST: "on_track"})
    for language, path in product(("en", "ar"), PAGES):
        first = reader.browser.client.get(f"/{language}/{path}", headers={"Cookie": "session=nonsense"})
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in first.headers
        assert "Cookie" not in first.headers["Vary"]
        again = reader.browser.client.get(f"/{language}/{path}", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304


def test_pages_cost_as_much_with_two_parties_as_with_196_and_home_stays_light(reader: Reader) -> None:
    pledge(reader.world, XT, {FIRST: "on_track", SECOND: "achieved"})
    pledge(reader.world, XO, {FIRST: "on_track"})
    before = costs(reader)
    multiply(reader.world, MANY - 2)
    assert costs(reader) == before
    assert max(before.values()) <= 20, before
    answer = reader.browser.client.get("/en/", headers={"Accept-Encoding": "br"})
    assert len(answer.data) < LIGHT


def costs(reader: Reader) -> dict[str, int]:
    """Page → how many statements it takes once everything that is kept in memory is there."""
    found = {}
    for path in (*PAGES, "/api/v1/progress", "/api/v1/progress?by=party", "/api/v1/records?q=land"):
        for _ in range(2):
            with counted() as asked:
                address = path if path.startswith("/") else f"/en/{path}"
                assert reader.browser.client.get(address).status_code == 200, path
        found[path] = len(asked)
    return found
