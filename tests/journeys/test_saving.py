"""Filling in a report without scripts: nobody loses a word, whatever comes in between."""

from __future__ import annotations

import pytest

from reporting.models import Report
from reporting.services import reports
from tests.journeys.browser import Browser, Place
from tests.journeys.page import Page, words
from tests.journeys.tale import PROSE, Tale
from tests.world import XT

SUMMARY = "conclusions.assessment_summary"
AUTHORITIES = "report-information.national_authorities"
PROCESS = "report-information.process_undertaken"
REVISION = "national-strategy.anticipated_revision_on"


#: The stories that are told in both languages; the others turn on neither words nor direction.
BOTH = pytest.mark.parametrize("tale", [("en", "fr"), ("ar", "en")], ids=["en", "ar"], indirect=True)


@pytest.fixture
def tale(place: Place, request: pytest.FixtureRequest) -> Tale:
    """A report that both focal point and author may write."""
    languages = getattr(request, "param", ("en", "fr"))
    place.world.user("authorised_user", XT)
    place.world.report(XT, languages=languages)
    return Tale(place, *languages)


def section_of(path: str) -> str:
    return path.partition(".")[0]


def opened(tale: Tale, browser: Browser, path: str, language: str = "") -> Page:
    return browser.open(tale.section(section_of(path), language))


def saved(tale: Tale, browser: Browser, path: str, text: str) -> Page:
    opened(tale, browser, path)
    return browser.send({path: text}, to="/sections/", button="go=stay")


@BOTH
def test_a_stale_page_brings_both_texts_back_and_is_resolved(tale: Tale) -> None:
    first, second = tale.enters("focal_point", XT), tale.enters("authorised_user", XT)
    saved(tale, first, SUMMARY, "The first sentence.")
    opened(tale, second, SUMMARY)
    tale.place.world.clock.forward(minutes=3)
    saved(tale, first, SUMMARY, "Changed by the focal point.")
    page = second.send({SUMMARY: "Changed by the author."}, to="/sections/", button="go=next", status=422)
    assert page.form("/sections/").value(SUMMARY) == "Changed by the author."
    assert [words(each) for each in page.all("div", "source")] == ["Changed by the focal point."]
    assert list(page.errors()) == ["q-conclusions-assessment_summary"]
    warning = " ".join(page.notices("warning"))
    assert "Focal Point XT" in warning
    assert tale.texts.moment(tale.place.world.clock()) in warning
    page = second.send({SUMMARY: "Changed by both."}, to="/sections/", button="go=stay")
    assert page.notices("success")
    page = opened(tale, first, SUMMARY)
    assert page.form("/sections/").value(SUMMARY) == "Changed by both."
    second.follow(f"/history/{SUMMARY}?in={tale.language}")
    assert len(second.page.all("time")) == 3


def test_who_is_second_may_keep_what_the_first_wrote(tale: Tale) -> None:
    first, second = tale.enters("focal_point", XT), tale.enters("authorised_user", XT)
    opened(tale, second, AUTHORITIES)
    saved(tale, first, AUTHORITIES, "The first ministry.")
    typed = {AUTHORITIES: "The second ministry.", PROCESS: "We met once."}
    page = second.send(typed, to="/sections/", button="go=stay", status=422)
    assert page.notices("success"), "the other answer is saved, and that is said"
    page = second.send({PROCESS: "We met twice."}, button=f"keep_theirs={AUTHORITIES}")
    assert page.form("/sections/").value(AUTHORITIES) == "The first ministry."
    assert page.form("/sections/").value(PROCESS) == "We met twice."


