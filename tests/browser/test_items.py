"""Items in a browser: added, put in order by keyboard without a new page, removed and brought back; what is offered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looks import look_over
from tests.browser.site import Site, served
from tests.browser.visits import visit
from tests.plans import Plans, make_plans_world, told
from tests.world import XA, XB

FOREST, WATER, SEA = "aim-forest", "aim-water-0", "aim-sea-000"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("plans")
    forms = told(folder)
    with served(
        folder, make_plans_world, forms_path=forms.forms_path, translations_path=forms.translations_path
    ) as made:
        yield made


def plan(site: Site, party: str) -> Plans:
    """A plan of the Party with three aims."""
    world = site.world
    assert isinstance(world, Plans)
    report = world.report(party)
    for key, title in ((FOREST, "Keep the forest"), (WATER, "Clean water"), (SEA, "The sea")):
        world.add(report, key, title, ("GBF-GOAL-A",) if key == FOREST else ())
    return world


def shows(page: Page, *titles: str) -> None:
    """Waits until the list shows these items in this order."""
    expect(page.locator("[data-order] .what > a")).to_have_text(titles)


@pytest.mark.parametrize(("language", "party"), [("en", XA), ("ar", XB)])
def test_items_are_added_ordered_by_keyboard_removed_and_brought_back(
    chromium: Browser, site: Site, language: str, party: str
) -> None:
    world, say = plan(site, party), site.world.house.texts(language)
    with visit(chromium, site, ("focal_point", party), language) as page:
        page.goto(f"{site.url}/{language}/workspace/{party}/plans/sections/aims")
        page.evaluate("window.sameAsBefore = true")
        up = page.locator(f'button[value="{SEA}:up"]')
        for place in ("2", "1"):
            up.focus()
            page.keyboard.press("Enter")
            told = say("“%(title)s” is now in place %(place)s of %(total)s.", title="The sea", place=place, total="3")
            expect(page.locator("[data-order-says]")).to_have_text(told)
            expect(up).to_be_focused()
        shows(page, "The sea", "Keep the forest", "Clean water")
        assert page.evaluate("window.sameAsBefore") is True
        assert list(look_over(page)) == []

        page.locator(f"main a[href$='/{SEA}/removal']").click()
        page.get_by_role("main").get_by_role("button", name=say("Remove")).click()
        shows(page, "Keep the forest", "Clean water")
        page.get_by_role("button", name=say("Bring back")).click()
        shows(page, "Keep the forest", "Clean water", "The sea")

        page.get_by_role("button", name=say("Add to “%(section)s”", section="Our aims")).press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Aim 4 {say('(no title yet)')}")
    assert len(world.shown(world.report(party))) == 4


def test_an_order_that_somebody_else_changed_is_shown_and_said(chromium: Browser, site: Site) -> None:
    world = plan(site, XA)
    with visit(chromium, site, ("focal_point", XA), "en") as page:
        page.goto(f"{site.url}/en/workspace/{XA}/plans/sections/aims")
        version = page.locator("[data-order] [name=version]")
        version.evaluate("(field) => { field.value = '7777'; }")
        page.locator("[data-order] button[value$=':down']").first.press("Enter")
        expect(page.locator("main > .notice.error")).to_contain_text("Somebody else changed this list in the meantime.")
    assert world.shown(world.report(XA))


def test_what_is_offered_follows_the_other_answers_at_once(chromium: Browser, site: Site) -> None:
    plan(site, XA)
    with visit(chromium, site, ("focal_point", XA), "en") as page:
        page.goto(f"{site.url}/en/workspace/{XA}/plans/sections/aims/{WATER}")
        offered = page.locator("[data-linked-to] label.option:visible")
        expect(offered).to_have_count(0)
        expect(page.locator("[data-nothing]")).to_be_visible()
        goal = page.get_by_label("B Nature used sustainably")
        goal.check()
        expect(page.locator("[data-nothing]")).to_be_hidden()
        first = offered.first.locator("input")
        first.check()
        goal.uncheck()
        expect(offered).to_have_count(1)
        first.uncheck()
        expect(offered).to_have_count(0)
