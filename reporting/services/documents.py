"""Files made from documents: asked for, made by a worker, kept under the hash of what they show.

A request never makes one. A file of a record is made at its publication, before the record is announced.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.definitions import digest
from reporting.domain.document import Document
from reporting.domain.permissions import Actor
from reporting.infra.files import put
from reporting.models import FrozenCopy, Publication, Report, StoredDocument
from reporting.outputs.pdf import PdfFailed, layout_version, render_pdf
from reporting.services import audience, jobs, publication, reading
from reporting.services.accounts.actors import load_actor
from reporting.services.house import House
from reporting.services.jobs import Handler, Hopeless, JobView, Progress
from reporting.services.reading import Reading, Record
from reporting.services.reports import newest_revision, subject_of

KIND = "document"
PDF = "pdf"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredFile:
    path: Path
    size: int
    sha256: str


def stored_file(session: Session, instance: Path, key: str, format: str, language: str) -> StoredFile | None:
    """The newest file made for this content in this language."""
    row = session.scalar(
        select(StoredDocument)
        .where(StoredDocument.sha256 == key, StoredDocument.format == format, StoredDocument.language == language)
        .order_by(StoredDocument.id.desc())
        .limit(1)
    )
    path = instance / "documents" / row.file if row else None
    return StoredFile(path, row.size, row.file_sha256) if row and path and path.is_file() else None


def languages_of_files(session: Session, key: str, format: str) -> list[str]:
    """The languages in which this content has a file."""
    wanted = select(StoredDocument.language).where(StoredDocument.sha256 == key, StoredDocument.format == format)
    return sorted(set(session.scalars(wanted)))


def key_of_record(record: Record) -> str:
    """The content of a public file: the frozen copy and the envelope that its cover tells."""
    return _public_key(record.sha256, record.publication.number)


def _public_key(sha256: str, number: int) -> str:
    return digest({"copy": sha256, "number": number, "for": "public"})


def key_of_reading(found: Reading) -> str:
    """The content of a file for drafters or reviewers: a draft by its answers' digest, a copy with its private part."""
    meta = {name: str(value) for name, value in found.document.meta.items()}
    return digest({"copy": found.sha256, "answers": found.digest, "meta": meta, "for": "party"})


def ask(
    session: Session, actor: Actor, now: dt.datetime, *, report: Report, key: str, format: str, language: str
) -> int:
    """Put down the making of a file of what this actor reads; the job's id. Each reader has a job of their own."""
    subject = subject_of(session, report, newest_revision(session, report))
    permissions.require(actor, "report:read", subject)
    payload = {"report": report.id, "format": format, "language": language, "key": key}
    return jobs.enqueue(
        session,
        KIND,
        f"{key}:{format}:{language}:{actor.user_id}",
        payload,
        now=now,
        actor_id=actor.user_id,
        language=language,
    )


def handler(house: House) -> Handler:
    """Makes one file for whoever asked, as far as they may still read it."""

    def run(job: JobView, progress: Progress) -> Mapping[str, Any]:
        wanted, session = job.payload, house.db.session
        report = session.get(Report, wanted["report"])
        who = load_actor(session, job.actor_id or 0, house.clock())
        if report is None or who is None:
            raise Hopeless("the report or its reader is gone")
        found = reading.for_actor(session, who, house.editions, report, wanted["language"], house.clock())
        progress(10)
        # A draft may have changed since it was asked for: the file is kept under what it shows.
        key = key_of_reading(found)
        _make(house, found.document, key, wanted["language"])
        return {"key": key, "language": wanted["language"], "format": wanted["format"]}

    return run


def announcer(house: House) -> Handler:
    """Makes a record's public files in its working languages, then announces it.

    A file that cannot be made does not keep the record back: the page stands without it.
    """

    def run(job: JobView, progress: Progress) -> Mapping[str, Any]:
        session = house.db.session
        row = session.get(Publication, job.payload["publication"])
        if row is None:
            raise Hopeless("the publication is gone")
        record, was_announced = reading.record_of_publication(session, row), row.announced
        key, failed = key_of_record(record), []
        languages: list[str] = list(job.payload["languages"])
        for n, language in enumerate(languages):
            address = f"{house.public_url}/{language}/records/{record.report.party}/{record.report.form}/{row.number}"
            try:
                _make(house, reading.record_document(house.db.session, record, language, address), key, language)
            except PdfFailed as error:
                _log.error("no PDF of publication %s in %s: %s", row.id, language, error)
                failed.append(language)
            progress(90 * (n + 1) // len(languages))
        with house.db.transaction() as writing:
            publication.announce(writing, job.payload["publication"])
            if not was_announced:
                report = writing.get_one(Report, record.report.id)
                audience.tell_of_publication(writing, house.clock(), report, record.publication.number)
        return {"failed": failed}

    return run


def _make(house: House, document: Document, key: str, language: str) -> None:
    """One PDF, file first, then its row. Harmless when it is there already."""
    layout = layout_version(house.templates)
    name = f"{key[:2]}/{key}-{language}-{layout}.pdf"
    place = {"sha256": key, "format": PDF, "language": language, "layout": layout}
    known = house.db.session.scalar(select(StoredDocument.id).filter_by(**place))
    if known is not None and (house.instance / "documents" / name).is_file():
        return
    house.db.end_reading()
    content = render_pdf(document, house.texts(language), templates=house.templates, fonts=house.fonts)
    put(house.instance / "documents" / name, content)
    facts = {"file": name, "size": len(content), "file_sha256": hashlib.sha256(content).hexdigest()}
    with house.db.transaction() as session:
        _keep_row(session, place, {**facts, "made_at": house.clock()})


def _keep_row(session: Session, place: Mapping[str, str], facts: Mapping[str, Any]) -> None:
    there = update(StoredDocument).filter_by(**place).values(**facts).returning(StoredDocument.id)
    if session.scalar(there) is None:
        try:
            with session.begin_nested():
                session.add(StoredDocument(**place, **facts))
        except IntegrityError:  # made for somebody else in the same moment
            session.execute(there)


def ask_for_missing(session: Session, house: House, now: dt.datetime) -> int:
    """Put down the making of public files that are not there in today's layout; how many records lack some."""
    layout, lacking = layout_version(house.templates), 0
    there = {
        (row.sha256, row.language)
        for row in session.scalars(select(StoredDocument).where(StoredDocument.layout == layout))
        if (house.instance / "documents" / row.file).is_file()
    }
    records = (
        select(Publication.id, Publication.number, FrozenCopy.sha256, Report.languages)
        .join(FrozenCopy, FrozenCopy.id == Publication.frozen_copy_id)
        .join(Report, Report.id == Publication.report_id)
        .where(Publication.announced)
    )
    for row in session.execute(records).all():
        key = _public_key(row.sha256, row.number)
        languages = [each for each in row.languages if each in UN_LANGUAGES and (key, each) not in there]
        if languages:
            lacking += 1
            payload = {"publication": row.id, "languages": languages}
            jobs.enqueue(session, publication.ANNOUNCE, str(row.id), payload, now=now)
    return lacking
