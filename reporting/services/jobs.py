"""Work outside of requests: a row written together with its cause, taken under a lease, tried again when it fails.

The table is the truth. The bell only says "look at this id"; who finds a lease run out may take the job again, so a
job may run twice and every handler has to bear that.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reporting.infra.clock import Clock
from reporting.infra.db import Database
from reporting.models import Job

log = logging.getLogger(__name__)

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
OPEN = (WAITING, RUNNING)
#: How long a worker owns a job without a sign of life.
LEASE = dt.timedelta(seconds=60)
#: A running handler shows life this often, for this long; after that it counts as stuck.
HEARTBEAT = dt.timedelta(seconds=15)
LONGEST_RUN = dt.timedelta(minutes=30)
MAX_ATTEMPTS = 6
_FIRST_PAUSE = dt.timedelta(seconds=15)
#: Parts of a payload that are gone when the job has ended: addresses, and links that sign somebody in.
_FORGETS: Mapping[str, tuple[str, ...]] = {"mail": ("to", "params")}


class Hopeless(Exception):
    """Raised by a handler where another try cannot help."""


@dataclass(frozen=True)
class JobView:
    """A job as its worker sees it. `attempt` counts from 1; with `worker` it says whose lease this is."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    actor_id: int | None
    language: str
    worker: str
    attempt: int
    made_at: dt.datetime


#: Told how far the work has come, in percent; False says that somebody else has the job now.
Progress = Callable[[int], bool]
#: Does the work of one kind and gives the job's result (plain values). It may be called twice for one job.
Handler = Callable[[JobView, Progress], Mapping[str, Any] | None]


def enqueue(
    session: Session,
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    *,
    now: dt.datetime,
    actor_id: int | None = None,
    language: str = "en",
    not_before: dt.datetime | None = None,
) -> int:
    """Put work down in the transaction of its cause; its id. Where the same work is open already, that one's id."""
    at = not_before or now
    found = _open_job(session, kind, key)
    if found is None:
        found = Job(kind=kind, key=key, payload=dict(payload), language=language, not_before_at=at, made_at=now)
        found.actor_id = actor_id
        try:
            with session.begin_nested():
                session.add(found)
        except IntegrityError:
            found = _open_job(session, kind, key)
            if found is None:
                raise
    elif found.status == WAITING and at < found.not_before_at:
        found.not_before_at = at
    session.info.setdefault("jobs", []).append(found.id)
    return found.id


def enqueue_once(
    session: Session, kind: str, period: str, payload: Mapping[str, Any], *, now: dt.datetime
) -> int | None:
    """Periodic work: one row for each (kind, period), whatever became of it; None where there is one already."""
    return None if exists(session, kind, period) else enqueue(session, kind, period, payload, now=now)


def exists(session: Session, kind: str, key: str) -> bool:
    """Whether there is such a job, open or ended."""
    return session.scalar(select(Job.id).where(Job.kind == kind, Job.key == key).limit(1)) is not None


def take(session: Session, job_id: int, worker: str, now: dt.datetime) -> JobView | None:
    """The job, if it is due and nobody else holds it. One that outlived too many workers is given up."""
    free = and_(Job.id == job_id, _due(now))
    worn_out = (
        update(Job)
        .where(free, Job.attempts >= MAX_ATTEMPTS)
        .values(status=FAILED, ended_at=now, error="its workers died")
    )
    if _changed(session, worn_out):
        return None
    taken = (
        update(Job)
        .where(free)
        .values(status=RUNNING, leased_by=worker, lease_until_at=now + LEASE, attempts=Job.attempts + 1)
    )
    if not _changed(session, taken):
        return None
    job = session.get_one(Job, job_id, populate_existing=True)
    return JobView(
        job.id, job.kind, job.key, dict(job.payload), job.actor_id, job.language, worker, job.attempts, job.made_at
    )


def finish(session: Session, job: JobView, now: dt.datetime, result: Mapping[str, Any] | None = None) -> bool:
    """Mark the job done; False where the lease had gone to somebody else."""
    return _end(session, job, now, status=DONE, result=dict(result or {}), progress=100, error="")


