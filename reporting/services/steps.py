"""What every step through the workflow shares: find it, may they, is it possible now, do it, record it, tell people.

`reviewing` and `publication` are the only callers; nobody else writes a status.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.errors import Invalid, NotFound, Stale, WrongState
from reporting.domain.permissions import Actor
from reporting.models import Report, Revision, RevisionStep, User
from reporting.services import audience, audit
from reporting.services.reports import newest_revision, subject_of


@dataclass(frozen=True)
class Step:
    """One wanted step. What the actor was shown is named: `expect_status`, `digest` of the answers, `sha256`."""

    action: str
    comment: str = ""
    due_on: dt.date | None = None
    expect_status: str = ""
    digest: str = ""
    sha256: str = ""


def begin(session: Session, actor: Actor, report_id: int, step: Step) -> tuple[Report, Revision, workflow.Action]:
    """The report with its revision held for update, once the step is known to be allowed and possible."""
    action = workflow.ACTIONS.get(step.action)
    report = session.get(Report, report_id)
    if action is None or report is None:
        raise NotFound
    revision = newest_revision(session, report)
    session.refresh(revision, with_for_update=True)
    subject = subject_of(session, report, revision)
    permissions.require(actor, "report:overview", subject)
    permissions.require(actor, f"report:{action.name}", subject)
    if revision.status not in action.sources or (step.expect_status and step.expect_status != revision.status):
        raise _too_late(session, revision, action)
    if action.needs_comment and not step.comment:
        raise Invalid("comment_needed", field="comment")
    if action.needs_hash and (revision.frozen_copy is None or step.sha256 != revision.frozen_copy.sha256):
        raise Stale
    return report, revision, action


def _too_late(session: Session, revision: Revision, action: workflow.Action) -> WrongState:
    """Who came first, with what and when."""
    last = session.scalar(
        select(RevisionStep).where(RevisionStep.revision_id == revision.id).order_by(RevisionStep.id.desc()).limit(1)
    )
    if last is None:
        return WrongState(action=action.name, status=revision.status)
    person = session.get(User, last.actor_id)
    return WrongState(
        "wrong_state_by",
        action=action.name,
        status=revision.status,
        by=person.name if person else "",
        at=last.at.isoformat(timespec="minutes"),
    )


def finish(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    report: Report,
    revision: Revision,
    step: Step,
    target: str,
    **told: object,
) -> None:
    """Write the status as one conditional update, keep the step, record it and tell those concerned."""
    source = revision.status
    session.flush()
    changed = session.execute(
        update(Revision)
        .where(Revision.id == revision.id, Revision.status == source, Revision.lock_version == revision.lock_version)
        .values(status=target, lock_version=Revision.lock_version + 1, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise WrongState(action=step.action, status=source)
    session.refresh(revision)
    note(session, actor, now, report, revision, step, source, **told)


def note(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    report: Report,
    revision: Revision,
    step: Step,
    source: str,
    **told: object,
) -> None:
    """Keep the step in the revision's story and in the audit, and tell those concerned."""
    session.add(
        RevisionStep(
            revision_id=revision.id,
            action=step.action,
            from_status=source,
            to_status=revision.status,
            actor_id=actor.user_id,
            comment=step.comment,
            due_on=step.due_on,
            at=now,
        )
    )
    audit.record(
        session, f"report:{step.action}", actor=actor, now=now, party=report.party, report_id=report.id,
        revision=revision.number, **told,
    )  # fmt: skip
    audience.tell(session, actor, now, report, step.action, step.comment, step.due_on)
