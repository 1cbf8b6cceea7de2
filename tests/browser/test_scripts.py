"""What scripts add: a warning before words are lost, a session that warns before it ends, a count of words."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from reporting.domain.answers import Key
from tests.browser.site import Site
from tests.browser.visits import sign_in, visit
from tests.world import XO, XT

FOCAL = ("focal_point", XT)
SUMMARY = "textarea[id='q-conclusions-assessment_summary']"


def section(site: Site, name: str = "conclusions", party: str = XT) -> str:
    return f"{site.url}/en/workspace/{party}/nr7/sections/{name}"


@pytest.fixture(autouse=True)
def report(site: Site) -> int:
    return site.world.report(XT)


def test_leaving_with_unsent_words_asks_first(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.dismiss()

        page.on("dialog", stay)
        page.goto(section(site))
        page.locator("aside a").first.click()
        expect(page).to_have_url(re.compile("report-information"))
        assert not asked, "nothing was typed"
        page.goto(section(site))
        page.locator(SUMMARY).press_sequentially("Not saved yet")
        page.locator("aside a").first.click()
        expect(page.locator(SUMMARY)).to_have_value("Not saved yet")
        assert asked == ["beforeunload"]
        page.locator("p.save button.primary").click()
        expect(page.locator(".notice.success")).to_be_visible()
        page.locator("aside a").first.click()
        expect(page).to_have_url(re.compile("report-information"))
        assert asked == ["beforeunload"], "what is saved is not asked about"


def test_words_are_counted_while_they_are_typed(chromium: Browser, site: Site, report: int) -> None:
    site.world.save(report, {Key("national-strategy.strategy_adopted"): "no"})
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(section(site, "national-strategy"))
        details = page.locator("textarea[id='q-national-strategy-adoption_information']")
        counter = page.locator("[id='q-national-strategy-adoption_information-words']")
        details.fill("one two  three, four-five")
        expect(counter.locator("[data-count]")).to_have_text("4")
        expect(counter.locator("[data-over-note]")).to_be_hidden()
        details.fill("word " * 301)
        expect(counter.locator("[data-count]")).to_have_text("301")
        expect(counter.locator("[data-over-note]")).to_be_visible()
        page.locator("p.save button.primary").click()
        expect(page.locator(".notice.success")).to_be_visible()
        expect(counter.locator("[data-count]")).to_have_text("301")


def test_a_session_warns_goes_on_and_what_comes_too_late_is_sent_after_signing_in(
    chromium: Browser, site: Site
) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.clock.install()
        page.goto(section(site))
        warning, over = page.locator("[data-session-warning]"), page.locator("[data-session-over]")
        expect(warning).to_be_hidden()
        pass_time(page, site, 11 * 60 + 55)
        expect(warning).to_be_visible()
        page.locator("[data-session-stay]").click()
        expect(warning).to_be_hidden()
        page.locator(SUMMARY).fill("Typed just in time.")
        pass_time(page, site, 13 * 60)
        expect(over).to_be_visible()
        page.locator("p.save button.primary").click()
        expect(page.locator("#password")).to_be_visible()
        fill_sign_in(page, site)
        expect(page.locator(".notice.success")).to_be_visible()
        expect(page.locator(SUMMARY)).to_have_value("Typed just in time.")


def pass_time(page: Page, site: Site, minutes: int) -> None:
    """For the server and for the page."""
    site.world.clock.forward(minutes=minutes)
    page.clock.fast_forward(minutes * 60_000)


def fill_sign_in(page: Page, site: Site) -> None:
    email, password = site.credentials(*FOCAL)
    page.fill("#email", email)
    page.fill("#password", password)
    page.locator("main form button.primary").click()


def test_a_draft_becomes_a_pdf_while_one_waits(chromium: Browser, site: Site) -> None:
    site.world.fill(site.world.report(XO))
    with visit(chromium, site, ("focal_point", XO), "en") as page:
        page.goto(f"{site.url}/en/workspace/{XO}/nr7/read")
        with page.expect_response(re.compile(r"/read\.pdf"), timeout=60_000):  # shown or downloaded
            page.locator("form[action$='/pdf'] button").click()
        page.goto(f"{site.url}/en/workspace/{XO}/nr7/read")
        link = page.locator("a[href*='/read.pdf']").get_attribute("href")
        answer = page.request.get(f"{site.url}{link}")
        assert answer.body().startswith(b"%PDF")
        assert "no-cache" in answer.headers["cache-control"]


def test_signing_in_by_two_tabs_keeps_the_older_form_working(chromium: Browser, site: Site) -> None:
    """A form whose token is of an ended session is shown again, and sent by one press."""
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(section(site))
        page.locator(SUMMARY).fill("From the older tab.")
        other = page.context.new_page()
        other.goto(f"{site.url}/en/profile")
        other.locator("details.menu:has(form) > summary").click()
        other.locator(".menu form button").click()
        sign_in(other, site, FOCAL, "en")
        other.close()
        page.locator("p.save button.primary").click()
        expect(page.locator("blockquote")).to_have_text("From the older tab.")
        page.locator("main form button").first.click()
        expect(page.locator(SUMMARY)).to_have_value("From the older tab.")


def test_follow_up_questions_come_and_go_with_the_answer_they_turn_on(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(section(site, "national-strategy"))
        expected_on = page.locator("[id='q-national-strategy-anticipated_revision_on']")
        expect(expected_on).to_be_hidden()
        page.locator("input[name='national-strategy.revised_strategy'][value='in_progress']").check()
        expect(expected_on).to_be_visible()
        page.locator("input[name='national-strategy.stakeholder_engagement'][value='yes']").check()
        page.locator("input[name='national-strategy.stakeholders'][value='other']").check()
        others = page.locator("[id='q-national-strategy-stakeholders_other']")
        others.fill("Lighthouse keepers")
        page.locator("input[name='national-strategy.stakeholder_engagement'][value='no']").check()
        expect(others).to_be_hidden()
        page.locator("input[name='national-strategy.stakeholder_engagement'][value='yes']").check()
        expect(others).to_be_visible()
        expect(others).to_have_value("Lighthouse keepers")
        page.locator("p.save button.primary").click()
        expect(expected_on).to_be_visible()
        expect(others).to_have_value("Lighthouse keepers")


def test_without_scripts_a_follow_up_comes_when_its_page_is_saved(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en", java_script_enabled=False) as page:
        page.goto(section(site, "national-strategy"))
        expected_on = page.locator("[id='q-national-strategy-anticipated_adoption_on']")
        page.locator("input[name='national-strategy.strategy_adopted'][value='yes']").check()
        page.locator("p.save button.primary").click()
        expect(expected_on).to_be_hidden()
        page.locator("input[name='national-strategy.strategy_adopted'][value='no']").check()
        expect(expected_on).to_be_hidden()
        page.locator("p.save button.primary").click()
        expect(expected_on).to_be_visible()


def test_a_saved_page_comes_back_where_it_was(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en", viewport={"width": 900, "height": 600}) as page:
        page.goto(section(site, "national-strategy"))
        page.evaluate("scrollTo(0, 700)")
        with page.expect_navigation():
            page.evaluate("document.querySelector('p.save button.primary').click()")
        page.wait_for_function("() => Math.abs(scrollY - 700) < 3", timeout=5000)
