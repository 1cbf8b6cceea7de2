"""What waits for a word of somebody: spreadsheets that were brought, and datasets that a Party does without."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base, UtcDateTime


class Spreadsheet(Base):
    """The file that somebody brought for a section, before anything of it is written. It lies under `key` some days."""

    __tablename__ = "spreadsheets"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class DatasetDeclined(Base):
    """That a Party does not use an edition of a dataset for an item of its report, and why, if it says so."""

    __tablename__ = "datasets_declined"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    section: Mapped[str] = mapped_column(String(60), primary_key=True)
    item: Mapped[str] = mapped_column(String(100), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("dataset_editions.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
