"""Facts about this installation as a whole."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reporting.infra.db import Database
from reporting.models import InstallationFact

_DEMONSTRATION = "demonstration"


def mark_demonstration(session: Session) -> None:
    session.merge(InstallationFact(name=_DEMONSTRATION, value="yes"))


def is_demonstration(db: Database) -> bool:
    """Whether invented Parties live here. Asked on every page: the answer is kept once it is yes."""
    if db not in _known:
        if db.session.get(InstallationFact, _DEMONSTRATION) is None:
            return False
        _known.add(db)
    return True


_known: set[Database] = set()
