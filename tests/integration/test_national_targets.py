"""National targets of a Party: what they cover, in the draft, at submission and on the public record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reporting.domain.answers import Key
from reporting.services import coverage, own_items, problems, reading
from reporting.services.coverage import Seen
from tests.world import XT, World

FIRST, SECOND = "firsttarget", "secondtarget"


@pytest.fixture
def targets(world: World) -> Iterator[World]:
    """Two national targets: one for global target 2, one for 2 and 3 and Goal A."""
    report = world.report(XT, "nt7")
    for key in (FIRST, SECOND):
        add(world, report, key)
    give(world, report, FIRST, "Restore forest", (2, "low"))
    give(world, report, SECOND, "Protect mangrove", (2, "high"), (3, "medium"), goals=["GBF-GOAL-A"])
    return world


def add(world: World, report: int, key: str, section: str = "targets") -> None:
    actor = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        own_items.add(session, actor, world.clock(), world.house.editions, report, section, key)


def give(world: World, report: int, key: str, title: str, *aligned: tuple[int, str], goals: Any = None) -> None:
    alignment = [{"id": f"GBF-TARGET-{number:02}", "degree": degree} for number, degree in aligned]
    outcome = world.save(
        report,
        {
            Key("targets.title", key, "en"): title,
            Key("targets.alignment", key): alignment,
            Key("targets.global_goals", key): goals,
            Key("targets.means_of_implementation", key): "available",
        },
    )
    assert not outcome.rejected


def seen(world: World, who: tuple[str, str] = ("focal_point", XT)) -> Seen:
    actor = world.actor(*who)
    with world.reading() as session:
        report = world.book(world.report(XT, "nt7")).report
        return coverage.for_actor(session, actor, world.house.editions, report)


def test_the_targets_are_numbered_and_covered_by_their_order(targets: World) -> None:
    goals, global_targets = seen(targets).tables
    assert [(each.item, each.degree) for each in global_targets.terms[1].by] == [(FIRST, "low"), (SECOND, "high")]
    assert len(global_targets.uncovered) == 21
    assert goals.uncovered == ("GBF-GOAL-B", "GBF-GOAL-C", "GBF-GOAL-D")


def test_the_mapping_and_the_reference_periods_follow_what_is_chosen(targets: World) -> None:
    form = targets.book(targets.report(XT, "nt7")).edition.form
    keys = {each.id: each.keys for each in form.sections}
    assert keys["mapping"] == ("GBF-GOAL-A", "GBF-TARGET-02", "GBF-TARGET-03")
    assert {"A.1", "2.1", "3.1"} <= set(keys["reference-periods"])
    assert "6.1" not in keys["reference-periods"]


def test_what_is_uncovered_or_unmapped_is_advice_and_blocks_nothing(targets: World) -> None:
    report = targets.report(XT, "nt7")
    actor, texts = targets.actor("focal_point", XT), targets.house.texts("en")
    with targets.reading() as session:
        book = targets.book(report)
        found = problems.of_report(session, actor, targets.house.editions, book.report, book.revision, texts)
    lines = [line for group in found for line in group.lines]
    told = [line.sentence for line in lines if line.problem.code == "uncovered"]
    assert told[1].startswith("Nothing covers these yet (21): 1 Plan and manage")
    unmapped = [line for line in lines if line.problem.question == "mapping.elements_covered"]
    assert len(unmapped) == 3
    assert not any(line.problem.blocking for line in (*unmapped, *lines) if line.problem.code != "required")


def test_the_record_tells_what_was_covered_when_it_was_submitted(targets: World) -> None:
    report = targets.report(XT, "nt7")
    targets.bring_to(report, "published")
    with targets.reading() as session:
        record = reading.record_of(session, XT, "nt7")
        _, global_targets = coverage.of_record(session, record).tables
        assert [each.item for each in global_targets.terms[2].by] == [SECOND]
    assert len(seen(targets, ("reviewer", "")).tables) == 2
