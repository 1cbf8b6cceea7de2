"""`reporting demo`."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from reporting.models import User
from reporting.services import installation
from reporting.services.demonstration import source
from reporting.services.demonstration.generated import WRITER, generate
from reporting.services.demonstration.loading import PASSWORD, CannotLoad, has_accounts, load
from reporting.services.house import House


def demo_command(house: House, if_empty: bool, echo: Callable[[str], object], parties: int = 0) -> int:
    """Load the demonstration, or generated reports of so many `parties`, and tell the accounts; the exit code.

    With `if_empty` an installation that holds accounts is left as it is, which is no failure.
    """
    if if_empty and has_accounts(house.db.session):
        if installation.is_demonstration(house.db):
            _tell_accounts(house, echo)
        return 0
    try:
        if parties:
            generate(house, house.clock(), parties, lambda line: echo(f"  {line}"))
        else:
            load(house, house.clock(), lambda line: echo(f"  {line}"))
    except CannotLoad as reason:
        echo(str(reason))
        return 1
    _tell_accounts(house, echo)
    return 0


def _tell_accounts(house: House, echo: Callable[[str], object]) -> None:
    """Where to go, and as whom."""
    data = source.read()
    places = {party.code: party.names["en"] for party in data.parties} | {"": "the secretariat"}
    present = set(house.db.session.scalars(select(User.email)))
    house.db.end_reading()
    echo(f"The demonstration's accounts, all with the password {PASSWORD} (the address is {house.public_url}/):")
    for place, name in places.items():
        for person in data.people:
            if person.party == place and person.email in present:
                echo(f"  {person.email:<32}{person.role.replace('_', ' ')} of {name} ({person.language})")
    if WRITER.email in present:
        echo(f"  {WRITER.email:<32}{WRITER.role.replace('_', ' ')} of every Party with a report ({WRITER.language})")
