"""Saving answers: nobody loses a word, nothing is overwritten in silence.

A save holds its revision's row, as every transition does (on SQLite both are BEGIN IMMEDIATE), so that it is wholly
before or wholly after a submission, and likewise every other save of that revision: the version check, the original
among the languages and the count of what is given are all made inside that lock.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Table, insert, select, tuple_, update
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.answers import Key
from reporting.domain.definitions import Edition, Question, digest
from reporting.domain.errors import NotFound, NotStorable, WrongState
from reporting.domain.permissions import Actor, Subject
from reporting.domain.questions import type_of
from reporting.models import Answer, AnswerVersion, Report, Revision
from reporting.services import attachments, carried, following, holding, progress
from reporting.services.editions import Editions

MAX_WRITES = 200
_WRITE_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_answers = cast(Table, Answer.__table__)
_history = cast(Table, AnswerVersion.__table__)


@dataclass(frozen=True)
class Write:
    """One answer as its author wants it. `version` is the one they saw; `write_id` 128 random bits of their making."""

    write_id: str
    key: Key
    value: Any
    version: int
    restored_from: int | None = None
    carried_from: int | None = None


@dataclass(frozen=True)
class Saved:
    write: Write
    version: int
    value: Any


@dataclass(frozen=True)
class Conflict:
    """Somebody else wrote in between. `version` is the present one, which `theirs` stands in."""

    write: Write
    base: Any
    theirs: Any
    mine: Any
    version: int
    author_id: int | None
    saved_at: dt.datetime | None


@dataclass(frozen=True)
class Rejected:
    write: Write
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """Each write stands in exactly one of the lists."""

    saved: list[Saved] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """The revision that is written to, as locked."""

    revision_id: int
    status: str
    languages: Sequence[str]
    edition: Edition
    moved: bool


@dataclass(frozen=True)
class _Written:
    """A write that was made: where, and what it stored (JSON or None)."""

    revision_id: int
    key: Key
    version: int
    text: str | None


_Known = dict[str, _Written]
#: Refusals that may only mean that the form has changed since.
_OF_THE_FORM = frozenset(
    "unknown_question unknown_item language_needed language_not_taken not_text not_an_option not_a_date".split()
)


def save(
    session: Session,
    actor: Actor,
    now: dt.datetime,
    editions: Editions,
    *,
    report_id: int,
    revision: int,
    form_digest: str,
    writes: Sequence[Write],
) -> Outcome:
    """Write what can be written; a rejected write does not undo the others.

    Raises NotFound, Forbidden, or WrongState where the revision takes no answers any more. Writes that were all made
    before get their first answers even then.
    """
    holding.before_saving(session, editions, report_id, {each.key.question for each in writes})
    place = _locked(session, actor, editions, report_id, revision, form_digest)
    writes, surplus = writes[:MAX_WRITES], writes[MAX_WRITES:]
    known = _written_before(session, writes)
    if place.status not in workflow.EDITABLE and not (writes and all(_again(place, each, known) for each in writes)):
        raise WrongState(status=place.status)
    outcome = Outcome(rejected=[Rejected(write, "too_many_writes") for write in surplus])
    rows = _present(session, place, writes)
    changes: list[progress.Change] = []
    for write in writes:
        before, result = rows.get(write.key), _take(session, place, write, rows, known)
        if isinstance(result, Conflict):
            outcome.conflicts.append(result)
        elif isinstance(result, Rejected):
            outcome.rejected.append(result)
        else:
            outcome.saved.append(result)
            if result.version > (before.version if before else 0):
                _store(session, actor, now, place, result, rows, known)
                after = rows[write.key]
                changes.append(progress.Change(*write.key[:2], before.broken if before else None, after.broken))
    over = {each[:2] for each in changes if each.before is not None}  # adding a translation is no second look
    confirmed = carried.written(session, place.revision_id, place.edition.form, over, actor, now)
    progress.follow(session, place.revision_id, place.edition, changes, confirmed)
    written = {each.question for each in changes}
    following.after_save(session, editions, now, place.revision_id, place.edition.form, written)
    return outcome


def _locked(
    session: Session, actor: Actor, editions: Editions, report_id: int, number: int, form_digest: str
) -> _Place:
    """The revision's row, held against other saves and transitions; the actor's right is checked on it."""
    row = session.execute(
        select(Revision.id, Revision.status, Revision.form_revision_id, Report.party, Report.agreement, Report.form,
               Report.languages)
        .join(Report, Report.id == Revision.report_id)
        .where(Report.id == report_id, Revision.number == number)
        .with_for_update(key_share=True, of=Revision)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound
    subject = Subject(party=row.party, agreement=row.agreement, form=row.form, status=workflow.DRAFT)
    permissions.require(actor, "report:draft", subject)
    edition = editions.with_items_of(session, row.id, row.form_revision_id)
    return _Place(row.id, row.status, row.languages, edition, form_digest != edition.form.digest)


def _written_before(session: Session, writes: Sequence[Write]) -> _Known:
    """What was made under the ids of these writes."""
    if not writes:
        return {}
    found = session.execute(select(_history).where(_history.c.write_id.in_([write.write_id for write in writes])))
    return {
        row.write_id: _Written(row.revision_id, Key(row.question, row.item, row.lang), row.version, row.value)
        for row in found
    }


def _take(session: Session, place: _Place, write: Write, rows: _Rows, known: _Known) -> Saved | Conflict | Rejected:
    """What becomes of one write."""
    again = _again(place, write, known)
    if again is not None:
        return again
    try:
        value = _storable(place, write, known)
        if type_of(place.edition.form.questions[write.key.question]).files(value):
            value = attachments.named(session, place.revision_id, value)
        return _weigh(session, place, write, value, rows)
    except NotStorable as refusal:
        code = "moved" if place.moved and refusal.code in _OF_THE_FORM else refusal.code
        return Rejected(write, code, dict(refusal.params))


def _again(place: _Place, write: Write, known: _Known) -> Saved | None:
    """The first answer to a write that was made before.

    None where it was not, or with another value: a page that is gone back to carries the id of what it wrote first.
    """
    made = known.get(write.write_id)
    question = place.edition.form.questions.get(write.key.question)
    if made is None or question is None or (made.revision_id, made.key) != (place.revision_id, write.key):
        return None
    kind = type_of(question)
    value = None if made.text is None else kind.load(made.text)
    try:
        same = kind.storable(question, write.value) == value
    except NotStorable:
        return None
    return Saved(write, made.version, value) if same else None


def _storable(place: _Place, write: Write, known: _Known) -> Any:
    """The value as it is stored. Raises NotStorable with the reason why it cannot be."""
    key, question = write.key, place.edition.form.questions.get(write.key.question)
    if question is None:
        raise NotStorable("unknown_question")
    if not _WRITE_ID.fullmatch(write.write_id):
        raise NotStorable("invalid")
    if place.edition.form.part_of(key.question, key.item) is None:
        raise NotStorable("unknown_item")
    if question.multilingual and key.lang not in place.languages:
        raise NotStorable("unknown_language" if key.lang else "language_needed")
    if not question.multilingual and key.lang:
        raise NotStorable("language_not_taken")
    made = known.get(write.write_id)
    if made is not None and (made.revision_id, made.key) != (place.revision_id, key):
        raise NotStorable("write_id_used")
    return type_of(question).storable(question, write.value)


@dataclass(frozen=True)
class _Present:
    """A stored answer as the save found or left it; `text` is its JSON or None, `problems` the rules it breaks."""

    text: str | None
    version: int
    original: bool
    author_id: int | None
    saved_at: dt.datetime | None
    problems: int

    @property
    def broken(self) -> int | None:
        """The number of rules it breaks, None where there is no answer."""
        return None if self.text is None else self.problems


_Rows = dict[Key, _Present]


def _present(session: Session, place: _Place, writes: Sequence[Write]) -> _Rows:
    """The present rows of the questions that are written, in all their languages."""
    places = {write.key[:2] for write in writes if write.key.question in place.edition.form.questions}
    if not places:
        return {}
    condition = (
        (_answers.c.question == next(iter(places))[0]) & (_answers.c.item == next(iter(places))[1])
        if len(places) == 1
        else tuple_(_answers.c.question, _answers.c.item).in_(list(places))
    )
    columns = (
        _answers.c.question, _answers.c.item, _answers.c.lang,
        _answers.c.value, _answers.c.version, _answers.c.original, _answers.c.author_id, _answers.c.saved_at,
        _answers.c.problems,
    )  # fmt: skip
    found = session.execute(select(*columns).where(_answers.c.revision_id == place.revision_id, condition))
    return {Key(*row[:3]): _Present(*row[3:]) for row in found}


def _weigh(session: Session, place: _Place, write: Write, mine: Any, rows: _Rows) -> Saved | Conflict:
    """What becomes of a sound value: acknowledged as it stands, a new version, or a conflict."""
    question = place.edition.form.questions[write.key.question]
    kind = type_of(question)
    row = rows.get(write.key)
    present = None if row is None or row.text is None else kind.load(row.text)
    version = 0 if row is None else row.version
    if mine == present:
        return Saved(write, version, present)
    if write.version == version:
        return Saved(write, version + 1, mine)
    base = value_at(session, place.revision_id, question, write.key, write.version)
    merged, value = kind.merge(base, present, mine)
    if merged:
        value = kind.storable(question, value)
        return Saved(write, version if value == present else version + 1, value)
    return Conflict(write, base, present, mine, version, row.author_id if row else None, row.saved_at if row else None)


def value_at(session: Session, revision_id: int, question: Question, key: Key, version: int) -> Any:
    """The value that `version` had; None for version 0 and for versions that never were."""
    text = session.scalar(
        select(AnswerVersion.value).where(
            AnswerVersion.revision_id == revision_id,
            AnswerVersion.question == key.question,
            AnswerVersion.item == key.item,
            AnswerVersion.lang == key.lang,
            AnswerVersion.version == version,
        )
    )
    return None if text is None else type_of(question).load(text)


def _store(
    session: Session, actor: Actor, now: dt.datetime, place: _Place, saved: Saved, rows: _Rows, known: _Known
) -> None:
    """The new version, into the answers and into the history; under an id of its own where the write's has another."""
    key, write_id = saved.write.key, saved.write.write_id
    question = place.edition.form.questions[key.question]
    text = None if saved.value is None else type_of(question).dump(saved.value)
    source = _source(rows, key) if question.multilingual else None
    at = {"revision_id": place.revision_id, "question": key.question, "item": key.item, "lang": key.lang}
    written = {"version": saved.version, "value": text, "author_id": actor.user_id, "saved_at": now}
    broken = type_of(question).count_problems(question, saved.value)
    marks = {
        "original": question.multilingual and source is None,
        "source_version": source.version if source else 0,
        "source_digest": digest(source.text) if source else "",
        "machine": False,
        "problems": broken,
    }
    if key in rows:
        here = [_answers.c[name] == value for name, value in at.items()]
        session.execute(update(_answers).where(*here).values(written | marks))
    else:
        session.execute(insert(_answers).values(at | written | marks))
    made_under = secrets.token_urlsafe(16) if write_id in known else write_id
    origin = {"restored_from": saved.write.restored_from, "carried_from": saved.write.carried_from}
    session.execute(insert(_history).values(at | written | origin | {"write_id": made_under}))
    known.setdefault(write_id, _Written(place.revision_id, key, saved.version, text))
    rows[key] = _Present(text, saved.version, bool(marks["original"]), actor.user_id, now, broken)
    if files := type_of(question).files(saved.value):
        attachments.use(session, place.revision_id, now, files)


def _source(rows: _Rows, key: Key) -> _Present | None:
    """The answer that this text is translated from: the original in another language, while it has text."""
    same = (row for other, row in rows.items() if other[:2] == key[:2] and other.lang != key.lang)
    return next((row for row in same if row.original and row.text is not None), None)