def fail(session: Session, job: JobView, now: dt.datetime, error: str, *, hopeless: bool = False) -> bool:
    """Put the job back for a later try, each pause four times the last, or give it up; False: the lease was lost."""
    if hopeless or job.attempt >= MAX_ATTEMPTS:
        return _end(session, job, now, status=FAILED, error=error[:2000])
    later = now + _FIRST_PAUSE * 4 ** (job.attempt - 1)
    again = update(Job).where(_held(job)).values(status=WAITING, not_before_at=later, error=error[:2000], leased_by="")
    return _changed(session, again)


def progress(session: Session, job: JobView, percent: int | None, now: dt.datetime) -> bool:
    """A sign of life: prolong the lease and say how far the work has come (None: as before). False: lease lost."""
    values: dict[str, Any] = {"lease_until_at": now + LEASE}
    if percent is not None:
        values["progress"] = max(0, min(percent, 99))
    return _changed(session, update(Job).where(_held(job)).values(**values))


def due(session: Session, now: dt.datetime, limit: int = 100) -> list[int]:
    """Ids of what could be taken now, oldest first: for the sweep that rings for whatever the bell has missed."""
    return list(session.scalars(select(Job.id).where(_due(now)).order_by(Job.not_before_at, Job.id).limit(limit)))


class Runner:
    """Runs jobs for one worker: takes the lease, calls the handler of the job's kind, writes down what came of it."""

    def __init__(self, db: Database, clock: Clock, handlers: Mapping[str, Handler], worker: str = "worker") -> None:
        self.db = db
        self.clock = clock
        self.handlers = handlers
        self.worker = worker

    def run(self, job_id: int) -> bool:
        """Run the job, if it can be taken; whether it is done now. Errors of handlers end in the row and the log."""
        with self.db.transaction() as session:
            job = take(session, job_id, self.worker, self.clock())
        if job is None:
            return False
        try:
            with self._alive(job):
                result = self._handler(job)(job, lambda percent: self._progress(job, percent))
        except Exception as error:
            self._failed(job, error)
            return False
        finally:
            self.db.end_reading()
        with self.db.transaction() as session:
            return finish(session, job, self.clock(), result)

    def _handler(self, job: JobView) -> Handler:
        if job.kind not in self.handlers:
            raise Hopeless(f"nobody handles {job.kind}")
        return self.handlers[job.kind]

    def _failed(self, job: JobView, error: Exception) -> None:
        hopeless = isinstance(error, Hopeless)
        log.warning("job %s (%s %s) failed at try %s", job.id, job.kind, job.key, job.attempt, exc_info=not hopeless)
        with self.db.transaction() as session:
            fail(session, job, self.clock(), f"{type(error).__name__}: {error}", hopeless=hopeless)

    def _progress(self, job: JobView, percent: int | None) -> bool:
        with self.db.transaction() as session:
            return progress(session, job, percent, self.clock())

    @contextmanager
    def _alive(self, job: JobView) -> Iterator[None]:
        """Prolong the lease from a thread beside the handler, so that a short lease fits long work."""
        over = threading.Event()
        beats = LONGEST_RUN // HEARTBEAT

        def beat() -> None:
            for _ in range(beats):
                if over.wait(HEARTBEAT.total_seconds()):
                    return
                try:
                    if not self._progress(job, None):
                        return
                except Exception:
                    log.exception("job %s: no sign of life could be written", job.id)

        thread = threading.Thread(target=beat, name=f"lease-{job.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def _due(now: dt.datetime) -> Any:
    return or_(
        and_(Job.status == WAITING, Job.not_before_at <= now),
        and_(Job.status == RUNNING, Job.lease_until_at < now),
    )


def _held(job: JobView) -> Any:
    return and_(Job.id == job.id, Job.status == RUNNING, Job.leased_by == job.worker, Job.attempts == job.attempt)


def _open_job(session: Session, kind: str, key: str) -> Job | None:
    return session.scalar(select(Job).where(Job.kind == kind, Job.key == key, Job.status.in_(OPEN)))


def _end(session: Session, job: JobView, now: dt.datetime, **values: Any) -> bool:
    kept = {name: value for name, value in job.payload.items() if name not in _FORGETS.get(job.kind, ())}
    return _changed(session, update(Job).where(_held(job)).values(ended_at=now, leased_by="", payload=kept, **values))


def _changed(session: Session, statement: Any) -> bool:
    done: CursorResult[Any] = session.execute(statement)  # type: ignore[assignment]
    return done.rowcount == 1
