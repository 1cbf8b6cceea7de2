"""Inviting people to a role: a link that works once, for fourteen days, while the inviter may give that role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain.errors import Forbidden, Gone, Invalid, NotFound, ReportingError
from reporting.domain.languages import INTERFACE
from reporting.domain.permissions import Actor, Subject, require
from reporting.infra.db import Database
from reporting.infra.passwords import hashed
from reporting.models import Membership, OneTimeLink, User
from reporting.services import audit, jobs, notifications
from reporting.services.accounts import links, memberships, passwords, people
from reporting.services.accounts.actors import in_force, load_actor
from reporting.services.accounts.addresses import normalised
from reporting.services.accounts.profile import checked_name
from reporting.services.accounts.roles import Role, checked

LASTS = dt.timedelta(days=14)


@dataclass(frozen=True)
class Invitation:
    """What an invited person is shown. `has_account` says that they sign in instead of choosing a password."""

    link_id: int
    email: str
    role: Role
    inviter: str
    has_account: bool
    language: str
    expires_at: dt.datetime


@dataclass(frozen=True)
class Invited:
    """A new link. `path` has no language and is told nowhere else than here and in the mail."""

    link_id: int
    path: str


def invite(
    session: Session, actor: Actor | None, now: dt.datetime, *, email: str, role: Role, language: str = "en"
) -> Invited:
    """Invite somebody, or again: earlier links for the same role end. `actor` None is a command on the machine itself.

    Raises Forbidden, NotFound or Invalid.
    """
    role = checked(session, role)
    if actor is not None:
        memberships.require_right_to_give(actor, role)
    address = normalised(email)
    user = session.scalar(select(User).where(User.email == address))
    if user is not None and _has(session, user, role, now):
        raise Invalid("already_member", field="email")
    for link in _open(session, role.party):
        if link.payload.get("email") == address and link.payload.get("role") == role.name:
            _close(link, now)
    link, token = links.make(
        session,
        links.INVITATION,
        now=now,
        lasts=LASTS,
        party=role.party,
        made_by=actor.user_id if actor else None,
        payload=_payload(address, role, user.language if user else _spoken(language)),
    )
    audit.record(session, "invitation:made", actor=actor, now=now, party=role.party, link_id=link.id, role=role.name)
    invited = Invited(link.id, f"/invitations/{token}")
    _mail(session, link, invited.path, actor.name if actor else "", user.name if user else "", now)
    return invited


def look(session: Session, token: str, now: dt.datetime) -> Invitation:
    """What the link offers. Raises Gone."""
    link = _live(session, token, now)
    return _seen(session, link)


def pending(session: Session, actor: Actor, party: str, now: dt.datetime) -> Sequence[Invitation]:
    """Invitations of a Party ('' for the secretariat) that wait for an answer, newest first."""
    require(actor, "members:list" if party else "accounts:manage", Subject(party=party))
    return [_seen(session, link) for link in _open(session, party) if links.is_live(link, now)]


def revoke(session: Session, actor: Actor, now: dt.datetime, link_id: int) -> None:
    """Take an invitation back. Raises NotFound or Forbidden."""
    link = session.get(OneTimeLink, link_id)
    if link is None or link.kind != links.INVITATION or not links.is_live(link, now):
        raise NotFound
    memberships.require_right_to_give(actor, _role(link))
    _close(link, now)
    audit.record(session, "invitation:revoked", actor=actor, now=now, party=link.party, link_id=link.id)


def accept_as_new(
    db: Database, token: str, *, name: str, password: str, time_zone: str, language: str, now: dt.datetime
) -> int:
    """Make the account and give it the role; the user's id. Raises Gone or Invalid."""
    email = look(db.session, token, now).email
    passwords.check(password, email)
    name, stored = checked_name(name), hashed(password)
    with db.transaction() as session:
        link = _live(session, token, now)
        user = people.add(
            session, now, email=email, name=name, password=stored, language=_spoken(language), time_zone=time_zone
        )
        _accept(session, link, user, now)
    return user.id


def accept(session: Session, actor: Actor, now: dt.datetime, token: str) -> Membership:
    """Give the role to who is signed in, if the invitation is for their address. Raises Gone, Forbidden or Invalid."""
    link = _live(session, token, now)
    if link.payload["email"] != actor.email:
        raise Forbidden
    return _accept(session, link, session.get_one(User, actor.user_id), now)


