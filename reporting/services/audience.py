"""Who is told of a step through the workflow: those concerned, each in their own language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.permissions import Actor
from reporting.models import Membership, Report, User
from reporting.services import notifications

_PARTY = (permissions.FOCAL_POINT, permissions.AUTHORISED_USER)
_REVIEWERS = (permissions.REVIEWER, permissions.PUBLISHER)

#: action → (template, roles that are told). "publish" is told when the record is announced.
AUDIENCES: Mapping[str, tuple[str, Sequence[str]]] = {
    "submit": ("report-submitted", (*_PARTY, *_REVIEWERS)),
    "recall": ("report-recalled", (*_PARTY, *_REVIEWERS)),
    "start_review": ("report-review-started", (permissions.FOCAL_POINT,)),
    "return": ("report-returned", _PARTY),
    "approve": ("report-approved", (permissions.FOCAL_POINT, permissions.PUBLISHER)),
    "send_back": ("report-sent-back", (permissions.FOCAL_POINT, *_REVIEWERS)),
    "publish": ("report-published", (*_PARTY, permissions.OBSERVER, *_REVIEWERS)),
    "amend": ("report-amended", (*_PARTY, *_REVIEWERS)),
    "discard": ("report-discarded", _PARTY),
}


def tell(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    report: Report,
    action: str,
    comment: str = "",
    due_on: dt.date | None = None,
) -> None:
    """Put down a mail for everybody concerned by `action`; who submits gets it too, as a receipt."""
    if action == "publish":
        return
    but = None if action == "submit" else actor.user_id
    _mail(session, now, report, action, actor.name, comment, due_on, but=but)


def tell_of_publication(session: Session, now: dt.datetime, report: Report, number: int) -> None:
    """The record is out: everybody concerned hears of it, whoever published it included."""
    _mail(session, now, report, "publish", "", "", None, but=None, number=number)


def _mail(
    session: Session,
    now: dt.datetime,
    report: Report,
    action: str,
    actor_name: str,
    comment: str,
    due_on: dt.date | None,
    *,
    but: int | None,
    **more: int,
) -> None:
    template, roles = AUDIENCES[action]
    notifications.tell(
        session,
        template=template,
        people=[person for person in people(session, report, roles, now) if person.id != but],
        params={
            "party": report.party,
            "agreement": report.agreement,
            "form": report.form,
            "actor_name": actor_name,
            "comment": comment.strip(),
            "due_on": due_on.isoformat() if due_on else "",
            **more,
        },
        now=now,
    )


def people(session: Session, report: Report, roles: Sequence[str], now: dt.datetime) -> Sequence[User]:
    """Everybody who has one of these roles for this report now."""
    national = [role for role in roles if role in permissions.NATIONAL]
    secretariat = [role for role in roles if role in permissions.SECRETARIAT]
    in_force = and_(
        Membership.ended_at.is_(None),
        Membership.starts_at <= now,
        or_(Membership.until_at.is_(None), Membership.until_at > now),
        Membership.agreement == report.agreement,
        or_(
            and_(Membership.party == report.party, Membership.role.in_(national)),
            and_(Membership.party == "", Membership.role.in_(secretariat)),
        ),
    )
    ids = select(Membership.user_id).where(in_force)
    return session.scalars(select(User).where(User.id.in_(ids), User.active).order_by(User.id)).all()
