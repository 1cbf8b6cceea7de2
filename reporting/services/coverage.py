"""Which goals and targets the items of a report cover, for whoever may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reporting.domain import coverage
from reporting.domain.answers import Answers
from reporting.domain.coverage import Coverage
from reporting.domain.definitions import Edition
from reporting.domain.errors import NotFound
from reporting.domain.permissions import Actor
from reporting.models import Report
from reporting.services import reading
from reporting.services.editions import Editions
from reporting.services.reading import Record


@dataclass(frozen=True)
class Seen:
    """What is covered, with the edition whose texts say what it is called."""

    edition: Edition
    tables: Sequence[Coverage]


def for_actor(session: Session, actor: Actor, editions: Editions, report: Report) -> Seen:
    """As this actor reads the report: of the draft or the frozen copy. NotFound where its form asks nothing such."""
    return _seen(*reading.answers_for_actor(session, actor, editions, report))


def of_record(session: Session, record: Record) -> Seen:
    """The same of a published version."""
    return _seen(*reading.answers_of_record(session, record))


def _seen(edition: Edition, answers: Answers) -> Seen:
    tables = coverage.of_report(answers)
    if not tables:
        raise NotFound
    return Seen(edition, tables)
