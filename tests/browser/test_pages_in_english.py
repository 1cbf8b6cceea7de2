"""Every kind of page in English: axe finds nothing, nothing runs out of a narrow window, the console stays empty."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.pages import prepare
from tests.browser.site import Site
from tests.browser.visits import faults_of_all_pages


def test_every_page_in_english(chromium: Browser, site: Site) -> None:
    prepare(site)
    found = faults_of_all_pages(chromium, site, "en")
    assert not found, "\n".join(found)
