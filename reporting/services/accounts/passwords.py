"""Choosing a password: the rule, forgotten ones, a new one with the old.

The rule follows NIST SP 800-63B: length instead of kinds of characters, and none of the passwords tried first.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain.errors import Invalid
from reporting.domain.permissions import Actor
from reporting.infra.db import Database
from reporting.infra.passwords import hashed
from reporting.models import User
from reporting.services import audit, notifications
from reporting.services.accounts import links, throttle
from reporting.services.accounts.addresses import compared
from reporting.services.accounts.sign_in import end_sign_ins, prove

SHORTEST = 12
#: Longer ones would only cost time to hash.
LONGEST = 500
RESET_LASTS = dt.timedelta(hours=1)
_MOST_FORGOTTEN = 3
_FORGOTTEN_WINDOW = dt.timedelta(hours=1)

#: Those of twelve characters and more that lists of leaked passwords begin with, and ours of this place.
_TRIED_FIRST = """
    123456789012 1234567890123 1234567890qwerty 12345678910 123123123123 012345678910 0987654321098 987654321098
    administrator administrator1 changemechangeme correcthorsebatterystaple footballfootball iloveyouiloveyou
    letmeinletmein letmeinplease mypassword123 mypassword1234 nationalreport nationalreports nationalreporting
    p@ssw0rd1234 p@ssword1234 passw0rd1234 password1234 password12345 password123456 passwordpassword password!234
    passwort1234 contrasena123 contraseña123 motdepasse123 motdepasse1234 biodiversity biodiversity1 biodiversity123
    q1w2e3r4t5y6 1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop12
    qwertyuiop123 qwertyuiopas qwertyuiopasdf asdfghjklqwerty azertyuiop12 azertyuiop123 zxcvbnmasdfg sunshine1234
    welcome12345 welcome123456 superman1234 princess1234 dragondragon monkeymonkey trustno1trustno1 whateverwhatever
    abcdefghijkl abcdefghijklm abcd12345678 abc123abc123 adminadminadmin admin1234567 secretsecret secret123456
"""
_COMMON = frozenset(_TRIED_FIRST.split())


def check(password: str, email: str) -> None:
    """Raise Invalid where `password` breaks the rule."""
    if len(password) < SHORTEST:
        raise Invalid("password_too_short", field="password", length=SHORTEST)
    plain = password.casefold().replace(" ", "")
    too_easy = plain in _COMMON or _repeats(plain) or plain in (email.casefold(), email.partition("@")[0].casefold())
    if too_easy or len(password) > LONGEST:
        raise Invalid("password_too_common", field="password")


def forgotten(session: Session, *, email: str, network: str, now: dt.datetime) -> None:
    """Send a link for a new password. Nothing tells whether anybody has this address: whoever does gets mail.

    Raises TooManyAttempts.
    """
    address = compared(email)
    limits = throttle.limits("forgotten", address, network, most=_MOST_FORGOTTEN, window=_FORGOTTEN_WINDOW)
    throttle.attempt(session, limits, now)
    user = session.scalar(select(User).where(User.email == address, User.active))
    if user is None:
        return
    links.revoke(session, user.id, (links.PASSWORD_RESET,), now)
    link, token = links.make(session, links.PASSWORD_RESET, now=now, lasts=RESET_LASTS, user_id=user.id)
    audit.record(session, "account:password_forgotten", actor=None, now=now, user_id=user.id)
    notifications.mail(
        session,
        to=user.email,
        template="password-reset",
        params={"name": user.name, "address": f"/reset/{token}", "valid_until_at": link.expires_at.isoformat()},
        language=user.language,
        now=now,
        key=f"password-reset:{link.id}",
    )


def reset(db: Database, token: str, *, password: str, now: dt.datetime) -> None:
    """A new password by a link. Ends all sign-ins. Raises Gone or Invalid."""
    user = user_of_link(db.session, token, now)
    check(password, user.email)
    stored = hashed(password)
    with db.transaction() as session:
        link = links.live(session, links.PASSWORD_RESET, token, now)
        links.use(session, link, now)
        user = session.get_one(User, link.user_id)
        user.password = stored
        end_sign_ins(session, user, now)
        audit.record(session, "account:password_reset", actor=None, now=now, user_id=user.id)
        _tell(session, user, now)


def user_of_link(session: Session, token: str, now: dt.datetime) -> User:
    """Whose password the link will set. Raises Gone."""
    link = links.live(session, links.PASSWORD_RESET, token, now)
    return session.get_one(User, link.user_id)


def change(db: Database, actor: Actor, *, present: str, password: str, network: str, now: dt.datetime) -> str:
    """A new password with the present one; the new sign-in key, by which this sign-in goes on and no other does."""
    check(password, actor.email)
    try:
        prove(db, actor, password=present, network=network, now=now)
    except Invalid as error:
        raise Invalid(error.code, field="present") from error
    stored = hashed(password)
    with db.transaction() as session:
        user = session.get_one(User, actor.user_id)
        user.password = stored
        key = end_sign_ins(session, user, now)
        audit.record(session, "account:password_changed", actor=actor, now=now, user_id=user.id)
        _tell(session, user, now)
    return key


def _tell(session: Session, user: User, now: dt.datetime) -> None:
    notifications.mail(
        session,
        to=user.email,
        template="password-changed",
        params={"name": user.name, "address": "/forgotten"},
        language=user.language,
        now=now,
        key=f"password-changed:{user.id}:{now.isoformat()}",
    )


def _repeats(text: str) -> bool:
    """Whether a text is a short piece over and over, or a run of neighbouring characters."""
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return steps in ({0}, {1}, {-1}) or any(text == (text[:n] * len(text))[: len(text)] for n in range(1, 5))
