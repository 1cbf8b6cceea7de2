"""A report with all its targets is read page by page, by everybody and by those who work on it, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from reporting.app import create_app
from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.domain.languages import name
from tests.journeys.browser import HOST, Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import words
from tests.people import with_password
from tests.templates import strict
from tests.world import XT, FixedClock, make_world, settings

SECTION, ITEM = "targets", "GBF-TARGET-03"
LEVEL = f"{SECTION}.level_of_progress"
ARABIC = "اتسعت مساحة المناطق المحمية."


def wording(place: Place, language: str, path: str) -> str:
    world = place.world
    found = world.house.editions.newest(world.house.db.session, "nr7")[1].wording(language)(path)
    world.house.db.end_reading()
    return found


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Testland's draft: English in all, Arabic too in the first target; no text but English in the third."""
    clock = FixedClock()
    app = strict(create_app(settings(tmp_path), clock))
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    report = world.report(XT, languages=("en", "ar"))
    world.save(
        report,
        {
            Key(LEVEL, "GBF-TARGET-01"): "achieved",
            Key(LEVEL, ITEM): "insufficient",
            Key(f"{SECTION}.main_actions", "GBF-TARGET-01", "ar"): f"<p>{ARABIC}</p>",
            Key(f"{SECTION}.main_actions", ITEM, "en"): "<h3>Reserves</h3><p>Twelve new ones.</p>",
            Key(f"{SECTION}.progress_summary", ITEM, "en"): "<p>Half of the way.</p>",
        },
    )
    yield Place(app, world)
    world.house.db.dispose()


def headings(html: str) -> list[int]:
    return [int(each) for each in re.findall(r"<h([1-6])\b", html)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everybody_reads_a_record_page_by_page(place: Place, language: str) -> None:
    place.world.bring_to(1, workflow.PUBLISHED)
    record = f"/{language}/records/{XT}/nr7"
    reader = Browser(place)
    front = reader.open(record)
    assert len(front.html) < 40_000, "the front does not hold the report"
    rows = [row for row in front.main.iter("tr") if row.find("th") is not None and row.find("td") is not None]
    assert len(rows) == 23 + 27, "targets and headline indicators"
    counts = [words(each) for key in front.all("ul", "key") for each in key]
    assert counts
    assert sum(int(re.sub(r"\D", "", each)) for each in counts) == 23 + 27

    page = reader.follow(f"{record}/{SECTION}/{ITEM}")
    title = wording(place, language, f"items.{ITEM}.title")
    assert page.heading.endswith(title)
    assert wording(place, language, f"items.{ITEM}.summary") in page.text
    assert "Twelve new ones." in page.text
    assert headings(page.html)[0] == 1
    note = place.world.house.texts(language).gettext("Shown in %(language)s", language=name("en", language))
    assert page.text.count(note) == (1 if language == "ar" else 0), "said once for the whole target"
    assert page.links(f"{HOST}{record}/1/{SECTION}/{ITEM}"), "the permanent address"
    etag = reader.download(f"{record}/{SECTION}/{ITEM}").headers["ETag"]
    assert not reader.download(f"{record}/{SECTION}/{ITEM}", status=304, If_None_Match=etag).data
    assert reader.download(f"{record}/1/{SECTION}/{ITEM}").headers["Cache-Control"] == "public, max-age=60"


def test_each_page_leads_to_the_next_until_all_were_read(place: Place) -> None:
    place.world.bring_to(1, workflow.PUBLISHED)
    record = f"/en/records/{XT}/nr7/1"
    reader = Browser(place)
    page = reader.open(f"{record}/report-information")
    seen = [reader.path]
    while following := [each.get("href") for each in page.all("a", "next")]:
        page = reader.open(str(following[0]))
        seen.append(reader.path)
    assert len(seen) == len(set(seen)) == 8 + 23 + 4 + 27 + 15
    back = [each.get("href") for each in page.all("a", "previous")]
    assert str(back[0]).endswith(seen[-2].rpartition("/")[2])


def test_the_whole_report_stands_on_one_page_with_headings_in_order(place: Place) -> None:
    place.world.bring_to(1, workflow.PUBLISHED)
    page = Browser(place).open(f"/en/records/{XT}/nr7/whole")
    found = headings(page.html)
    assert found.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(found))
    assert "<h5>Reserves</h5>" in page.html, "below the question's heading, which is of the fourth level"
    ids = re.findall(r'\bid="([^"]+)"', page.html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("role", "party", "status"), [("observer", XT, "draft"), ("reviewer", "", "under_review")])
def test_those_who_work_on_it_read_it_the_same_way(
    place: Place, enter: Enter, role: str, party: str, status: str
) -> None:
    place.world.bring_to(1, status)
    with_password(place.world, "observer", XT)
    reader = enter(role, party)
    at = f"/en/workspace/{XT}/nr7/read"
    reader.open(at)
    reader.follow("?in=ar")
    page = reader.follow(f"{at}/{SECTION}/GBF-TARGET-01")
    assert ARABIC in page.text
    (article,) = page.all("article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    (following,) = page.all("a", "next")
    assert str(following.get("href")).endswith("/GBF-TARGET-02?in=ar")


@pytest.mark.parametrize("path", ["nothing", f"{SECTION}/GBF-TARGET-99", "conclusions/GBF-TARGET-01", "1/nothing"])
def test_what_the_report_does_not_have_is_not_found(place: Place, path: str) -> None:
    place.world.bring_to(1, workflow.PUBLISHED)
    Browser(place).open(f"/en/records/{XT}/nr7/{path}", status=404)


def test_nothing_of_it_is_shown_before_it_is_published(place: Place) -> None:
    place.world.bring_to(1, workflow.APPROVED)
    for path in ("", f"/{SECTION}", f"/{SECTION}/{ITEM}", "/whole", f"/1/{SECTION}/{ITEM}", "/1/whole"):
        Browser(place).open(f"/en/records/{XT}/nr7{path}", status=404)
