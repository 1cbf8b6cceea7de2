"""Drafts that were moved from one revision of their form to another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, UtcDateTime


class DraftMove(Base):
    """A draft's move to another revision of its form; `changes` names each answer that was written by it.

    A change is [question, item, lang, version before, version after]; version 0 stands for "never written".
    """

    __tablename__ = "draft_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    from_form_revision_id: Mapped[int] = mapped_column(ForeignKey("form_revisions.id"))
    to_form_revision_id: Mapped[int] = mapped_column(ForeignKey("form_revisions.id"))
    changes: Mapped[list[Any]] = mapped_column(JSON)
    moved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    moved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
