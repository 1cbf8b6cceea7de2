"""By keyboard alone: signing in, the last answers, submitting; and where the focus is can always be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from reporting.domain.answers import Key
from tests.browser.site import Site, new_party
from tests.browser.visits import ANYONE, visit

#: What is wrong with the place of the focus, '' where some of it can be seen and is marked.
_SEEN = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return '';
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const words = element.outerHTML.slice(0, 120);
  const group = element.closest('.option') ?? element;
  const marked = style.outlineStyle !== 'none' || getComputedStyle(group).outlineStyle !== 'none';
  if (!marked) return `no outline: ${words}`;
  if (box.bottom < 0 || box.top > innerHeight) return `outside of the window: ${words}`;
  const related = (there) => element.contains(there) || there.contains(element);
  const met = (there) => there && (related(there) || there.closest('label')?.control === element);
  const inside = (value, end) => Math.min(Math.max(value, 1), end - 2);
  const points = [0.1, 0.5, 0.9].map((part) => [
    inside(box.left + box.width / 2, innerWidth), inside(box.top + box.height * part, innerHeight),
  ]);
  return points.some(([x, y]) => met(document.elementFromPoint(x, y))) ? '' : `covered: ${words}`;
}"""


def tab_to(page: Page, selector: str, most: int = 90) -> None:
    """Press Tab until the element has the focus; each stop on the way can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(_SEEN) == ""
        if page.evaluate("(wanted) => Boolean(document.activeElement?.matches(wanted))", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def come_in(page: Page, email: str, password: str) -> None:
    tab_to(page, "a[href$='/sign-in']")
    enter(page)
    tab_to(page, "#email")
    page.keyboard.type(email)
    tab_to(page, "#password")
    page.keyboard.type(password)
    enter(page)


@pytest.mark.parametrize(("language", "party"), [("en", "XE"), ("ar", "XF")])
def test_the_last_answers_and_the_submission(chromium: Browser, site: Site, language: str, party: str) -> None:
    world = site.world
    report = world.report(new_party(world, party), languages=(language, "fr"))
    world.fill(report)
    world.save(report, {Key("conclusions.assessment_summary", "", language): None}, base=1)
    world.save(report, {Key("national-strategy.stakeholder_engagement"): None}, base=1)
    email, password = site.credentials("focal_point", party)
    with visit(chromium, site, ANYONE, language) as page:
        page.goto(f"{site.url}/{language}/")
        come_in(page, email, password)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('a.skip')"), "the first stop leads to the content"
        page.keyboard.press("Enter")
        tab_to(page, f"main a[href$='/workspace/{party}/nr7']", 3)
        enter(page)

        tab_to(page, "main a[href$='/problems']")
        enter(page)
        tab_to(page, "main a[href*='#q-national-strategy']")
        enter(page)
        assert page.url.endswith("#q-national-strategy-stakeholder_engagement")
        tab_to(page, "[name='national-strategy.stakeholder_engagement']")
        page.keyboard.press("ArrowDown")  # from "no answer yet", which stands last, to the first
        tab_to(page, "p.save button.primary")
        enter(page)
        expect(page.locator(".notice.success")).to_be_visible()
        tab_to(page, "button.step.next")
        enter(page)
        if "conclusions" not in page.url:
            tab_to(page, "aside a[href*='/sections/conclusions']", 200)  # behind a list whose items can be moved
            enter(page)
        tab_to(page, "textarea[id='q-conclusions-assessment_summary'], .question [contenteditable=true]")
        page.keyboard.type("Nothing but keys.")
        tab_to(page, "p.save button[value=overview]")
        enter(page)
        expect(page.locator("progress").first).to_have_attribute("value", "100")
        tab_to(page, "a[href$='/actions/submit']")
        enter(page)
        tab_to(page, "main form button.primary")
        enter(page)
        expect(page.locator("main .notice.success")).to_be_visible()
    assert world.status_of(report) == "submitted"


def test_menus_open_and_close_by_keyboard(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, ("focal_point", "XT"), "en") as page:
        tab_to(page, "nav .menu > summary")
        page.keyboard.press("Enter")
        tab_to(page, ".menu a[lang=fr]", 4)
        enter(page)
        assert "/fr/workspace" in page.url
        tab_to(page, "details.menu:has(form) > summary")
        page.keyboard.press("Space")
        tab_to(page, ".menu form button", 4)
        enter(page)
        assert page.url.endswith("/fr/sign-in")


@pytest.mark.parametrize("path", ["", "/sections/national-strategy", "/actions/discard"])
def test_nothing_hides_the_focus_at_four_hundred_percent(chromium: Browser, site: Site, path: str) -> None:
    world = site.world
    world.report("XT")
    with visit(chromium, site, ("focal_point", "XT"), "en", viewport={"width": 320, "height": 256}) as page:
        page.goto(f"{site.url}/en/workspace/XT/nr7{path}")
        for _ in range(60):
            page.keyboard.press("Tab")
            assert page.evaluate(_SEEN) == ""


def test_the_text_stays_in_sight_when_the_editor_comes_to_it(chromium: Browser, site: Site) -> None:
    site.world.report("XT")
    with visit(chromium, site, ("focal_point", "XT"), "en", viewport={"width": 320, "height": 256}) as page:
        page.goto(f"{site.url}/en/workspace/XT/nr7/sections/national-strategy")
        page.locator("textarea[data-rich-text]").first.focus()
        expect(page.locator("[data-editor-text]").first).to_be_focused()
        assert page.evaluate(_SEEN) == ""