def ask_for_new_link(session: Session, token: str, now: dt.datetime) -> bool:
    """Tell the inviter, once, that a link ran out before it was used. False where there is nobody to tell."""
    link = links.find(session, links.INVITATION, token)
    key = f"invitation-expired:{link.id}" if link else ""
    if link is None or link.used_at or link.revoked_at or now < link.expires_at or link.made_by is None:
        return False
    inviter = session.get_one(User, link.made_by)
    if inviter.active and not jobs.exists(session, notifications.KIND, key):
        notifications.mail(
            session,
            to=inviter.email,
            template="invitation-expired",
            params={
                "name": inviter.name,
                "email": link.payload.get("email", ""),
                "address": f"/workspace/{link.party}/members" if link.party else "/secretariat/accounts",
            },
            language=inviter.language,
            now=now,
            key=key,
        )
    return True


def _accept(session: Session, link: OneTimeLink, user: User, now: dt.datetime) -> Membership:
    links.use(session, link, now)
    inviter = load_actor(session, link.made_by, now) if link.made_by is not None else None
    row = memberships.give(session, user, _role(link), now, by=inviter)
    audit.record(
        session, "invitation:accepted", actor=None, now=now, party=link.party, link_id=link.id, user_id=user.id
    )
    link.payload = {key: value for key, value in link.payload.items() if key != "email"}
    return row


def _live(session: Session, token: str, now: dt.datetime) -> OneTimeLink:
    """The link, if it is live and its inviter may still give what it offers."""
    link = links.live(session, links.INVITATION, token, now)
    if link.made_by is not None:
        inviter = load_actor(session, link.made_by, now)
        try:
            memberships.require_right_to_give(inviter or Actor(), _role(link))
        except ReportingError as error:
            raise Gone from error
    return link


def _has(session: Session, user: User, role: Role, now: dt.datetime) -> bool:
    held = select(Membership.id).where(
        Membership.user_id == user.id, Membership.role == role.name, Membership.party == role.party, in_force(now)
    )
    return session.scalar(held.where(Membership.agreement == role.agreement).limit(1)) is not None


def _open(session: Session, party: str) -> Sequence[OneTimeLink]:
    return session.scalars(
        select(OneTimeLink)
        .where(OneTimeLink.kind == links.INVITATION, OneTimeLink.party == party)
        .where(OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None))
        .order_by(OneTimeLink.id.desc())
    ).all()


def _close(link: OneTimeLink, now: dt.datetime) -> None:
    link.revoked_at = now
    link.payload = {key: value for key, value in link.payload.items() if key != "email"}


def _payload(email: str, role: Role, language: str) -> dict[str, Any]:
    return {
        "email": email,
        "role": role.name,
        "agreement": role.agreement,
        "forms": role.forms,
        "scope": role.scope,
        "until_at": role.until_at.isoformat() if role.until_at else "",
        "language": language,
    }


def _role(link: OneTimeLink) -> Role:
    told = link.payload
    until = dt.datetime.fromisoformat(told["until_at"]) if told["until_at"] else None
    return Role(told["role"], link.party, told["agreement"], told["forms"], told["scope"], until)


def _seen(session: Session, link: OneTimeLink) -> Invitation:
    email = link.payload["email"]
    inviter = session.get(User, link.made_by) if link.made_by is not None else None
    return Invitation(
        link_id=link.id,
        email=email,
        role=_role(link),
        inviter=inviter.name if inviter else "",
        has_account=session.scalar(select(User.id).where(User.email == email)) is not None,
        language=link.payload["language"],
        expires_at=link.expires_at,
    )


def _spoken(language: str) -> str:
    return language if language in INTERFACE else "en"


def _mail(session: Session, link: OneTimeLink, path: str, inviter: str, name: str, now: dt.datetime) -> None:
    role = _role(link)
    notifications.mail(
        session,
        to=link.payload["email"],
        template="invitation",
        params={
            "name": name,
            "actor_name": inviter,
            "party": role.party,
            "agreement": role.agreement,
            "role": role.name,
            "address": path,
            "valid_until_at": link.expires_at.isoformat(),
        },
        language=link.payload["language"],
        now=now,
        key=f"invitation:{link.id}",
    )
