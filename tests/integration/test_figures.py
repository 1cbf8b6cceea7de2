"""Numbers, Parties and notes as they are saved, refused, frozen and told to programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reporting.domain.answers import Key
from reporting.domain.questions import type_of
from reporting.services.demonstration.inventing import Inventor
from tests.figures import make_figures_world
from tests.unit.builders import figures
from tests.world import World

AREA, CORE, RANGERS = Key("park.area"), Key("park.core"), Key("park.rangers")
SINCE, FOREST, NEIGHBOURS, ABOUT = Key("park.since"), Key("land.forest"), Key("land.neighbours"), Key("park.about")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_figures_world(tmp_path)
    yield made
    made.house.db.dispose()


def stored(world: World, report: int, key: Key) -> Any:
    found = world.book(report).stored.get(key)
    return found.value if found else None


def test_numbers_are_kept_to_the_last_digit(world: World) -> None:
    report = world.report()
    values = {AREA: "0.1234567890123456789012345678", RANGERS: 0, SINCE: 1850, FOREST: "33.3", NEIGHBOURS: ["XB", "XA"]}
    assert len(world.save(report, values).saved) == 5
    assert {key: stored(world, report, key) for key in values} == {**values, NEIGHBOURS: ["XA", "XB"]}


def test_zero_is_an_answer_and_nothing_is_none(world: World) -> None:
    report = world.report()
    world.save(report, {AREA: "0"})
    assert world.book(report).completeness().given == 1
    world.save(report, {AREA: None}, base=1)
    assert world.book(report).completeness().given == 0


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        (AREA, "much", "not_a_number"),
        (AREA, 1.5, "not_a_number"),
        (AREA, "1e3", "not_a_number"),
        (AREA, "9" * 29, "number_too_long"),
        (RANGERS, 2.5, "not_whole"),
        (RANGERS, "3", "not_a_number"),
        (RANGERS, 2**53, "number_too_long"),
        (SINCE, 24, "not_a_year"),
        (NEIGHBOURS, ["XX"], "not_an_option"),
        (ABOUT, "It is large", "no_answer_taken"),
    ],
)
def test_what_no_number_is_is_refused(world: World, key: Key, value: Any, code: str) -> None:
    outcome = world.save(world.report(), {key: value})
    assert [each.code for each in outcome.rejected] == [code]


def test_a_number_beyond_its_limits_is_kept_and_blocks_submission(world: World) -> None:
    report = world.report()
    world.save(report, {AREA: "5", RANGERS: 501, CORE: "6.125"})
    found = {(each.question, each.code) for each in world.book(report).problems() if each.blocking}
    assert found == {("park.rangers", "too_great"), ("park.core", "too_many_decimals"), ("park.core", "form_rule")}


def test_a_record_holds_the_numbers_as_they_were_and_no_note(world: World) -> None:
    report = world.report()
    world.save(report, {AREA: "1234.5", RANGERS: 0, FOREST: "12.5"})
    world.bring_to(report, "published")
    frozen = world.book(report).stored
    assert {key.question: each.value for key, each in frozen.items()} == {
        "park.area": "1234.5", "park.rangers": 0, "land.forest": "12.5",
    }  # fmt: skip


def test_invented_numbers_keep_the_rules_of_their_questions() -> None:
    inventor = Inventor(Random(1), {})
    asked = [each for each in figures().form.questions.values() if type_of(each).is_number]
    for question in asked * 20:
        (answer,) = inventor.answers(question, "", ["en"])
        assert type_of(question).storable(question, answer.value) == answer.value
        assert not list(type_of(question).problems(question, answer.value))
