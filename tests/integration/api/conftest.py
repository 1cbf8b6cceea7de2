"""The installations that tests of the API ask: a fresh one for tests that change much, else one for each file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.api.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.house.db.dispose()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """With an empty draft of the first Party; tests leave it as a draft."""
    made = Place(tmp_path_factory.mktemp("shared"))
    made.begin()
    yield made
    made.house.db.dispose()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """With a published record of the first Party; tests change nothing."""
    made = Place(tmp_path_factory.mktemp("published"))
    made.publish()
    yield made
    made.house.db.dispose()