def test_a_discarded_report_is_begun_again_in_other_languages(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    page = browser.open(f"{tale.report}/actions/discard")
    page = browser.send({}, to="/actions/discard", status=422)
    assert list(page.errors()) == ["comment"]
    browser.send({"comment": "A trial."}, to="/actions/discard")
    browser.open(tale.workspace)
    browser.send({"languages": ["fr", "es"], "main": "es"}, to="/reports", form="nr7")
    page = opened(tale, browser, SUMMARY)
    assert page.by_id("q-conclusions-assessment_summary").get("lang") == "es"


def test_an_unknown_language_changes_nothing(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    browser.open(tale.report)
    page = browser.send({"other": "pt klingonese"}, to="/languages")
    assert "klingonese" in " ".join(page.notices("error"))
    opened(tale, browser, SUMMARY)
    browser.open(tale.section("conclusions", "pt"))
    assert browser.page.by_id("q-conclusions-assessment_summary").get("lang") == "en", "Portuguese was not added"


def test_a_stale_page_does_not_touch_what_its_author_left_alone(tale: Tale) -> None:
    first, second = tale.enters("focal_point", XT), tale.enters("authorised_user", XT)
    opened(tale, second, AUTHORITIES)
    saved(tale, first, PROCESS, "Written meanwhile.")
    page = second.send({AUTHORITIES: "The ministry."}, to="/sections/", button="go=stay")
    assert page.form("/sections/").value(PROCESS) == "Written meanwhile."
    assert page.form("/sections/").value(AUTHORITIES) == "The ministry."


@BOTH
def test_what_cannot_be_stored_comes_back_and_the_rest_is_saved(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    strategy = "national-strategy.revised_strategy"
    opened(tale, browser, REVISION)
    browser.send({strategy: "in_progress"}, to="/sections/", button="go=stay")
    typed = {REVISION: "31.02.2027", "national-strategy.stakeholder_engagement": "no"}
    page = browser.send(typed, to="/sections/", button="go=overview", status=422)
    assert page.form("/sections/").value(REVISION) == "31.02.2027"
    assert page.form("/sections/").value("national-strategy.stakeholder_engagement") == "no"
    sentence = tale.texts.sentence("not_a_date")
    assert page.errors() == {
        "q-national-strategy-anticipated_revision_on": f"{tale.wording(REVISION + '.label')}: {sentence}"
    }
    assert sentence in words(page.by_id("q-national-strategy-anticipated_revision_on-error"))
    page = browser.send({REVISION: "2027-02-28"}, to="/sections/", button="go=overview")
    assert browser.path == tale.report
    page = opened(tale, browser, REVISION)
    assert page.form("/sections/").value(REVISION) == "2027-02-28"


@BOTH
def test_a_text_over_its_limit_is_saved_with_its_problem(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    text = " ".join([PROSE[tale.language]] * 120)
    page = saved(tale, browser, AUTHORITIES, text)
    assert page.form("/sections/").value(AUTHORITIES) == text
    assert page.all("p", "problem")
    assert page.by_id("q-report-information-national_authorities-words").get("data-over") is not None
    assert AUTHORITIES.replace(".", "-") in "".join(browser.open(f"{tale.report}/problems").links("#q-"))


def test_an_answer_can_be_taken_back_and_a_hidden_one_returns(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    strategy = "national-strategy.revised_strategy"
    opened(tale, browser, REVISION)
    browser.send({strategy: "no"}, to="/sections/", button="go=stay")
    browser.send({REVISION: "2027-05-31"}, to="/sections/", button="go=stay")
    page = browser.send({strategy: ""}, to="/sections/", button="go=stay")
    assert page.form("/sections/").value(strategy) == ""
    assert page.by_id(f"q-{REVISION.replace('.', '-')}-question").get("hidden") is not None
    page = browser.send({strategy: "in_progress"}, to="/sections/", button="go=stay")
    assert page.form("/sections/").value(REVISION) == "2027-05-31"
    several = "national-strategy.stakeholders"
    browser.send({"national-strategy.stakeholder_engagement": "yes"}, to="/sections/", button="go=stay")
    page = browser.send({several: ["other", "academia"]}, to="/sections/", button="go=stay")
    assert set(page.form("/sections/").values(several)) == {"", "other", "academia"}
    page = browser.send({several: []}, to="/sections/", button="go=stay")
    assert page.form("/sections/").values(several) == [""]


def test_an_earlier_version_comes_back_as_a_new_one(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    for text in ("First.", "Second.", ""):
        saved(tale, browser, SUMMARY, text)
        tale.place.world.clock.forward(minutes=1)
    page = browser.follow(f"/history/{SUMMARY}?in={tale.language}")
    assert len(page.all("time")) == 3
    browser.post(
        f"{tale.report}/history/{SUMMARY}",
        [("in", tale.language), ("version", "1"), ("base_version", "2"), ("write_id", "x" * 22)],
    )
    assert browser.page.notices("warning"), "what was shown has changed in the meantime"
    assert len(browser.page.all("time")) == 3
    page = browser.send(to="/history/")
    assert page.notices("success")
    assert len(page.all("time")) == 4
    page = opened(tale, browser, SUMMARY)
    assert page.form("/sections/").value(SUMMARY) == "Second."
    browser.open(f"{tale.report}/history/{SUMMARY}?in={tale.other}", status=404)
    browser.open(f"{tale.report}/history/no.such", status=404)


def test_the_same_form_sent_twice_is_one_version(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    page = opened(tale, browser, SUMMARY)
    pairs = page.form("/sections/").sent({SUMMARY: "Pressed twice."}, "go=stay")
    for _ in range(2):
        browser.fetch("POST", page.form("/sections/").url, pairs)
    browser.follow(f"/history/{SUMMARY}?in={tale.language}")
    assert len(browser.page.all("time")) == 1


@BOTH
def test_an_incomplete_report_is_not_submitted_and_each_problem_leads_to_its_field(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    saved(tale, browser, SUMMARY, "Only this.")
    page = browser.open(f"{tale.report}/actions/submit")
    assert not page.has_form("/actions/submit"), "nothing to press before it is complete"
    assert tale.texts.sentence("incomplete") in page.text
    links = page.links("#q-")
    assert len(links) >= 7
    # The items of a section are alike: of each question, the first one that lacks it.
    for link in {link.partition("#")[2]: link for link in reversed(links)}.values():
        browser.open(link)
    browser.open(f"{tale.report}/actions/submit")
    digest = [("digest", "0" * 64), ("status", "draft")]
    browser.post(f"{tale.report}/actions/submit", digest, status=409)
    browser.open(tale.report)
    browser.post(f"{tale.report}/actions/submit", [("digest", digest_of(tale)), ("status", "draft")], status=422)
    assert browser.page.links("#q-") == links
    assert tale.place.world.status_of(1) == "draft"


def digest_of(tale: Tale) -> str:
    """What a page would have shown if the report were complete."""
    world = tale.place.world
    session = world.house.db.session
    found = reports.workbook(session, world.house.editions, session.get_one(Report, 1)).digest
    world.house.db.end_reading()
    return found
