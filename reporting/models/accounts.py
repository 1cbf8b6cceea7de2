"""People, their roles, and the links and tokens by which they come in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from reporting.models.base import Base, UtcDateTime


class User(Base):
    """A person. `sign_in_key` is part of every session; a new one ends all of them.

    Name and address sit here alone, so that they can be emptied for a former user.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password: Mapped[str | None] = mapped_column(String(255))
    sign_in_key: Mapped[str] = mapped_column(String(64), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(12), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    memberships: Mapped[list[Membership]] = relationship(foreign_keys="Membership.user_id", back_populates="user")


class Membership(Base):
    """A role of a person. `party` is '' for the secretariat, `forms` is "*" or ids parted by blanks.

    Never deleted: an ended one keeps who gave and who ended it.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        Index("ix_memberships_party_role", "party", "role"),
        CheckConstraint("ended_at IS NULL OR ended_by IS NOT NULL", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(String(32))
    party: Mapped[str] = mapped_column(String(2), default="")
    agreement: Mapped[str] = mapped_column(String(32))
    forms: Mapped[str] = mapped_column(String(500), default="*")
    scope: Mapped[str] = mapped_column(String(16), default="report")
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    given_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    given_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(foreign_keys=[user_id], back_populates="memberships")
    giver: Mapped[User | None] = relationship(foreign_keys=[given_by])
    ender: Mapped[User | None] = relationship(foreign_keys=[ended_by])


class OneTimeLink(Base):
    """An expiring single-use link: `kind` is invitation, password_reset, email_old or email_new.

    Only the token's hash is stored. `payload` holds what the link will do (plain values).
    """

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    party: Mapped[str] = mapped_column(String(2), default="", index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class SignInAttempt(Base):
    """A failed try, counted by address and by network address (both hashed) before any password is computed."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ApiToken(Base):
    """A token by which a program acts for a person. Ends with the person's last membership or sign-in key."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100), default="")
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
