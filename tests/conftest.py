"""Fixtures that every kind of test shares."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import EACH_DATABASE, Postgres
from tests.world import FixedClock, World, make_tiny_world, make_world, open_forms, tiny_house


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An installation in an empty folder, with two Parties and the open forms."""
    made = make_world(tmp_path)
    yield made
    made.house.db.dispose()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test asks for it."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_with_forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the tables and the open forms, to copy."""
    folder = tmp_path_factory.mktemp("forms")
    house = tiny_house(folder, FixedClock())
    open_forms(house)
    house.db.dispose()
    return folder / "reporting.sqlite"


@pytest.fixture
def tiny(tmp_path: Path, sqlite_with_forms: Path) -> Iterator[World]:
    """A world of the tiny form on SQLite, for what no database changes."""
    shutil.copy(sqlite_with_forms, tmp_path)
    made = make_tiny_world(tmp_path, opened=True)
    yield made
    made.house.db.dispose()


@pytest.fixture(params=EACH_DATABASE)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A world of the tiny form on SQLite, and the same on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("tiny")
        return
    server: Postgres = request.getfixturevalue("postgres")
    made = make_tiny_world(tmp_path, opened=True, database_url=server.with_forms())
    yield made
    made.house.db.dispose()
