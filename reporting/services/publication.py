"""Publishing a record, and opening the next revision of a published one."""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterator, Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from reporting.domain import workflow
from reporting.domain.answers import UN_LANGUAGES, Key
from reporting.domain.definitions import Form, digest
from reporting.domain.errors import Invalid, WrongState
from reporting.domain.permissions import Actor
from reporting.domain.questions import TYPES, type_of
from reporting.domain.record import StoredAnswer, reopen
from reporting.models import (
    Answer,
    AnswerVersion,
    CarriedAnswer,
    ItemList,
    ItemMatch,
    Publication,
    Report,
    ReportItem,
    Revision,
)
from reporting.services import assessments, following, jobs, progress
from reporting.services.editions import Editions
from reporting.services.reports import frozen_copy_of, open_revision
from reporting.services.steps import Step, finish, note

#: The job that makes the public files and then announces the record.
ANNOUNCE = "announce"
#: What stands beside the answers of a revision and goes on with them: its items in their order, and what was decided
#: about earlier reports.
_BESIDE = (ReportItem, ItemList, CarriedAnswer, ItemMatch)


def publish(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report: Report, revision: Revision, step: Step
) -> Revision:
    """Make the approved copy the n-th record of this report; the one before is superseded."""
    before = session.scalar(select(func.max(Publication.number)).where(Publication.report_id == report.id)) or 0
    if before and not step.comment:
        raise Invalid("change_note_needed", field="comment")
    finish(session, actor, now, report, revision, step, workflow.PUBLISHED, sha256=step.sha256, number=before + 1)
    session.execute(
        update(Revision)
        .where(Revision.report_id == report.id, Revision.status == workflow.PUBLISHED, Revision.id != revision.id)
        .values(status=workflow.SUPERSEDED, lock_version=Revision.lock_version + 1)
    )
    row = Publication(
        report_id=report.id,
        revision_id=revision.id,
        frozen_copy_id=revision.frozen_copy_id,
        number=before + 1,
        change_note=step.comment if before else "",
        published_at=now,
        published_by=actor.user_id,
        announced=False,
    )
    session.add(row)
    session.flush()
    assessments.keep(session, row)
    languages = [each for each in report.languages if each in UN_LANGUAGES]
    jobs.enqueue(
        session, ANNOUNCE, str(row.id), {"publication": row.id, "languages": languages}, now=now, actor_id=actor.user_id
    )
    return revision


def announce(session: Session, publication_id: int) -> None:
    """From now on the record is listed and served. Harmless when it already is."""
    session.execute(update(Publication).where(Publication.id == publication_id).values(announced=True))


def amend(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report: Report, revision: Revision, step: Step
) -> Revision:
    """Open a new revision, filled from the newest frozen copy; the published one stays public.

    It begins on the form revision that the copy was made with. Answers that the copy leaves out, since they were hidden
    or of items that are not shown, are kept as they stood.
    """
    if session.scalar(
        select(Revision.id).where(Revision.report_id == report.id, Revision.status.in_(workflow.OPEN)).limit(1)
    ):
        raise WrongState("open_revision_exists", action=step.action, status=revision.status)
    highest = session.scalar(select(func.max(Revision.number)).where(Revision.report_id == report.id)) or 0
    copy = reopen(*frozen_copy_of(session, revision, with_private=True))
    fresh = open_revision(session, report, revision.form_revision_id, now, number=highest + 1)
    edition = editions.of_revision(session, fresh.form_revision_id)
    fill(session, fresh, edition.form, [*copy.answers, *_left_out(session, revision, copy.answers)], now)
    _copy_beside(session, revision.id, fresh.id)
    following.reopened(session, editions, now, report, fresh)
    progress.recount(session, fresh.id, editions.of(session, fresh))
    note(session, actor, now, report, fresh, step, revision.status)
    return fresh


def _left_out(session: Session, revision: Revision, copied: Sequence[StoredAnswer]) -> Iterator[StoredAnswer]:
    """What stands in a revision and not in its copy."""
    columns = (Answer.question, Answer.item, Answer.lang, Answer.value, Answer.original, Answer.machine)
    wanted = select(*columns).where(Answer.revision_id == revision.id, Answer.value.is_not(None)).order_by(Answer.id)
    known = {each.key for each in copied}
    for row in session.execute(wanted):
        key = Key(row.question, row.item, row.lang)
        if key not in known:
            yield StoredAnswer(key, json.loads(row.value or "null"), row.original, row.machine)


def _copy_beside(session: Session, source_id: int, target_id: int) -> None:
    for table in _BESIDE:
        columns = [each for each in table.__table__.columns if each.name != "revision_id"]
        rows = session.execute(select(*columns).where(table.revision_id == source_id)).mappings().all()
        if rows:
            session.execute(insert(table), [{"revision_id": target_id, **row} for row in rows])


def fill(session: Session, revision: Revision, form: Form, answers: Sequence[StoredAnswer], now: dt.datetime) -> None:
    """These answers as version 1 of the new revision. They have no author."""
    if not answers:
        return
    dump = TYPES["text"].dump
    originals = {each.key[:2]: dump(each.value) for each in answers if each.original}
    common = {"revision_id": revision.id, "version": 1, "author_id": None, "saved_at": now}
    rows = [
        common
        | {"question": each.key.question, "item": each.key.item, "lang": each.key.lang, "value": dump(each.value)}
        for each in answers
    ]
    sources = ["" if each.original or not each.key.lang else digest(originals.get(each.key[:2])) for each in answers]
    session.execute(
        insert(Answer),
        [
            row
            | {
                "original": each.original,
                "machine": each.machine,
                "source_version": 1 if source else 0,
                "source_digest": source,
                "problems": _count_problems(form, each),
            }
            for row, each, source in zip(rows, answers, sources, strict=True)
        ],
    )
    session.execute(
        insert(AnswerVersion),
        [row | {"write_id": secrets.token_urlsafe(16), "restored_from": None} for row in rows],
    )


def _count_problems(form: Form, each: StoredAnswer) -> int:
    question = form.questions.get(each.key.question)
    return 0 if question is None else type_of(question).count_problems(question, each.value)
