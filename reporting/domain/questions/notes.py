"""A note: a heading with guidance among the questions, which nobody answers."""

from __future__ import annotations

from typing import Any

from reporting.domain.definitions import Question
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import QuestionType


class Note(QuestionType):
    """Shown where it stands; with options it lists those that are offered, to be read."""

    name = "note"
    takes_answer = False
    offers_terms = True

    @property
    def may_name_options(self) -> bool:
        return True

    def shape(self, question: Question, value: Any) -> str:
        if value == "":
            return ""
        raise NotStorable("no_answer_taken")

    def text(self, question: Question, value: Any, wording: Any) -> str:
        return ""

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "null"}
