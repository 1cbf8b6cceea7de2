"""The way of somebody who hears the page: every step by role and name, as the accessibility tree tells them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from reporting.domain.definitions import Wording
from tests.browser.editing import needs_editor
from tests.browser.site import Site, new_party
from tests.browser.visits import ANYONE, visit
from tests.journeys.tale import PROSE

TARGET = "GBF-TARGET-03"


def wording(site: Site, language: str) -> Wording:
    world = site.world
    with world.reading() as session:
        return world.house.editions.newest(session, "nr7")[1].wording(language)


def sign_in(page: Page, site: Site, language: str, party: str) -> None:
    say = site.world.house.texts(language)
    email, password = site.credentials("focal_point", party)
    page.goto(f"{site.url}/{language}/")
    page.get_by_role("banner").get_by_role("link", name=say("Sign in"), exact=True).click()
    page.get_by_role("textbox", name=say("E-mail address")).fill(email)
    page.get_by_label(say("Password"), exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name=say("Sign in"), exact=True).click()


@needs_editor
@pytest.mark.parametrize(("language", "party"), [("en", "XM"), ("ar", "XN")])
def test_a_target_is_found_written_and_saved_by_roles_and_names(
    chromium: Browser, site: Site, language: str, party: str
) -> None:
    say, words = site.world.house.texts(language), wording(site, language)
    site.world.report(new_party(site.world, party), languages=(language,))
    with visit(chromium, site, ANYONE, language) as page:
        sign_in(page, site, language, party)
        main = page.get_by_role("main")
        main.get_by_role("link", name=words("title")).first.click()
        main.get_by_role("link", name=words("targets.title")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(words("targets.title"))
        main.get_by_role("link", name=words(f"items.{TARGET}.title")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(words(f"items.{TARGET}.title"))

        level = main.get_by_role("group", name=words("targets.level_of_progress.label"))
        level.get_by_role("radio", name=words("lists.progress.insufficient")).check()
        actions = main.get_by_role("textbox", name=words("targets.main_actions.label"))
        actions.focus()
        editor = page.locator("[contenteditable=true]").first
        expect(editor).to_have_accessible_name(main.locator(".question .ask").first.inner_text())
        main.get_by_role("textbox", name=words("targets.main_actions.label")).press_sequentially(PROSE[language])
        toolbar = main.get_by_role("toolbar").first
        expect(toolbar.get_by_role("button", name=say("Bold"))).to_have_attribute("aria-pressed", "false")
        main.get_by_role("button", name=say("Save"), exact=True).click()
        expect(page.get_by_role("status").filter(has_text=say("Saved.")).first).to_be_visible()
        expect(level.get_by_role("radio", name=words("lists.progress.insufficient"))).to_be_checked()

        page.get_by_role("complementary").get_by_role("link", name=words("conclusions.title")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(words("conclusions.title"))


@pytest.mark.parametrize(("language", "party"), [("en", "XO"), ("ar", "XP")])
def test_what_stands_against_a_submission_is_reached_by_roles_and_names(
    chromium: Browser, site: Site, language: str, party: str
) -> None:
    say, words = site.world.house.texts(language), wording(site, language)
    if party != "XO":
        new_party(site.world, party)
    site.world.report(party, languages=(language,))
    with visit(chromium, site, ANYONE, language) as page:
        sign_in(page, site, language, party)
        main = page.get_by_role("main")
        main.get_by_role("link", name=words("title")).first.click()
        main.get_by_role("link", name=say("See what is to be looked at")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(say("To be looked at"))
        main.get_by_role("link", name=words("conclusions.assessment_summary.label")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(words("conclusions.title"))
        expect(main.get_by_role("textbox", name=words("conclusions.assessment_summary.label"))).to_be_visible()
