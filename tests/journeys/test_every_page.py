"""Each page that links lead to, for each role and in each state: sound, looked over, without a dead link."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

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


#: Items are alike: of the pages of one section's items, or of their answers' history, these many are looked at.
ITEMS_EACH = 4
_ITEM = re.compile(r"(/(?:targets|goals|indicators|questionnaires)|[?&]item=)[/]?(?:[A-Z0-9][\w.-]*)")


def walk(browser: Browser, start: str, language: str) -> set[str]:
    """Every kind of page of this language that can be reached by links; the paths."""
    seen: set[str] = set()
    kinds: Counter[str] = Counter()
    waiting = [start]
    while waiting:
        address = waiting.pop()
        path = address.removeprefix(HOST).partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        kind = _ITEM.sub(r"\1*", path)
        kinds[kind] += 1
        if kind != path and kinds[kind] > ITEMS_EACH:
            continue
        browser.fetch("GET", address)
        if browser.response.mimetype != "text/html":
            continue
        for link in browser.page.links():
            if link.startswith((f"{HOST}/{language}/", f"{HOST}/api/")):
                waiting.append(link)
    return seen


#: Walked each time; the others, which see the same pages in other states, by the soak.
ALWAYS = {
    ("anyone", workflow.PUBLISHED, "en"),
    ("focal_point", workflow.DRAFT, "ar"),
    ("reviewer", workflow.UNDER_REVIEW, "en"),
    ("administrator", workflow.SUBMITTED, "en"),
}


def walks() -> Iterator[Any]:
    for role, party, status in WHO:
        for language in ("en", "ar") if role in ("anyone", "focal_point") else ("en",):
            marks = () if (role, status, language) in ALWAYS else pytest.mark.soak
            yield pytest.param(role, party, status, language, marks=marks)


@pytest.mark.parametrize(("role", "party", "status", "language"), list(walks()))
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
