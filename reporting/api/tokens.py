"""`Authorization: Bearer <token>` → the person for whom a program acts. No cookie and no session is ever looked at."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from reporting.domain.errors import NotSignedIn
from reporting.domain.permissions import Actor
from reporting.services.accounts.tokens import actor_by_token

_LONGEST = 200


def actor(session: Session, header: str, now: dt.datetime) -> Actor:
    """The actor of an Authorization header. Raises NotSignedIn: `token_needed` without one, else `token_invalid`."""
    if not header:
        raise NotSignedIn("token_needed")
    scheme, _, token = header.partition(" ")
    token = token.strip()
    found = None
    if scheme.lower() == "bearer" and token.isascii() and 0 < len(token) <= _LONGEST:
        found = actor_by_token(session, token, now)
    if found is None:
        raise NotSignedIn("token_invalid")
    return found
