"""What is missing or doubtful in a draft, by section and item, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.answers import Problem
from reporting.domain.definitions import Edition, Part, Wording
from reporting.domain.permissions import Actor
from reporting.domain.texts import Texts
from reporting.models import Report, Revision
from reporting.services.editions import Editions
from reporting.services.reports import Workbook, subject_of, workbook


@dataclass(frozen=True)
class ProblemLine:
    """A problem with the label of its question, and the sentence that says it."""

    problem: Problem
    label: str
    sentence: str


@dataclass(frozen=True)
class ProblemGroup:
    """What is to be looked at in one section or item. `mine` tells that the reader wrote in it last."""

    part: Part
    section_title: str
    title: str
    lines: Sequence[ProblemLine]
    mine: bool

    @property
    def missing(self) -> int:
        return sum(line.problem.code == "required" for line in self.lines)


def of_report(
    session: Session, actor: Actor, editions: Editions, report: Report, revision: Revision, texts: Texts
) -> list[ProblemGroup]:
    """Every section and item with something to look at, in the form's order."""
    permissions.require(actor, "report:read_draft", subject_of(session, report, revision))
    book = workbook(session, editions, report, revision)
    return list(groups(book, actor, book.edition.wording(texts.language), texts))


def groups(book: Workbook, actor: Actor, wording: Wording, texts: Texts) -> Iterator[ProblemGroup]:
    wrote = {
        (book.edition.form.questions[key.question].section, key.item)
        for key, mark in book.marks.items()
        if mark.author_id == actor.user_id and key.question in book.edition.form.questions
    }
    for part in book.edition.form.parts:
        found = lines(book.edition, book.answers.problems([part]), wording, texts)
        if found:
            yield ProblemGroup(
                part,
                wording(f"{part.section.id}.title"),
                wording.title(part),
                found,
                (part.section.id, part.item) in wrote,
            )


def lines(edition: Edition, problems: Iterator[Problem], wording: Wording, texts: Texts) -> list[ProblemLine]:
    questions = edition.form.questions
    return [
        ProblemLine(each, wording.label(questions[each.question]), problem_sentence(each, wording, texts))
        for each in problems
    ]


def problem_sentence(problem: Problem, wording: Wording, texts: Texts) -> str:
    """A problem of an answer as a sentence; a rule of the form speaks its own message."""
    if problem.code == "form_rule":
        return wording(problem.params["path"])
    return texts.sentence(problem.code, problem.params)
