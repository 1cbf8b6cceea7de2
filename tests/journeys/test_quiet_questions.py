"""A page that nobody has begun asks in peace; what is missing is said when that helps; a saved page stays in place."""

from __future__ import annotations

import pytest

from reporting.domain import workflow
from reporting.domain.official_texts import Row
from reporting.services import editions, official_texts
from tests.journeys.browser import Browser, Place
from tests.journeys.page import has_class, words
from tests.journeys.tale import Tale
from tests.world import XT

STRATEGY = "national-strategy"
STAKEHOLDERS = f"{STRATEGY}.stakeholder_engagement"


@pytest.fixture
def tale(place: Place) -> Tale:
    place.world.report(XT)
    return Tale(place, "en", "fr")


def reproached(browser: Browser) -> list[str]:
    """The remarks below the questions of the page."""
    return [words(each) for each in browser.page.all("p", "problem")]


def test_a_page_that_nobody_has_begun_reproaches_nobody(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    browser.open(tale.section(STRATEGY))
    assert reproached(browser) == []


def test_what_is_missing_is_said_once_the_page_is_begun(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    browser.open(tale.section(STRATEGY))
    browser.send({STAKEHOLDERS: "yes"}, to="/sections/", button="go=stay")
    assert "An answer is needed here." in reproached(browser)


def test_what_is_missing_is_said_to_who_comes_from_the_list_of_problems(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    listed = browser.open(f"{tale.report}/problems").links("/sections/")
    first = next(each for each in listed if f"#q-{STRATEGY}" in each)
    browser.open(first)
    assert "An answer is needed here." in reproached(browser)


def test_what_is_missing_is_said_while_the_report_is_returned(tale: Tale) -> None:
    world = tale.place.world
    report = world.report(XT)
    world.bring_to(report, workflow.RETURNED)
    browser = tale.enters("focal_point", XT)
    browser.open(tale.section("conclusions"))
    browser.send({"conclusions.assessment_summary": ""}, to="/sections/", button="go=stay")
    assert reproached(browser) == ["An answer is needed here."]


def test_a_question_says_which_of_its_words_are_official(tale: Tale) -> None:
    world, browser = tale.place.world, tale.enters("focal_point", XT)
    with world.house.db.transaction() as session:
        official_texts.lay(session, world.clock(), [Row(1, "nr7", f"{STAKEHOLDERS}.label", "en", "Who was asked?")])
        editions.open_due_forms(session, world.house.catalogue, world.clock())
    browser.open(tale.section(STRATEGY))
    marked = [words(each) for each in browser.page.all("span", "tag") if words(each) == "official text"]
    assert (len(marked), "Who was asked? official text" in browser.page.text) == (1, True)


def test_a_follow_up_question_is_set_apart(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    browser.open(tale.section(STRATEGY))
    page = browser.send({STAKEHOLDERS: "yes"}, to="/sections/", button="go=stay")
    apart = [each.get("id") for each in page.all("div", "follow-up")]
    assert f"q-{STRATEGY}-stakeholders-question" in apart
    assert not has_class(page.by_id(f"q-{STRATEGY}-stakeholder_engagement-question"), "follow-up")


def test_a_saved_page_goes_on_at_the_question_that_changed_last(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    browser.open(tale.section(STRATEGY))
    browser.send({STAKEHOLDERS: "no"}, to="/sections/", button="go=stay")
    assert browser.place_on_page == f"q-{STRATEGY}-stakeholder_engagement-question"
    assert browser.page.has_id(browser.place_on_page)


def test_a_section_whose_questions_all_hang_on_others_says_that_nothing_is_asked(tale: Tale) -> None:
    tale.place.world.report(XT, "chm")
    browser = tale.enters("focal_point", XT)
    page = browser.open(f"{tale.workspace}/chm/sections/content")
    assert "Nothing is asked here." in page.text
    assert not [each for each in page.all("p", "save")]
