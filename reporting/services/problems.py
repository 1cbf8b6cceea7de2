"""What is missing or doubtful in a draft, by section and item, for people and programs."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain import coverage, permissions
from reporting.domain.answers import Answers, Problem
from reporting.domain.definitions import Edition, Part, Wording
from reporting.domain.permissions import Actor, Subject
from reporting.domain.places import NAMED, sentence_of
from reporting.domain.texts import Texts
from reporting.models import Answer, Report, Revision
from reporting.services import progress
from reporting.services.editions import Editions
from reporting.services.reports import subject_of


@dataclass(frozen=True)
class ProblemLine:
    """A problem with the label of its question, and the sentence that says it."""

    problem: Problem
    label: str
    sentence: str


@dataclass(frozen=True)
class ProblemGroup:
    """What is to be looked at in one section or item. `mine` tells that the reader wrote in it last, `lang`
    the language of a title that is not in the reader's."""

    part: Part
    section_title: str
    title: str
    lines: Sequence[ProblemLine]
    mine: bool
    lang: str = ""

    @property
    def missing(self) -> int:
        return sum(line.problem.code == "required" for line in self.lines)


def of_report(
    session: Session, actor: Actor, editions: Editions, report: Report, revision: Revision, texts: Texts
) -> list[ProblemGroup]:
    """Every section and item with something to look at, in the form's order."""
    subject = subject_of(session, report, revision)
    return of_edition(session, actor, subject, revision, editions.of(session, revision), texts)


def of_edition(
    session: Session, actor: Actor, subject: Subject, revision: Revision, edition: Edition, texts: Texts
) -> list[ProblemGroup]:
    """The same, where the report is known to the table of rights and its edition is at hand."""
    permissions.require(actor, "report:read_draft", subject)
    answers = progress.answers_given(session, revision.id, edition)
    wrote = _written_by(session, revision, actor, edition)
    wording = edition.wording(texts.language)
    return [*_groups(edition, answers, wrote, wording, texts), *_uncovered(answers, wording, texts)]


def _groups(
    edition: Edition, answers: Answers, wrote: Container[tuple[str, str]], wording: Wording, texts: Texts
) -> Iterator[ProblemGroup]:
    for part in edition.form.parts:
        found = lines(edition, answers.problems([part]), wording, texts)
        if found:
            mine = (part.section.id, part.item) in wrote
            told = wording(f"items.{part.item}.language") if part.item else ""
            lang, section = "" if told == wording.language else told, wording(f"{part.section.id}.title")
            yield ProblemGroup(part, section, wording.title(part), found, mine, lang)


def _uncovered(answers: Answers, wording: Wording, texts: Texts) -> Iterator[ProblemGroup]:
    """What no item of a section covers, as a group of the whole section."""
    for problem in coverage.problems(answers):
        question = answers.form.questions[problem.question]
        section, title = answers.form.section(question.section), wording(f"{question.section}.title")
        if section is not None:
            line = ProblemLine(problem, wording.label(question), problem_sentence(problem, wording, texts))
            yield ProblemGroup(Part(section), title, title, [line], False)


def _written_by(session: Session, revision: Revision, actor: Actor, edition: Edition) -> set[tuple[str, str]]:
    """(section, item) of what this person wrote last in at least one answer."""
    rows = session.execute(
        select(Answer.question, Answer.item)
        .where(Answer.revision_id == revision.id, Answer.author_id == actor.user_id)
        .distinct()
    )
    questions = edition.form.questions
    return {(questions[row.question].section, row.item) for row in rows if row.question in questions}


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
    if "terms" in problem.params:
        terms = [wording(path) or "…" for path in problem.params["terms"]]
        named = [*terms[:NAMED], *(["…"] if len(terms) > NAMED else [])]
        return texts.sentence(problem.code, {"terms": texts("; ").join(named), "count": texts.number(len(terms))})
    return sentence_of(problem.code, problem.params, wording, texts)
