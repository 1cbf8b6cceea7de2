"""Fixtures that every kind of test shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world import World, make_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An installation in an empty folder, with two Parties and the open forms."""
    made = make_world(tmp_path)
    yield made
    made.house.db.dispose()
