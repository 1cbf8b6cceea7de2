"""What happened, in order, for ever. People are named by id only."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, UtcDateTime


class AuditEvent(Base):
    """One event; `name` and the fields of `data` are declared in `services/audit.py`."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_report", "report_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    party: Mapped[str] = mapped_column(String(2), default="")
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
