"""Saving answers: nobody loses a word, nothing is overwritten in silence.

A save holds its revision's row for share, every transition holds it for update (both are BEGIN IMMEDIATE on SQLite), so
a save is wholly before or wholly after a submission. The version check is inside that lock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from sqlalchemy import Row, Table, insert, select, tuple_, update
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.answers import Key
from reporting.domain.definitions import Edition, Question, digest
from reporting.domain.errors import NotFound, NotStorable, WrongState
from reporting.domain.permissions import Actor, Subject
from reporting.domain.questions import type_of
from reporting.models import Answer, AnswerVersion, Report, Revision
from reporting.services import progress
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
    languages: Sequence[str]
    edition: Edition
    moved: bool


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

    Raises NotFound, Forbidden, or WrongState where the revision takes no answers any more.
    """
    place = _locked(session, actor, editions, report_id, revision, form_digest)
    outcome = Outcome()
    sound = [write for write in writes[:MAX_WRITES] if _is_sound(place, write, outcome)]
    replayed = _replayed(session, sound)
    rows = _present(session, place.revision_id, {write.key[:2] for write in sound})
    changes: list[progress.Change] = []
    for write in sound:
        if write.write_id in replayed:
            _answer_again(place, write, replayed[write.write_id], outcome)
            continue
        result = _weigh(session, place, write, rows)
        if isinstance(result, Conflict):
            outcome.conflicts.append(result)
            continue
        outcome.saved.append(result)
        before = rows.get(write.key)
        if result.version != (before.version if before else 0):
            _store(session, actor, now, place, result, rows)
            was_blank = before is None or before.text is None
            changes.append(progress.Change(write.key.question, was_blank, result.value is None))
    progress.follow(session, place.revision_id, place.edition, changes)
    return outcome


def _locked(
    session: Session, actor: Actor, editions: Editions, report_id: int, number: int, form_digest: str
) -> _Place:
    """The revision's row, held for share; the actor's right and the status are checked on it."""
    row = session.execute(
        select(Revision.id, Revision.status, Revision.form_revision_id, Report.party, Report.agreement, Report.form,
               Report.languages)
        .join(Report, Report.id == Revision.report_id)
        .where(Report.id == report_id, Revision.number == number)
        .with_for_update(read=True, of=Revision)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound
    subject = Subject(party=row.party, agreement=row.agreement, form=row.form, status=row.status)
    permissions.require(actor, "report:draft", replace(subject, status=workflow.DRAFT))
    if not permissions.editable(actor, subject):
        raise WrongState(status=row.status)
    edition = editions.of_revision(session, row.form_revision_id)
    return _Place(row.id, row.languages, edition, form_digest != edition.form.digest)


def _is_sound(place: _Place, write: Write, outcome: Outcome) -> bool:
    """Whether the write can be stored at all; if not, it is rejected with the reason."""
    question = place.edition.form.questions.get(write.key.question)
    code = None
    if question is None:
        code = "moved" if place.moved else "unknown_question"
    elif not _WRITE_ID.fullmatch(write.write_id) or write.key.item:
        code = "invalid"
    elif question.multilingual and write.key.lang not in place.languages:
        code = "unknown_language" if write.key.lang else "language_needed"
    elif not question.multilingual and write.key.lang:
        code = "language_not_taken"
    else:
        try:
            type_of(question).storable(question, write.value)
        except NotStorable as refusal:
            outcome.rejected.append(Rejected(write, refusal.code, dict(refusal.params)))
            return False
    if code is not None:
        outcome.rejected.append(Rejected(write, code))
    return code is None


def _replayed(session: Session, writes: Sequence[Write]) -> dict[str, Row[Any]]:
    """The history rows that these writes made before, by write id."""
    if not writes:
        return {}
    found = session.execute(select(_history).where(_history.c.write_id.in_([write.write_id for write in writes])))
    return {row.write_id: row for row in found}


def _answer_again(place: _Place, write: Write, row: Row[Any], outcome: Outcome) -> None:
    """The first answer to a write that was made before; an id that belongs to another write is no replay."""
    if row.revision_id != place.revision_id or Key(row.question, row.item, row.lang) != write.key:
        outcome.rejected.append(Rejected(write, "write_id_used"))
        return
    kind = type_of(place.edition.form.questions[write.key.question])
    outcome.saved.append(Saved(write, row.version, None if row.value is None else kind.load(row.value)))


@dataclass(frozen=True)
class _Present:
    """A stored answer as the save found or left it; `text` is its JSON or None."""

    text: str | None
    version: int
    original: bool
    author_id: int | None
    saved_at: dt.datetime | None


_Rows = dict[Key, _Present]


def _present(session: Session, revision_id: int, places: set[tuple[str, ...]]) -> _Rows:
    """The present rows of these questions, in all their languages."""
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
    )  # fmt: skip
    found = session.execute(select(*columns).where(_answers.c.revision_id == revision_id, condition))
    return {Key(*row[:3]): _Present(*row[3:]) for row in found}


def _weigh(session: Session, place: _Place, write: Write, rows: _Rows) -> Saved | Conflict:
    """What becomes of a sound write: acknowledged as it stands, a new version, or a conflict."""
    question = place.edition.form.questions[write.key.question]
    kind = type_of(question)
    mine = kind.storable(question, write.value)
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


def _store(session: Session, actor: Actor, now: dt.datetime, place: _Place, saved: Saved, rows: _Rows) -> None:
    """The new version, into the answers and into the history."""
    key = saved.write.key
    question = place.edition.form.questions[key.question]
    text = None if saved.value is None else type_of(question).dump(saved.value)
    source = _source(rows, key) if question.multilingual else None
    at = {"revision_id": place.revision_id, "question": key.question, "item": key.item, "lang": key.lang}
    written = {"version": saved.version, "value": text, "author_id": actor.user_id, "saved_at": now}
    marks = {
        "original": question.multilingual and source is None,
        "source_version": source.version if source else 0,
        "source_digest": digest(source.text) if source else "",
        "machine": False,
    }
    if key in rows:
        here = [_answers.c[name] == value for name, value in at.items()]
        session.execute(update(_answers).where(*here).values(written | marks))
    else:
        session.execute(insert(_answers).values(at | written | marks))
    kept = {"write_id": saved.write.write_id, "restored_from": saved.write.restored_from}
    session.execute(insert(_history).values(at | written | kept))
    rows[key] = _Present(text, saved.version, bool(marks["original"]), actor.user_id, now)


def _source(rows: _Rows, key: Key) -> _Present | None:
    """The answer that this text is translated from: the original in another language, while it has text."""
    same = (row for other, row in rows.items() if other[:2] == key[:2] and other.lang != key.lang)
    return next((row for row in same if row.original and row.text is not None), None)
