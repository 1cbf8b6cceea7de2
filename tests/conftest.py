"""Fixtures that every kind of test shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import EACH_DATABASE, Postgres
from tests.world import World, make_tiny_world, make_world


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


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[World]:
    """A world of the tiny form on SQLite, for what no database changes."""
    made = make_tiny_world(tmp_path)
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
