"""A report as a document for whoever may read it: drafters the draft, the secretariat the copy, all the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.answers import Answers
from reporting.domain.attachments import Facts
from reporting.domain.definitions import Edition
from reporting.domain.document import Document
from reporting.domain.errors import NotFound
from reporting.domain.layout import lay_out
from reporting.domain.permissions import Actor, Subject
from reporting.models import FrozenCopy, Publication, Report, Revision
from reporting.services.attachments import rows_of
from reporting.services.copies import COPIES
from reporting.services.datasets import origins_of
from reporting.services.editions import Editions
from reporting.services.reports import identity_of, newest_revision, subject_of, workbook

#: Parts of a report, by section id and item key.
Parts = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Reading:
    """A document with the revision it shows, and either the frozen copy's `sha256` or the `digest` of a draft."""

    document: Document
    revision: Revision
    sha256: str = ""
    digest: str = ""


def for_actor(
    session: Session,
    actor: Actor,
    editions: Editions,
    report: Report,
    language: str,
    now: dt.datetime,
    only: Parts | None = None,
) -> Reading:
    """What this actor reads: the draft while it is theirs to see, else the newest frozen copy.

    With `only`, no other part of the report has its questions.
    """
    revision = newest_revision(session, report)
    subject = subject_of(session, report, revision)
    permissions.require(actor, "report:overview", subject)
    permissions.require(actor, "report:read", subject)
    sees_draft = permissions.permits(actor, "report:read_draft", subject)
    if sees_draft and revision.status not in workflow.FROZEN:
        book = workbook(session, editions, report, revision)
        identity = identity_of(session, report, book.edition, now.date())
        meta = {"status": revision.status, "revision": revision.number}
        files = rows_of(session, report.id)
        document = lay_out(
            identity, book.edition, book.stored.values(), language, meta, files, only, origins_of(session, book)
        )
        return Reading(document, revision, digest=book.digest)
    return of_frozen(session, revision, language, with_private=True, only=only)


def of_frozen(
    session: Session,
    revision: Revision,
    language: str,
    *,
    with_private: bool,
    meta: Mapping[str, Any] | None = None,
    only: Parts | None = None,
) -> Reading:
    """The revision's frozen copy as a document."""
    sha256, copy = COPIES.of_revision(session, revision, with_private=with_private)
    about = {
        "status": revision.status,
        "revision": revision.number,
        "sha256": sha256,
        "submitted_on": revision.submitted_at.date().isoformat() if revision.submitted_at else "",
    }
    told = {**about, **(meta or {})}
    document = lay_out(copy.identity, copy.edition, copy.answers, language, told, copy.attachments, only, copy.origins)
    return Reading(document, revision, sha256)


def answers_for_actor(session: Session, actor: Actor, editions: Editions, report: Report) -> tuple[Edition, Answers]:
    """The answers that this actor reads, with the edition that they are given to."""
    revision = newest_revision(session, report)
    subject = subject_of(session, report, revision)
    permissions.require(actor, "report:overview", subject)
    permissions.require(actor, "report:read", subject)
    if permissions.permits(actor, "report:read_draft", subject) and revision.status not in workflow.FROZEN:
        book = workbook(session, editions, report, revision)
        return book.edition, book.answers
    return _answers_of(session, revision, with_private=True)


def answers_of_record(session: Session, record: Record) -> tuple[Edition, Answers]:
    """The public answers of a record."""
    return _answers_of(session, record.revision, with_private=False)


def _answers_of(session: Session, revision: Revision, *, with_private: bool) -> tuple[Edition, Answers]:
    copy = COPIES.of_revision(session, revision, with_private=with_private)[1]
    return copy.edition, Answers(copy.edition.form, {each.key: each.value for each in copy.answers})


def files_of(session: Session, actor: Actor, report: Report) -> Mapping[str, Facts]:
    """The files that this actor may read: drafters all of the report, others those that the frozen copy names."""
    revision = newest_revision(session, report)
    subject = subject_of(session, report, revision)
    permissions.require(actor, "report:overview", subject)
    permissions.require(actor, "report:read", subject)
    if permissions.permits(actor, "report:read_draft", subject):
        return rows_of(session, report.id)
    return COPIES.of_revision(session, revision, with_private=True)[1].attachments


@dataclass(frozen=True)
class Record:
    """One published version. `latest` is the number of the report's newest announced one."""

    publication: Publication
    report: Report
    revision: Revision
    sha256: str
    latest: int

    @property
    def status(self) -> str:
        """How it stands in public: until the files of the version that follows are made, this one counts."""
        follows = self.revision.status == workflow.SUPERSEDED and self.publication.number >= self.latest
        return workflow.PUBLISHED if follows else self.revision.status


def record_of(session: Session, party: str, form: str, number: int | None = None) -> Record:
    """The n-th (else the newest) announced record of a Party's form, or NotFound."""
    rows = session.execute(
        select(Publication, Report, Revision, FrozenCopy.sha256)
        .join(Report, Report.id == Publication.report_id)
        .join(Revision, Revision.id == Publication.revision_id)
        .join(FrozenCopy, FrozenCopy.id == Publication.frozen_copy_id)
        .where(Report.party == party, Report.form == form, Publication.announced)
        .order_by(Publication.number.desc())
    ).all()
    found = next((row for row in rows if number in (None, row.Publication.number)), None)
    if found is None:
        raise NotFound
    return Record(found.Publication, found.Report, found.Revision, found.sha256, rows[0].Publication.number)


def record_of_publication(session: Session, publication: Publication) -> Record:
    """The record of one publication, announced or not."""
    sha256 = session.scalars(select(FrozenCopy.sha256).where(FrozenCopy.id == publication.frozen_copy_id)).one()
    report = session.get_one(Report, publication.report_id)
    announced = select(func.max(Publication.number)).where(Publication.report_id == report.id, Publication.announced)
    latest = max(session.scalar(announced) or 0, publication.number)
    return Record(publication, report, session.get_one(Revision, publication.revision_id), sha256, latest)


def record_document(
    session: Session, record: Record, language: str, address: str, only: Parts | None = None
) -> Document:
    """The public document of a record, with what its cover tells."""
    publication = record.publication
    meta = {
        "status": record.status,
        "number": publication.number,
        "published_on": publication.published_at.date().isoformat(),
        "change_note": publication.change_note,
        "address": address,
    }
    return of_frozen(session, record.revision, language, with_private=False, meta=meta, only=only).document


def record_files(session: Session, record: Record) -> Mapping[str, Facts]:
    """The files that a record's public part names."""
    return COPIES.of_revision(session, record.revision, with_private=False)[1].attachments


def require_public(record: Record) -> None:
    """A record's content is served only while it is public."""
    subject = Subject(party=record.report.party, form=record.report.form, status=record.revision.status)
    if not permissions.public(Actor(), subject):
        raise NotFound
