"""A report from its first word to the public record in a real browser: in the other four languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.browser.story import from_the_first_word_to_the_record


@pytest.mark.parametrize(("language", "party"), [("es", "XI"), ("fr", "XJ"), ("ru", "XK"), ("zh", "XL")])
def test_from_the_first_word_to_the_record(chromium: Browser, site: Site, language: str, party: str) -> None:
    from_the_first_word_to_the_record(chromium, site, language, party)
