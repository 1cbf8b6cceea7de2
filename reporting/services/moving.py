"""Moving a draft to the newest revision of its form: shown before, every answer kept, undone as one.

Answers whose question vanished stay where they are and are inactive. Those whose place changed are written anew in the
new place; a value that its place no longer takes is cleared there, and its history keeps it.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from reporting.domain import permissions
from reporting.domain.answers import Key
from reporting.domain.definitions import Edition
from reporting.domain.errors import NotFound, Stale, WrongState
from reporting.domain.moving import Carried, Difference, carried, difference, has_place
from reporting.domain.permissions import Actor
from reporting.domain.questions import type_of
from reporting.models import Answer, AnswerVersion, DraftMove, FormRevision, Report, Revision
from reporting.services import audit, following, holding, progress
from reporting.services import carried as carried_answers
from reporting.services.editions import Editions
from reporting.services.reports import newest_revision, subject_of


@dataclass(frozen=True)
class Offer:
    """A move that is possible: from the draft's edition to the newest, with what becomes of the answers."""

    old: Edition
    new: Edition
    difference: Difference
    carried: Sequence[tuple[Carried, Any]]

    @property
    def left(self) -> list[tuple[Carried, Any]]:
        """The answers that have no place any more, with their values."""
        return [each for each in self.carried if each[0].stays_behind]

    @property
    def kept(self) -> int:
        return len(self.carried) - len(self.left)


def newer(session: Session, editions: Editions, revision: Revision) -> tuple[int, Edition] | None:
    """The newest revision of the draft's form, if the draft stands on an older one."""
    here, later = aliased(FormRevision), aliased(FormRevision)
    newest_id = session.scalar(
        select(later.id)
        .join(here, (here.form == later.form) & (here.revision < later.revision))
        .where(here.id == revision.form_revision_id)
        .order_by(later.revision.desc())
        .limit(1)
    )
    return None if newest_id is None else (newest_id, editions.of_revision(session, newest_id))


def offer(session: Session, actor: Actor, editions: Editions, report: Report, revision: Revision) -> Offer:
    """What a move would do. Raises NotFound where there is nothing to move to."""
    permissions.require(actor, "report:move", subject_of(session, report, revision))
    found = newer(session, editions, revision)
    if found is None:
        raise NotFound
    return _offer(session, editions.of_revision(session, revision.form_revision_id), found[1], report, revision)


def _offer(session: Session, old: Edition, new: Edition, report: Report, revision: Revision) -> Offer:
    differs = difference(old.form, new.form)
    rows = session.scalars(
        select(Answer).where(Answer.revision_id == revision.id, Answer.value.is_not(None)).order_by(Answer.id)
    )
    answers = [(Key(row.question, row.item, row.lang), json.loads(row.value or "null")) for row in rows]
    main = report.languages[0]
    return Offer(
        old,
        new,
        differs,
        [
            (carried(differs, new.form, key, value, main), value)
            for key, value in answers
            if has_place(old.form, key.question, key.item)
        ],
    )


def move(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, form_digest: str
) -> Revision:
    """Move the report's draft to the form that the actor was shown (by its digest). Raises Stale, WrongState."""
    report, revision = _held(session, actor, editions, report_id)
    found = newer(session, editions, revision)
    if found is None or found[1].form.digest != form_digest:
        raise Stale
    target_id, new = found
    plan = _offer(session, editions.of_revision(session, revision.form_revision_id), new, report, revision)
    changes = [
        change for each, value in plan.carried for change in _carry(session, actor, now, new, revision.id, each, value)
    ]
    carried_answers.moved(session, revision.id, plan.difference.moved)
    session.add(
        DraftMove(
            revision_id=revision.id, from_form_revision_id=revision.form_revision_id, to_form_revision_id=target_id,
            changes=changes, moved_by=actor.user_id, moved_at=now,
        )
    )  # fmt: skip
    _stand_on(session, actor, now, editions, report, revision, target_id, new, plan.difference.changed, "report:move")
    return revision


def last_move(session: Session, revision: Revision) -> DraftMove | None:
    """The move that can be undone: the newest, while the draft stands where it led."""
    newest = session.scalar(
        select(DraftMove)
        .where(DraftMove.revision_id == revision.id, DraftMove.undone_at.is_(None))
        .order_by(DraftMove.id.desc())
        .limit(1)
    )
    return newest if newest and newest.to_form_revision_id == revision.form_revision_id else None


