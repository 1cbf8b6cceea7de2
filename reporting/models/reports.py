"""Reports, their revisions, what happened to these, their frozen copies and publications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from reporting.domain import workflow
from reporting.models.base import Base, UtcDateTime


def _one_of(statuses: Iterable[str]) -> str:
    return f"status IN ({', '.join(repr(each) for each in statuses)})"


_WHILE_OPEN = text(_one_of(sorted(workflow.OPEN)))


class Report(Base):
    """One Party's answer to one form. `languages` are its working languages, the first being the main one."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("party", "form", "entry"),
        ForeignKeyConstraint(["agreement", "party"], ["parties.agreement", "parties.code"], name="fk_reports_party"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement: Mapped[str] = mapped_column(String(32))
    party: Mapped[str] = mapped_column(String(2))
    form: Mapped[str] = mapped_column(String(32), index=True)
    entry: Mapped[str] = mapped_column(String(100), default="")
    languages: Mapped[list[str]] = mapped_column(JSON)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    revisions: Mapped[list[Revision]] = relationship(back_populates="report", order_by="Revision.number")


class Revision(Base):
    """A numbered state of a report. `lock_version` rises with each change of status or settings.

    Its text edition is the newest of its form revision while it is open, and is fixed by the frozen copy.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("report_id", "number"),
        Index(
            "uq_revisions_one_open", "report_id", unique=True, sqlite_where=_WHILE_OPEN, postgresql_where=_WHILE_OPEN
        ),
        CheckConstraint(_one_of(workflow.STATUSES), name="status_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(16), default=workflow.DRAFT, index=True)
    lock_version: Mapped[int] = mapped_column(default=1)
    form_revision_id: Mapped[int] = mapped_column(ForeignKey("form_revisions.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[dt.date | None]
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # No foreign key: a copy names its revision, and two tables that name each other cannot be made in order.
    frozen_copy_id: Mapped[int | None]

    report: Mapped[Report] = relationship(back_populates="revisions")
    frozen_copy: Mapped[FrozenCopy | None] = relationship(
        primaryjoin="foreign(Revision.frozen_copy_id) == FrozenCopy.id", viewonly=True
    )


class RevisionProgress(Base):
    """How far a revision is, for lists. Apart from the revision, whose row savers hold only for share."""

    __tablename__ = "revision_progress"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    given: Mapped[int] = mapped_column(default=0)
    required: Mapped[int] = mapped_column(default=0)


class PartProgress(Base):
    """How far one section, or one item of a repeated section, is.

    `problems` counts what is doubtful in it, `blocking` those among them that stand against submission.
    """

    __tablename__ = "part_progress"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    item: Mapped[str] = mapped_column(String(300), primary_key=True, default="")
    given: Mapped[int] = mapped_column(default=0)
    required: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    problems: Mapped[int] = mapped_column(default=0)
    blocking: Mapped[int] = mapped_column(default=0)


class RevisionStep(Base):
    """One step of a revision through the workflow, with the words that came with it."""

    __tablename__ = "revision_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    action: Mapped[str] = mapped_column(String(32))
    from_status: Mapped[str] = mapped_column(String(16))
    to_status: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    comment: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[dt.date | None]
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class FrozenCopy(Base):
    """The bytes of a submission, as hashed. Uncompressed: what is served is what was hashed."""

    __tablename__ = "frozen_copies"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    public: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    private_sha256: Mapped[str] = mapped_column(String(64))
    private: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Publication(Base):
    """The n-th published version of a report: the envelope around a frozen copy."""

    __tablename__ = "publications"
    __table_args__ = (UniqueConstraint("report_id", "number"), UniqueConstraint("revision_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    frozen_copy_id: Mapped[int] = mapped_column(ForeignKey("frozen_copies.id"))
    number: Mapped[int]
    change_note: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    published_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: False until the files that the record is announced with have been made.
    announced: Mapped[bool] = mapped_column(default=False)

    report: Mapped[Report] = relationship()
    revision: Mapped[Revision] = relationship()
    frozen_copy: Mapped[FrozenCopy] = relationship()


class StoredDocument(Base):
    """A document made from a frozen copy, keyed by content: hash of the copy, format, language, layout version."""

    __tablename__ = "stored_documents"
    __table_args__ = (UniqueConstraint("sha256", "format", "language", "layout"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(12))
    layout: Mapped[str] = mapped_column(String(64))
    file: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    file_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
