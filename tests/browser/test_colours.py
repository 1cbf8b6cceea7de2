"""Other colours: a dark scheme keeps its contrasts; where the system forces its own, states and focus stay visible."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import ask_axe
from tests.browser.pages import KINDS, prepare
from tests.browser.site import Site
from tests.browser.visits import visit

_BADGES = """() => [...document.querySelectorAll('.badge, .notice, .tab[aria-current], .button, button.primary')]
  .filter((each) => each.getClientRects().length)
  .filter((each) => ['Top', 'Right', 'Bottom', 'Left'].every((side) => {
    const style = getComputedStyle(each);
    return style[`border${side}Style`] === 'none' || style[`border${side}Width`] === '0px';
  })).map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module", autouse=True)
def reports(site: Site) -> None:
    prepare(site)


@pytest.mark.parametrize("scheme", ["dark", "forced"])
def test_pages_in_other_colours(chromium: Browser, site: Site, scheme: str) -> None:
    # Where the system forces its colours, axe reckons with those of the style sheet.
    but = ["color-contrast"] if scheme == "forced" else []
    options = {"color_scheme": "dark"} if scheme == "dark" else {"forced_colors": "active"}
    found: list[str] = []
    for who, paths in KINDS.items():
        with visit(chromium, site, who, "en", **options) as page:
            for path in paths:
                page.goto(f"{site.url}/en/{path}")
                found += (f"{path}: {each}" for each in ask_axe(page, but=but))
                if scheme == "forced":
                    found += (f"{path}: no border: {each}" for each in page.evaluate(_BADGES))
    assert not found, "\n".join(found)
