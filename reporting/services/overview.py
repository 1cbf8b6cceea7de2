"""A report at a glance: sections, what is missing, what can be done next and by whom, what happened so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.answers import Completeness, Problem
from reporting.domain.definitions import Part, Wording
from reporting.domain.permissions import Actor, Subject
from reporting.domain.questions import type_of
from reporting.domain.sentences import N_
from reporting.domain.texts import Texts
from reporting.models import FrozenCopy, Report, Revision, RevisionStep
from reporting.services.editions import Editions
from reporting.services.parties import name_of, party_of
from reporting.services.reports import Workbook, names_of_people, subject_of, workbook

#: A due date lasts until it has ended everywhere on Earth.
_LAST_ZONE = dt.timezone(dt.timedelta(hours=-12))


@dataclass(frozen=True)
class SectionLine:
    id: str
    number: str
    title: str
    completeness: Completeness
    problems: int


@dataclass(frozen=True)
class ProblemLine:
    """A problem with the section that holds its question; `label` is the question's, `item_title` its item's or ''."""

    problem: Problem
    section: str
    label: str
    sentence: str
    item_title: str


@dataclass(frozen=True)
class StepLine:
    """One step of the report's story, with the words that came with it."""

    action: str
    from_status: str
    to_status: str
    by: str
    at: dt.datetime
    comment: str
    due_on: dt.date | None


@dataclass(frozen=True)
class Overview:
    """`sections` and `problems` are empty where the reader may not see the draft's content."""

    report: Report
    revision: Revision
    title: str
    party_name: str
    subject: Subject
    completeness: Completeness
    sections: Sequence[SectionLine]
    problems: Sequence[ProblemLine]
    translated: Sequence[tuple[str, int, int]]
    actions: Sequence[workflow.Action]
    steps: Sequence[StepLine]
    next_step: str
    digest: str
    sha256: str
    due_on: str
    late: bool
    may_draft: bool
    may_read: bool
    may_settle: bool


def of_report(
    session: Session,
    actor: Actor,
    editions: Editions,
    report: Report,
    revision: Revision,
    language: str,
    texts: Texts,
    now: dt.datetime,
) -> Overview:
    """The overview as this reader may see it; the number of queries does not depend on the number of answers."""
    subject = subject_of(session, report, revision)
    permissions.require(actor, "report:overview", subject)
    book = workbook(session, editions, report, revision)
    wording = book.edition.wording(language)
    sees_draft = permissions.permits(actor, "report:read_draft", subject)
    due = revision.due_on.isoformat() if revision.due_on else book.edition.form.due_on
    sha256 = session.scalar(select(FrozenCopy.sha256).where(FrozenCopy.id == revision.frozen_copy_id)) or ""
    return Overview(
        report=report,
        revision=revision,
        title=wording("title"),
        party_name=name_of(party_of(session, report.agreement, report.party), language, revision.changed_at.date()),
        subject=subject,
        completeness=book.completeness(),
        sections=_sections(book, wording) if sees_draft else (),
        problems=_problems(book, wording, texts) if sees_draft and revision.status in workflow.EDITABLE else (),
        translated=_translated(book) if sees_draft else (),
        actions=permissions.actions_open_to(actor, subject),
        steps=_steps(session, revision),
        next_step=next_step(actor, subject, texts, complete=not any(each.blocking for each in book.problems())),
        digest=book.digest,
        sha256=sha256,
        due_on=due,
        late=bool(due) and is_over(due, revision.submitted_at or now),
        may_draft=permissions.permits(actor, "report:draft", subject),
        may_read=permissions.permits(actor, "report:read", subject),
        may_settle=permissions.permits(actor, "report:settings", subject),
    )


def is_over(day: str, at: dt.datetime) -> bool:
    """Whether `day` (ISO) has ended everywhere at the moment `at`."""
    return at.astimezone(_LAST_ZONE).date() > dt.date.fromisoformat(day)


