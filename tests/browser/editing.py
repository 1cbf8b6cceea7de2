"""A page with the rich-text editor in a real browser: how to come to it and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page

from reporting.domain.answers import Key
from reporting.web.assets import EDITOR, Assets
from tests.browser.site import Site
from tests.browser.visits import visit
from tests.world import XT

SUMMARY = "conclusions.assessment_summary"
FOCAL = ("focal_point", XT)
PLAIN = "textarea[id='q-conclusions-assessment_summary']"
MARKUP = "textarea[id='q-conclusions-assessment_summary-markup']"
TEXT = ".ProseMirror"

#: A checkout that no set-up has touched has no editor; its pages work without.
needs_editor = pytest.mark.usefixtures("editor_is_made")


def assets_of(site: Site) -> Assets:
    found: Assets = site.app.extensions["assets"]
    return found


def bundle(site: Site) -> str:
    """Where the editor's modules can be imported from."""
    return site.url + assets_of(site).url(EDITOR)


def address(site: Site, language: str = "en", text_language: str = "") -> str:
    start = f"{site.url}/{language}/workspace/{XT}/nr7/sections/conclusions"
    return f"{start}?in={text_language or language}"


@contextmanager
def editing(chromium: Browser, site: Site, language: str = "en", text_language: str = "") -> Iterator[Page]:
    """The section with one long text, its editor open and the caret at the end."""
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, language, text_language))
        open_editor(page)
        yield page


def open_editor(page: Page) -> Locator:
    page.locator(PLAIN).focus()
    text = page.locator(TEXT)
    text.wait_for()
    page.keyboard.press("Control+End")
    return text


def markup(page: Page) -> str:
    return page.locator(MARKUP).input_value()


def button(page: Page, name: str) -> Locator:
    return page.locator(f"[role=toolbar] [data-do={name}]")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("p.save button.primary").click()


def stored(site: Site, language: str = "en") -> str | None:
    """The text as the database has it."""
    report = site.world.report(XT)
    found = site.world.book(report).stored.get(Key(SUMMARY, "", language))
    site.world.house.db.end_reading()
    return None if found is None else found.value


def write(site: Site, text: str | None, language: str = "en") -> None:
    """What is in the database from now on."""
    report = site.world.report(XT)
    key = Key(SUMMARY, "", language)
    version = site.world.book(report).version(key)
    site.world.house.db.end_reading()
    site.world.save(report, {key: text}, base=version)


def settle(page: Page) -> None:
    """Until the editor has heard of where the caret went: the browser tells it after the key."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 30)))")


def paste(page: Page, html: str = "", plain: str = "") -> None:
    """What the browser does when something is pasted into the text."""
    page.locator(TEXT).evaluate(
        """(text, [html, plain]) => {
          const clipboardData = new DataTransfer();
          if (html) clipboardData.setData('text/html', html);
          if (plain) clipboardData.setData('text/plain', plain);
          text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        }""",
        [html, plain],
    )
