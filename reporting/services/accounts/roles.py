"""A role as it is about to be given, with the rules that it has to keep."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.errors import Invalid
from reporting.models import Party


@dataclass(frozen=True)
class Role:
    """`party` is '' for the secretariat; `forms` is "*" or ids parted by blanks; `until_at` None is open-ended."""

    name: str
    party: str
    agreement: str
    forms: str = permissions.ALL_FORMS
    scope: str = "report"
    until_at: dt.datetime | None = None


def checked(session: Session, role: Role) -> Role:
    """The role in its one form. Raises Invalid where role, Party, scope or forms do not go together."""
    if role.name not in permissions.ROLES:
        raise Invalid(field="role")
    national = role.name in permissions.NATIONAL
    if national != bool(role.party) or (national and session.get(Party, (role.agreement, role.party)) is None):
        raise Invalid(field="party")
    if role.scope not in permissions.SCOPES:
        raise Invalid(field="scope")
    forms = " ".join(sorted(set(role.forms.split())))
    if not forms or len(forms) > 500 or (permissions.ALL_FORMS in forms.split() and forms != permissions.ALL_FORMS):
        raise Invalid(field="forms")
    narrow = role.name == permissions.AUTHORISED_USER
    return replace(role, forms=forms, scope=role.scope if narrow else "report")
