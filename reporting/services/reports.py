"""Reports and their open revision: creating, finding, reading, and what the permission table is asked about them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reporting.domain import coverage, permissions, workflow
from reporting.domain.answers import UN_LANGUAGES, Answers, Completeness, Key, Problem, digest_of
from reporting.domain.definitions import Edition, Form, Part, digest
from reporting.domain.errors import Invalid, NotFound
from reporting.domain.languages import is_tag
from reporting.domain.permissions import Actor, Subject
from reporting.domain.questions import type_of
from reporting.domain.record import ReportIdentity, StoredAnswer
from reporting.models import Answer, AnswerVersion, FormRevision, FrozenCopy, Report, Revision, User
from reporting.services import audit, carried, following, holding, progress
from reporting.services.editions import Editions
from reporting.services.parties import names_on, party_of


class AnswerMark(NamedTuple):
    """What is known of a stored answer beside its value."""

    version: int
    author_id: int | None
    saved_at: dt.datetime
    source_version: int
    source_digest: str


@dataclass(frozen=True)
class Workbook:
    """A report with its newest revision and all that is needed to show or check it.

    With a `part`, only the answers of that section or item, and those that its conditions read, are there.
    """

    report: Report
    revision: Revision
    edition: Edition
    stored: Mapping[Key, StoredAnswer]
    marks: Mapping[Key, AnswerMark]
    part: Part | None = None
    unconfirmed: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def answers(self) -> Answers:
        values = {key: each.value for key, each in self.stored.items()}
        return Answers(self.edition.form, values, unconfirmed=self.unconfirmed)

    @property
    def digest(self) -> str:
        """Digest of the answers as they stand: what a submission names. Of the whole report only."""
        if self.part is not None:
            raise ValueError("a part has no digest")
        return digest_of(((key, mark.version) for key, mark in self.marks.items()), _items_of(self.edition.form))

    def version(self, key: Key) -> int:
        """0 where nobody ever wrote."""
        return self.marks[key].version if key in self.marks else 0

    @cached_property
    def _originals(self) -> Mapping[tuple[str, str], StoredAnswer]:
        given = (each for each in self.stored.values() if each.original and each.value is not None)
        return {(each.key.question, each.key.item): each for each in given}

    def original(self, question: str, item: str = "") -> StoredAnswer | None:
        """The text that the other languages are translated from; None where it was cleared and no other followed."""
        return self._originals.get((question, item))

    def is_stale(self, key: Key) -> bool:
        """Whether a translation was made from another text than the original's present one."""
        mark, source = self.marks.get(key), self.original(key.question, key.item)
        question = self.edition.form.questions.get(key.question)
        if question is None or mark is None or not mark.source_digest or source is None or source.value is None:
            return False
        return mark.source_digest != digest(type_of(question).dump(source.value))

    def problems(self) -> list[Problem]:
        of_all = coverage.problems(self.answers) if self.part is None else ()
        return [*self.answers.problems(self._parts), *of_all]

    def completeness(self) -> Completeness:
        return self.answers.completeness(self._parts)

    @property
    def _parts(self) -> list[Part] | None:
        return None if self.part is None else [self.part]


def find(session: Session, party: str, form: str, entry: str = "") -> Report:
    """The report, or NotFound."""
    found = session.scalar(select(Report).where(Report.party == party, Report.form == form, Report.entry == entry))
    if found is None:
        raise NotFound
    return found


def newest_revision(session: Session, report: Report) -> Revision:
    """The revision that work is about: the open one, else the newest that was not discarded."""
    rows = session.scalars(
        select(Revision).where(Revision.report_id == report.id).order_by(Revision.number.desc())
    ).all()
    kept = [row for row in rows if row.status in workflow.OPEN] or [
        row for row in rows if row.status != workflow.DISCARDED
    ]
    return (kept or rows)[0]


def subject_of(session: Session, report: Report, revision: Revision | None = None) -> Subject:
    """The report as the permission table sees it."""
    return Subject(
        party=report.party,
        agreement=report.agreement,
        form=report.form,
        status=revision.status if revision else "",
        hands=frozenset() if revision is None else hands_of(session, revision),
    )


def hands_of(session: Session, revision: Revision) -> frozenset[int]:
    """Who entered or submitted this revision: they do not judge it."""
    authors = session.scalars(
        select(AnswerVersion.author_id).where(AnswerVersion.revision_id == revision.id).distinct()
    )
    return frozenset(each for each in (*authors, revision.submitted_by) if each is not None)


def create(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    editions: Editions,
    *,
    party: str,
    form: str,
    languages: Sequence[str] = ("en",),
) -> tuple[Report, bool]:
    """The Party's report on `form`, and whether it is new. A new one opens with an empty draft."""
    form_revision_id, edition = editions.newest(session, form)
    subject = Subject(party=party, agreement=edition.form.agreement, form=form)
    holding.before_opening(session, editions, edition.form.agreement, party, form)
    this = select(Report).where(Report.party == party, Report.form == form, Report.entry == "")
    report, number = session.scalar(this.with_for_update(key_share=True)), 1
    if report is not None:
        permissions.require(actor, "report:overview", subject)
        last = newest_revision(session, report)
        if last.status != workflow.DISCARDED:
            return report, False
        number = last.number + 1
    permissions.require(actor, "report:create", subject)
    if report is None:
        party_of(session, edition.form.agreement, party)
        report = Report(
            agreement=edition.form.agreement,
            party=party,
            form=form,
            languages=_working_languages(languages),
            created_by=actor.user_id,
            created_at=now,
        )
        try:
            with session.begin_nested():
                session.add(report)
        except IntegrityError:  # somebody else began it in the same moment
            return find(session, party, form), False
    else:  # begun again after a discarded draft
        report.languages = _working_languages(languages)
    fresh = open_revision(session, report, form_revision_id, now, number=number)
    following.begun(session, editions, now, report, fresh)
    progress.recount(session, fresh.id, editions.of(session, fresh))
    audit.record(session, "report:create", actor=actor, now=now, party=party, report_id=report.id, form=form)
    return report, True


