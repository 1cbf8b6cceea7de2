"""A fresh database and a clock that only moves when it is told to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.infra.db import Database
from reporting.models import Base


class FixedClock:
    """A clock that stands still until `forward`."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.moment

    def forward(self, **amount: float) -> dt.datetime:
        self.moment += dt.timedelta(**amount)
        return self.moment


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
