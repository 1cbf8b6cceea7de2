"""A sixth national report from its first national target to the public record, and one without any."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.models import Report
from reporting.services import carry_forward, own_items, progress_figures
from reporting.services.carry_forward import Offer
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


def offers(world: World, report: int, question: str, item: str = "") -> dict[str, Offer]:
    """What is offered to the questions that stand on one page with `question`."""
    book = world.book(report)
    part = book.edition.form.part_of(question, item)
    assert part is not None
    with world.reading() as session:
        row = session.get_one(Report, report)
        known = carry_forward.earlier_reports(session, row, book.revision.id, book.edition)
        return {each.question.path: each for each in carry_forward.offers(session, book, known, part)}


def test_what_it_says_is_offered_to_the_seventh_report(world: World) -> None:
    """The wetlands served Aichi target 15, which became target 2 on restoration and target 8 on climate."""
    sixth = with_a_target(world)
    given = {
        Key("progress.level", WETLANDS): "on_track_to_exceed",
        Key("progress.summary", WETLANDS, "en"): "<p>All wetlands are back.</p>",
        Key("progress.level", "AICHI-TARGET-11"): "moving_away",
        Key("measures.description", FOREST_ACT, "en"): "<p>Draining needs a permit.</p>",
        Key("contributions.description", "AICHI-TARGET-12", "en"): "<p>No species was lost.</p>",
    }
    assert not world.save(sixth, given).rejected
    world.bring_to(sixth, workflow.PUBLISHED)
    seventh = world.report(form="nr7", languages=("en",))

    restoration = offers(world, seventh, "targets.main_actions", "GBF-TARGET-02")
    assert restoration["targets.level_of_progress"].values == {"": "on_track"}
    assert restoration["targets.progress_summary"].values == {"en": "<p>All wetlands are back.</p>"}
    assert restoration["targets.main_actions"].values == {"en": "<p>Draining needs a permit.</p>"}
    conserved = offers(world, seventh, "targets.main_actions", "GBF-TARGET-03")["targets.level_of_progress"]
    assert [each.values for each in conserved.found] == [{"": "moving_away"}]
    assert conserved.values == {}
    goal = offers(world, seventh, "goals.summary_of_progress", "GBF-GOAL-A")["goals.summary_of_progress"]
    assert "<p>No species was lost.</p>" in goal.values["en"]
    assert "national-strategy.implementation_progress" in offers(world, seventh, "national-strategy.revised_strategy")
