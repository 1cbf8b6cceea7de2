"""Reports that go through the workflow together: one that follows others of its Party, and those that it follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.definitions import Form
from reporting.domain.permissions import Actor
from reporting.models import Report, Revision
from reporting.services import progress, reviewing
from reporting.services.editions import Editions
from reporting.services.following import newest_state
from reporting.services.reports import digest_now, subject_of
from reporting.services.steps import Step

#: Steps that can be taken with several reports at once; those that lead back hinder nothing where only one can go.
ONWARDS = ("submit", "start_review", "approve", "publish")
BACK = ("recall", "return", "send_back")


@dataclass(frozen=True)
class Companion:
    """A report that is followed. `is_ready` says that the actor can take the step with it now, `blocking` how many
    problems stand against that; `digest` and `sha256` are what the step has to name."""

    report: Report
    revision: Revision
    title: str
    is_ready: bool
    blocking: int = 0
    digest: str = ""
    sha256: str = ""


def companions(
    session: Session, actor: Actor, editions: Editions, report: Report, form: Form, step: str, language: str
) -> list[Companion]:
    """The reports that one on `form` follows and that are not published as they stand, as this step would find them."""
    action = workflow.ACTIONS[step]
    made = []
    for name in sorted({run.source[0] for section in form.sections for run in section.runs} - {"", form.id}):
        found = newest_state(session, report, name) if step in (*ONWARDS, *BACK) else None
        if found is not None and found.status != workflow.PUBLISHED:
            made.append(_companion(session, actor, editions, found, action, language))
    return [each for each in made if each.is_ready or step in ONWARDS]


def _companion(
    session: Session, actor: Actor, editions: Editions, revision: Revision, action: workflow.Action, language: str
) -> Companion:
    report = session.get_one(Report, revision.report_id)
    edition = editions.of(session, revision)
    subject = subject_of(session, report, revision)
    may = permissions.permits(actor, f"report:{action.name}", subject) and revision.status in action.sources
    blocking = _blocking(session, revision) if may and action.needs_complete else 0
    copy = revision.frozen_copy
    return Companion(
        report,
        revision,
        edition.wording(language)("title"),
        may and not blocking,
        blocking,
        digest_now(session, revision, edition.form) if may and action.needs_digest else "",
        copy.sha256 if copy is not None else "",
    )


def _blocking(session: Session, revision: Revision) -> int:
    """How many problems stand against submission, from what is counted at each save."""
    states = progress.states(session, revision.id).values()
    return sum(each.required - each.given + each.blocking for each in states)


def act(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, steps: Sequence[tuple[int, Step]]
) -> Revision:
    """Take the same step with several reports (by id), all of them or none; returns the last one's revision.

    Those that are followed come first, so that what follows them is frozen as they are. Raises as a single step does.
    """
    for report_id, step in steps:
        revision = reviewing.act(session, actor, now, editions, report_id, step)
    return revision
