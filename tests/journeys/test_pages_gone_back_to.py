"""Pages that are older than the report: what is typed on them is saved where it belongs, or stays with its author."""

from __future__ import annotations

import pytest

from reporting.domain.answers import Key
from reporting.services import reports
from tests.journeys.browser import Place
from tests.journeys.tale import Tale
from tests.world import XT, World

SUMMARY = "conclusions.assessment_summary"
FIELD = "q-conclusions-assessment_summary"


@pytest.fixture
def tale(place: Place) -> Tale:
    place.world.report(XT, languages=("en", "es"))
    return Tale(place, "en", "es")


def give_languages(world: World, *languages: str) -> None:
    who = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        reports.set_languages(session, who, world.clock(), 1, languages)


def test_a_text_in_a_language_that_the_report_has_lost_is_not_filed_under_another_one(tale: Tale) -> None:
    world, browser = tale.place.world, tale.enters("focal_point", XT)
    world.save(1, {Key(SUMMARY, "", "en"): "<p>In English</p>", Key(SUMMARY, "", "es"): "<p>En español</p>"})
    browser.open(tale.section("conclusions", "es"))
    give_languages(world, "en")
    page = browser.send({SUMMARY: "En español, corregido"}, to="/sections/", button="go=next", status=422)
    assert page.form("/sections/").value(SUMMARY) == "En español, corregido"
    assert FIELD in page.errors()
    assert world.book(1).stored[Key(SUMMARY, "", "en")].value == "<p>In English</p>"
    give_languages(world, "en", "es")
    browser.send({}, to="/sections/", button="go=stay")
    assert world.book(1).stored[Key(SUMMARY, "", "es")].value == "<p>En español, corregido</p>"


def test_a_page_gone_back_to_and_changed_is_told_of_the_text_that_it_had_saved_itself(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    page = browser.open(tale.section("conclusions", "en"))
    before = [*page.form("/sections/").sent({SUMMARY: "Once"}, "go=stay")]
    browser.send({SUMMARY: "Once"}, to="/sections/", button="go=stay")
    changed = [(name, "Once more" if name == SUMMARY else value) for name, value in before]
    browser.post(tale.section("conclusions"), changed, status=422)
    page = browser.page
    assert page.form("/sections/").value(SUMMARY) == "Once more"
    page = browser.send({}, to="/sections/", button="go=stay")
    assert page.form("/sections/").value(SUMMARY) == "Once more"
    assert tale.place.world.book(1).version(Key(SUMMARY, "", "en")) == 2
