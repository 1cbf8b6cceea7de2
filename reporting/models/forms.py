"""Forms as they were when they opened: structure and texts, stored whole; and the official texts laid over ours."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, CompressedText, UtcDateTime


class FormRevision(Base):
    """The structure of one revision of a form (canonical JSON) and its digest."""

    __tablename__ = "form_revisions"
    __table_args__ = (UniqueConstraint("form", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement: Mapped[str] = mapped_column(String(32))
    form: Mapped[str] = mapped_column(String(32))
    revision: Mapped[int]
    structure: Mapped[str] = mapped_column(CompressedText)
    digest: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class TextEdition(Base):
    """All texts of one form revision in all languages (canonical JSON). Changed texts make a new edition.

    `ours` is what we say where its texts are official ones (canonical JSON: language → path → text), None where none
    are.
    """

    __tablename__ = "text_editions"
    __table_args__ = (UniqueConstraint("form_revision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    form_revision_id: Mapped[int] = mapped_column(ForeignKey("form_revisions.id"))
    number: Mapped[int]
    texts: Mapped[str] = mapped_column(CompressedText)
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ours: Mapped[str | None] = mapped_column(CompressedText)


class OfficialText(Base):
    """A text that this installation lays over ours: of a form, framework or agreement (its id is the domain)."""

    __tablename__ = "official_texts"
    __table_args__ = (UniqueConstraint("domain", "path", "lang"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    domain: Mapped[str] = mapped_column(String(32))
    path: Mapped[str] = mapped_column(String(255))
    lang: Mapped[str] = mapped_column(String(35))
    text: Mapped[str] = mapped_column(Text)
    laid_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
