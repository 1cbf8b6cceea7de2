"""The database: looking is read-only, changing is one transaction, work is told of after the commit."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from reporting.models import FormRevision, InstallationFact
from tests.databases import EACH_DATABASE
from tests.world import FixedClock, World, tiny_house


def facts(world: World) -> int:
    with world.reading() as session:
        return session.scalar(select(func.count()).select_from(InstallationFact)) or 0


def test_the_reading_session_refuses_to_write(either: World):
    with either.reading() as session:
        session.add(InstallationFact(name="a", value="b"))
        with pytest.raises(DBAPIError):
            session.flush()
    assert facts(either) == 0


@pytest.mark.parametrize("statement", ["DELETE FROM parties", "DROP TABLE parties", "CREATE TABLE other (id INTEGER)"])
def test_the_reading_session_refuses_raw_statements_too(either: World, statement: str):
    with either.reading() as session, pytest.raises(DBAPIError):
        session.execute(text(statement))


def test_a_transaction_is_committed_at_its_end(either: World):
    with either.house.db.transaction() as session:
        session.add(InstallationFact(name="a", value="b"))
    assert facts(either) == 1


def test_a_transaction_that_raises_leaves_nothing_behind_and_the_next_one_works(either: World):
    with pytest.raises(ZeroDivisionError):
        break_off(either)
    assert facts(either) == 0
    with either.house.db.transaction() as session:
        session.add(InstallationFact(name="a", value="b"))
    assert facts(either) == 1


def break_off(world: World) -> None:
    """A transaction that writes and then fails."""
    with world.house.db.transaction() as session:
        session.add(InstallationFact(name="c", value="d"))
        session.flush()
        session.info["jobs"] = [2]
        raise ZeroDivisionError


def test_a_transaction_within_a_transaction_is_a_mistake(either: World):
    with (
        either.house.db.transaction(),
        pytest.raises(RuntimeError, match="already open"),
        either.house.db.transaction(),
    ):
        raise AssertionError("not reached")


def test_a_transaction_ends_the_reading_session(either: World):
    with either.reading() as before:
        before.execute(text("SELECT 1"))
        with either.house.db.transaction() as session:
            session.add(InstallationFact(name="a", value="b"))
        assert not before.in_transaction()
    assert facts(either) == 1


def test_what_was_committed_is_told_after_the_commit_and_only_then(either: World):
    told: list[int] = []
    either.house.db.after_commit = lambda info: told.append(facts(either))
    with either.house.db.transaction() as session:
        session.add(InstallationFact(name="a", value="b"))
        session.info["jobs"] = [1]
    with pytest.raises(ZeroDivisionError):
        break_off(either)
    assert told == [1]


def test_each_thread_has_its_own_sessions(either: World):
    with either.reading() as mine:
        found = []
        thread = threading.Thread(target=lambda: found.append(either.house.db.session) or either.house.db.end_reading())
        thread.start()
        thread.join()
        assert found[0] is not mine


BEGIN = """
import sys
from pathlib import Path
from reporting import schema
from tests.world import FixedClock, open_forms, tiny_house
house = tiny_house(Path(sys.argv[1]), FixedClock(), database_url=sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
open_forms(house)
assert schema.is_current(house.db)
house.db.dispose()
"""


@pytest.mark.parametrize("kind", EACH_DATABASE)
def test_two_processes_that_begin_together_make_the_tables_and_open_the_forms_once(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
):
    url = request.getfixturevalue("postgres").empty() if kind == "postgres" else ""
    command = [sys.executable, "-c", BEGIN, str(tmp_path), url]
    both = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for _ in range(2)]
    for each in both:
        assert each.stdout.readline() == "ready\n", each.communicate()[1]
    for each in both:
        each.stdin.write("\n")
        each.stdin.flush()
    assert [each.communicate(timeout=30)[1] for each in both] == ["", ""]
    house = tiny_house(tmp_path, FixedClock(), database_url=url)
    revisions = house.db.session.scalars(select(FormRevision.form).order_by(FormRevision.form)).all()
    house.db.dispose()
    assert {"nr7", "nt7", "tiny"} <= set(revisions)
    assert len(revisions) == len(set(revisions))
