"""Attached files: what is known of each, and what is on its way."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, UtcDateTime


class Attachment(Base):
    """A file of one report, by the SHA-256 of its content; the same content in another report is another row.

    `used_at` is when an answer named it first; what no answer ever named is deleted after a while.
    """

    __tablename__ = "attachments"
    __table_args__ = (UniqueConstraint("report_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    uploader_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


#: What becomes of a file that came: it is attached, or read as a table once somebody has looked through it.
ATTACHED, READ = "attached", "read"


class Upload(Base):
    """A file that comes in pieces, or waits to be looked through.

    How much of it has come is told by the file under `key`, not by this row.
    """

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    purpose: Mapped[str] = mapped_column(String(12), default=ATTACHED)
    uploader_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
