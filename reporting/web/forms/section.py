"""The form of one section page, built from the form's definition: one WTForms field for each visible question.

Hidden fields carry the version that the page showed and the id of the write. Unchanged is no write: what was typed is
compared with the value *at its base version*, so that a stale page writes only what its author touched.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import Field

from reporting.domain.answers import Key
from reporting.domain.definitions import Question, Section
from reporting.domain.errors import NotStorable
from reporting.domain.questions import type_of
from reporting.services import drafting
from reporting.services.drafting import Write
from reporting.services.reports import Workbook


class AnswerField(Field):
    """One question. `typed` holds the strings of the form as they came; `data` the value they mean."""

    def __init__(self, question: Question, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.question = question
        self.typed: list[str] = []
        self.refusal: NotStorable | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist
        try:
            self.data = type_of(self.question).parse(self.question, valuelist)
        except NotStorable as refusal:
            self.refusal = refusal


def form_class(questions: Sequence[Question]) -> type[FlaskForm]:
    """A form with a field for each question, named by the question's path."""
    fields = {question.path: AnswerField(question) for question in questions}
    return type("SectionForm", (FlaskForm,), fields)


def visible_questions(book: Workbook, section: Section) -> list[Question]:
    return [question for question in section.questions if question.path in book.answers.visible]


def key_of(question: Question, language: str) -> Key:
    """The answer that a page in `language` edits."""
    return Key(question.path, "", language if question.multilingual else "")


@dataclass
class Posted:
    """What a post of a section page asks for. `typed` and `versions` bring refused and stale fields back."""

    writes: list[Write] = field(default_factory=list)
    refusals: dict[str, NotStorable] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def leave(self, question: str) -> None:
        """Write nothing to this question: what somebody else wrote stands."""
        self.writes = [each for each in self.writes if each.key.question != question]
        self.refusals.pop(question, None)


def read_post(
    session: Session, book: Workbook, section: Section, language: str, posted: Mapping[str, Any], typed_in: Any
) -> Posted:
    """The writes of a posted section page. Questions that became hidden meanwhile are written too: nothing is lost.

    `posted` gives single hidden values by name, `typed_in(name)` all strings of one field.
    """
    found = Posted()
    asked = [question for question in section.questions if f"{question.path}~version" in posted]
    form = form_class(asked)(meta={"csrf": False})
    for question in asked:
        answer: AnswerField = form[question.path]
        name, key = question.path, key_of(question, language)
        version = whole_number(posted[f"{name}~version"])
        found.typed[name], found.versions[name] = typed_in(name), version
        if _same(question, _base(session, book, question, key, version), found.typed[name]):
            continue
        if answer.refusal is not None:
            found.refusals[name] = answer.refusal
        else:
            found.writes.append(Write(posted.get(f"{name}~write", ""), key, answer.data, version))
    return found


def _base(session: Session, book: Workbook, question: Question, key: Key, version: int) -> Any:
    if version == book.version(key):
        return book.stored[key].value if key in book.stored else None
    return drafting.value_at(session, book.revision.id, question, key, version)


def _same(question: Question, base: Any, typed: Sequence[str]) -> bool:
    return list(_normal(type_of(question).typed(base))) == list(_normal(typed))


def _normal(typed: Sequence[str]) -> Iterator[str]:
    """Browsers send CRLF and an empty string for nothing chosen."""
    return (each.replace("\r\n", "\n").strip() for each in typed if each.strip())


def whole_number(text: str) -> int:
    """The number that a hidden field tells; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def text_language(book: Workbook) -> str:
    """The language of the texts on this page: asked for by `in`, else the report's first."""
    asked = request.values.get("in", "")
    return asked if asked in book.report.languages else str(book.report.languages[0])


def posted_language(book: Workbook) -> str:
    """The language that a posted page was written in, even where the report has lost it: no text changes languages."""
    return request.form.get("in") or str(book.report.languages[0])


def new_write_id() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)
