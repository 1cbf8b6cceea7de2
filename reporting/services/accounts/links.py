"""Expiring single-use links. Only the hash of a token is stored; what the link will do stands in its payload."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from reporting.domain.errors import Gone
from reporting.models import OneTimeLink

INVITATION, PASSWORD_RESET, EMAIL_OLD, EMAIL_NEW = "invitation", "password_reset", "email_old", "email_new"


def make(
    session: Session, kind: str, *, now: dt.datetime, lasts: dt.timedelta, **columns: Any
) -> tuple[OneTimeLink, str]:
    """A new link and its token, which is known nowhere else."""
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(kind=kind, token_hash=hash_of(token), made_at=now, expires_at=now + lasts, **columns)
    session.add(link)
    session.flush()
    return link, token


def find(session: Session, kind: str, token: str) -> OneTimeLink | None:
    """The link, whatever its state."""
    return session.scalar(select(OneTimeLink).where(OneTimeLink.kind == kind, OneTimeLink.token_hash == hash_of(token)))


def live(session: Session, kind: str, token: str, now: dt.datetime) -> OneTimeLink:
    """The link, if it can still be used; Gone otherwise, the same for one that never was."""
    link = find(session, kind, token)
    if link is None or not is_live(link, now):
        raise Gone
    return link


def is_live(link: OneTimeLink, now: dt.datetime) -> bool:
    return link.used_at is None and link.revoked_at is None and now < link.expires_at


def use(session: Session, link: OneTimeLink, now: dt.datetime) -> None:
    """Mark the link used, once: of two that use it at the same moment, one gets Gone."""
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None))
        .values(used_at=now)
    )
    if done.rowcount != 1:
        raise Gone


def revoke(session: Session, user_id: int, kinds: tuple[str, ...], now: dt.datetime) -> None:
    """End all open links of these kinds for a person."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.kind.in_(kinds))
        .where(OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
