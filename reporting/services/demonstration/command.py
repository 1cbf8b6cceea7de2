"""`reporting demo`."""

from __future__ import annotations

from collections.abc import Callable

from reporting.services import installation
from reporting.services.demonstration import source
from reporting.services.demonstration.loading import PASSWORD, CannotLoad, has_accounts, load
from reporting.services.house import House


def demo_command(house: House, if_empty: bool, echo: Callable[[str], object]) -> int:
    """Load the demonstration and tell the accounts; the exit code.

    With `if_empty` an installation that holds accounts is left as it is, which is no failure.
    """
    if if_empty and has_accounts(house.db.session):
        if installation.is_demonstration(house.db):
            _tell_accounts(house, echo)
        return 0
    try:
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
    echo(f"The demonstration's accounts, all with the password {PASSWORD} (the address is {house.public_url}/):")
    for place, name in places.items():
        for person in data.people:
            if person.party == place:
                echo(f"  {person.email:<32}{person.role.replace('_', ' ')} of {name} ({person.language})")
