"""Datasets that a Party is offered beside the questions of an item: taken over, changed for a reason, or declined."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reporting.domain import offered
from reporting.domain.answers import Key
from reporting.domain.definitions import Part, Question
from reporting.domain.errors import NotFound, Stale
from reporting.domain.offered import Altered
from reporting.domain.permissions import Actor
from reporting.domain.questions import type_of
from reporting.models import DatasetDeclined, Report
from reporting.services import attachments, datasets, drafting, reports
from reporting.services.datasets import Source
from reporting.services.drafting import Outcome, Write
from reporting.services.editions import Editions
from reporting.services.reports import Workbook
from reporting.services.series_files import shown_by

MAX_REASON = 2_000
Row = Mapping[str, str]


@dataclass(frozen=True)
class Declined:
    """That it is not used: by whom, when, and the reason if one was given."""

    user_id: int
    at: dt.datetime
    reason: str


@dataclass(frozen=True)
class ItemOffer:
    """A dataset beside an item. `altered` is set where its rows are the answer; `rows` are as they are offered, and
    none where the edition is no longer offered."""

    source: Source
    rows: Sequence[Row]
    altered: Altered | None = None
    declined: Declined | None = None

    @property
    def used(self) -> bool:
        return self.altered is not None


def of_item(session: Session, book: Workbook, here: Part) -> list[ItemOffer]:
    """What the report is offered for an item: what is used comes first, even if it is no longer offered."""
    question = book.edition.form.questions.get(here.section.datasets)
    if question is None or not here.item:
        return []
    found = datasets.offers(session, book.edition.form.framework, book.report.party, here.item)
    used, altered = _used(book, question, here.item)
    declined = _declined(session, book.report.id, here)
    made = [
        ItemOffer(each.source, each.rows, altered if each.source.edition == used else None,
                  declined.get(each.source.edition))
        for each in found
    ]  # fmt: skip
    if used is not None and used not in {each.source.edition for each in made}:
        made += [ItemOffer(source, (), altered) for source in datasets.sources(session, [used]).values()]
    return sorted(made, key=lambda each: not each.used)


def _used(book: Workbook, question: Question, item: str) -> tuple[int | None, Altered | None]:
    """The edition that the answer was taken from, while it is shown, and how the answer differs from it."""
    stored = book.stored.get(Key(question.path, item))
    if stored is None or not book.answers.is_visible(question.path, item):
        return None, None
    edition = offered.edition_of(stored.value)
    return edition, offered.altered(stored.value) if edition is not None else None


def _declined(session: Session, report_id: int, here: Part) -> dict[int, Declined]:
    rows = session.scalars(
        select(DatasetDeclined).where(
            DatasetDeclined.report_id == report_id,
            DatasetDeclined.section == here.section.id,
            DatasetDeclined.item == here.item,
        )
    )
    return {each.edition_id: Declined(each.user_id, each.made_at, each.reason) for each in rows}


def use(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str, item: str,
    edition_id: int, *, revision: int, form_digest: str, version: int,
) -> Outcome:  # fmt: skip
    """Take the rows over as they are offered, and say that they are where the data come from, in one save.

    `version` is that of the answer that goes. Raises NotFound where the edition is not offered for this item, Stale
    where the answer is another one by now and not this already, and what `drafting.save` raises.
    """
    report = session.get_one(Report, report_id)
    attachments.may_attach(session, actor, report)
    book = reports.workbook(session, editions, report)
    here, question = _place(book, section, item)
    found = datasets.offers(session, book.edition.form.framework, book.report.party, item)
    rows = next((each.rows for each in found if each.source.edition == edition_id), None)
    if rows is None:
        raise NotFound
    kind, key = type_of(question), Key(question.path, item)
    kept = kind.storable(question, [{**row, "id": f"r{n}"} for n, row in enumerate(rows)])
    wanted = kind.storable(question, offered.offered(edition_id, kept or ()))
    stands = book.stored.get(key)
    if version != book.version(key) and (stands is None or stands.value != wanted):
        raise Stale
    writes = [Write(secrets.token_urlsafe(16), key, wanted, version)]
    if (shown := shown_by(question)) is not None:
        chooser = Key(shown[0], item)
        writes.append(Write(secrets.token_urlsafe(16), chooser, shown[1], book.version(chooser)))
    outcome = drafting.save(
        session, actor, now, editions, report_id=report_id, revision=revision, form_digest=form_digest, writes=writes
    )
    if outcome.conflicts:
        raise Stale
    _forget(session, report_id, here, edition_id)
    return outcome


def decline(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str, item: str,
    edition_id: int, reason: str = "",
) -> None:  # fmt: skip
    """Record that the Party does without this edition here. Nothing in the report changes."""
    report = attachments.held(session, report_id)
    attachments.may_attach(session, actor, report)
    here, _ = _place(reports.workbook(session, editions, report), section, item)
    if edition_id not in datasets.sources(session, [edition_id]) or actor.user_id is None:
        raise NotFound
    _forget(session, report_id, here, edition_id)
    session.add(
        DatasetDeclined(
            report_id=report_id, section=section, item=item, edition_id=edition_id,
            reason=" ".join(reason.split())[:MAX_REASON], user_id=actor.user_id, made_at=now,
        )
    )  # fmt: skip


def _place(book: Workbook, section_id: str, item: str) -> tuple[Part, Question]:
    """The item, and its question that takes datasets over. Raises NotFound."""
    section = book.edition.form.section(section_id)
    question = book.edition.form.questions.get(section.datasets) if section is not None else None
    if section is None or question is None or item not in section.keys:
        raise NotFound
    return Part(section, item), question


def _forget(session: Session, report_id: int, here: Part, edition_id: int) -> None:
    session.execute(
        delete(DatasetDeclined).where(
            DatasetDeclined.report_id == report_id,
            DatasetDeclined.section == here.section.id,
            DatasetDeclined.item == here.item,
            DatasetDeclined.edition_id == edition_id,
        )
    )
