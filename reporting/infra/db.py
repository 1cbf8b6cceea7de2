"""The database: a read-only session for looking, `transaction()` for changing. Nothing else commits.

On SQLite a read snapshot cannot be turned into a write, so a change never begins in the reading session:
`transaction()` ends that one, opens its own with `BEGIN IMMEDIATE`, and what it changes is read again by id.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select, text
from sqlalchemy.orm import Session

BUSY_TIMEOUT_MS = 5_000


class Database:
    """One database by its URL. Safe to share between threads; sessions belong to the context that opened them."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        #: Told the session's `info` after each commit: this is how the queue hears of new jobs.
        self.after_commit: Callable[[Mapping[Any, Any]], None] | None = None
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer = self._engine(read_only=False)
        self._reader = self._engine(read_only=True)
        # Writers of one process wait here and not in SQLite's busy loop, which sleeps in steps.
        self._write_lock: AbstractContextManager[Any] = threading.Lock() if self.is_sqlite else nullcontext()
        self._reading: ContextVar[Session | None] = ContextVar("reading", default=None)
        self._writing: ContextVar[bool] = ContextVar("writing", default=False)

    @property
    def engine(self) -> Engine:
        """The engine that may write: for migrations and backups."""
        return self._writer

    @property
    def session(self) -> Session:
        """The reading session of this request or job, opened at first use. A write through it raises."""
        found = self._reading.get()
        if found is None:
            found = Session(self._reader)
            self._reading.set(found)
        return found

    def end_reading(self) -> None:
        """Give the reading session back; called at the end of a request or job and before each transaction."""
        found = self._reading.get()
        if found is not None:
            self._reading.set(None)
            found.close()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session: committed at the end of the block, rolled back when it raises."""
        if self._writing.get():
            raise RuntimeError("a transaction is already open: pass its session on")
        self.end_reading()
        token = self._writing.set(True)
        try:
            with self._write_lock, Session(self._writer, expire_on_commit=False) as session, session.begin():
                yield session
        finally:
            self._writing.reset(token)
        if self.after_commit is not None and session.info:
            self.after_commit(session.info)

    def ping(self) -> None:
        """Raise where the database does not answer."""
        with self._reader.connect() as connection:
            connection.execute(text("SELECT 1"))

    def dispose(self) -> None:
        """Close all connections (before a fork, at the end)."""
        self.end_reading()
        self._writer.dispose()
        self._reader.dispose()

    def _engine(self, *, read_only: bool) -> Engine:
        if self.is_sqlite:
            return _sqlite_engine(str(self.url), read_only=read_only)
        engine = create_engine(self.url, pool_pre_ping=True, pool_size=10, max_overflow=20)
        return engine.execution_options(postgresql_readonly=True) if read_only else engine


def alone(connection: Connection, what: str) -> None:
    """One transaction at a time does `what`: the next one waits here until this one ends.

    On SQLite there is one writer at a time anyway.
    """
    if not has_one_writer(connection):
        connection.execute(select(func.pg_advisory_xact_lock(zlib.crc32(what.encode()))))


def has_one_writer(connection: Connection) -> bool:
    """Whether the database lets one transaction at a time write, so that each is alone as it is."""
    return connection.dialect.name == "sqlite"


def _sqlite_engine(url: str, *, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False, "isolation_level": None},
        pool_size=10,
        max_overflow=50,
    )

    @event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
