"""A whole report on one page, with all its series and questionnaires: sound at the widths of a desk and a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import look_over
from tests.browser.pages import ANYONE, prepare
from tests.browser.site import Site
from tests.browser.visits import visit
from tests.world import XO


@pytest.fixture(scope="module", autouse=True)
def prepared(site: Site) -> None:
    prepare(site)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_whole_report_on_one_page(chromium: Browser, site: Site, language: str) -> None:
    with visit(chromium, site, ANYONE, language) as page:
        answer = page.goto(f"{site.url}/{language}/records/{XO}/nr7/whole")
        assert answer
        assert answer.ok
        assert list(look_over(page)) == []
