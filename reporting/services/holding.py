"""One lock per Party, for what reaches from one of its reports into another.

A report that opens reads what it follows; a report that is followed brings those up to date that are open. Were both
done at once, each could miss the other. Whoever does either holds the Party first, before any row: so nobody who waits
for the row of a second report is waited for, and changes that stay within one report hold its row alone.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from reporting.domain import workflow
from reporting.infra.db import alone, has_one_writer
from reporting.models import Report
from reporting.services.editions import Editions

#: Steps after which a report can be edited again, or is no longer what others follow.
_OPENING = frozenset(
    name
    for name, action in workflow.ACTIONS.items()
    if action.target in (None, workflow.DISCARDED) or action.target in workflow.EDITABLE
)


def before_opening(session: Session, editions: Editions, agreement: str, party: str, form: str) -> None:
    """Call it before a report is begun, reopened, ended or moved."""
    if has_one_writer(session.connection()):
        return
    reach = editions.reach(session)
    if form in reach.followers or form in reach.followed:
        _hold(session, agreement, party)


def before_step(session: Session, editions: Editions, report_id: int, action: str) -> None:
    """Call it before the report's row is held for a step."""
    report = session.get(Report, report_id) if action in _OPENING else None
    if report is not None:
        before_opening(session, editions, report.agreement, report.party, report.form)


def before_changing(session: Session, editions: Editions, report: Report) -> None:
    """Call it before items of a report are changed by hand, or before it is saved in portions."""
    if not has_one_writer(session.connection()) and report.form in editions.reach(session).followed:
        _hold(session, report.agreement, report.party)


def before_saving(session: Session, editions: Editions, report_id: int, questions: Collection[str]) -> None:
    """Call it before the report's row is held for a save of these questions."""
    if has_one_writer(session.connection()) or not questions:
        return
    places = [place for place in editions.reach(session).questions if place[1] in questions]
    report = session.get(Report, report_id) if places else None
    if report is not None and any(form == report.form for form, _ in places):
        _hold(session, report.agreement, report.party)


def _hold(session: Session, agreement: str, party: str) -> None:
    alone(session.connection(), f"reports of {agreement} {party}")
