"""The table of jobs: leases, tries, and two workers that want the same one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from reporting.infra.db import Database
from reporting.models import Job
from reporting.services import jobs
from reporting.services.jobs import JobView, Runner
from tests.databases import EACH_DATABASE


@pytest.fixture(params=EACH_DATABASE)
def db(db: Database, request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database with all tables, of each kind."""
    if request.param == "sqlite":
        yield db
        return
    database = Database(request.getfixturevalue("postgres").with_forms())
    yield database
    database.dispose()


def put(db: Database, clock: Any, kind: str = "note", key: str = "1", **payload: Any) -> int:
    with db.transaction() as session:
        return jobs.enqueue(session, kind, key, payload, now=clock())


def take(db: Database, clock: Any, job_id: int, worker: str = "a") -> JobView | None:
    with db.transaction() as session:
        return jobs.take(session, job_id, worker, clock())


def row(db: Database, job_id: int) -> Job:
    db.end_reading()
    return db.session.get_one(Job, job_id)


def test_after_the_commit_the_bell_hears_of_the_new_job(db, clock):
    heard: list[Any] = []
    db.after_commit = lambda info: heard.extend(info.get("jobs", []))
    job_id = put(db, clock)
    assert heard == [job_id]


def test_the_same_work_is_one_job_while_it_is_open(db, clock):
    first = put(db, clock, key="same")
    assert put(db, clock, key="same") == first
    assert put(db, clock, key="other") != first
    assert put(db, clock, kind="else", key="same") != first


def test_work_that_is_done_may_be_asked_for_again(db, clock):
    first = put(db, clock)
    assert Runner(db, clock, {"note": lambda job, progress: None}).run(first)
    assert put(db, clock) != first


def test_periodic_work_has_one_row_for_each_period(db, clock):
    runner = Runner(db, clock, {"daily": lambda job, progress: None})
    with db.transaction() as session:
        first = jobs.enqueue_once(session, "daily", "2026-02-02", {}, now=clock())
    assert first is not None
    assert runner.run(first)
    with db.transaction() as session:
        assert jobs.enqueue_once(session, "daily", "2026-02-02", {}, now=clock()) is None
        assert jobs.enqueue_once(session, "daily", "2026-02-03", {}, now=clock()) is not None


def test_of_two_threads_one_takes_the_job(db, clock):
    for number in range(10):
        job_id = put(db, clock, key=str(number))
        ready, taken = threading.Barrier(2), []

        def compete(worker: str, job_id: int = job_id, ready: Any = ready, taken: Any = taken) -> None:
            ready.wait()
            taken.append(take(db, clock, job_id, worker))

        threads = [threading.Thread(target=compete, args=(name,)) for name in ("a", "b")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(view is not None for view in taken) == 1


def test_a_job_is_not_taken_before_its_time(db, clock):
    with db.transaction() as session:
        later = clock().replace(hour=12)
        job_id = jobs.enqueue(session, "note", "1", {}, now=clock(), not_before=later)
    assert take(db, clock, job_id) is None
    assert jobs.due(db.session, clock()) == []
    clock.forward(hours=3)
    db.end_reading()
    assert jobs.due(db.session, clock()) == [job_id]


def test_an_earlier_wish_brings_a_waiting_job_forward(db, clock):
    with db.transaction() as session:
        job_id = jobs.enqueue(session, "note", "1", {}, now=clock(), not_before=clock().replace(hour=12))
    assert put(db, clock) == job_id
    assert take(db, clock, job_id) is not None


def test_when_a_worker_dies_its_lease_runs_out_and_the_sweep_finds_the_job(db, clock):
    job_id = put(db, clock)
    dead = take(db, clock, job_id, "dead")
    assert dead is not None
    assert jobs.due(db.session, clock()) == []
    clock.forward(seconds=jobs.LEASE.total_seconds() + 1)
    db.end_reading()
    assert jobs.due(db.session, clock()) == [job_id]
    alive = take(db, clock, job_id, "alive")
    assert alive is not None
    assert alive.attempt == 2
    with db.transaction() as session:
        assert not jobs.finish(session, dead, clock()), "who comes back from the dead has no say"
        assert jobs.finish(session, alive, clock(), {"said": "yes"})
    assert row(db, job_id).result == {"said": "yes"}


def test_a_sign_of_life_prolongs_the_lease(db, clock):
    view = take(db, clock, put(db, clock))
    assert view is not None
    clock.forward(seconds=50)
    with db.transaction() as session:
        assert jobs.progress(session, view, 40, clock())
    clock.forward(seconds=50)
    assert jobs.due(db.session, clock()) == []
    assert row(db, view.id).progress == 40


def test_a_failing_job_is_tried_again_after_growing_pauses_and_then_given_up(db, clock):
    tries: list[int] = []

    def fails(job: JobView, progress: Any) -> None:
        tries.append(job.attempt)
        raise OSError("the line is down")

    job_id = put(db, clock)
    runner = Runner(db, clock, {"note": fails})
    pauses = []
    while row(db, job_id).status == jobs.WAITING:
        before = clock()
        clock.moment = max(before, row(db, job_id).not_before_at)
        pauses.append((clock() - before).total_seconds())
        assert not runner.run(job_id)
    assert tries == [1, 2, 3, 4, 5, 6]
    assert pauses == [0, 15, 60, 240, 960, 3840]
    assert row(db, job_id).status == jobs.FAILED
    assert row(db, job_id).error == "OSError: the line is down"


def test_a_hopeless_job_is_given_up_at_once(db, clock):
    def refuses(job: JobView, progress: Any) -> None:
        raise jobs.Hopeless("no such address")

    job_id = put(db, clock)
    Runner(db, clock, {"note": refuses}).run(job_id)
    assert row(db, job_id).status == jobs.FAILED


def test_a_job_of_an_unknown_kind_is_given_up(db, clock):
    job_id = put(db, clock, kind="unheard-of")
    assert not Runner(db, clock, {}).run(job_id)
    assert row(db, job_id).error == "Hopeless: nobody handles unheard-of"


def test_a_job_that_kills_every_worker_is_given_up(db, clock):
    job_id = put(db, clock)
    for _ in range(jobs.MAX_ATTEMPTS):
        assert take(db, clock, job_id) is not None
        clock.forward(minutes=2)
    assert take(db, clock, job_id) is None
    assert row(db, job_id).status == jobs.FAILED


def test_a_handler_sees_its_payload_and_says_how_far_it_is(db, clock):
    seen: list[Any] = []

    def handler(job: JobView, progress: Any) -> dict[str, Any]:
        seen.append((job.payload["page"], progress(50)))
        return {"file": "a.pdf"}

    job_id = put(db, clock, page=3)
    assert Runner(db, clock, {"note": handler}).run(job_id)
    assert seen == [(3, True)]
    assert (row(db, job_id).result, row(db, job_id).progress) == ({"file": "a.pdf"}, 100)


def test_a_mail_job_forgets_address_and_link_when_it_has_ended(db, clock):
    job_id = put(db, clock, kind="mail", template="invitation", to="a@example.org", params={"address": "/secret"})
    assert Runner(db, clock, {"mail": lambda job, progress: None}).run(job_id)
    assert row(db, job_id).payload == {"template": "invitation"}
