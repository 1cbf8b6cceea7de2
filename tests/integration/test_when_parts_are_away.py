"""A database, queue or folder that is away: a clear page that says so, and no half-written state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from reporting.app import create_app
from tests.world import XT, FixedClock, World, make_world, settings


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Flask, World]]:
    clock = FixedClock()
    app = create_app(settings(tmp_path), clock)
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    yield app, world
    world.house.db.dispose()


def take_database_away(world: World) -> Path:
    """Put the database file aside, and a folder where it was: no connection can be made."""
    world.house.db.dispose()
    file = Path(str(world.house.db.url.database))
    aside = file.rename(file.with_suffix(".aside"))
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    file.mkdir()
    return aside


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_says_in_its_language_that_the_database_is_away(place: tuple[Flask, World], language: str) -> None:
    app, world = place
    take_database_away(world)
    answer = app.test_client().get(f"/{language}/records")
    assert answer.status_code == 503
    assert world.house.texts(language).sentence("unavailable") in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_api_says_it_in_its_own_shape(place: tuple[Flask, World]) -> None:
    app, world = place
    take_database_away(world)
    answer = app.test_client().get("/api/v1/records")
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")


def test_readiness_tells_which_part_is_away_and_life_goes_on(place: tuple[Flask, World]) -> None:
    app, world = place
    client = app.test_client()
    assert client.get("/health/ready").json["status"] == "ok"
    take_database_away(world)
    ready = client.get("/health/ready")
    assert ready.status_code == 503
    assert ready.json["parts"]["database"] == "away"
    assert ready.json["parts"]["files"] == "ok"
    assert client.get("/health/live").status_code == 200


def test_what_was_saved_before_is_there_when_the_database_is_back(place: tuple[Flask, World]) -> None:
    _app, world = place
    report = world.report(XT)
    world.fill(report)
    before = world.book(report).digest
    aside = take_database_away(world)
    file = Path(str(world.house.db.url.database))
    file.rmdir()
    aside.rename(file)
    assert world.book(report).digest == before


def test_a_silent_bell_keeps_nobody_from_working(place: tuple[Flask, World], tmp_path: Path) -> None:
    _app, world = place
    for file in tmp_path.glob("bell.sqlite*"):
        file.unlink()
    (tmp_path / "bell.sqlite").mkdir()
    report = world.report(XT)
    world.user("reviewer")
    world.bring_to(report, "submitted")
    assert world.status_of(report) == "submitted"
