"""The bell and the worker: woken by a ring, saved by the sweep, ended by a signal, outlived by the job."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reporting import worker
from reporting.infra import clock as real_clock
from reporting.infra.bell import Bell
from reporting.infra.db import Database
from reporting.models import Job
from reporting.services import jobs
from reporting.services.jobs import Runner


def house_of(db: Database, clock: Callable[[], dt.datetime]) -> Any:
    return SimpleNamespace(db=db, clock=clock)


def until(condition: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.02)


@pytest.fixture
def bell(tmp_path: Path) -> Iterator[Bell]:
    bell = Bell(tmp_path / "jobs" / "bell.sqlite")
    yield bell
    bell.close()


@pytest.fixture
def working(db: Database, bell: Bell) -> Iterator[Callable[..., None]]:
    """Starts a worker in a thread; it is stopped at the end of the test."""
    stop, threads = threading.Event(), []

    def start(handlers: Any, **options: Any) -> None:
        thread = threading.Thread(
            target=worker.run_worker,
            args=(house_of(db, real_clock.now), bell, {"tidy": lambda job, progress: None, **handlers}),
            kwargs={"stop": stop, **options},
        )
        thread.start()
        threads.append(thread)

    yield start
    stop.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()


def put(db: Database, key: str = "1") -> int:
    with db.transaction() as session:
        return jobs.enqueue(session, "note", key, {}, now=real_clock.now())


def test_a_ring_wakes_the_worker_before_any_sweep(db, bell, working):
    done = threading.Event()
    db.after_commit = bell.after_commit
    working({"note": lambda job, progress: done.set()}, sweep_every=600.0)
    until(lambda: db_counts(db, "tidy", jobs.DONE) == 1)
    put(db)
    assert done.wait(10)


def test_the_sweep_finds_what_nobody_rang_for(db, working):
    done = threading.Event()
    put(db)
    working({"note": lambda job, progress: done.set()}, sweep_every=0.2)
    assert done.wait(10)


def test_a_bell_that_cannot_be_rung_does_not_harm_the_caller(db, bell, caplog):
    bell._huey.storage.filename = "/nowhere/bell.sqlite"
    bell.close()
    bell.ring([1])
    assert "the sweep will find the jobs" in caplog.text


def test_periodic_work_is_put_down_once_for_each_period(db, bell, clock):
    house = house_of(db, clock)
    worker.sweep(house, bell)
    worker.sweep(house, bell)
    assert db_counts(db, "tidy") == 1
    clock.forward(hours=1)
    worker.sweep(house, bell)
    assert db_counts(db, "tidy") == 2


def test_the_sweep_bears_a_database_that_is_away(db, bell, clock, caplog):
    broken = Database("sqlite:////nowhere/house.sqlite")
    worker.sweep(house_of(broken, clock), bell)
    assert "the sweep failed" in caplog.text


KILLED = """
import sys, threading, time
from types import SimpleNamespace
from pathlib import Path
from reporting.infra import clock
from reporting.infra.bell import Bell
from reporting.infra.db import Database
from reporting.worker import run_worker

def slow(job, progress):
    print("begun", flush=True)
    time.sleep(60)

folder = Path(sys.argv[1])
house = SimpleNamespace(db=Database(f"sqlite:///{folder / 'house.sqlite'}"), clock=clock.now)
handlers = {"note": slow, "tidy": lambda job, progress: None}
run_worker(house, Bell(folder / "jobs" / "bell.sqlite"), handlers, parent=int(sys.argv[2]) or None, sweep_every=0.1)
print("ended", flush=True)
"""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a worker as a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(parent: int = 0) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", KILLED, str(tmp_path), str(parent)]
        started.append(subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for each in started:
        if each.poll() is None:
            each.kill()
        each.communicate()


def test_a_job_outlives_a_worker_that_is_killed_in_the_middle(db, bell, process):
    job_id = put(db)
    killed = process()
    assert killed.stdout.readline() == "begun\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait(10)
    assert job_id not in jobs.due(db.session, real_clock.now()), "its lease still runs"

    def later() -> dt.datetime:
        return real_clock.now() + jobs.LEASE + dt.timedelta(seconds=2)

    ran = []
    worker.sweep(house_of(db, later), bell)
    assert not bell.is_silent()
    assert Runner(db, later, {"note": lambda job, progress: ran.append(job.attempt)}).run(job_id)
    assert ran == [2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_worker_ends_cleanly_at_a_signal(db, process, number):
    running = process()
    until(lambda: db_counts(db, "tidy", jobs.DONE) == 1)
    running.send_signal(number)
    assert running.communicate(timeout=15)[0] == "ended\n"
    assert running.returncode == 0


def test_a_worker_ends_when_its_parent_is_gone(db, process):
    orphan = process(parent=os.getpid() + 100_000)
    assert orphan.communicate(timeout=15)[0] == "ended\n"


def db_counts(db: Database, kind: str, status: str | None = None) -> int:
    db.end_reading()
    found = db.session.query(Job).filter(Job.kind == kind)
    return found.filter(Job.status == status).count() if status else found.count()
