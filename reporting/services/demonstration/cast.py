"""The invented Parties and the people of the demonstration, with their roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from reporting.models import Party
from reporting.services.accounts import memberships, people
from reporting.services.accounts.actors import load_actor
from reporting.services.accounts.roles import Role
from reporting.services.demonstration.source import InventedParty, Person
from reporting.services.demonstration.timeline import Timeline


def add_parties(session: Session, parties: Sequence[InventedParty]) -> None:
    for each in parties:
        session.add(
            Party(
                agreement=each.agreement,
                code=each.code,
                iso3=each.iso3,
                region=each.region,
                names=[{"names": dict(each.names)}],
                invented=True,
            )
        )
    session.flush()


def add_people(
    session: Session, cast: Sequence[Person], timeline: Timeline, *, agreement: str, password: str
) -> Mapping[str, int]:
    """Make the accounts, each with its role given by whoever gives it; ids by address. `password` is a hash.

    All share that hash: the password is told to everybody anyway.
    """
    ids: dict[str, int] = {}
    for person in cast:
        now = timeline.at(person.at)
        user = people.add(
            session, now, email=person.email, name=person.name, password=password, language=person.language
        )
        ids[person.email] = user.id
        role = Role(person.role, person.party, agreement)
        giver = load_actor(session, ids[person.by], now) if person.by else None
        if giver is not None:
            memberships.require_right_to_give(giver, role)
        given = memberships.give(session, user, role, now, by=giver)
        if giver is not None:
            memberships.tell(session, given, "membership-given", now)
    return ids
