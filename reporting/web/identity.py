"""Who sends a request for a page: the session of this browser, looked at only where somebody asks.

Public pages do not ask. So they read no cookie and set none.
"""

from __future__ import annotations

from flask import Flask

from reporting.domain.permissions import Actor
from reporting.infra import sign_in
from reporting.services.accounts.actors import actor_by_key
from reporting.web.access import house, now


def register(app: Flask) -> None:
    sign_in.install(app, _load, now)
    app.extensions["identify"] = identify


def identify() -> Actor:
    """The person at this browser; asking counts as use of the session."""
    found = sign_in.current(now())
    sign_in.touch(now())
    return found


def _load(key: str) -> Actor | None:
    return actor_by_key(house().db.session, key, now())
