"""The accounts of an installation: made, looked through, disabled, and emptied when a person has gone."""

from __future__ import annotations

import datetime as dt
import secrets

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from reporting.domain.errors import Forbidden, Invalid, NotFound
from reporting.domain.permissions import Actor, require
from reporting.models import Membership, OneTimeLink, User
from reporting.services import audit
from reporting.services.accounts.actors import in_force
from reporting.services.accounts.addresses import normalised
from reporting.services.accounts.sign_in import end_sign_ins
from reporting.services.queries import PER_PAGE, Page


def add(
    session: Session, now: dt.datetime, *, email: str, name: str, password: str | None, language: str = "en",
    time_zone: str = "UTC",
) -> User:  # fmt: skip
    """A new account; `password` is a hash. Raises Invalid where the address is taken."""
    address = normalised(email)
    if session.scalar(select(User.id).where(User.email == address)) is not None:
        raise Invalid("address_taken", field="email")
    user = User(
        email=address,
        name=name,
        password=password,
        sign_in_key=secrets.token_urlsafe(32),
        language=language,
        time_zone=time_zone,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # somebody else took it in the same moment
        raise Invalid("address_taken", field="email") from None
    audit.record(session, "account:created", actor=None, now=now, user_id=user.id)
    return user


def search(session: Session, actor: Actor, now: dt.datetime, *, words: str = "", page: int = 1) -> Page[User]:
    """Accounts whose name, address or Party holds all of `words`, by name, with their roles in force."""
    require(actor, "accounts:manage")
    found = select(User)
    for word in words.split()[:5]:
        like = f"%{word.lower().replace('%', '').replace('_', ' ')}%"
        of_party = select(Membership.user_id).where(Membership.party == word.upper(), in_force(now))
        found = found.where(or_(func.lower(User.name).like(like), User.email.like(like), User.id.in_(of_party)))
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = max(1, min(page, -(-total // PER_PAGE)))
    people = session.scalars(
        found.order_by(func.lower(User.name), User.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
        .options(selectinload(User.memberships.and_(in_force(now))))
    ).all()
    return Page(people, page, PER_PAGE, total)


def disable(session: Session, actor: Actor, now: dt.datetime, user_id: int) -> None:
    """Shut an account: all its sign-ins and tokens end at once. Nobody shuts their own."""
    user = _of_another(session, actor, user_id)
    if user.active:
        user.active, user.disabled_at = False, now
        end_sign_ins(session, user, now)
        audit.record(session, "account:disabled", actor=actor, now=now, user_id=user.id)


def enable(session: Session, actor: Actor, now: dt.datetime, user_id: int) -> None:
    """Open a disabled account again. An emptied one stays shut."""
    user = _of_another(session, actor, user_id)
    if "@" not in user.email:
        raise Invalid(field="user")
    if not user.active:
        user.active, user.disabled_at = True, None
        audit.record(session, "account:enabled", actor=actor, now=now, user_id=user.id)


def empty(session: Session, actor: Actor, now: dt.datetime, user_id: int) -> None:
    """Take name and address of a disabled account away for good. What the person did stays, without a name."""
    user = _of_another(session, actor, user_id)
    if user.active:
        raise Invalid(field="user")
    for link in session.scalars(select(OneTimeLink).where(OneTimeLink.user_id == user.id)):
        link.payload = {}
    for row in session.scalars(select(Membership).where(Membership.user_id == user.id, in_force(now))):
        row.ended_at, row.ended_by = now, actor.user_id
    user.name, user.email, user.password = "", f"former-user-{user.id}", None
    audit.record(session, "account:emptied", actor=actor, now=now, user_id=user.id)


def one(session: Session, actor: Actor, user_id: int) -> User:
    """An account with all roles it ever had, for administrators. Raises NotFound."""
    require(actor, "accounts:manage")
    found = session.scalar(
        select(User)
        .where(User.id == user_id)
        .options(
            selectinload(User.memberships).joinedload(Membership.giver),
            selectinload(User.memberships).joinedload(Membership.ender),
        )
    )
    if found is None:
        raise NotFound
    return found


def by_email(session: Session, email: str) -> User:
    """The account of an address, for commands. Raises NotFound."""
    user = session.scalar(select(User).where(User.email == normalised(email)))
    if user is None:
        raise NotFound
    return user


def _of_another(session: Session, actor: Actor, user_id: int) -> User:
    require(actor, "accounts:manage")
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    if user.id == actor.user_id:
        raise Forbidden
    return user
