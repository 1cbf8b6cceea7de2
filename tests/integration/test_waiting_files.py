"""Files that wait for a word of whoever brought them: a few of them, and for a while."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from reporting.domain.errors import NotFound
from reporting.domain.permissions import Actor
from reporting.models import Spreadsheet, Upload
from reporting.services import importing, series_files, tidying, uploads
from reporting.services.importing import MAX_WAITING
from tests import files
from tests.data_world import make_data_world
from tests.world import XT, World

TARGETS = b"uniqueId,government,title\nCHM-NT7-XT-261234-1,xt,Restore forest\n"
SERIES = b"Indicator code,Year,Unit,Value\nA.2,2023,km2,1\n"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_data_world(tmp_path)
    yield made
    made.house.db.dispose()


@pytest.fixture
def targets(world: World) -> int:
    return world.report(form="nt7", languages=("en",))


@pytest.fixture
def focal(world: World) -> Actor:
    return world.actor("focal_point", XT)


def bring(world: World, report: int, who: Actor) -> str:
    return importing.begin(world.house, who, world.clock(), report, io.BytesIO(TARGETS), "targets.csv", "en")


def waits(world: World, report: int, who: Actor, key: str) -> bool:
    try:
        return importing.look(world.house, who, report, key, "en").key == key
    except NotFound:
        return False


def tidied(world: World) -> int:
    """How many files go when everything on the disk is old."""
    for path in world.house.files.folder.glob("*/*"):
        os.utime(path, (0, 0))
    run: Any = tidying.handler(world.house)
    return int(run(None, lambda percent: True)["files"])


def count(world: World, table: type) -> int:
    with world.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_where_too_many_tables_wait_the_oldest_goes_with_its_file(world: World, targets: int, focal: Actor) -> None:
    first, *others = (bring(world, targets, focal) for _ in range(MAX_WAITING + 1))
    assert not waits(world, targets, focal, first)
    assert all(waits(world, targets, focal, each) for each in others)
    assert not world.house.files.incoming(first).exists()


def test_tables_of_somebody_else_and_files_on_their_way_are_left_alone(
    world: World, targets: int, focal: Actor
) -> None:
    other, size = world.actor("authorised_user", XT), len(files.PDF)
    theirs = bring(world, targets, other)
    begun = uploads.begin(world.house, focal, world.clock(), targets, name="plan.pdf", size=size)
    for _ in range(MAX_WAITING + 1):
        bring(world, targets, focal)
    assert waits(world, targets, other, theirs)
    assert uploads.state(world.house, focal, targets, begun.key).offset == 0


def test_a_table_that_waits_is_nothing_to_attach_and_a_file_on_its_way_no_table(
    world: World, targets: int, focal: Actor
) -> None:
    table = bring(world, targets, focal)
    begun = uploads.begin(world.house, focal, world.clock(), targets, name="targets.csv", size=len(TARGETS))
    uploads.add(world.house, focal, targets, begun.key, 0, TARGETS)
    with pytest.raises(NotFound):
        uploads.finish(world.house, focal, world.clock(), targets, table)
    assert not waits(world, targets, focal, begun.key)
    for _ in range(uploads.MAX_OPEN - 1):
        uploads.begin(world.house, focal, world.clock(), targets, name="plan.pdf", size=9)
    with pytest.raises(NotFound):
        importing.give_up(world.house, focal, targets, begun.key)
    assert waits(world, targets, focal, table)


def test_what_nobody_decides_about_is_tidied_away(world: World, targets: int, focal: Actor) -> None:
    table, data = bring(world, targets, focal), world.report(languages=("en",))
    series_files.bring(world.house, focal, world.clock(), data, "indicators", io.BytesIO(SERIES), "a.csv", "en")
    world.clock.forward(days=1)
    assert tidied(world) == 0
    assert waits(world, targets, focal, table)
    world.clock.forward(days=2)
    assert tidied(world) == 2
    assert (count(world, Upload), count(world, Spreadsheet)) == (0, 0)
    assert not waits(world, targets, focal, table)
