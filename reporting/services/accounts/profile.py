"""One's own account: name, language, time zone, and another e-mail address, confirmed at the old and the new one."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain.errors import Gone, Invalid
from reporting.domain.languages import INTERFACE
from reporting.domain.permissions import Actor, require
from reporting.models import OneTimeLink, User
from reporting.services import audit, notifications
from reporting.services.accounts import links
from reporting.services.accounts.addresses import normalised

EMAIL_CHANGE_LASTS = dt.timedelta(hours=24)
_SIDES = {links.EMAIL_OLD: "email-change-old", links.EMAIL_NEW: "email-change-new"}


def update(session: Session, actor: Actor, now: dt.datetime, *, name: str, language: str, time_zone: str) -> None:
    """Change what others see and how oneself is addressed. Raises Invalid."""
    require(actor, "account:self")
    user = session.get_one(User, actor.user_id)
    wanted = {"name": checked_name(name), "language": language, "time_zone": time_zone}
    if language not in INTERFACE:
        raise Invalid(field="language")
    if time_zone not in available_timezones():
        raise Invalid(field="time_zone")
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    for field in changed:
        setattr(user, field, wanted[field])
    if changed:
        audit.record(session, "account:profile_changed", actor=actor, now=now, user_id=user.id, fields=changed)


def checked_name(name: str) -> str:
    """A person's name on one line. Raises Invalid where it is empty or too long."""
    found = " ".join(name.split())
    if not 0 < len(found) <= 200:
        raise Invalid("name_needed", field="name")
    return found


def ask_email_change(session: Session, actor: Actor, now: dt.datetime, email: str) -> None:
    """Send a link to the old and one to the new address; the change happens when both have been opened.

    An address that somebody else has gets no link and the same answer, so that nobody learns who has an account.
    """
    require(actor, "account:self")
    user = session.get_one(User, actor.user_id)
    wanted = normalised(email)
    if wanted == user.email:
        raise Invalid("address_taken", field="email")
    links.revoke(session, user.id, tuple(_SIDES), now)
    audit.record(session, "account:email_change_asked", actor=actor, now=now, user_id=user.id)
    payload = {"email": wanted, "change": secrets.token_hex(8)}
    free = session.scalar(select(User.id).where(User.email == wanted)) is None
    for kind, to in ((links.EMAIL_OLD, user.email), (links.EMAIL_NEW, wanted)):
        if kind == links.EMAIL_OLD or free:
            _send_link(session, user, kind, to, payload, now)


def confirm_email(session: Session, token: str, now: dt.datetime) -> bool:
    """Word from one of the two addresses; whether the change has now happened. Raises Gone."""
    link = _either(session, token, now)
    links.use(session, link, now)
    user = session.get_one(User, link.user_id)
    side = "old" if link.kind == links.EMAIL_OLD else "new"
    audit.record(session, "account:email_change_confirmed", actor=None, now=now, user_id=user.id, side=side)
    if not _other_side_said_yes(session, link):
        return False
    wanted, before = link.payload["email"], user.email
    if session.scalar(select(User.id).where(User.email == wanted)) is not None:
        raise Gone
    user.email = wanted
    links.revoke(session, user.id, (links.PASSWORD_RESET,), now)
    audit.record(session, "account:email_changed", actor=None, now=now, user_id=user.id)
    for to in (before, wanted):
        params = {"name": user.name, "email": wanted}
        _mail(session, user, "email-changed", to, params, now, f"email-changed:{user.id}:{link.id}:{to}")
    return True


def look_at_email_link(session: Session, token: str, now: dt.datetime) -> str:
    """The address that the link is about to confirm. Raises Gone."""
    return str(_either(session, token, now).payload["email"])


def _either(session: Session, token: str, now: dt.datetime) -> OneTimeLink:
    kind = links.EMAIL_OLD if links.find(session, links.EMAIL_OLD, token) else links.EMAIL_NEW
    return links.live(session, kind, token, now)


def _other_side_said_yes(session: Session, link: OneTimeLink) -> bool:
    other = links.EMAIL_NEW if link.kind == links.EMAIL_OLD else links.EMAIL_OLD
    used = session.scalars(
        select(OneTimeLink).where(
            OneTimeLink.user_id == link.user_id, OneTimeLink.kind == other, OneTimeLink.used_at.is_not(None)
        )
    )
    return any(each.payload.get("change") == link.payload["change"] for each in used)


def _send_link(session: Session, user: User, kind: str, to: str, payload: dict[str, Any], now: dt.datetime) -> None:
    link, token = links.make(session, kind, now=now, lasts=EMAIL_CHANGE_LASTS, user_id=user.id, payload=payload)
    params = {
        "name": user.name,
        "email": payload["email"],
        "address": f"/confirm-email/{token}",
        "valid_until_at": link.expires_at.isoformat(),
    }
    _mail(session, user, _SIDES[kind], to, params, now, f"{kind}:{link.id}")


def _mail(
    session: Session, user: User, template: str, to: str, params: dict[str, Any], now: dt.datetime, key: str
) -> None:
    notifications.mail(session, to=to, template=template, params=params, language=user.language, now=now, key=key)
