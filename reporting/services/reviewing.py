"""The steps between a draft and an approval. Each holds the revision's row for update: it is wholly before or after
every save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from reporting.domain import workflow
from reporting.domain.characters import clean
from reporting.domain.errors import Incomplete, NotFound, Stale
from reporting.domain.permissions import Actor
from reporting.domain.record import freeze
from reporting.models import FrozenCopy, Report, Revision
from reporting.services import following, holding, publication
from reporting.services.attachments import rows_of
from reporting.services.datasets import origins_of
from reporting.services.editions import Editions
from reporting.services.reports import identity_of, workbook
from reporting.services.steps import Step, begin, finish


def act(session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, step: Step) -> Revision:
    """Take a step; returns the revision as it then stands (for `amend` the new one).

    Raises NotFound, Forbidden, WrongState (who, what, when), Incomplete (the problems), Stale, Invalid.
    """
    step = replace(step, comment=clean(step.comment).strip())
    holding.before_step(session, editions, report_id, step.action)
    report, revision, action = begin(session, actor, report_id, step)
    perform = _PERFORM.get(action.name)
    if perform is not None:
        return perform(session, actor, now, editions, report, revision, step)
    if action.name not in _PLAIN or action.target is None:
        raise NotFound
    if action.name == "start_review":
        revision.lead_id = actor.user_id
    revision.due_on = step.due_on if action.name == "return" else None
    told = {"sha256": step.sha256} if action.needs_hash else {}
    if action.name == "approve":
        revision.approved_by = actor.user_id
    finish(session, actor, now, report, revision, step, action.target, **told)
    following.reopened(session, editions, now, report, revision)
    return revision


#: Steps that change the status and nothing more.
_PLAIN = frozenset({"recall", "start_review", "return", "approve", "send_back", "discard"})


def _submit(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report: Report, revision: Revision, step: Step
) -> Revision:
    """Freeze what the actor was shown, if it is complete."""
    book = workbook(session, editions, report, revision)
    if step.digest != book.digest:
        raise Stale
    blocking = [problem for problem in book.problems() if problem.blocking]
    if blocking:
        raise Incomplete(details=blocking)
    identity = identity_of(session, report, book.edition, now.date())
    copy = freeze(identity, book.edition, book.stored.values(), rows_of(session, report.id), origins_of(session, book))
    row = FrozenCopy(
        revision_id=revision.id,
        sha256=copy.sha256,
        public=copy.public,
        private_sha256=copy.private_sha256,
        private=copy.private,
        made_at=now,
    )
    session.add(row)
    session.flush()
    revision.frozen_copy_id = row.id
    revision.submitted_at, revision.submitted_by, revision.due_on = now, actor.user_id, None
    finish(session, actor, now, report, revision, step, workflow.SUBMITTED, sha256=copy.sha256)
    return revision


_Perform = Callable[[Session, Actor, dt.datetime, Editions, Report, Revision, Step], Revision]
_PERFORM: Mapping[str, _Perform] = {
    "submit": _submit,
    "publish": publication.publish,
    "amend": publication.amend,
}
