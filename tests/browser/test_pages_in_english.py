"""Every kind of page in English: axe finds nothing, nothing runs out of a narrow window, the console stays empty."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.looks import ask_axe, runs_out
from tests.browser.pages import ANYONE, prepare
from tests.browser.site import Site
from tests.browser.visits import faults_of_all_pages, visit
from tests.world import XO


def test_every_page_in_english(chromium: Browser, site: Site) -> None:
    prepare(site)
    found = faults_of_all_pages(chromium, site, "en")
    assert not found, "\n".join(found)


def test_a_whole_report_on_one_page(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, ANYONE, "en") as page:
        page.goto(f"{site.url}/en/records/{XO}/nr7/whole")
        assert [*ask_axe(page), *runs_out(page)] == []