def open_revision(
    session: Session, report: Report, form_revision_id: int, now: dt.datetime, *, number: int
) -> Revision:
    revision = Revision(
        report_id=report.id,
        number=number,
        status=workflow.DRAFT,
        form_revision_id=form_revision_id,
        opened_at=now,
        changed_at=now,
    )
    session.add(revision)
    session.flush()
    return revision


def _working_languages(languages: Sequence[str]) -> list[str]:
    """Distinct language tags in the order given, at least one of them of the six. Raises Invalid."""
    wanted = list(dict.fromkeys(languages))
    if not any(each in UN_LANGUAGES for each in wanted) or not all(map(is_tag, wanted)):
        raise Invalid("languages_needed", field="languages")
    return wanted


def set_languages(session: Session, actor: Actor, now: dt.datetime, report_id: int, languages: Sequence[str]) -> None:
    """Change the working languages. Texts in a language taken out are kept and come back with it."""
    report = session.get_one(Report, report_id)
    revision = newest_revision(session, report)
    session.refresh(revision, with_for_update=True)  # a submission freezes the languages with the answers
    permissions.require(actor, "report:settings", subject_of(session, report, revision))
    report.languages = _working_languages(languages)
    audit.record(
        session,
        "report:languages",
        actor=actor,
        now=now,
        party=report.party,
        report_id=report.id,
        languages=report.languages,
    )


def workbook(
    session: Session, editions: Editions, report: Report, revision: Revision | None = None, part: Part | None = None
) -> Workbook:
    """Everything of the report's newest revision, or one part of it; three queries, however many answers."""
    revision = revision or newest_revision(session, report)
    edition = editions.of(session, revision)
    columns = (
        Answer.question, Answer.item, Answer.lang, Answer.value, Answer.original, Answer.machine,
        Answer.version, Answer.author_id, Answer.saved_at, Answer.source_version, Answer.source_digest,
    )  # fmt: skip
    stored: dict[Key, StoredAnswer] = {}
    marks: dict[Key, AnswerMark] = {}
    wanted = select(*columns).where(Answer.revision_id == revision.id)
    if part is not None:
        read = and_(Answer.item == "", Answer.question.in_(list(edition.form.readers)))
        wanted = wanted.where(or_(*progress.answers_of([part]), read))
    for row in session.execute(wanted):
        key = Key(row.question, row.item, row.lang)
        value = None if row.value is None else json.loads(row.value)
        stored[key] = StoredAnswer(key, value, row.original, row.machine)
        marks[key] = AnswerMark(row.version, row.author_id, row.saved_at, row.source_version, row.source_digest)
    unconfirmed = carried.unconfirmed(session, revision.id, edition.form)
    return Workbook(report, revision, edition, stored, marks, part, unconfirmed)


def digest_now(session: Session, revision: Revision, form: Form) -> str:
    """Digest of the answers as they stand, from their versions alone, and of the items of the report's form."""
    columns = (Answer.question, Answer.item, Answer.lang, Answer.version)
    rows = session.execute(select(*columns).where(Answer.revision_id == revision.id))
    return digest_of(((Key(row.question, row.item, row.lang), row.version) for row in rows), _items_of(form))


def _items_of(form: Form) -> dict[str, list[str]]:
    """Section → the keys of its items, of sections whose items differ from report to report."""
    return {each.id: list(each.keys) for each in form.sections if not each.is_fixed}


def identity_of(session: Session, report: Report, edition: Edition, day: dt.date) -> ReportIdentity:
    """Whose report it is, with the Party's names of the day."""
    names = {
        language: texts["agreement.name"] for language, texts in edition.texts.items() if "agreement.name" in texts
    }
    return ReportIdentity(
        party=report.party,
        party_names=names_on(party_of(session, report.agreement, report.party), day),
        agreement_names=names,
        languages=tuple(report.languages),
        entry=report.entry,
    )


def frozen_copy_of(session: Session, revision: Revision, *, with_private: bool) -> tuple[bytes, bytes | None]:
    """The bytes of the revision's frozen copy, or NotFound."""
    row = session.execute(
        select(FrozenCopy.public, FrozenCopy.private).where(FrozenCopy.id == revision.frozen_copy_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row.public, row.private if with_private else None


def names_of_people(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """User id → name, one query."""
    wanted = {each for each in ids if each is not None}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted))) if wanted else ()
    return {row.id: row.name for row in rows}


def form_title(session: Session, form_revision: FormRevision, editions: Editions, language: str) -> str:
    return editions.of_revision(session, form_revision.id).wording(language)("title")
