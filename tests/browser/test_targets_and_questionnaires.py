"""A national target and a questionnaire, as a Party fills them in: in English and Arabic, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from reporting.domain.answers import Key
from tests.browser.looks import look_over
from tests.browser.site import Site
from tests.browser.visits import visit
from tests.world import XO, XT

LANDLOCKED, SEA, PARTICIPATORY = "questionnaires.q1", "questionnaires.q1_1_c", "questionnaires.q1_2"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
LANGUAGES = pytest.mark.parametrize(("language", "party"), [("en", XT), ("ar", XO)])


def option(page: Page, question: str, value: str) -> Locator:
    return page.locator(f'input[name="{question}"][value="{value}"]')


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".save button.primary").click()


@SCRIPTS
@LANGUAGES
def test_a_national_target_brings_its_global_targets_their_indicators_and_a_page_in_the_report(
    chromium: Browser, site: Site, language: str, party: str, scripts: bool
) -> None:
    world, say = site.world, site.world.house.texts(language)
    report = world.report(party, "nt7", ("en", "ar"))
    title = f"Restore the wetlands {language} {scripts}"
    with visit(chromium, site, ("focal_point", party), language, java_script_enabled=scripts) as page:
        page.goto(f"{site.url}/{language}/workspace/{party}/nt7/sections/targets")
        with page.expect_navigation():
            page.locator("main form button", has_text=say("Add to “%(section)s”", section="")[:5]).first.click()
        item = page.url.rstrip("/").rpartition("/")[2].partition("?")[0]
        page.locator('[name="targets.title"]').first.fill(title)
        degrees = page.locator('select[name="targets.alignment"]')
        expect(degrees).to_have_count(23)
        degrees.nth(1).select_option("high")
        save(page)
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(page.get_by_role("main")).to_contain_text("2.1")
        if scripts:
            assert list(look_over(page)) == []
    assert world.book(report).answers.value("targets.alignment", item) == [{"id": "GBF-TARGET-02", "degree": "high"}]
    section = world.book(world.report(party, "nr7")).edition.form.section("targets")
    assert section is not None
    keys = [each.key for each in section.items]
    assert item in keys
    assert "GBF-TARGET-02" not in keys


@SCRIPTS
@LANGUAGES
def test_a_questionnaire_asks_of_the_sea_only_where_there_is_one(
    chromium: Browser, site: Site, language: str, party: str, scripts: bool
) -> None:
    world = site.world
    report = world.report(party, "nr7", ("en", "ar"))
    book = world.book(report)
    for question in (LANDLOCKED, SEA, PARTICIPATORY):
        world.save(report, {Key(question, "1.b"): None}, base=book.version(Key(question, "1.b")))
    with visit(chromium, site, ("focal_point", party), language, java_script_enabled=scripts) as page:
        page.goto(f"{site.url}/{language}/workspace/{party}/nr7/sections/questionnaires/1.b")

        def settle() -> None:
            if not scripts:
                save(page)

        option(page, LANDLOCKED, "no").check()
        settle()
        option(page, SEA, "partially").check()
        settle()
        option(page, PARTICIPATORY, "none").check()
        save(page)
        assert world.book(report).answers.value(SEA, "1.b") == "partially"
        option(page, LANDLOCKED, "yes").check()
        settle()
        expect(option(page, SEA, "partially").and_(page.locator(":visible"))).to_have_count(0)
        save(page)
        assert not world.book(report).answers.is_visible(SEA, "1.b")
        option(page, LANDLOCKED, "no").check()
        settle()
        expect(option(page, SEA, "partially")).to_be_checked()
