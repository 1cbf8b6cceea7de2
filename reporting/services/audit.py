"""What happened is recorded where it is done, in the same transaction: an event for each thing people may ask about.

The table below says which events there are and what each must at least tell. People are named by id alone, so that a
former user's name and address can be emptied in one place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from reporting.domain.permissions import Actor
from reporting.models import AuditEvent


def _fields(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


#: event → fields that its `data` must have. More may be given; an unknown name is refused.
EVENTS: Mapping[str, frozenset[str]] = {
    # accounts
    "account:created": _fields("user_id"),
    "account:signed_in": _fields("user_id"),
    "account:sign_in_failed": _fields("user_id"),
    "account:proved": _fields("user_id"),
    "account:signed_out": _fields("user_id"),
    "account:signed_out_everywhere": _fields("user_id"),
    "account:password_forgotten": _fields("user_id"),
    "account:password_reset": _fields("user_id"),
    "account:password_changed": _fields("user_id"),
    "account:email_change_asked": _fields("user_id"),
    "account:email_change_confirmed": _fields("user_id side"),
    "account:email_changed": _fields("user_id"),
    "account:profile_changed": _fields("user_id fields"),
    "account:disabled": _fields("user_id"),
    "account:enabled": _fields("user_id"),
    "account:emptied": _fields("user_id"),
    # roles
    "invitation:made": _fields("link_id role"),
    "invitation:revoked": _fields("link_id"),
    "invitation:accepted": _fields("link_id user_id"),
    "membership:given": _fields("membership_id user_id role"),
    "membership:changed": _fields("membership_id user_id fields"),
    "membership:ended": _fields("membership_id user_id role"),
    # programs that act for a person
    "token:created": _fields("token_id user_id"),
    "token:revoked": _fields("token_id user_id"),
    # reports; `revision` is its number
    "report:create": _fields("form"),
    "report:languages": _fields("languages"),
    "report:import": _fields("items answers"),
    "report:move": _fields("revision form_revision"),
    "report:move_undone": _fields("revision form_revision"),
    **dict.fromkeys(
        ("item:added", "item:removed", "item:restored", "item:arranged", "item:looked_at", "item:matched"),
        _fields("section item"),
    ),
    "answer:carried": _fields("question item decision"),
    "answer:all_carried": _fields("count"),
    "report:submit": _fields("revision sha256"),
    "report:recall": _fields("revision"),
    "report:start_review": _fields("revision"),
    "report:return": _fields("revision"),
    "report:approve": _fields("revision sha256"),
    "report:send_back": _fields("revision"),
    "report:publish": _fields("revision sha256 number"),
    "report:amend": _fields("revision"),
    "report:discard": _fields("revision"),
    "file:attached": _fields("sha256"),
    "answer:restore": _fields("question item lang version"),
    # data that Parties are offered
    "dataset:proposed": _fields("dataset_id edition"),
    "dataset:offered": _fields("dataset_id edition"),
    "dataset:discarded": _fields("dataset_id edition"),
    "dataset:withdrawn": _fields("dataset_id edition"),
    # the house
    "form:opened": _fields("form revision"),
    "form:edition": _fields("form revision"),
    "texts:laid": _fields("domains count"),
    "texts:removed": _fields("domains count"),
    "parties:loaded": _fields("agreement"),
    "demonstration:loaded": _fields(),
}

#: What would stay in the record for ever although a person may ask for it to go.
_NEVER = frozenset({"name", "email", "address", "password", "token"})


def record(
    session: Session,
    name: str,
    *,
    actor: Actor | None,
    now: dt.datetime,
    party: str = "",
    report_id: int | None = None,
    **data: Any,
) -> None:
    """Add one event. `actor` None is the system itself; `data` holds plain values. A missing field is a ValueError."""
    missing = EVENTS[name] - data.keys()
    if missing:
        raise ValueError(f"{name} must tell {', '.join(sorted(missing))}")
    if _NEVER & data.keys():
        raise ValueError(f"{name} may not keep {', '.join(sorted(_NEVER & data.keys()))}: people are named by id")
    session.add(
        AuditEvent(
            name=name,
            at=now,
            actor_id=actor.user_id if actor else None,
            party=party,
            report_id=report_id,
            data=data,
        )
    )
