"""Public pages in a real browser: a citation that is copied, bars that run as the language does, every width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looks import look_over
from tests.browser.site import Site
from tests.browser.visits import visit
from tests.world import XT

ANYONE = ("anyone", "")
PATHS = ("", "records?target=GBF-TARGET-03&progress=on_track", "parties", f"parties/{XT}", "targets/GBF-TARGET-03",
         f"records/{XT}/nr7")  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def record(site: Site) -> None:
    site.world.bring_to(site.world.report(XT), "published")


def test_the_citation_is_copied_and_said_so(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, ANYONE, "en", permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{site.url}/en/records/{XT}/nr7")
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("status").get_by_text("Copied.")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("#citation").inner_text().strip()
        assert copied.endswith(f"/en/records/{XT}/nr7/1")


def test_where_copying_is_not_possible_the_text_is_marked(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, ANYONE, "en") as page:
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
        page.goto(f"{site.url}/en/records/{XT}/nr7")
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_text("please mark the text and copy it")).to_be_visible()
        assert page.evaluate("getSelection().toString().trim()") == page.locator("#citation").inner_text().strip()


def test_without_scripts_there_is_the_text_and_no_button(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, ANYONE, "en", java_script_enabled=False) as page:
        page.goto(f"{site.url}/en/records/{XT}/nr7")
        expect(page.locator("#citation")).to_be_visible()
        expect(page.locator("button[data-copy]")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_are_sound_at_every_width(chromium: Browser, site: Site, language: str) -> None:
    found = []
    with visit(chromium, site, ANYONE, language) as page:
        for path in PATHS:
            page.goto(f"{site.url}/{language}/{path}")
            found += [f"{path}: {each}" for each in look_over(page)]
    assert not found, "\n".join(found)


def test_bars_and_figures_begin_where_the_language_begins(chromium: Browser, site: Site) -> None:
    places = {}
    for language in ("en", "ar"):
        with visit(chromium, site, ANYONE, language) as page:
            page.goto(f"{site.url}/{language}/")
            bar = page.locator(".targets svg.bar-chart").first.bounding_box()
            title = page.locator(".targets > li > a").first.bounding_box()
            assert bar
            assert title
            places[language] = bar["x"] > title["x"]
    assert places == {"en": True, "ar": False}
