"""Who may do what: one table, read by pages, API, services and the list filters in `services/queries.py`.

A permission is granted when one of its clauses holds; a clause holds when all its predicates do. A predicate is a small
named truth about (actor, subject). What is not in the table is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from reporting.domain import workflow
from reporting.domain.errors import Forbidden, NotFound, NotSignedIn

FOCAL_POINT = "focal_point"
AUTHORISED_USER = "authorised_user"
OBSERVER = "observer"
REVIEWER = "reviewer"
PUBLISHER = "publisher"
ADMINISTRATOR = "administrator"

NATIONAL = frozenset({FOCAL_POINT, AUTHORISED_USER, OBSERVER})
SECRETARIAT = frozenset({REVIEWER, PUBLISHER, ADMINISTRATOR})
ROLES = (FOCAL_POINT, AUTHORISED_USER, OBSERVER, REVIEWER, PUBLISHER, ADMINISTRATOR)
#: Scopes of an authorised user: the whole report, or only what is assigned to them.
SCOPES = ("report", "assigned")
ALL_FORMS = "*"


@dataclass(frozen=True)
class Membership:
    """One role that is in force. `party` is '' for the secretariat; `forms` is {"*"} for all forms."""

    role: str
    party: str = ""
    agreement: str = ""
    forms: frozenset[str] = frozenset({ALL_FORMS})
    scope: str = "report"

    def covers(self, subject: Subject) -> bool:
        """Whether this membership is about the subject's agreement and form."""
        return self.agreement in ("", subject.agreement or self.agreement) and (
            ALL_FORMS in self.forms or not subject.form or subject.form in self.forms
        )


@dataclass(frozen=True)
class Actor:
    """Whoever asks. `user_id` None is the public; `proved_at` is when they last gave a password."""

    user_id: int | None = None
    name: str = ""
    email: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    memberships: tuple[Membership, ...] = ()
    proved_at: dt.datetime | None = None

    def roles(self, subject: Subject) -> frozenset[str]:
        """The roles that count for the subject: its Party's national ones, and those of the secretariat."""
        return frozenset(
            each.role for each in self.memberships if each.covers(subject) and each.party in ("", subject.party)
        )

    def belongs_to(self, party: str) -> bool:
        return any(each.party == party for each in self.memberships)


@dataclass(frozen=True)
class Subject:
    """What is asked about. Empty fields mean that the question does not turn on them.

    `hands` holds the ids of those who entered or submitted the revision, `assigned` whether the actor has a live
    assignment to the part in question.
    """

    party: str = ""
    agreement: str = ""
    form: str = ""
    status: str = ""
    user_id: int | None = None
    hands: frozenset[int] = field(default_factory=frozenset)
    assigned: bool = False


Predicate = Callable[[Actor, Subject], bool]
Clause = tuple[Predicate, ...]

ANYONE = Subject()


def anyone(actor: Actor, subject: Subject) -> bool:
    return True


def signed_in(actor: Actor, subject: Subject) -> bool:
    return actor.user_id is not None


def oneself(actor: Actor, subject: Subject) -> bool:
    return actor.user_id is not None and actor.user_id == subject.user_id


def focal_point(actor: Actor, subject: Subject) -> bool:
    return _national(actor, subject, FOCAL_POINT)


def author_of_whole_report(actor: Actor, subject: Subject) -> bool:
    return any(
        each.role == AUTHORISED_USER and each.scope == "report" and each.party == subject.party and each.covers(subject)
        for each in actor.memberships
    )


def author_of_assigned_part(actor: Actor, subject: Subject) -> bool:
    return _national(actor, subject, AUTHORISED_USER) and subject.assigned


def national(actor: Actor, subject: Subject) -> bool:
    return any(_national(actor, subject, role) for role in NATIONAL)


def reviewer(actor: Actor, subject: Subject) -> bool:
    """A publisher may what a reviewer may."""
    return bool({REVIEWER, PUBLISHER} & actor.roles(subject))


