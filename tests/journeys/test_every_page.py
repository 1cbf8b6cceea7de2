"""Each page that links lead to, for each role and in each state: sound, looked over, without a dead link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reporting.domain import workflow
from reporting.domain.answers import Key
from tests.journeys.browser import HOST, Browser, Place
from tests.people import with_password
from tests.world import XT

Enter = Callable[..., Browser]
WHO = (
    ("anyone", "", workflow.PUBLISHED),
    ("focal_point", XT, workflow.DRAFT),
    ("focal_point", XT, workflow.RETURNED),
    ("focal_point", XT, workflow.PUBLISHED),
    ("authorised_user", XT, workflow.DRAFT),
    ("observer", XT, workflow.SUBMITTED),
    ("reviewer", "", workflow.UNDER_REVIEW),
    ("publisher", "", workflow.APPROVED),
    ("administrator", "", workflow.SUBMITTED),
    ("nobody", "", workflow.PUBLISHED),
)


def walk(browser: Browser, start: str, language: str) -> set[str]:
    """Every page of this language that can be reached by links; the paths."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        address = waiting.pop()
        path = address.removeprefix(HOST).partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        browser.fetch("GET", address)
        if browser.response.mimetype != "text/html":
            continue
        for link in browser.page.links():
            if link.startswith((f"{HOST}/{language}/", f"{HOST}/api/")):
                waiting.append(link)
    return seen


@pytest.mark.parametrize(
    ("role", "party", "status", "language"),
    [*((*each, "en") for each in WHO), *((*each, "ar") for each in WHO if each[0] in ("anyone", "focal_point"))],
)
def test_all_pages_that_links_lead_to(
    place: Place, enter: Enter, role: str, party: str, status: str, language: str
) -> None:
    report = place.world.report(XT, languages=(language, "fr"))
    long = " ".join(["forest"] * 900)
    place.world.save(
        report,
        {
            Key("report-information.national_authorities", "", language): f"<p>{long}</p>",
            Key("report-information.process_undertaken", "", "fr"): "<p>Une équipe de sept institutions.</p>",
            Key("other-information.additional_information", "", "fr"): "<p>Un texte.</p>",
        },
    )
    place.world.save(report, {Key("report-information.national_authorities", "", language): "<p>Shorter.</p>"}, base=1)
    place.world.bring_to(report, status)
    with_password(place.world, "observer", XT)
    browser = Browser(place) if role == "anyone" else enter(role, party, language)
    paths = walk(browser, f"/{language}/" if role == "anyone" else browser.page.url, language)
    assert f"/{language}/records" in paths
    if role in ("focal_point", "authorised_user"):
        assert any("/history/" in path for path in paths)
    browser.fetch("GET", f"/{language}/no-such-page", status=404)
    assert browser.page.heading
