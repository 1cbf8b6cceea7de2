"""Carrying forward: what a Party's last published reports say to a new one's questions, and what people do with it.

What was taken over and nobody has looked at stands against submission. Files are never carried.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from reporting.domain import lineage
from reporting.domain.answers import Key
from reporting.domain.definitions import Edition, Part, Question
from reporting.domain.errors import Invalid, NotFound
from reporting.domain.lineage import Source
from reporting.domain.permissions import Actor
from reporting.domain.questions import type_of
from reporting.domain.record import Reopened, reopen
from reporting.models import FrozenCopy, ItemMatch, Publication, Report
from reporting.models.carried import GONE, TO_CONFIRM, UNCHANGED, UPDATED
from reporting.services import audit, carried, drafting, holding, progress
from reporting.services.copies import COPIES
from reporting.services.drafting import MAX_WRITES, Write
from reporting.services.editions import Editions
from reporting.services.queries import current_records
from reporting.services.reports import Workbook, newest_revision, workbook

#: What people can do with an offer: take it as it is, take it to change it, say that it no longer applies, say of what
#: was taken that it is still right, or take their decision back. → the state that follows.
DECISIONS: Mapping[str, str] = {
    "unchanged": UNCHANGED, "update": TO_CONFIRM, "gone": GONE, "confirm": UNCHANGED, "reset": "",
}  # fmt: skip


@dataclass(frozen=True)
class Earlier:
    """A published report of the same Party on a form that this one goes on from, with its public answers."""

    publication_id: int
    number: int
    published_at: dt.datetime
    copy: Reopened
    matched: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def values(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """(question, item) → language → value."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for each in self.copy.answers:
            found.setdefault(each.key[:2], {})[each.key.lang] = each.value
        return found

    @property
    def edition(self) -> Edition:
        return self.copy.edition


@dataclass(frozen=True)
class Found:
    """One answer of an earlier report, by language, as it stands there."""

    earlier: Earlier
    source: Source
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Offer:
    """What earlier reports say to one question. `values` is what would be written, by language; empty where nothing of
    it fits or people must choose. `state` is what was decided, and when; '' where nothing was. `standing` is the answer
    as it stands, by language. Nothing is `found` where nothing corresponds any more to what waits to be confirmed."""

    question: Question
    item: str
    found: Sequence[Found]
    values: Mapping[str, Any]
    state: str = ""
    decided_at: dt.datetime | None = None
    standing: Mapping[str, Any] = field(default_factory=dict)

    @property
    def given(self) -> bool:
        return bool(self.standing)

    @property
    def is_taken(self) -> bool:
        """Whether what stands was taken over and nobody has changed it since."""
        return self.given and self.state in (TO_CONFIRM, UNCHANGED)

    @property
    def differs(self) -> bool:
        """Whether the earlier report says something else now than when this was taken over, or confirmed at last."""
        new = self.state == TO_CONFIRM or any(
            self.decided_at is None or self.decided_at < each.earlier.published_at for each in self.found
        )
        return new and self.is_taken and any(self.standing.get(lang, now) != now for lang, now in self.values.items())

    @property
    def can_take(self) -> bool:
        """Whether nothing that people wrote would go."""
        return bool(self.values) and (self.differs or not self.given)

    @property
    def can_confirm(self) -> bool:
        return self.given and (self.differs or self.state == TO_CONFIRM)

    @property
    def can_drop(self) -> bool:
        return self.state != GONE and (self.is_taken or not self.given)

    @property
    def can_reset(self) -> bool:
        return bool(self.state) and (self.state != UPDATED or not self.given)

    def may(self, decision: str) -> str:
        """'' where this can be decided, else the code that says why not."""
        if decision == "confirm":
            return "" if self.can_confirm else "nothing_to_confirm"
        if decision in ("unchanged", "update") and not self.values:
            return "nothing_to_carry"
        can = {"gone": self.can_drop, "reset": self.can_reset}.get(decision, self.can_take)
        return "" if can else "answer_stands"