def undo(session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int) -> Revision:
    """Take the last move back. What was written since in places that the older form has not is kept, inactive."""
    report, revision = _held(session, actor, editions, report_id)
    made = last_move(session, revision)
    if made is None:
        raise NotFound
    old = editions.of_revision(session, made.from_form_revision_id)
    for question, item, lang, before, after in made.changes:
        _put_back(session, actor, now, old, revision.id, Key(question, item, lang), before, after)
    made.undone_at = now
    left = editions.of_revision(session, made.to_form_revision_id)
    changed = difference(left.form, old.form).changed
    _stand_on(
        session, actor, now, editions, report, revision, made.from_form_revision_id, old, changed, "report:move_undone"
    )
    return revision


def _held(session: Session, actor: Actor, editions: Editions, report_id: int) -> tuple[Report, Revision]:
    """The report with its revision's row held against saves and other steps; the right is checked on it."""
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound
    holding.before_opening(session, editions, report.agreement, report.party, report.form)
    revision = newest_revision(session, report)
    session.refresh(revision, with_for_update=True)
    subject = subject_of(session, report, revision)
    permissions.require(actor, "report:overview", subject)
    if not permissions.editable(actor, subject) and permissions.focal_point(actor, subject):
        raise WrongState(action="move", status=revision.status)
    permissions.require(actor, "report:move", subject)
    return report, revision


def _stand_on(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report: Report, revision: Revision,
    form_revision_id: int, edition: Edition, changed: Sequence[str], event: str,
) -> None:  # fmt: skip
    revision.form_revision_id = form_revision_id
    revision.lock_version += 1
    revision.changed_at = now
    session.flush()
    progress.judge(session, revision.id, edition, changed)
    following.reopened(session, editions, now, report, revision)
    progress.recount(session, revision.id, editions.of(session, revision))
    audit.record(
        session, event, actor=actor, now=now, party=report.party, report_id=report.id,
        revision=revision.number, form_revision=edition.form.revision,
    )  # fmt: skip


def _carry(
    session: Session, actor: Actor, now: dt.datetime, new: Edition, revision_id: int, each: Carried, value: Any
) -> list[list[Any]]:
    """Write what the newer form wants elsewhere or not at all; what stands well is left alone."""
    if each.key is None or (each.fits and each.key == each.before):
        return []
    row, source = _row(session, revision_id, each.key), _row(session, revision_id, each.before)
    version = row.version if row else 0
    put = _put(session, actor, now, new, revision_id, each.key, value if each.fits else None)
    if source is not None and each.before.lang:  # it stays the original, or a translation of the same text
        put.original, put.machine = source.original, source.machine
        put.source_version, put.source_digest = source.source_version, source.source_digest
    return [[*each.key, version, version + 1]]


def _put_back(
    session: Session, actor: Actor, now: dt.datetime, old: Edition, revision_id: int, key: Key, before: int, after: int
) -> None:
    """The value of the version before, unless somebody has written there since."""
    row = _row(session, revision_id, key)
    if row is None or row.version != after:
        return
    text = session.scalar(
        select(AnswerVersion.value).where(
            AnswerVersion.revision_id == revision_id, AnswerVersion.question == key.question,
            AnswerVersion.item == key.item, AnswerVersion.lang == key.lang, AnswerVersion.version == before,
        )
    )  # fmt: skip
    _put(session, actor, now, old, revision_id, key, None if text is None else json.loads(text))


def _row(session: Session, revision_id: int, key: Key) -> Answer | None:
    return session.scalar(
        select(Answer).where(
            Answer.revision_id == revision_id, Answer.question == key.question, Answer.item == key.item,
            Answer.lang == key.lang,
        )
    )  # fmt: skip


def _put(
    session: Session, actor: Actor, now: dt.datetime, edition: Edition, revision_id: int, key: Key, value: Any
) -> Answer:
    """One new version."""
    question = edition.form.questions.get(key.question)
    text = None if value is None else json.dumps(value) if question is None else type_of(question).dump(value)
    broken = 0 if question is None else type_of(question).count_problems(question, value)
    row = _row(session, revision_id, key)
    if row is None:
        row = Answer(
            revision_id=revision_id, question=key.question, item=key.item, lang=key.lang, version=0,
            original=bool(key.lang),
        )  # fmt: skip
        session.add(row)
    row.value, row.version, row.problems = text, row.version + 1, broken
    row.author_id, row.saved_at = actor.user_id, now
    session.add(
        AnswerVersion(
            write_id=secrets.token_urlsafe(16), revision_id=revision_id, question=key.question, item=key.item,
            lang=key.lang, version=row.version, value=text, author_id=actor.user_id, saved_at=now,
        )
    )  # fmt: skip
    session.flush()
    return row
