"""Parties of agreements, as the installation knows them (loaded from the agreement's folder of data)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from reporting.models.base import Base


class Party(Base):
    """A Party of one agreement. `names` is a list by date: `{"until": "2022-06-01", "names": {lang: name}}`.

    `invented` marks the Parties of the demonstration.
    """

    __tablename__ = "parties"

    agreement: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    iso3: Mapped[str] = mapped_column(String(3))
    region: Mapped[str] = mapped_column(String(32), index=True)
    names: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    invented: Mapped[bool] = mapped_column(default=False)


class InstallationFact(Base):
    """One fact about this installation by name, such as that it holds the demonstration."""

    __tablename__ = "installation_facts"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(500))
