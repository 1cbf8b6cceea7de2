"""Things kept for a while only: failed tries, addresses in links that ran out, rows of periodic work that is done,
files that no answer names.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reporting.models import Job, OneTimeLink, SignInAttempt
from reporting.services import attachments, jobs
from reporting.services.house import House
from reporting.services.jobs import Handler, JobView, Progress

KIND = "tidy"
_ATTEMPTS_KEPT = dt.timedelta(days=1)
#: After a link ran out its holder may still ask the inviter for a new one.
_LINKS_KEPT = dt.timedelta(days=60)
_PERIODIC_KEPT = dt.timedelta(days=7)


def tidy(session: Session, now: dt.datetime) -> None:
    """Delete what has served its time. Answers, events and people are never deleted."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - _ATTEMPTS_KEPT))
    ran_out = select(OneTimeLink).where(
        OneTimeLink.expires_at < now - _LINKS_KEPT, OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None)
    )
    for link in session.scalars(ran_out):
        link.payload, link.revoked_at = {}, now
    session.execute(
        delete(Job).where(Job.kind == KIND, Job.status.not_in(jobs.OPEN), Job.made_at < now - _PERIODIC_KEPT)
    )


def handler(house: House) -> Handler:
    def run(job: JobView, progress: Progress) -> dict[str, Any]:
        with house.db.transaction() as session:
            tidy(session, house.clock())
        return {"files": attachments.sweep(house, house.clock())}

    return run