def publisher(actor: Actor, subject: Subject) -> bool:
    return PUBLISHER in actor.roles(subject)


def administrator(actor: Actor, subject: Subject) -> bool:
    return ADMINISTRATOR in actor.roles(subject)


def secretariat(actor: Actor, subject: Subject) -> bool:
    return bool(SECRETARIAT & actor.roles(subject))


def not_own_work(actor: Actor, subject: Subject) -> bool:
    """Nobody judges what they entered, submitted or hold a membership in."""
    return actor.user_id not in subject.hands and not actor.belongs_to(subject.party)


def editable(actor: Actor, subject: Subject) -> bool:
    return subject.status in workflow.EDITABLE


def frozen(actor: Actor, subject: Subject) -> bool:
    return subject.status in workflow.FROZEN or subject.status == workflow.RETURNED


def public(actor: Actor, subject: Subject) -> bool:
    return subject.status in workflow.PUBLIC


def _national(actor: Actor, subject: Subject, role: str) -> bool:
    return bool(subject.party) and any(
        each.role == role and each.party == subject.party and each.covers(subject) for each in actor.memberships
    )


#: permission → clauses. `report:<action>` is the right to the action of that name in `workflow.ACTIONS`.
PERMISSIONS: Mapping[str, tuple[Clause, ...]] = {
    # one's own account
    "account:self": ((signed_in,),),
    # a Party's workspace and its people
    "party:workspace": ((national,), (secretariat,)),
    "members:list": ((national,), (administrator,)),
    "members:manage": ((focal_point,), (administrator,)),
    "members:manage_focal_points": ((administrator,),),
    # a report before it is a record
    "report:create": ((focal_point,), (author_of_whole_report,)),
    "report:overview": ((national,), (secretariat,)),
    "report:read": ((national,), (reviewer, frozen), (administrator, frozen)),
    "report:read_draft": ((national,),),
    "report:draft": ((focal_point, editable), (author_of_whole_report, editable), (author_of_assigned_part, editable)),
    "report:settings": ((focal_point, editable),),
    "report:move": ((focal_point, editable),),
    "report:submit": ((focal_point,),),
    "report:recall": ((focal_point,),),
    "report:start_review": ((reviewer, not_own_work),),
    "report:return": ((reviewer, not_own_work),),
    "report:approve": ((reviewer, not_own_work),),
    "report:send_back": ((reviewer, not_own_work),),
    "report:publish": ((publisher, not_own_work),),
    "report:amend": ((focal_point,),),
    "report:discard": ((focal_point,),),
    # records
    "record:read": ((anyone,),),
    # the secretariat's desk
    "secretariat:desk": ((secretariat,),),
    "accounts:manage": ((administrator,),),
    "forms:keep": ((administrator,),),
    "datasets:manage": ((administrator,),),
    # programs that act for a person
    "token:own": ((signed_in,),),
    "job:own": ((oneself,), (administrator,)),
}


def permits(actor: Actor, permission: str, subject: Subject = ANYONE) -> bool:
    """Whether the table grants `permission`. An unknown name is a programming error (KeyError)."""
    return any(all(holds(actor, subject) for holds in clause) for clause in PERMISSIONS[permission])


def require(actor: Actor, permission: str, subject: Subject = ANYONE) -> None:
    """Raise what the actor is to be told: sign in, no such thing (another Party's), or not allowed."""
    if permits(actor, permission, subject):
        return
    if actor.user_id is None:
        raise NotSignedIn
    if subject.party and not national(actor, subject) and not secretariat(actor, subject):
        raise NotFound
    raise Forbidden


def actions_open_to(actor: Actor, subject: Subject) -> tuple[workflow.Action, ...]:
    """Buttons are the state table ∩ the permission table."""
    return tuple(
        action for action in workflow.possible(subject.status) if permits(actor, f"report:{action.name}", subject)
    )
