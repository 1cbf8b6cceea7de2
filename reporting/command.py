"""What commands share: the installation that they work on, and how they speak of what they refuse. Floor 5."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from reporting import config, schema, wiring
from reporting.domain import permissions
from reporting.domain.errors import ReportingError
from reporting.domain.permissions import Actor
from reporting.services import assessments, editions, progress
from reporting.services.house import House

#: Whoever sits at the machine may what an administrator may; the audit names nobody.
OPERATOR = Actor(name="operator", memberships=(permissions.Membership(permissions.ADMINISTRATOR),))


class Failure(click.ClickException):
    """One clear sentence, exit code 1."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


def settings() -> config.Settings:
    try:
        return config.load()
    except config.SettingsProblem as problem:
        raise Failure("\n".join(problem.problems)) from None


def with_house(told: config.Settings) -> House:
    """The installation, with its tables up to date and its due forms open."""
    house = wiring.make_house(told)
    schema.upgrade(house.db)
    with house.db.transaction() as session:
        editions.open_due_forms(session, house.catalogue, house.clock())
        progress.count_what_was_never_counted(session, house.editions)
        assessments.keep_missing(session, house.editions)
    return house


def opened_house(told: config.Settings) -> House | None:
    """The installation as it is, where it has its tables; nothing is made."""
    if told.database.startswith("sqlite:///") and not Path(told.database.removeprefix("sqlite:///")).is_file():
        return None
    house = wiring.make_house(told)
    return house if schema.is_current(house.db) else None


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Refusals of the services as sentences in English."""

    def spoken(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except ReportingError as refusal:
            texts = wiring.english()
            raise Failure(texts.sentence(refusal.code, refusal.params)) from None

    spoken.__name__, spoken.__doc__ = command.__name__, command.__doc__
    return spoken
