"""How often something may be tried. Counted in the database before anything costly or telling is done.

Addresses of people and of networks are kept as hashes, for a day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from reporting.domain.errors import TooManyAttempts
from reporting.models import SignInAttempt


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `window` for everything that shares `key`."""

    key: str
    most: int
    window: dt.timedelta


def limits(purpose: str, email: str, network: str, *, most: int, window: dt.timedelta) -> tuple[Limit, ...]:
    """`most` tries for an address from one network, four times as many from anywhere, ten times from that network.

    So nobody locks somebody else out by guessing from far away, and a shared network is not locked out by one person.
    """
    place = _network(network)
    return (
        Limit(_key(purpose, email, place), most, window),
        Limit(_key(purpose, email), most * 4, window),
        Limit(_key(purpose, place), most * 10, window),
    )


def attempt(session: Session, some: Sequence[Limit], now: dt.datetime) -> None:
    """Count a try against each limit; TooManyAttempts where one is reached. A try that succeeds is taken back."""
    for limit in some:
        since = now - limit.window
        count, oldest = session.execute(
            select(func.count(), func.min(SignInAttempt.at)).where(
                SignInAttempt.key == limit.key, SignInAttempt.at > since
            )
        ).one()
        if count >= limit.most:
            raise TooManyAttempts(minutes=max(1, math.ceil((oldest - since).total_seconds() / 60)))
    session.add_all(SignInAttempt(key=limit.key, at=now) for limit in some)


def take_back(session: Session, some: Sequence[Limit], now: dt.datetime) -> None:
    """The try made at `now` has succeeded: it no longer counts, nor do earlier ones for this address from there."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == some[0].key))
    for limit in some[1:]:
        last = select(func.max(SignInAttempt.id)).where(SignInAttempt.key == limit.key, SignInAttempt.at == now)
        session.execute(delete(SignInAttempt).where(SignInAttempt.id == last.scalar_subquery()))


def _network(address: str) -> str:
    """An IPv6 customer has a whole /64 to try from."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
