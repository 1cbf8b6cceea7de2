"""Roles: given, changed and ended. Nothing is deleted, so that everybody can see who could do what, and when."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from reporting.domain import permissions
from reporting.domain.errors import Forbidden, Invalid, NotFound
from reporting.domain.permissions import Actor, Subject, permits, require
from reporting.models import Membership, User
from reporting.services import audit, notifications
from reporting.services.accounts.actors import in_force
from reporting.services.accounts.roles import Role, checked
from reporting.services.accounts.sign_in import end_sign_ins


def require_right_to_give(actor: Actor, role: Role) -> None:
    """Focal points give national roles in their own Party, to the forms they have; administrators give every role."""
    if not role.party:
        return require(actor, "accounts:manage")
    permission = _permission_for(role.name)
    require(actor, permission, Subject(party=role.party, agreement=role.agreement))
    for form in role.forms.split():
        if not permits(actor, permission, Subject(party=role.party, agreement=role.agreement, form=form)):
            raise Forbidden
    return None


def give(session: Session, user: User, role: Role, now: dt.datetime, *, by: Actor | None) -> Membership:
    """Give a role, without asking whether `by` may (None is the system). Raises Invalid where the person has it."""
    role = checked(session, role)
    same = select(Membership.id).where(
        Membership.user_id == user.id,
        Membership.role == role.name,
        Membership.party == role.party,
        Membership.agreement == role.agreement,
        in_force(now),
    )
    if session.scalar(same.limit(1)) is not None:
        raise Invalid("already_member", field="email")
    row = Membership(
        user_id=user.id,
        role=role.name,
        party=role.party,
        agreement=role.agreement,
        forms=role.forms,
        scope=role.scope,
        starts_at=now,
        until_at=role.until_at,
        given_by=by.user_id if by else None,
        given_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(
        session, "membership:given", actor=by, now=now, party=role.party,
        membership_id=row.id, user_id=user.id, role=role.name, forms=role.forms, scope=role.scope,
    )  # fmt: skip
    return row


def end(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    membership_id: int,
    *,
    successor: int | None = None,
    vacant: bool = False,
) -> Membership:
    """End a role at once, and with it the person's sign-ins and tokens.

    A Party's last focal point is ended only by an administrator, who names a `successor` (the id of a person with a
    role in that Party) or says that the place is `vacant`.
    """
    row = session.get(Membership, membership_id, options=[joinedload(Membership.user)])
    if row is None:
        raise NotFound
    _require_right_to_end(actor, row)
    if not is_in_force(row, now):
        raise Invalid(field="membership")
    if row.role == permissions.FOCAL_POINT and _others(session, row, now, hold=True) == 0:
        _replace_last(session, actor, now, row, successor, vacant)
    row.ended_at, row.ended_by = now, actor.user_id
    end_sign_ins(session, row.user, now)
    audit.record(
        session, "membership:ended", actor=actor, now=now, party=row.party,
        membership_id=row.id, user_id=row.user_id, role=row.role, vacant=vacant,
    )  # fmt: skip
    tell(session, row, "membership-ended", now)
    return row


def may_end(actor: Actor, row: Membership) -> bool:
    """Whether `end` would let this actor through: one's own role (not an administrator's), and those one may manage."""
    if row.user_id == actor.user_id:
        return row.role != permissions.ADMINISTRATOR
    if not row.party:
        return permits(actor, "accounts:manage")
    return permits(actor, _permission_for(row.role), Subject(party=row.party, agreement=row.agreement))


def change(
    session: Session, actor: Actor, now: dt.datetime, membership_id: int, *, forms: str, scope: str,
    until_at: dt.datetime | None,
) -> None:  # fmt: skip
    """Change what a role covers and until when. Raises NotFound, Forbidden or Invalid."""
    row = session.get(Membership, membership_id)
    if row is None or not is_in_force(row, now):
        raise NotFound
    wanted = Role(row.role, row.party, row.agreement, forms, scope, until_at)
    require_right_to_give(actor, wanted)
    wanted = checked(session, wanted)
    if until_at is not None and until_at <= now:
        raise Invalid(field="until_on")
    values = {"forms": wanted.forms, "scope": wanted.scope, "until_at": wanted.until_at}
    changed = [field for field, value in values.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, values[field])
    if changed:
        audit.record(
            session, "membership:changed", actor=actor, now=now, party=row.party,
            membership_id=row.id, user_id=row.user_id, fields=changed,
        )  # fmt: skip


def of_party(session: Session, actor: Actor, party: str, now: dt.datetime) -> tuple[list[Membership], list[Membership]]:
    """A Party's roles: those in force, and those that have ended, newest first. People come along in the same query."""
    require(actor, "members:list", Subject(party=party))
    rows = session.scalars(
        select(Membership)
        .where(Membership.party == party)
        .options(joinedload(Membership.user), joinedload(Membership.giver), joinedload(Membership.ender))
        .order_by(Membership.given_at.desc(), Membership.id.desc())
    ).all()
    order = permissions.ROLES.index
    now_held = sorted((row for row in rows if is_in_force(row, now)), key=lambda row: (order(row.role), row.id))
    return now_held, [row for row in rows if not is_in_force(row, now)]


def is_last_focal_point(session: Session, row: Membership, now: dt.datetime) -> bool:
    return row.role == permissions.FOCAL_POINT and is_in_force(row, now) and _others(session, row, now) == 0


def tell(session: Session, row: Membership, template: str, now: dt.datetime) -> None:
    """Tell a person of a role of theirs."""
    params = {
        "party": row.party,
        "agreement": row.agreement,
        "role": row.role,
        "until_on": row.until_at.date().isoformat() if row.until_at else "",
        "address": f"/workspace/{row.party}" if row.party else "/secretariat",
    }
    notifications.tell(session, template=template, people=[row.user], params=params, now=now)


def _permission_for(role: str) -> str:
    return "members:manage_focal_points" if role == permissions.FOCAL_POINT else "members:manage"


def _require_right_to_end(actor: Actor, row: Membership) -> None:
    if may_end(actor, row):
        return
    require(actor, "members:list", Subject(party=row.party))
    raise Forbidden


def is_in_force(row: Membership, now: dt.datetime) -> bool:
    """What `actors.in_force` says, for a row at hand."""
    return row.ended_at is None and row.starts_at <= now and (row.until_at is None or row.until_at > now)


def _others(session: Session, row: Membership, now: dt.datetime, *, hold: bool = False) -> int:
    """How many other active people are focal points of the Party. With `hold`, two of them cannot go at once."""
    wanted = (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .where(Membership.party == row.party, Membership.agreement == row.agreement, Membership.role == row.role)
        .where(in_force(now), or_(User.active, Membership.id == row.id))
        .order_by(Membership.id)
    )
    found = session.scalars(wanted.with_for_update(of=Membership) if hold else wanted).all()
    return sum(each.user_id != row.user_id for each in found)


def _replace_last(
    session: Session, actor: Actor, now: dt.datetime, row: Membership, successor: int | None, vacant: bool
) -> None:
    may = permits(actor, "members:manage_focal_points", Subject(party=row.party, agreement=row.agreement))
    if not may or (successor is None and not vacant):
        raise Invalid("last_focal_point")
    if successor is None:
        return
    person = session.scalar(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(User.id == successor, User.id != row.user_id, User.active, Membership.party == row.party, in_force(now))
    )
    if person is None:
        raise Invalid(field="successor")
    role = Role(permissions.FOCAL_POINT, row.party, row.agreement, row.forms)
    tell(session, give(session, person, role, now, by=actor), "membership-given", now)