def _sections(book: Workbook, wording: Wording) -> list[SectionLine]:
    return [
        SectionLine(
            section.id,
            section.number,
            wording(f"{section.id}.title"),
            book.answers.completeness(parts),
            sum(1 for _ in book.answers.problems(parts)),
        )
        for section in book.edition.form.sections
        for parts in [[Part(section, key) for key in section.keys]]
    ]


def _problems(book: Workbook, wording: Wording, texts: Texts) -> list[ProblemLine]:
    form = book.edition.form
    return [
        ProblemLine(
            problem,
            form.questions[problem.question].section,
            wording.label(form.questions[problem.question]),
            problem_sentence(problem, wording, texts),
            wording(f"items.{problem.item}.title") if problem.item else "",
        )
        for problem in book.problems()
    ]


def problem_sentence(problem: Problem, wording: Wording, texts: Texts) -> str:
    """A problem of an answer as a sentence; a rule of the form speaks its own message."""
    if problem.code == "form_rule":
        return wording(problem.params["path"])
    return texts.sentence(problem.code, problem.params)


def _translated(book: Workbook) -> list[tuple[str, int, int]]:
    """(language, texts given, texts to give) of each working language: of multilingual answers with an original."""
    answers = book.answers
    wanted = [
        (question, part.item)
        for part in book.edition.form.parts
        for question in answers.visible_questions(part)
        if question.multilingual and answers.languages_of(question.path, part.item)
    ]
    return [
        (
            language,
            sum(
                not type_of(question).is_blank(answers.languages_of(question.path, item).get(language))
                for question, item in wanted
            ),
            len(wanted),
        )
        for language in book.report.languages
    ]


def _steps(session: Session, revision: Revision) -> list[StepLine]:
    rows = session.scalars(
        select(RevisionStep)
        .join(Revision, Revision.id == RevisionStep.revision_id)
        .where(Revision.report_id == revision.report_id)
        .order_by(RevisionStep.id.desc())
    ).all()
    people = names_of_people(session, (row.actor_id for row in rows))
    return [
        StepLine(
            row.action,
            row.from_status,
            row.to_status,
            people.get(row.actor_id, ""),
            row.at,
            row.comment,
            row.due_on,
        )
        for row in rows
    ]


def next_step(actor: Actor, subject: Subject, texts: Texts, *, complete: bool = False) -> str:
    """What is to be done next, said to this reader. `complete` where nothing is known to stand against submission."""
    national = permissions.national(actor, subject)
    mine = {action.name for action in permissions.actions_open_to(actor, subject)}
    if national and subject.status in workflow.EDITABLE and not permissions.permits(actor, "report:draft", subject):
        return texts(N_("The Party is working on it."))
    if complete and subject.status == workflow.DRAFT and "submit" in mine:
        return texts(N_("Nothing required is missing. Read the report once more, then submit it."))
    return texts(_next_of_party(subject.status, mine) if national else _next_of_secretariat(subject.status, mine))


def _next_of_party(status: str, mine: set[str]) -> str:
    if status == workflow.DRAFT:
        if "submit" in mine:
            return N_("Fill in what is missing, then submit.")
        return N_("Fill in what is yours; the focal point submits.")
    if status == workflow.RETURNED:
        if "submit" in mine:
            return N_("Read the secretariat’s comment, correct the report and submit it again.")
        return N_("Read the secretariat’s comment and correct what is yours; the focal point submits again.")
    if status in (workflow.SUBMITTED, workflow.UNDER_REVIEW, workflow.APPROVED):
        return N_("Nothing to do: the secretariat has the report.")
    if status == workflow.DISCARDED:
        return N_("This draft was discarded. A new one can be begun in the workspace.")
    return N_("Nothing to do: the report is published. An amendment opens a new draft.")


def _next_of_secretariat(status: str, mine: set[str]) -> str:
    if "start_review" in mine:
        return N_("Start the review.")
    if "approve" in mine:
        return N_("Read the report, then return or approve it.")
    if "publish" in mine:
        return N_("Publish the approved report.")
    if status in workflow.EDITABLE:
        return N_("The Party is working on it.")
    return N_("Nothing to do.")
