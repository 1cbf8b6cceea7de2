"""What was decided about answers of earlier reports, and which earlier items the Party says an item goes on from."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, UtcDateTime

#: Taken over and not yet looked at; taken over as it was; changed since; said to be no longer true.
TO_CONFIRM, UNCHANGED, UPDATED, GONE = STATES = ("to_confirm", "unchanged", "updated", "gone")


class CarriedAnswer(Base):
    """What became of what earlier records say to one question of one item."""

    __tablename__ = "carried_answers"
    __table_args__ = (CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state_known"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(200), primary_key=True)
    item: Mapped[str] = mapped_column(String(300), primary_key=True, default="")
    state: Mapped[str] = mapped_column(String(12))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ItemMatch(Base):
    """The items of an earlier form from which an item goes on, as the Party said once."""

    __tablename__ = "item_matches"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(32), primary_key=True)
    item: Mapped[str] = mapped_column(String(300), primary_key=True)
    earlier: Mapped[list[str]] = mapped_column(JSON)
