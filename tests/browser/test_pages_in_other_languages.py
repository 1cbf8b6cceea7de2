"""Each kind of page in the other four languages: axe finds nothing, nothing runs out of a telephone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import ask_axe, resize, runs_out
from tests.browser.pages import KINDS, prepare
from tests.browser.site import Site
from tests.browser.visits import visit


@pytest.fixture(scope="module", autouse=True)
def reports(site: Site) -> None:
    prepare(site)


@pytest.mark.parametrize(("language", "scheme"), [("es", "light"), ("fr", "dark"), ("ru", "light"), ("zh", "dark")])
def test_every_kind_of_page(chromium: Browser, site: Site, language: str, scheme: str) -> None:
    found: list[str] = []
    for who, paths in KINDS.items():
        with visit(chromium, site, who, language, color_scheme=scheme) as page:
            for path in paths:
                resize(page, 390)
                page.goto(f"{site.url}/{language}/{path}")
                found += (f"{path}: {each}" for each in ask_axe(page))
                resize(page, 320, 256)
                found += (f"{path}: {each}" for each in runs_out(page))
    assert not found, "\n".join(found)
