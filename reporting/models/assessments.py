"""What published records say of global targets, kept apart from their bytes for public figures."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base


class Assessment(Base):
    """How far a published record says that one item has come, for each global term that the item counts for.

    Written at publication from the public part of the frozen copy; `level` is an option of `question`.
    """

    __tablename__ = "assessments"
    __table_args__ = (Index("ix_assessments_term_level", "term", "level"),)

    publication_id: Mapped[int] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(200), primary_key=True)
    item: Mapped[str] = mapped_column(String(300), primary_key=True)
    term: Mapped[str] = mapped_column(String(64), primary_key=True)
    level: Mapped[str] = mapped_column(String(64))
    #: Language → what the item is called, where it is no term of the framework.
    titles: Mapped[dict[str, str] | None] = mapped_column(JSON)
