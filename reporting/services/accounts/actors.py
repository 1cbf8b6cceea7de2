"""From a row of `users` to the Actor whom every service asks about: one query, roles in force only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.permissions import Actor
from reporting.models import Membership, User


def load_actor(session: Session, user_id: int, now: dt.datetime) -> Actor | None:
    """The person with that id and the roles that they hold now; None where there is none, or a disabled one."""
    return _actor(session, User.id == user_id, now)


def actor_by_key(session: Session, key: str, now: dt.datetime) -> Actor | None:
    """The person whose sessions carry this sign-in key."""
    return _actor(session, User.sign_in_key == key, now)


def in_force(now: dt.datetime) -> ColumnElement[bool]:
    """The condition that a membership holds at `now`."""
    return and_(
        Membership.ended_at.is_(None),
        Membership.starts_at <= now,
        or_(Membership.until_at.is_(None), Membership.until_at > now),
    )


def _actor(session: Session, whose: Any, now: dt.datetime) -> Actor | None:
    rows: Sequence[Any] = session.execute(
        select(User, Membership)
        .outerjoin(Membership, and_(Membership.user_id == User.id, in_force(now)))
        .where(whose, User.active)
        .order_by(Membership.id)
    ).all()
    if not rows:
        return None
    user: User = rows[0][0]
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        language=user.language,
        time_zone=user.time_zone,
        memberships=tuple(_role(membership) for _, membership in rows if membership is not None),
    )


def _role(row: Membership) -> permissions.Membership:
    return permissions.Membership(
        role=row.role, party=row.party, agreement=row.agreement, forms=frozenset(row.forms.split()), scope=row.scope
    )
