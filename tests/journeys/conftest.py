"""An installation with all its pages, tokens of forms included, and people who can sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from reporting.app import create_app
from reporting.infra import passwords
from tests.journeys.browser import Browser, Place
from tests.people import PASSWORD, email_of, with_password
from tests.templates import strict
from tests.world import FixedClock, make_world, settings

#: Opens the browser of the person with this role, signed in: `enter("focal_point", "XT")`.
Enter = Callable[..., Browser]


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashes at a thousandth of the work."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_NOBODYS", cheap.hash("nobody's password"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = FixedClock()
    app = strict(create_app(settings(tmp_path), clock))
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    yield Place(app, world)
    world.house.db.dispose()


@pytest.fixture
def enter(place: Place) -> Enter:
    def at(role: str, party: str = "", language: str = "en", *, shared: bool = False) -> Browser:
        user_id = with_password(place.world, role, party)
        browser = Browser(place)
        browser.sign_in(email_of(place.world, user_id), PASSWORD, language, shared=shared)
        return browser

    return at
