"""The form of one section page, built from the form's definition: one WTForms field for each visible question.

Hidden fields carry the version that the page showed and the id of the write. Unchanged is no write: what was typed is
compared with the value *at its base version*, so that a stale page writes only what its author touched.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Field

from reporting.domain.answers import Key
from reporting.domain.definitions import Part, Question
from reporting.domain.errors import NotStorable
from reporting.domain.questions import type_of
from reporting.domain.questions.cells import Cells
from reporting.domain.questions.files import Files
from reporting.domain.questions.readings import settled
from reporting.services import drafting
from reporting.services.drafting import Write
from reporting.services.reports import Workbook

#: Ends the name of the field that holds the markup of a formatted text, sent where the editor was used.
MARKUP = "~html"
#: Ends the name under which it comes how numbers in cells are meant.
MEANT = "~meant"


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
            self.data = type_of(self.question).parse(self.question, valuelist, g.language)
        except NotStorable as refusal:
            self.refusal = refusal


def form_class(questions: Sequence[Question]) -> type[FlaskForm]:
    """A form with a field for each question, named by the question's path."""
    fields = {question.path: AnswerField(question) for question in questions}
    return type("SectionForm", (FlaskForm,), fields)


def key_of(question: Question, item: str, language: str) -> Key:
    """The answer that a page in `language` edits."""
    return Key(question.path, item, language if question.multilingual else "")


@dataclass
class Posted:
    """What a post of a section page asks for. `typed` and `versions` bring refused and stale fields back."""

    writes: list[Write] = field(default_factory=list)
    refusals: dict[str, NotStorable] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def words(self, question: Question) -> list[str]:
        """What was typed or chosen, for eyes: of a formatted text the plain text."""
        typed, kind = self.typed[question.path], type_of(question)
        if isinstance(kind, Cells):
            return kind.lines_typed(question, typed)
        if question.type == "files":
            return typed[2 :: len(Files.columns)]
        return typed[:1] if question.type == "rich_text" else typed

    def refuse(self, refusals: Mapping[str, NotStorable]) -> None:
        """Write nothing to these questions: not all that came for them could be taken."""
        for question in refusals:
            self.writes = [each for each in self.writes if each.key.question != question]
        self.refusals |= refusals

    def leave(self, question: str) -> None:
        """Write nothing to this question: what somebody else wrote stands."""
        self.writes = [each for each in self.writes if each.key.question != question]
        self.refusals.pop(question, None)


def read_post(
    session: Session,
    book: Workbook,
    here: Part,
    language: str,
    posted: Mapping[str, Any],
    typed_in: Callable[[str], list[str]],
) -> Posted:
    """The writes of the posted page of a section or item. Questions that became hidden meanwhile are written too.

    `posted` gives single hidden values by name, `typed_in(name)` all strings of one field.
    """
    found = Posted()
    asked = [question for question in here.section.questions if f"{question.path}~version" in posted]
    found.typed = {each.path: _typed(each, typed_in) for each in asked}
    form = form_class(asked)(MultiDict(_pairs(found.typed)), meta={"csrf": False})
    for question in asked:
        answer: AnswerField = form[question.path]
        name, key = question.path, key_of(question, here.item, language)
        version = whole_number(posted[f"{name}~version"])
        found.versions[name] = version
        base = _base(session, book, question, key, version)
        if type_of(question).unchanged(question, base, found.typed[name], g.language):
            continue
        if answer.refusal is not None:
            found.refusals[name] = answer.refusal
        else:
            found.writes.append(Write(posted.get(f"{name}~write", ""), key, answer.data, version))
    return found


def _typed(question: Question, typed_in: Callable[[str], list[str]]) -> list[str]:
    """The strings that came for a question; those of tables with the readings that were picked."""
    kind, typed = type_of(question), typed_in(question.path) + typed_in(question.path + MARKUP)
    if not isinstance(kind, Cells):
        return typed
    return settled(kind, question, typed, typed_in(question.path + MEANT), g.language)


def _pairs(typed: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(name, each) for name, strings in typed.items() for each in strings]


def _base(session: Session, book: Workbook, question: Question, key: Key, version: int) -> Any:
    if version == book.version(key):
        return book.stored[key].value if key in book.stored else None
    return drafting.value_at(session, book.revision.id, question, key, version)


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
