"""How far each section and item of a revision is, kept beside it; counted again only where a save can have changed it.

Whoever counts holds the revision's row, else two counts could each miss what the other one's transaction wrote.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, case, delete, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from reporting.domain.answers import Answers, Completeness, Key
from reporting.domain.definitions import Edition, Form, Part
from reporting.domain.questions import type_of
from reporting.models import Answer, PartProgress, Revision, RevisionProgress
from reporting.services import carried
from reporting.services.editions import Editions


class Change(NamedTuple):
    """One save, as counting sees it: which answer, and the rules it breaks before and after (None: no answer)."""

    question: str
    item: str
    before: int | None
    after: int | None


class PartState(NamedTuple):
    """One section or item: required answers given, any answers, what is doubtful in them, and what of it blocks."""

    given: int
    required: int
    answered: int
    problems: int
    blocking: int

    @property
    def completeness(self) -> Completeness:
        return Completeness(self.given, self.required)

    @property
    def is_begun(self) -> bool:
        """Whether there is anything in it; where nothing is asked yet, nothing is done yet."""
        return bool(self.required or self.answered)

    @property
    def is_ready(self) -> bool:
        """Whether nothing that is counted stands against submission."""
        return self.is_begun and self.given == self.required and not self.blocking

    @property
    def name(self) -> str:
        """What lists call it: empty, in_progress, complete, optional; attention where something wants another look.
        Advice on what nobody has begun yet is none of that."""
        if self.blocking or (self.problems and self.answered):
            return "attention"
        if self.given < self.required:
            return "in_progress" if self.answered else "empty"
        return "complete" if self.required or self.answered else "optional"


#: What is counted where nothing was written yet.
NOTHING = PartState(0, 0, 0, 0, 0)


def follow(
    session: Session,
    revision_id: int,
    edition: Edition,
    changes: Sequence[Change],
    confirmed: Iterable[tuple[str, str]] = (),
) -> None:
    """Count again where an answer came or went, breaks other rules than before, or is read by conditions; and where
    an earlier answer (question, item) was `confirmed`."""
    form = edition.form
    touched = {(form.questions[question].section, item) for question, item in confirmed}
    for each in changes:
        here, read_by = form.questions[each.question].section, form.readers.get(each.question, frozenset())
        if each.before != each.after or here in read_by:
            touched.add((here, each.item))
        touched |= {(part.section.id, part.item) for part in form.parts if part.section.id in read_by - {here}}
    if touched:
        recount(session, revision_id, edition, [part for part in form.parts if (part.section.id, part.item) in touched])


def recount(session: Session, revision_id: int, edition: Edition, parts: Sequence[Part] | None = None) -> None:
    """Count these parts, or all, from the answers. Only values that conditions read are fetched."""
    form = edition.form
    counted = form.parts if parts is None else parts
    answers = _answers(session, revision_id, form, parts)
    rows = [
        {"revision_id": revision_id, "section": part.section.id, "item": part.item} | _count(answers, part)._asdict()
        for part in counted
    ]
    old = delete(PartProgress).where(PartProgress.revision_id == revision_id)
    if parts is not None:
        places = [and_(PartProgress.section == each.section.id, PartProgress.item == each.item) for each in parts]
        old = old.where(or_(*places))
    session.execute(old)
    if rows:
        session.execute(insert(PartProgress), rows)
    _sum_up(session, revision_id)


def keep_up(session: Session, revision_id: int, edition: Edition) -> None:
    """Count the parts that came and those that name items, and no longer those that went."""
    counted = states(session, revision_id).keys()
    parts = {(part.section.id, part.item): part for part in edition.form.parts}
    gone = [
        and_(PartProgress.section == section, PartProgress.item == item) for section, item in counted - parts.keys()
    ]
    if gone:
        session.execute(delete(PartProgress).where(PartProgress.revision_id == revision_id, or_(*gone)))
        _sum_up(session, revision_id)
    wanted = (parts.keys() - counted) | (_naming_items(session, revision_id, edition.form) & parts.keys())
    if wanted:
        recount(session, revision_id, edition, [part for place, part in parts.items() if place in wanted])


def _naming_items(session: Session, revision_id: int, form: Form) -> set[tuple[str, str]]:
    """The sections and items with answers that name items of other sections, which may have gone or come back."""
    naming = [path for path, each in form.questions.items() if each.options_of]
    if not naming:
        return set()
    rows = session.execute(
        select(Answer.question, Answer.item).where(
            Answer.revision_id == revision_id, Answer.value.is_not(None), Answer.question.in_(naming)
        )
    )
    return {(form.questions[row.question].section, row.item) for row in rows}


def _count(answers: Answers, part: Part) -> PartState:
    shown = answers.visible_questions(part)
    done = answers.completeness([part])
    doubts = [each for each in answers.problems([part]) if each.code != "required"]
    return PartState(
        given=done.given,
        required=done.required,
        answered=sum(bool(answers.languages_of(question.path, part.item)) for question in shown),
        problems=len(doubts),
        blocking=sum(each.blocking for each in doubts),
    )


def answers_given(session: Session, revision_id: int, edition: Edition) -> Answers:
    """Which answers there are. Only values that conditions read or that break a rule are the real ones."""
    return _answers(session, revision_id, edition.form, None)


def deciding(session: Session, revision_id: int, form: Form) -> Answers:
    """The answers that conditions read, and no others: enough to tell what is asked."""
    wanted = select(Answer.question, Answer.item, Answer.lang, Answer.value).where(
        Answer.revision_id == revision_id, Answer.value.is_not(None), Answer.question.in_(list(form.readers))
    )
    rows = session.execute(wanted)
    return Answers(form, {Key(row.question, row.item, row.lang): json.loads(row.value) for row in rows})


def _answers(session: Session, revision_id: int, form: Form, parts: Sequence[Part] | None) -> Answers:
    """What counting has to know: which answers there are, and the values that conditions read or that break a rule."""
    read, weighed = list(form.readers), list(form.weighed)
    is_wanted = or_(Answer.question.in_(weighed), Answer.problems > 0)
    value = case((is_wanted, Answer.value), else_=literal("true")).label("value")
    wanted = select(Answer.question, Answer.item, Answer.lang, value, Answer.problems).where(
        Answer.revision_id == revision_id, Answer.value.is_not(None)
    )
    if parts is not None:
        wanted = wanted.where(or_(*answers_of(parts), and_(Answer.item == "", Answer.question.in_(read))))
    values: dict[Key, Any] = {}
    sound: set[Key] = set()
    for row in session.execute(wanted):
        key = Key(row.question, row.item, row.lang)
        values[key] = json.loads(row.value)
        if not row.problems:
            sound.add(key)
    return Answers(form, values, sound, carried.unconfirmed(session, revision_id, form))


def answers_of(parts: Iterable[Part]) -> list[Any]:
    """For each part the condition under which an answer stands in it."""
    return [
        and_(Answer.item == part.item, Answer.question.in_([each.path for each in part.section.questions]))
        for part in parts
    ]


def _sum_up(session: Session, revision_id: int) -> None:
    given, required = session.execute(
        select(func.coalesce(func.sum(PartProgress.given), 0), func.coalesce(func.sum(PartProgress.required), 0)).where(
            PartProgress.revision_id == revision_id
        )
    ).one()
    kept = session.get(RevisionProgress, revision_id)
    if kept is None:
        session.add(RevisionProgress(revision_id=revision_id, given=given, required=required))
    else:
        kept.given, kept.required = given, required
    session.flush()


def states(session: Session, revision_id: int, section: str = "") -> dict[tuple[str, str], PartState]:
    """(section, item) → how far it is; of one section where it is named."""
    wanted = select(PartProgress).where(PartProgress.revision_id == revision_id)
    if section:
        wanted = wanted.where(PartProgress.section == section)
    return {
        (row.section, row.item): PartState(row.given, row.required, row.answered, row.problems, row.blocking)
        for row in session.scalars(wanted)
    }


def judge(session: Session, revision_id: int, edition: Edition, questions: Iterable[str]) -> None:
    """Hold the answers to these questions against their rules again, where the rules are others than at their save."""
    rows = session.scalars(
        select(Answer).where(
            Answer.revision_id == revision_id, Answer.value.is_not(None), Answer.question.in_(list(questions))
        )
    )
    for row in rows:
        question = edition.form.questions[row.question]
        kind = type_of(question)
        row.problems = kind.count_problems(question, kind.load(row.value or "null"))
    session.flush()


def count_what_was_never_counted(session: Session, editions: Editions) -> None:
    """Of revisions that were written before parts were counted."""
    counted = select(PartProgress.revision_id).where(PartProgress.revision_id == Revision.id).exists()
    for row in session.execute(select(Revision.id, Revision.form_revision_id).where(~counted)).all():
        edition = editions.with_items_of(session, row.id, row.form_revision_id)
        judge(session, row.id, edition, edition.form.questions)
        recount(session, row.id, edition)
