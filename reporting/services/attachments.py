"""Files attached to reports: taken in, judged, kept under their content, in use once an answer names them.

The file comes first, then its row. A report knows a content once, under the name that it came with first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import IO

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.attachments import Facts, check_name
from reporting.domain.errors import Invalid, NotFound, NotStorable, TooLarge, WrongState
from reporting.domain.permissions import Actor
from reporting.infra.file_kinds import judge
from reporting.infra.file_store import TooLong
from reporting.models import Attachment, Report, Revision, Spreadsheet, Upload
from reporting.services import audit
from reporting.services.house import House
from reporting.services.reports import newest_revision, subject_of

MEGABYTE = 1_000_000
#: Files of one report, whoever attached them.
MAX_FILES = 500
#: What no answer ever named, and what nobody goes on sending or decides about, is kept this long.
KEPT_UNNAMED = dt.timedelta(days=2)


def too_large(house: House) -> TooLarge:
    return TooLarge("file_too_large", megabytes=house.max_file // MEGABYTE)


def may_attach(session: Session, actor: Actor, report: Report) -> None:
    """Raise unless this actor drafts the report (Forbidden, NotFound) and it is written now (WrongState)."""
    revision = newest_revision(session, report)
    permissions.require(actor, "report:draft", replace(subject_of(session, report, revision), status=workflow.DRAFT))
    if revision.status not in workflow.EDITABLE:
        raise WrongState(status=revision.status)


def attach(house: House, actor: Actor, now: dt.datetime, report_id: int, stream: IO[bytes], name: str) -> Facts:
    """Take a whole file in. Raises what `may_attach` raises, Invalid or TooLarge; nothing is left of a refused one."""
    may_attach(house.db.session, actor, house.db.session.get_one(Report, report_id))
    kept_name = check_name(name)
    house.db.end_reading()
    try:
        key = house.files.take(stream, house.max_file)
    except TooLong:
        raise too_large(house) from None
    return keep(house, actor, now, report_id, key, kept_name)


def keep(house: House, actor: Actor, now: dt.datetime, report_id: int, key: str, name: str) -> Facts:
    """Judge what has come and give it its row; the facts, under the name that the report knows it by."""
    facts = judged(house, key, name)
    with house.db.transaction() as session:
        return enter(session, actor, now, report_id, facts)


def judged(house: House, key: str, name: str) -> Facts:
    """The facts of what has come, which is now kept under its content; nothing is left of a refused one."""
    try:
        found = judge(house.files.incoming(key), name)
        size = house.files.length(key)
        sha256 = house.files.keep(key, found.preview)
    except BaseException:
        house.files.drop(key)
        raise
    return Facts(sha256, name, found.media_type, size, found.width, found.height)


def held(session: Session, report_id: int) -> Report:
    """The report, its row held: of two who bring the same thing the second finds what the first has brought."""
    report = session.scalar(select(Report).where(Report.id == report_id).with_for_update(key_share=True))
    if report is None:
        raise NotFound
    return report


def enter(session: Session, actor: Actor, now: dt.datetime, report_id: int, facts: Facts) -> Facts:
    """The row of this content in this report, whose days begin anew where nothing names it yet."""
    report = held(session, report_id)
    may_attach(session, actor, report)
    here = Attachment.report_id == report_id
    known = session.scalar(select(Attachment).where(here, Attachment.sha256 == facts.sha256).with_for_update())
    if known is not None:
        if known.used_at is None:
            known.made_at = now
        return _facts(known)
    if (session.scalar(select(func.count()).select_from(Attachment).where(here)) or 0) >= MAX_FILES:
        raise Invalid("too_many", field="file", limit=MAX_FILES)
    session.add(
        Attachment(
            report_id=report_id, sha256=facts.sha256, name=facts.name, media_type=facts.type, size=facts.size,
            width=facts.width, height=facts.height, uploader_id=actor.user_id, made_at=now,
        )
    )  # fmt: skip
    audit.record(
        session, "file:attached", actor=actor, now=now, party=report.party, report_id=report_id, sha256=facts.sha256
    )
    return facts


def _facts(row: Attachment) -> Facts:
    return Facts(row.sha256, row.name, row.media_type, row.size, row.width, row.height)


def rows_of(session: Session, report_id: int) -> dict[str, Facts]:
    """SHA-256 → facts of every file of a report, in the order in which they came."""
    found = session.scalars(select(Attachment).where(Attachment.report_id == report_id).order_by(Attachment.id))
    return {row.sha256: _facts(row) for row in found}


def _named_in(revision_id: int, ids: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    report = select(Revision.report_id).where(Revision.id == revision_id).scalar_subquery()
    return Attachment.report_id == report, Attachment.sha256.in_(ids)


def named(session: Session, revision_id: int, value: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The value of a question about files, with the names under which the report has them.

    Their rows stay until the answer that names them is saved. Raises NotStorable where one is no file of this report:
    whoever knows a hash does not get the file by it.
    """
    here = _named_in(revision_id, {row["id"] for row in value})
    wanted = select(Attachment.sha256, Attachment.name).where(*here).with_for_update(read=True, key_share=True)
    names = {row.sha256: row.name for row in session.execute(wanted)}
    if any(row["id"] not in names for row in value):
        raise NotStorable("unknown_file")
    return [{**row, "name": names[row["id"]]} for row in value]


def use(session: Session, revision_id: int, now: dt.datetime, ids: Collection[str]) -> None:
    """From now on these files are kept, whatever becomes of the answer that names them."""
    unused = update(Attachment).where(*_named_in(revision_id, ids), Attachment.used_at.is_(None))
    session.execute(unused.values(used_at=now))


def sweep(house: House, now: dt.datetime) -> int:
    """Delete what no answer ever named, and what nobody goes on sending or decides about; how many files went."""
    oldest = now - KEPT_UNNAMED
    with house.db.transaction() as session:
        session.execute(delete(Attachment).where(Attachment.used_at.is_(None), Attachment.made_at < oldest))
        for waits in (Upload, Spreadsheet):
            session.execute(delete(waits).where(waits.made_at < oldest))
        columns = (Attachment.sha256, Upload.key, Spreadsheet.key)
        named = [each for column in columns for each in session.scalars(select(column))]
    return house.files.sweep(named, KEPT_UNNAMED.total_seconds())
