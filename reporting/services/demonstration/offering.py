"""The datasets of invented providers that the secretariat offers, by the service that it uses."""

from __future__ import annotations

from sqlalchemy.orm import Session

from reporting.services import datasets
from reporting.services.accounts.actors import load_actor
from reporting.services.demonstration.source import Dataset
from reporting.services.demonstration.timeline import Timeline


def offer(session: Session, told: Dataset, user_id: int, timeline: Timeline) -> None:
    """Propose one and offer it; `user_id` is the account of whoever does so."""
    now = timeline.at(told.at)
    actor = load_actor(session, user_id, now)
    if actor is None:
        raise ValueError(f"{told.by} has no account at {now}")
    about = datasets.About(told.title, told.provider, told.link, timeline.day(told.dated_on))
    rows = {
        (party, indicator): [dict(row) for row in each]
        for party, series in told.series.items()
        for indicator, each in series.items()
    }
    edition = datasets.propose(session, actor, now, told.framework, about, rows)
    datasets.offer(session, actor, now, edition.id)
