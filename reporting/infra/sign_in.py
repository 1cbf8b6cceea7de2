"""The adapter to Flask-Login: who this browser is, since when, and when they last proved it.

A session names its user by the sign-in key; a new key ends all of a user's sessions. It ends by itself after a time
without use: soon on a shared computer, where the cookie goes with the browser as well.

Flask-Security is not used. Without its views (which commit by themselves and redirect without a language) it is a
Flask-Login manager with a password context that needs an application even for a command or a job, a request loader that
reads tokens from addresses, a group of commands and an identity of its own in the session. What is left of use is this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from reporting.domain.permissions import Actor

#: Gives the actor behind a sign-in key, or None where it has ended.
Load = Callable[[str], Actor | None]
Clock = Callable[[], dt.datetime]

IDLE = dt.timedelta(hours=12)
IDLE_SHARED = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(days=30)
_TOUCH_EVERY = dt.timedelta(minutes=1)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login knows of a person."""

    def __init__(self, actor: Actor, key: str) -> None:
        self.actor = actor
        self.key = key

    def get_id(self) -> str:
        return self.key


@dataclass(frozen=True)
class Life:
    """How long the session of this browser lasts. `ends_at` is when it ends without further use."""

    shared: bool
    ends_at: dt.datetime


def install(app: Flask, load: Load, clock: Clock) -> None:
    """Put Flask-Login into `app`. Nothing of it looks at the session of a request that does not ask who is here.

    Its own `init_app` would: for a remember cookie after each answer, and for a user in each template.
    """
    manager = LoginManager()
    manager.session_protection = None  # networks change under travellers; steps that matter ask for a proof
    app.login_manager = manager  # type: ignore[attr-defined]
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # `touch` does it, and not on public pages

    @manager.user_loader  # type: ignore[untyped-decorator]
    def user_of(key: str) -> SignedIn | None:
        if _over(clock()):
            return None
        actor = load(key)
        return SignedIn(actor, key) if actor else None


def begin(actor: Actor, key: str, now: dt.datetime, *, shared: bool) -> None:
    """Sign this browser in, with a session that has nothing of the one before."""
    forget()
    session.permanent = not shared
    session.update(began_at=_stamp(now), seen_at=_stamp(now), proved_at=_stamp(now), shared=shared)
    login_user(SignedIn(actor, key), force=True)


def renew(key: str) -> None:
    """Go on under a new sign-in key: all other sessions of this user have ended with the old one."""
    session["_user_id"] = key


def forget() -> None:
    """Sign this browser out: nothing of the session stays, the token of its forms included."""
    session.clear()
    for name in ("csrf_token", "_login_user"):
        g.pop(name, None)


def prove(now: dt.datetime) -> None:
    session["proved_at"] = _stamp(now)


def current(now: dt.datetime) -> Actor:
    """Who sends this request; anonymous where nobody is signed in."""
    if not current_user.is_authenticated:
        return Actor()
    actor: Actor = current_user.actor
    return replace(actor, proved_at=_moment("proved_at"))


def last_key() -> str | None:
    """The sign-in key that this browser's cookie still names, though its session may have ended."""
    key = session.get("_user_id")
    return key if isinstance(key, str) else None


def touch(now: dt.datetime) -> None:
    """Note that the session is in use; once a minute at most, because it sets the cookie again."""
    seen = _moment("seen_at")
    if current_user.is_authenticated and (seen is None or now - seen >= _TOUCH_EVERY):
        session["seen_at"] = _stamp(now)


def life() -> Life | None:
    """How long this session lasts, None where nobody is signed in."""
    seen, began = _moment("seen_at"), _moment("began_at")
    if seen is None or began is None or not current_user.is_authenticated:
        return None
    shared = bool(session.get("shared"))
    return Life(shared, min(seen + (IDLE_SHARED if shared else IDLE), began + LONGEST))


def _over(now: dt.datetime) -> bool:
    seen, began = _moment("seen_at"), _moment("began_at")
    if seen is None or began is None:
        return True
    return now >= min(seen + (IDLE_SHARED if session.get("shared") else IDLE), began + LONGEST)


def _stamp(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def _moment(name: str) -> dt.datetime | None:
    stamp = session.get(name)
    return dt.datetime.fromtimestamp(stamp, dt.UTC) if isinstance(stamp, int) else None
