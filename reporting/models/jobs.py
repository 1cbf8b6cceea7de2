"""Work to be done outside of requests. The row is the truth; the queue is only told its id."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, UtcDateTime

_WHILE_OPEN = text("status IN ('waiting', 'running')")


class Job(Base):
    """One piece of work. `status` is waiting, running, done or failed; `key` is unique while it is open.

    A worker owns it until `lease_until_at`; whoever finds a lease run out may take it again, so a job may run twice.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index("uq_jobs_open_key", "kind", "key", unique=True, sqlite_where=_WHILE_OPEN, postgresql_where=_WHILE_OPEN),
        Index("ix_jobs_status_not_before", "status", "not_before_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(200))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    language: Mapped[str] = mapped_column(String(12), default="en")
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    not_before_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    lease_until_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    leased_by: Mapped[str] = mapped_column(String(64), default="")
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
