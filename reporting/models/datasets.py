"""Datasets that the secretariat offers to Parties: their editions, and the series of each Party and indicator."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from reporting.models.base import Base, CompressedText, UtcDateTime

PROPOSED, OFFERED, REPLACED, WITHDRAWN = "proposed", "offered", "replaced", "withdrawn"
STATES = (PROPOSED, OFFERED, REPLACED, WITHDRAWN)
_WHILE_OFFERED = text(f"state = '{OFFERED}'")


class Dataset(Base):
    """Data of one provider about indicators of one framework; what it is called stands with each edition."""

    __tablename__ = "datasets"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework: Mapped[str] = mapped_column(String(32), index=True)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    editions: Mapped[list[DatasetEdition]] = relationship(
        back_populates="dataset", order_by="DatasetEdition.number.desc()"
    )


class DatasetEdition(Base):
    """One state of a dataset, as it was uploaded. At most one is offered; earlier ones are kept.

    `dated_on` is the day of the data, as its provider says; `faults` are the
    first of the rows that could not be taken.
    """

    __tablename__ = "dataset_editions"
    __table_args__ = (
        UniqueConstraint("dataset_id", "number"),
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state_known"),
        Index(
            "uq_dataset_editions_one_offered",
            "dataset_id",
            unique=True,
            sqlite_where=_WHILE_OFFERED,
            postgresql_where=_WHILE_OFFERED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset_id: Mapped[int] = mapped_column(ForeignKey("datasets.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default=PROPOSED)
    title: Mapped[str] = mapped_column(String(300))
    provider: Mapped[str] = mapped_column(String(300))
    link: Mapped[str] = mapped_column(Text)
    dated_on: Mapped[dt.date]
    file_name: Mapped[str] = mapped_column(String(200), default="")
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    fault_count: Mapped[int] = mapped_column(default=0)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    offered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    dataset: Mapped[Dataset] = relationship(back_populates="editions")


class DatasetSeries(Base):
    """What an edition says of one indicator of one Party: `rows` is JSON, `count` how many there are."""

    __tablename__ = "dataset_series"

    edition_id: Mapped[int] = mapped_column(ForeignKey("dataset_editions.id"), primary_key=True)
    party: Mapped[str] = mapped_column(String(2), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    rows: Mapped[str] = mapped_column(CompressedText)
