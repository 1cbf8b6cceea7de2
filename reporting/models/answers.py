"""Answers of open revisions and everything that was ever written."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, CompressedText, UtcDateTime


class Answer(Base):
    """The value of one question (of one item, in one language): canonical JSON, or null once cleared.

    `version` counts writes from 1. `original` marks the language from which the others are translated; those keep the
    version and digest of the original they were made from.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("revision_id", "question", "item", "lang"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    question: Mapped[str] = mapped_column(String(200))
    item: Mapped[str] = mapped_column(String(300), default="")
    lang: Mapped[str] = mapped_column(String(12), default="")
    value: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int]
    original: Mapped[bool] = mapped_column(default=False)
    source_version: Mapped[int] = mapped_column(default=0)
    source_digest: Mapped[str] = mapped_column(String(64), default="")
    machine: Mapped[bool] = mapped_column(default=False)
    #: How many rules of its question the value breaks.
    problems: Mapped[int] = mapped_column(default=0)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class AnswerVersion(Base):
    """One write, kept for ever. `write_id` is unique: a replay gets its first answer again."""

    __tablename__ = "answer_history"
    __table_args__ = (
        Index("ix_answer_history_place", "revision_id", "question", "item", "lang", "version", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    write_id: Mapped[str] = mapped_column(String(64), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    question: Mapped[str] = mapped_column(String(200))
    item: Mapped[str] = mapped_column(String(300), default="")
    lang: Mapped[str] = mapped_column(String(12), default="")
    version: Mapped[int]
    value: Mapped[str | None] = mapped_column(CompressedText)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    restored_from: Mapped[int | None]
    #: The publication of an earlier report that it was taken over from.
    carried_from: Mapped[int | None]
