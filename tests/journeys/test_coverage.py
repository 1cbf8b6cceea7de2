"""What national targets cover: told before submission, in the draft and on the record, without scripts."""

from __future__ import annotations

import pytest

from reporting.domain.answers import Key
from reporting.services import own_items
from tests.journeys.browser import Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import Page
from tests.world import XT

REPORT, RECORD = f"/en/workspace/{XT}/nt7", f"/en/records/{XT}/nt7"
KEY = "firsttarget"


@pytest.fixture
def place_with_target(place: Place) -> Place:
    """A report with one national target, for global target 2 and Goal A, that lacks nothing."""
    world = place.world
    report, actor = world.report(XT, "nt7"), world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        own_items.add(session, actor, world.clock(), world.house.editions, report, "targets", KEY)
    world.save(
        report,
        {
            Key("targets.title", KEY, "en"): "Restore forest",
            Key("targets.alignment", KEY): [{"id": "GBF-TARGET-02", "degree": "low"}],
            Key("targets.global_goals", KEY): ["GBF-GOAL-A"],
        },
    )
    world.fill(report)
    return place


@pytest.fixture
def focal(place_with_target: Place, enter: Enter) -> Browser:
    return enter("focal_point", XT)


def covered(page: Page) -> dict[str, str]:
    """Goal or target → what stands beside it."""
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.all("tr")]
    return dict(row for row in rows if len(row) == 2)


def test_the_coverage_of_a_draft_names_item_and_degree_and_what_is_not_covered(focal: Browser) -> None:
    focal.open(REPORT)
    page = focal.follow("/coverage")
    found = covered(page)
    assert found["2 Restore degraded ecosystems"] == "NT1 Restore forest Low"
    assert found["A Healthy ecosystems, species and genes"] == "NT1 Restore forest"
    assert found["3 Conserve land, waters and seas"] == "Not covered"
    assert "1 of 23 are covered. Counted at the closest degree: Low: 1." in page.text
    focal.follow(f"/read/targets/{KEY}")


def test_advice_is_shown_before_submission_and_wants_a_word(place_with_target: Place, focal: Browser) -> None:
    page = focal.open(f"{REPORT}/actions/submit")
    assert "Nothing covers these yet (22): 1 Plan and manage all areas" in page.text
    assert "Nothing says yet what your national targets cover of it." in page.text
    refused = focal.send(to="/actions/submit", status=422)
    assert refused.errors()["proceed"] == "Please confirm below that you have looked at the advice."
    focal.send({"proceed": ["y"]}, to="/actions/submit")
    assert place_with_target.world.status_of(place_with_target.world.report(XT, "nt7")) == "submitted"


def test_the_record_shows_it_to_everybody(place_with_target: Place, focal: Browser) -> None:
    world = place_with_target.world
    world.bring_to(world.report(XT, "nt7"), "published")
    with focal.without_cookies():
        focal.open(RECORD)
        page = focal.follow("/coverage")
        assert covered(page)["2 Restore degraded ecosystems"] == "NT1 Restore forest Low"
        focal.follow(f"/targets/{KEY}")
        focal.open(f"{RECORD}/1/coverage")
        focal.open(f"{RECORD.replace('nt7', 'nr7')}/coverage", status=404)