def earlier_reports(session: Session, report: Report, revision_id: int, edition: Edition) -> list[Earlier]:
    """The Party's newest public records on the forms that this one goes on from."""
    forms = lineage.earlier_forms(edition.form)
    if not forms:
        return []
    rows = session.execute(_records(report, forms)).all()
    matches: dict[str, dict[str, list[str]]] = {}
    for row in session.scalars(select(ItemMatch).where(ItemMatch.revision_id == revision_id)) if rows else ():
        matches.setdefault(row.form, {})[row.item] = row.earlier
    return [
        Earlier(row.id, row.number, row.published_at, _copy(session, row), matches.get(row.form, {})) for row in rows
    ]


def has_earlier(session: Session, report: Report, edition: Edition) -> bool:
    """Whether there is any such record; forms that go on from none are not asked."""
    forms = lineage.earlier_forms(edition.form)
    return bool(forms) and session.execute(_records(report, forms)).first() is not None


def _records(report: Report, forms: Sequence[str]) -> Select[int, int, dt.datetime, str, int, str]:
    return (
        select(
            Publication.id, Publication.number, Publication.published_at, Report.form,
            FrozenCopy.id.label("copy"), FrozenCopy.sha256,
        )
        .join(Report, Report.id == Publication.report_id)
        .join(FrozenCopy, FrozenCopy.id == Publication.frozen_copy_id)
        .where(
            Report.party == report.party,
            Report.agreement == report.agreement,
            Report.form.in_(forms),
            Publication.id.in_(current_records()),
        )
        .order_by(Report.form)
    )  # fmt: skip


def _copy(session: Session, row: Any) -> Reopened:
    """The public part of a record, which is unpacked once for many pages."""
    public = select(FrozenCopy.public).where(FrozenCopy.id == row.copy)
    return COPIES.known(row.sha256, lambda: reopen(session.scalars(public).one()))


def offers(session: Session, book: Workbook, earlier: Sequence[Earlier], part: Part) -> list[Offer]:
    """What earlier reports say to the questions of one section or item, in the form's order."""
    return _offers(session, book, earlier, [part])


def all_offers(session: Session, book: Workbook, earlier: Sequence[Earlier]) -> list[Offer]:
    """What earlier reports say to the whole of this one, in the form's order."""
    return _offers(session, book, earlier, book.edition.form.parts)


def _offers(session: Session, book: Workbook, earlier: Sequence[Earlier], parts: Iterable[Part]) -> list[Offer]:
    asked = [
        (question, part.item)
        for part in parts
        for question in book.answers.visible_questions(part)
        if (question.previous and earlier) or (question.path, part.item) in book.unconfirmed
    ]
    states = carried.decisions(session, book.revision.id) if asked else {}
    made = (_offer(book, earlier, states, *each) for each in asked)
    return [each for each in made if each is not None]


def _offer(
    book: Workbook, earlier: Sequence[Earlier], states: carried.Decisions, question: Question, item: str
) -> Offer | None:
    found = [each for report in earlier for each in _found(book, report, question, item)]
    state, decided_at = states.get((question.path, item), ("", None))
    standing = book.answers.languages_of(question.path, item)
    made = Offer(question, item, found, _values(book, question, found), state, decided_at, standing)
    return made if found or (state == TO_CONFIRM and made.given) else None


def _found(book: Workbook, earlier: Earlier, question: Question, item: str) -> Iterator[Found]:
    for source in lineage.sources(book.edition.form, question.path, item, earlier.edition.form, earlier.matched):
        values = earlier.values.get(source[:2], {})
        there = earlier.edition.form.questions[source.question]
        given = {lang: value for lang, value in values.items() if not type_of(there).is_blank(value)}
        if given and lineage.can_carry(there, question):
            yield Found(earlier, source, given)


def _values(book: Workbook, question: Question, found: Sequence[Found]) -> dict[str, Any]:
    """Language → what would be written: texts of several answers one after the other."""
    by_language: dict[str, list[Any]] = {}
    main = book.report.languages[0]
    for each in found:
        earlier = each.earlier.edition.form
        for lang, value in each.values.items():
            language = (lang or main) if question.multilingual else ""
            kept = lineage.carried(book.edition.form, question, earlier, each.source, value)
            if kept is not None and (not language or language in book.report.languages):
                by_language.setdefault(language, []).append(kept)
    merged = {language: lineage.merged(question, values) for language, values in by_language.items()}
    return {language: value for language, value in merged.items() if value is not None}


