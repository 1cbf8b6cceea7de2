"""JSON Schema (2020-12) of a form's answers: what PATCH …/answers takes and GET …/answers gives."""

from __future__ import annotations

from typing import Any

from reporting.domain.definitions import Edition, Question, Wording
from reporting.domain.questions import type_of

Made = dict[str, Any]


def schema_of_answers(edition: Edition, language: str, address: str) -> Made:
    """A list of answers. `$defs` holds one answer of each question, by its path."""
    say = edition.wording(language)
    questions = edition.form.questions
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": say("title"),
        "type": "array",
        "items": {"anyOf": [{"$ref": f"#/$defs/{path}"} for path in questions]},
        "$defs": {path: _answer(question, say) for path, question in questions.items()},
    }


def _answer(question: Question, say: Wording) -> Made:
    """One answer; its value may be null. A multilingual one says in which language it is, others never do."""
    made: Made = {
        "title": say.label(question),
        "type": "object",
        "properties": {
            "question": {"const": question.path},
            "item": {"const": ""},
            "lang": {"type": "string", "minLength": 2} if question.multilingual else {"const": ""},
            "value": {"anyOf": [type_of(question).json_schema(question), {"type": "null"}]},
        },
        "required": ["question", "lang", "value"] if question.multilingual else ["question", "value"],
    }
    guidance = say(f"{question.path}.guidance")
    return {**made, "description": guidance} if guidance else made
