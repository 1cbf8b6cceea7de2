"""A fresh database, a clock that only moves when it is told to, and hashes that cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask

from reporting import app as floor
from reporting.infra import passwords
from reporting.infra.db import Database
from reporting.models import Base
from tests.integration.plain_browser import Browser
from tests.world import FixedClock, World, make_world, settings

Site = tuple[World, Flask]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database with all tables."""
    database = Database(f"sqlite:///{tmp_path / 'house.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield database
    database.dispose()


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashes at a thousandth of the work."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_NOBODYS", cheap.hash("nobody's password"))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A world and the application that shows it."""
    clock = FixedClock()
    app = floor.create_app(settings(tmp_path), clock)
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    yield world, app
    world.house.db.dispose()


@pytest.fixture
def browser(site: Site) -> Browser:
    return Browser(site[1].test_client())


@pytest.fixture
def another(site: Site) -> Browser:
    """Another person's, or another computer's."""
    return Browser(site[1].test_client())
