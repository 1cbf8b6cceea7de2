"""Where a demonstration may be served: its password is known to everybody."""

from __future__ import annotations

from reporting.infra.db import Database
from reporting.services import installation


class NotServed(Exception):
    """Why the server does not start, in one English sentence for the console."""


def may_serve(db: Database, loopback: bool, allowed: bool) -> None:
    """Raise NotServed where a marked installation would be reachable by others and nobody has allowed it."""
    if not loopback and not allowed and installation.is_demonstration(db):
        raise NotServed(
            "This installation holds the demonstration, whose password everybody knows: "
            "it is served on localhost only, unless REPORTING_DEMONSTRATION_ANYWHERE=true."
        )
