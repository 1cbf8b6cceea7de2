"""Which goals and targets of a framework the items of a report name, to which degree, and which none names.

A section says by `covers` which of its questions name them. Where such a question is a table, the first column that is
a choice tells the degree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reporting.domain.answers import Answers, Problem
from reporting.domain.definitions import Form, Question, Section
from reporting.domain.questions import type_of


@dataclass(frozen=True)
class Cover:
    """An item that names a goal or target; `degree` is an option, '' where none is told."""

    item: str
    degree: str = ""


@dataclass(frozen=True)
class Covered:
    """A goal or target with the items that name it, in their order."""

    term: str
    by: tuple[Cover, ...]


@dataclass(frozen=True)
class Coverage:
    """What one question of all items names. `degree` is the column that tells how closely."""

    section: Section
    question: Question
    terms: tuple[Covered, ...]
    degree: Question | None = None

    @property
    def uncovered(self) -> tuple[str, ...]:
        return tuple(each.term for each in self.terms if not each.by)

    def path(self, term: str) -> str:
        """Where the number and title of a term stand among the form's texts."""
        return self.question.row_path(term) if self.question.rows else f"{self.question.options_path}.{term}"

    @property
    def degrees(self) -> Mapping[str, int]:
        """Degree → how many terms are covered to it at most closely, in the order of the options; '' where none is."""
        order = [*(self.degree.options if self.degree else ()), ""]
        best = [min((order.index(each.degree) for each in term.by), default=None) for term in self.terms]
        return {degree: best.count(n) for n, degree in enumerate(order) if n in best}


def of_report(answers: Answers) -> list[Coverage]:
    """One for each question that names goals or targets, in the form's order."""
    return [_of_question(answers, section, question) for section, question in naming(answers.form)]


def naming(form: Form) -> Iterator[tuple[Section, Question]]:
    """The questions whose answers say what is covered, with their sections."""
    for section in form.sections:
        for path in section.covers:
            yield section, form.questions[path]


def _of_question(answers: Answers, section: Section, question: Question) -> Coverage:
    degree = next((each for each in question.columns if each.type == "choice"), None)
    terms = question.rows or question.options
    found: dict[str, list[Cover]] = {term: [] for term in terms}
    for item in section.items:
        value = answers.value(question.path, item.key) if answers.is_visible(question.path, item.key) else None
        if value is not None:
            degrees = {row["id"]: row.get(degree.id, "") for row in type_of(question).rows(value)} if degree else {}
            for term in type_of(question).named(value):
                found.setdefault(term, []).append(Cover(item.key, degrees.get(term, "")))
    return Coverage(section, question, tuple(Covered(term, tuple(by)) for term, by in found.items()), degree)


def problems(answers: Answers) -> Iterator[Problem]:
    """What no item covers, as advice, once for each question that names goals or targets; `terms` are paths of texts.
    Where there is no item at all to cover anything, there is nothing to submit."""
    for section in answers.form.sections:
        if section.covers and section.is_own and not section.items:
            yield Problem(section.item_title, "nothing_added")
    for each in of_report(answers):
        if each.uncovered and each.section.items:
            params = {"terms": [each.path(term) for term in each.uncovered]}
            yield Problem(each.question.path, "uncovered", blocking=False, params=params)
