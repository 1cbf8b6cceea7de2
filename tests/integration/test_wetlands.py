"""A focal point of another agreement fills and submits the form that the guide for authors leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.services import own_items
from tests.wetlands import WA, make_wetlands_world
from tests.world import World

SHARE, SURVEYED, PLACES = Key("state.share"), Key("state.surveyed"), Key("state.places")
JOINT, ANIMALS, PARTNERS = Key("neighbours.joint"), Key("neighbours.animals"), Key("neighbours.partners")
SLUICES = "project-of-the-sluices"
ANSWERS = {
    Key("state.summary", "", "en"): "<p>The marshes have grown.</p>",
    SHARE: "34.5",
    PLACES: [
        {"id": "a", "name": "Heron marsh", "area": "1250.5", "since": 1998, "state": "on_track"},
        {"id": "b", "name": "Northern fen", "state": "too_slow"},
    ],
    JOINT: True,
    PARTNERS: ["WB"],
    ANIMALS: ["cranes", "otters"],
    **{Key("targets.level", f"WET-0{n}"): "on_track" for n in (1, 2, 3)},
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_wetlands_world(tmp_path)
    yield made
    made.house.db.dispose()


@pytest.fixture
def report(world: World) -> int:
    return world.report(languages=("en", "fr"))


def said(world: World, report: int) -> list[tuple[str, bool]]:
    """Where something stands against the report, or is worth another look, and whether it blocks."""
    return [(each.question, each.blocking) for each in world.book(report).problems()]


def add_project(world: World, report: int) -> None:
    with world.house.db.transaction() as session:
        own_items.add(
            session,
            world.actor("focal_point", WA),
            world.clock(),
            world.house.editions,
            report,
            "projects",
            SLUICES,
            None,
        )


def test_a_focal_point_fills_it_and_submits_it(world: World, report: int) -> None:
    assert not world.save(report, ANSWERS).rejected
    add_project(world, report)
    project = {
        Key("projects.name", SLUICES, "en"): "Opening the sluices",
        Key("projects.serves", SLUICES): ["WET-02"],
    }
    assert not world.save(report, project).rejected
    assert said(world, report) == []
    world.act(report, "submit", world.actor("focal_point", WA))
    assert world.status_of(report) == workflow.SUBMITTED


def test_a_project_without_a_name_stands_against_submission(world: World, report: int) -> None:
    world.save(report, ANSWERS)
    add_project(world, report)
    assert {path for path, blocking in said(world, report) if blocking} == {"projects.name", "projects.serves"}


def test_obstacles_are_asked_of_the_target_that_comes_too_slowly(world: World, report: int) -> None:
    world.save(report, {**ANSWERS, Key("targets.level", "WET-02"): "too_slow"})
    asked = [
        part.item
        for part in world.book(report).edition.form.parts
        for question in world.book(report).answers.visible_questions(part)
        if question.path == "targets.obstacles"
    ]
    assert asked == ["WET-02"]
    assert ("targets.obstacles", True) in said(world, report)


def test_work_without_counted_animals_stands_against_submission(world: World, report: int) -> None:
    world.save(report, {key: value for key, value in ANSWERS.items() if key != ANIMALS})
    assert said(world, report) == [("neighbours.animals", True)]


def test_a_low_share_without_a_year_is_only_worth_a_look(world: World, report: int) -> None:
    world.save(report, {**ANSWERS, SHARE: "4"})
    assert said(world, report) == [("state.share", False)]
    world.save(report, {SURVEYED: 2024})
    assert said(world, report) == []


def test_a_percentage_above_a_hundred_stands_against_submission(world: World, report: int) -> None:
    assert not world.save(report, {**ANSWERS, SHARE: "134"}).rejected
    assert said(world, report) == [("state.share", True)]


def test_the_form_of_another_agreement_is_read_in_its_two_languages(world: World, report: int) -> None:
    wording = world.book(report).edition.wording
    assert (
        wording("fr")("state.share.label")
        == "Quelle part de vos zones humides est protégée par la loi\N{NO-BREAK SPACE}?"
    )
    assert wording("ru")("state.share.label") == wording("en")("state.share.label")
