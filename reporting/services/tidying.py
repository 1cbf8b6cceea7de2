"""Things kept for a while only: failed tries, and rows of periodic work that has been done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from reporting.models import Job, SignInAttempt
from reporting.services import jobs
from reporting.services.house import House
from reporting.services.jobs import Handler, JobView, Progress

KIND = "tidy"
_ATTEMPTS_KEPT = dt.timedelta(days=1)
_PERIODIC_KEPT = dt.timedelta(days=7)


def tidy(session: Session, now: dt.datetime) -> None:
    """Delete what has served its time. Answers, events and people are never deleted."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - _ATTEMPTS_KEPT))
    session.execute(
        delete(Job).where(Job.kind == KIND, Job.status.not_in(jobs.OPEN), Job.made_at < now - _PERIODIC_KEPT)
    )


def handler(house: House) -> Handler:
    def run(job: JobView, progress: Progress) -> dict[str, Any]:
        with house.db.transaction() as session:
            tidy(session, house.clock())
        return {}

    return run
