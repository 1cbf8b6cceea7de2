"""The items of sections whose items differ from report to report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from reporting.domain.items import ORIGINS, STATES
from reporting.models.base import Base, UtcDateTime


class ReportItem(Base):
    """One item of one revision. `place` is its rank in the section; `texts` is language → its title.

    `written_for` holds the title that its answers were written for, while it differs and nobody has looked; `news` is
    what else nobody has looked at yet.
    """

    __tablename__ = "report_items"
    __table_args__ = (
        CheckConstraint(f"origin IN ({', '.join(map(repr, ORIGINS))})", name="origin_known"),
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state_known"),
    )

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(String(40), default="")
    links: Mapped[list[str]] = mapped_column(JSON)
    texts: Mapped[dict[str, str] | None] = mapped_column(JSON)
    written_for: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    news: Mapped[str] = mapped_column(String(10), default="")
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ItemList(Base):
    """The order of one section's items. `version` rises with each change by hand; `arranged` once there was one."""

    __tablename__ = "item_lists"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    version: Mapped[int] = mapped_column(default=0)
    arranged: Mapped[bool] = mapped_column(default=False)
