"""What was ever written for one answer, by sittings, and bringing an earlier version back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.answers import Key
from reporting.domain.errors import NotFound
from reporting.domain.permissions import Actor
from reporting.domain.questions import type_of
from reporting.models import AnswerVersion, Publication, Report
from reporting.services import audit, drafting
from reporting.services.editions import Editions
from reporting.services.reports import Workbook, names_of_people, subject_of

#: Writes of one person with shorter gaps are one sitting.
SITTING = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Version:
    """One version of an answer; `sitting_end` marks the last one of its author's sitting. `carried_from` is the earlier
    report that it was taken over from: its form, and the number of its publication."""

    version: int
    value: Any
    author_id: int | None
    author: str
    saved_at: dt.datetime
    restored_from: int | None
    carried_from: tuple[str, int] | None
    sitting_end: bool


def versions_of(session: Session, actor: Actor, book: Workbook, key: Key) -> list[Version]:
    """All versions of one answer, newest first."""
    permissions.require(actor, "report:read_draft", subject_of(session, book.report, book.revision))
    question = book.edition.form.questions.get(key.question)
    if question is None:
        raise NotFound
    rows = session.scalars(
        select(AnswerVersion)
        .where(
            AnswerVersion.revision_id == book.revision.id,
            AnswerVersion.question == key.question,
            AnswerVersion.item == key.item,
            AnswerVersion.lang == key.lang,
        )
        .order_by(AnswerVersion.version.desc())
    ).all()
    people = names_of_people(session, (row.author_id for row in rows))
    origins = _publications(session, {row.carried_from for row in rows if row.carried_from})
    kind = type_of(question)
    return [
        Version(
            row.version,
            None if row.value is None else kind.load(row.value),
            row.author_id,
            people.get(row.author_id or 0, ""),
            row.saved_at,
            row.restored_from,
            origins.get(row.carried_from or 0),
            last,
        )
        for row, last in _with_sittings(rows)
    ]


def _publications(session: Session, ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Publication id → (form, number)."""
    wanted = (
        select(Publication.id, Report.form, Publication.number)
        .join(Report, Report.id == Publication.report_id)
        .where(Publication.id.in_(ids))
    )
    return {row.id: (row.form, row.number) for row in session.execute(wanted)} if ids else {}


def _with_sittings(rows: Sequence[AnswerVersion]) -> Iterator[tuple[AnswerVersion, bool]]:
    """Each row (newest first) with whether it ends a sitting."""
    later: AnswerVersion | None = None
    for row in rows:
        same = later is not None and later.author_id == row.author_id and later.saved_at - row.saved_at < SITTING
        yield row, not same
        later = row


def restore(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, book: Workbook, key: Key,
    *, version: int, base_version: int, write_id: str,
) -> drafting.Outcome:  # fmt: skip
    """Bring `version` back as a new version on top of `base_version`."""
    question = book.edition.form.questions.get(key.question)
    if question is None or not 0 < version <= book.version(key):
        raise NotFound
    value = drafting.value_at(session, book.revision.id, question, key, version)
    outcome = drafting.save(
        session, actor, now, editions,
        report_id=book.report.id, revision=book.revision.number, form_digest=book.edition.form.digest,
        writes=[drafting.Write(write_id, key, value, base_version, restored_from=version)],
    )  # fmt: skip
    if any(saved.version > book.version(key) for saved in outcome.saved):
        audit.record(
            session, "answer:restore", actor=actor, now=now, party=book.report.party, report_id=book.report.id,
            question=key.question, item=key.item, lang=key.lang, version=version,
        )  # fmt: skip
    return outcome
