"""Loading the demonstration: all of it in one transaction, then the mail and the files that it brought about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.infra.mail import to_folder
from reporting.infra.passwords import hashed
from reporting.models import Job, User
from reporting.services import audit, documents, editions, installation, jobs, notifications, publication
from reporting.services.demonstration import cast, offering, source
from reporting.services.demonstration.first_form import open_first_form
from reporting.services.demonstration.telling import Teller
from reporting.services.demonstration.timeline import SHORTEST, Timeline
from reporting.services.house import House
from reporting.services.jobs import Handler
from reporting.services.letters import Letters

#: Of all accounts of the demonstration.
PASSWORD = "national-reports-demo"
#: A mail or a file is made so long after its cause.
_LATER = dt.timedelta(minutes=2)

#: Told how far the loading has come, a line at a time.
Say = Callable[[str], object]


class CannotLoad(Exception):
    """Why the demonstration is not loaded, in one English sentence for the console."""


def load(house: House, now: dt.datetime, echo: Say = lambda line: None) -> None:
    """Load the demonstration into an installation without accounts. Raises CannotLoad.

    Whoever kills it finds all or nothing: what is left of mail and files then is done by the worker.
    """
    data = source.read()
    if now < data.begins_at + SHORTEST:
        begins_on = data.begins_at.date()
        raise CannotLoad(f"The demonstration begins on {begins_on} and needs 90 days; the clock says {now.date()}.")
    password = hashed(PASSWORD)
    timeline = Timeline(now, data.begins_at, data.ends_at)
    with house.db.transaction() as session:
        if has_accounts(session):
            raise CannotLoad("This database holds accounts already: the demonstration wants an empty one.")
        installation.mark_demonstration(session)
        editions.open_due_forms(session, house.catalogue, now)
        first_form = open_first_form(session, house.catalogue, data.begins_at)
        echo("Inventing two Parties and eight people")
        cast.add_parties(session, data.parties)
        people = cast.add_people(session, data.people, timeline, agreement=data.parties[0].agreement, password=password)
        for dataset in data.datasets:
            offering.offer(session, dataset, people[dataset.by], timeline)
        echo("Writing, submitting, reviewing and publishing their reports")
        Teller(session, house, people, first_form, timeline).tell(data.stories)
        audit.record(session, "demonstration:loaded", actor=None, now=now)
    _do_jobs(house, echo)


def has_accounts(session: Session) -> bool:
    return session.scalar(select(User.id).limit(1)) is not None


def _do_jobs(house: House, echo: Say) -> None:
    """Do what the story left to be done, at the time of the story, as far as nobody else is doing it."""
    clock = _StoryClock()
    handlers = _handlers(replace(house, clock=clock))
    runner = jobs.Runner(house.db, house.clock, handlers, "demonstration")
    told: set[str] = set()
    tried: set[int] = set()
    while (job := _next_job(house.db.session, handlers, tried)) is not None:
        if job.kind not in told:
            told.add(job.kind)
            echo(_DOING[job.kind])
        tried.add(job.id)
        clock.moment = job.made_at + _LATER
        if not runner.run(job.id):
            echo(f"Left to the worker: {job.kind} {job.id}")
    house.db.end_reading()


def _next_job(session: Session, handlers: Mapping[str, Handler], tried: set[int]) -> Job | None:
    waiting = select(Job).where(Job.status == jobs.WAITING, Job.kind.in_(handlers), Job.id.not_in(tried))
    return session.scalar(waiting.order_by(Job.made_at, Job.id).limit(1))


_DOING: Mapping[str, str] = {
    notifications.KIND: "Delivering their mail",
    publication.ANNOUNCE: "Making the PDF files of the published records; this takes a while",
}


def _handlers(house: House) -> Mapping[str, Handler]:
    """Who does the jobs here. Mail of invented people is kept in the outbox, whatever server this installation has."""
    letters = Letters(house.templates / "emails", house.texts, house.public_url)
    post = to_folder(house.outbox or house.instance / "outbox")
    return {
        notifications.KIND: notifications.handler(house, letters, post),
        publication.ANNOUNCE: documents.announcer(house),
    }


class _StoryClock:
    """Says the time that it was set to."""

    moment = dt.datetime.min.replace(tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.moment
