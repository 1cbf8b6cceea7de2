"""Tokens by which a program acts for a person, with that person's rights of the moment."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain.errors import Invalid, NotFound
from reporting.domain.permissions import Actor, require
from reporting.models import ApiToken
from reporting.services import audit
from reporting.services.accounts.actors import load_actor
from reporting.services.accounts.links import hash_of

#: Begins every token, so that people and leak scanners know one when they see it.
PREFIX = "nrt_"
LONGEST = dt.timedelta(days=366)
MOST = 20


def create(session: Session, actor: Actor, now: dt.datetime, *, name: str, lasts: dt.timedelta = LONGEST) -> str:
    """A new token, told this once. Raises Invalid where a person has too many."""
    require(actor, "token:own")
    if len(live_tokens(session, actor, now)) >= MOST or not dt.timedelta(0) < lasts <= LONGEST:
        raise Invalid(field="name")
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        user_id=actor.user_id, token_hash=hash_of(token), name=name.strip()[:100], made_at=now, expires_at=now + lasts
    )
    session.add(row)
    session.flush()
    audit.record(session, "token:created", actor=actor, now=now, token_id=row.id, user_id=actor.user_id)
    return token


def live_tokens(session: Session, actor: Actor, now: dt.datetime) -> Sequence[ApiToken]:
    """One's own tokens that still work, newest first."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.user_id == actor.user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
        .order_by(ApiToken.id.desc())
    ).all()


def revoke(session: Session, actor: Actor, now: dt.datetime, token_id: int) -> None:
    """End one of one's own tokens. Raises NotFound for anybody else's."""
    require(actor, "token:own")
    row = session.get(ApiToken, token_id)
    if row is None or row.user_id != actor.user_id:
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at = now
        audit.record(session, "token:revoked", actor=actor, now=now, token_id=row.id, user_id=row.user_id)


def actor_by_token(session: Session, token: str, now: dt.datetime) -> Actor | None:
    """Who a program acts for; None where the token or the person's last role has ended."""
    if not token.startswith(PREFIX):
        return None
    user_id = session.scalar(
        select(ApiToken.user_id).where(
            ApiToken.token_hash == hash_of(token), ApiToken.revoked_at.is_(None), ApiToken.expires_at > now
        )
    )
    actor = load_actor(session, user_id, now) if user_id is not None else None
    return actor if actor is not None and actor.memberships else None
