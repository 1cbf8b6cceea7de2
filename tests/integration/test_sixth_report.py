"""A sixth national report from its first national target to the public record, and one without any."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.services import own_items, progress_figures
from tests.world import XT, World, make_world

AICHI = [f"AICHI-TARGET-{number:02}" for number in range(1, 21)]
WETLANDS, FOREST_ACT = "target-wetlands", "measure-forest-act"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def add(world: World, report: int, section: str, key: str) -> None:
    who = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        own_items.add(session, who, world.clock(), world.house.editions, report, section, key)


def items(world: World, report: int, section: str) -> Sequence[str]:
    found = world.book(report).edition.form.section(section)
    assert found is not None
    return [each.key for each in found.items]


def with_a_target(world: World) -> int:
    """A report with a national target that mainly serves one Aichi target and helps another, and with a measure."""
    report = world.report(form="nr6", languages=("en", "ar"))
    assert not world.save(report, {Key("pursuit.targets_pursued"): True}).rejected
    add(world, report, "targets", WETLANDS)
    add(world, report, "measures", FOREST_ACT)
    given = {
        Key("targets.title", WETLANDS, "en"): "Wetlands restored in every province",
        Key("targets.main_aichi_targets", WETLANDS): ["AICHI-TARGET-15"],
        Key("targets.other_aichi_targets", WETLANDS): ["AICHI-TARGET-14"],
        Key("measures.title", FOREST_ACT, "en"): "Wetlands Act",
        Key("measures.national_targets", FOREST_ACT): [WETLANDS],
    }
    assert not world.save(report, given).rejected
    return report


def test_progress_is_asked_of_the_targets_and_of_what_they_leave_open(world: World) -> None:
    report = with_a_target(world)
    open_ones = [key for key in AICHI if key not in ("AICHI-TARGET-14", "AICHI-TARGET-15")]
    assert items(world, report, "progress") == [WETLANDS, *open_ones]
    section = world.book(report).edition.form.section("progress")
    assert section is not None
    assert section.items[0].is_linked({"AICHI-TARGET-15"})
    measures = world.book(report).edition.form.section("measures")
    assert measures is not None
    assert measures.items[0].is_linked({WETLANDS})


def test_without_national_targets_progress_is_asked_of_all_twenty(world: World) -> None:
    report = world.report(form="nr6")
    assert not world.save(report, {Key("pursuit.targets_pursued"): False}).rejected
    assert items(world, report, "progress") == AICHI
    assert items(world, report, "contributions") == AICHI


def test_a_whole_report_is_published_and_counts_for_the_aichi_targets(world: World) -> None:
    report = with_a_target(world)
    assert not world.save(report, {Key("progress.level", WETLANDS): "insufficient"}).rejected
    world.bring_to(report, workflow.PUBLISHED)
    assert world.status_of(report) == workflow.PUBLISHED
    with world.reading() as session:
        _, edition = world.house.editions.newest(session, "nr6")
        found = progress_figures.figures(session, edition.form)
    (everyone,) = found.groups
    assert everyone.at("AICHI-TARGET-15", "insufficient").parties == 1
    assert everyone.at("AICHI-TARGET-01", "on_track_to_exceed").parties == 1
    assert everyone.silent("AICHI-TARGET-14") == 1
