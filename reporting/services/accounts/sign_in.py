"""Signing in, proving again who one is, and ending all sign-ins.

A password is checked between two short transactions, because that takes a tenth of a second of CPU: so these take the
database and not a session.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from reporting.domain.errors import Invalid
from reporting.domain.permissions import Actor
from reporting.infra import passwords
from reporting.infra.db import Database
from reporting.models import ApiToken, User
from reporting.services import audit
from reporting.services.accounts import links, throttle
from reporting.services.accounts.actors import load_actor
from reporting.services.accounts.addresses import compared

_MOST = 5
_WINDOW = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Entry:
    """Who came in, and the key that their session carries."""

    actor: Actor
    key: str


def sign_in(db: Database, *, email: str, password: str, network: str, now: dt.datetime) -> Entry:
    """Let a person in. Raises Invalid("sign_in_failed") or TooManyAttempts.

    An address that nobody has, a wrong password and a disabled account get the same answer after the same work.
    """
    address = compared(email)
    user = _checked(db, address, password, network, now)
    with db.transaction() as session:
        actor = load_actor(session, user.id, now) if user.matches else None
        if actor is None:
            audit.record(session, "account:sign_in_failed", actor=None, now=now, user_id=user.id or None)
        else:
            _let_in(session, user, password, now)
            audit.record(session, "account:signed_in", actor=actor, now=now, user_id=user.id)
    if actor is None:
        raise Invalid("sign_in_failed")
    return Entry(actor, user.key)


def prove(db: Database, actor: Actor, *, password: str, network: str, now: dt.datetime) -> None:
    """Check the password of somebody who is signed in. Raises Invalid("password_wrong") or TooManyAttempts."""
    user = _checked(db, actor.email, password, network, now)
    right = user.matches and user.id == actor.user_id
    with db.transaction() as session:
        if right:
            _let_in(session, user, password, now)
        name = "account:proved" if right else "account:sign_in_failed"
        audit.record(session, name, actor=actor, now=now, user_id=actor.user_id)
    if not right:
        raise Invalid("password_wrong", field="password")


def end_sign_ins(session: Session, user: User, now: dt.datetime) -> str:
    """End all sessions, tokens and open password links of a person; the new sign-in key."""
    user.sign_in_key = secrets.token_urlsafe(32)
    session.execute(
        update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )
    links.revoke(session, user.id, (links.PASSWORD_RESET, links.EMAIL_OLD, links.EMAIL_NEW), now)
    session.flush()
    return user.sign_in_key


def sign_out(session: Session, actor: Actor, now: dt.datetime) -> None:
    """Only recorded: the session lives in the browser's cookie."""
    audit.record(session, "account:signed_out", actor=actor, now=now, user_id=actor.user_id)


def sign_out_everywhere(session: Session, actor: Actor, now: dt.datetime) -> None:
    """End all of one's own sign-ins, this one included."""
    user = session.get_one(User, actor.user_id)
    end_sign_ins(session, user, now)
    audit.record(session, "account:signed_out_everywhere", actor=actor, now=now, user_id=user.id)


@dataclass(frozen=True)
class _Checked:
    """What the check found: `id` 0 where nobody has the address."""

    id: int
    key: str
    stored: str
    matches: bool
    limits: Sequence[throttle.Limit]


def _checked(db: Database, address: str, password: str, network: str, now: dt.datetime) -> _Checked:
    limits = throttle.limits("sign-in", address, network, most=_MOST, window=_WINDOW)
    with db.transaction() as session:
        throttle.attempt(session, limits, now)
        row = session.execute(
            select(User.id, User.sign_in_key, User.password).where(User.email == address, User.active)
        ).one_or_none()
    user_id, key, stored = row or (0, "", None)
    return _Checked(user_id, key, stored or "", passwords.matches(password, stored), limits)


def _let_in(session: Session, user: _Checked, password: str, now: dt.datetime) -> None:
    throttle.take_back(session, user.limits, now)
    if passwords.is_outdated(user.stored):
        session.get_one(User, user.id).password = passwords.hashed(password)
