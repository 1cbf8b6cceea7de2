"""A Party's workspace: what is to be done next with each report."""

from __future__ import annotations

from tests.integration.conftest import Site
from tests.integration.plain_browser import Browser
from tests.people import email_of, with_password


def test_the_list_says_fill_in_until_nothing_required_is_missing(site: Site, browser: Browser) -> None:
    world = site[0]
    browser.sign_in(email_of(world, with_password(world, "focal_point", "XT")))
    report = world.report("XT", form="chm")
    missing, ready = "Fill in what is missing, then submit.", "Nothing required is missing."
    page = browser.get("/en/workspace/XT").text
    assert (missing in page, ready in page) == (True, False)
    world.fill(report)
    page = browser.get("/en/workspace/XT").text
    assert (missing in page, ready in page) == (False, True)