def decide(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, question: str, item: str,
    decision: str,
) -> bool:  # fmt: skip
    """Do with one offer what was decided; once more changes nothing. What was taken over, and nobody has changed since,
    goes again with "gone" and "reset": its history keeps it, and True is returned. Raises NotFound without an offer,
    Invalid where people have written or nothing of the offer can be, and what a save raises."""
    book = held(session, actor, now, editions, report_id)
    report = book.report
    if decision not in DECISIONS:
        raise Invalid("invalid", field="decision")
    part = book.edition.form.part_of(question, item)
    earlier = earlier_reports(session, report, book.revision.id, book.edition)
    offered = {each.question.path: each for each in offers(session, book, earlier, part)} if part else {}
    if part is None or question not in offered:
        raise NotFound
    offer = offered[question]
    if offer.state == DECISIONS[decision] and not offer.differs and (offer.is_taken or decision in ("gone", "reset")):
        return False
    if refusal := offer.may(decision):
        raise Invalid(refusal, field="decision")
    removed = decision in ("gone", "reset") and offer.is_taken
    if decision in ("unchanged", "update"):
        _write(session, actor, now, editions, book, [offer])
    elif removed:
        _save(session, actor, now, editions, book, [(Key(question, item, lang), None) for lang in offer.standing])
    carried.decide(session, book.revision.id, (question, item), DECISIONS[decision], actor, now)
    progress.recount(session, book.revision.id, book.edition, [part])
    audit.record(
        session, "answer:carried", actor=actor, now=now, party=report.party, report_id=report_id,
        question=question, item=item, decision=decision,
    )  # fmt: skip
    return removed


def take_all(session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int) -> int:
    """Take over all that earlier reports say where nothing stands yet, to be confirmed; returns how many answers."""
    book = held(session, actor, now, editions, report_id)
    report = book.report
    earlier = earlier_reports(session, report, book.revision.id, book.edition)
    found = [each for each in all_offers(session, book, earlier) if each.can_take and not each.state]
    _write(session, actor, now, editions, book, found)
    carried.note(session, book.revision.id, [(each.question.path, each.item) for each in found], actor, now)
    progress.recount(session, book.revision.id, editions.of(session, book.revision))
    audit.record(
        session, "answer:all_carried", actor=actor, now=now, party=report.party, report_id=report_id, count=len(found)
    )
    return len(found)


def _write(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, book: Workbook, found: Sequence[Offer]
) -> None:
    """Save what the offers hold, in the order of the report's languages, so that the first becomes the original."""
    order = ["", *book.report.languages]
    for origin, several in groupby(found, lambda offer: offer.found[0].earlier.publication_id):
        values = [
            (Key(offer.question.path, offer.item, language), offer.values[language])
            for offer in several
            for language in order
            if language in offer.values
        ]
        _save(session, actor, now, editions, book, values, origin)


def _save(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, book: Workbook,
    values: Sequence[tuple[Key, Any]], origin: int | None = None,
) -> None:  # fmt: skip
    """Write on top of what stands; `origin` is the publication that the values come from."""
    writes = [
        Write(secrets.token_urlsafe(16), key, value, book.version(key), carried_from=origin) for key, value in values
    ]
    for n in range(0, len(writes), MAX_WRITES):
        drafting.save(
            session, actor, now, editions,
            report_id=book.report.id, revision=book.revision.number, form_digest=book.edition.form.digest,
            writes=writes[n : n + MAX_WRITES],
        )  # fmt: skip


def held(session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int) -> Workbook:
    """The report as it stands, held against saves and steps until all is written. Raises what a save would raise:
    writing nothing asks for the right and the state, and holds the revision, all the same."""
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound
    holding.before_changing(session, editions, report)
    revision = newest_revision(session, report)
    drafting.save(
        session, actor, now, editions, report_id=report_id, revision=revision.number, form_digest="", writes=[]
    )
    session.refresh(revision)
    return workbook(session, editions, report, revision)


def left_over(book: Workbook, earlier: Sequence[Earlier]) -> list[tuple[Earlier, str, str]]:
    """(report, question path, item) of earlier answers that no question here goes on from."""
    return [
        (report, question, item)
        for report in earlier
        for question, item in lineage.left_over(book.edition.form, report.edition.form, report.matched)
        if any(value is not None for value in report.values.get((question, item), {}).values())
    ]
