"""A report from its first word to the public record in a real browser: with and without scripts, in two directions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.browser.story import from_the_first_word_to_the_record

RUNS = [("en", True, "XE"), ("en", False, "XF"), ("ar", True, "XG"), ("ar", False, "XH")]


@pytest.mark.parametrize(("language", "scripts", "party"), RUNS, ids=["en", "en-plain", "ar", "ar-plain"])
def test_from_the_first_word_to_the_record(
    chromium: Browser, site: Site, language: str, scripts: bool, party: str
) -> None:
    from_the_first_word_to_the_record(chromium, site, language, party, scripts=scripts)
