"""What Parties are called, in a language and on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain.errors import NotFound
from reporting.models import Party


def party_of(session: Session, agreement: str, code: str) -> Party:
    """The Party, or NotFound."""
    found = session.get(Party, (agreement, code))
    if found is None:
        raise NotFound
    return found


def find(session: Session, code: str) -> Party:
    """The Party of that code in whichever agreement knows it first, or NotFound."""
    found = session.scalar(select(Party).where(Party.code == code).order_by(Party.agreement).limit(1))
    if found is None:
        raise NotFound
    return found


def agreements_of(session: Session, code: str) -> set[str]:
    """The agreements that have a Party of that code."""
    return set(session.scalars(select(Party.agreement).where(Party.code == code)))


def names_on(party: Party, day: dt.date) -> Mapping[str, str]:
    """The Party's names by language that held on `day`."""
    names: Mapping[str, str] = next(
        each["names"] for each in party.names if "until" not in each or day < dt.date.fromisoformat(each["until"])
    )
    return names


def name_of(party: Party, language: str, day: dt.date) -> str:
    names = names_on(party, day)
    return names.get(language) or names.get("en", party.code)


def names_in(
    session: Session, language: str, day: dt.date, agreement: str | None = None, codes: Iterable[str] | None = None
) -> dict[str, str]:
    """Code → name of all Parties, or of those with `codes`; one query however many there are."""
    wanted = select(Party) if agreement is None else select(Party).where(Party.agreement == agreement)
    if codes is not None:
        wanted = wanted.where(Party.code.in_(sorted(codes)))
    return {party.code: name_of(party, language, day) for party in session.scalars(wanted)}
