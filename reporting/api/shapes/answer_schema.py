"""JSON Schema (2020-12) of a form's answers: what PATCH …/answers takes and GET …/answers gives."""

from __future__ import annotations

from typing import Any

from reporting.domain.definitions import Edition, Question, Section, Wording
from reporting.domain.questions import type_of

Made = dict[str, Any]


def schema_of_answers(edition: Edition, language: str, address: str) -> Made:
    """A list of answers. `$defs` holds one answer of each question, by its path."""
    say = edition.wording(language)
    questions = {path: each for path, each in edition.form.questions.items() if type_of(each).takes_answer}
    items = {path: _items(section) for section in edition.form.sections for path in _paths(section)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": say("title"),
        "type": "array",
        "items": {"anyOf": [{"$ref": f"#/$defs/{path}"} for path in questions]},
        "$defs": {path: _answer(question, items[path], say) for path, question in questions.items()},
    }


def _items(section: Section) -> Made:
    """Which items an answer may be of: '' outside repeated sections."""
    return {"enum": list(section.keys)} if section.repeated else {"const": ""}


def _paths(section: Section) -> list[str]:
    return [question.path for question in section.questions]


def _answer(question: Question, item: Made, say: Wording) -> Made:
    """One answer; its value may be null. A multilingual one says in which language it is, others never do."""
    made: Made = {
        "title": say.label(question),
        "type": "object",
        "properties": {
            "question": {"const": question.path},
            "item": item,
            "lang": {"type": "string", "minLength": 2} if question.multilingual else {"const": ""},
            "value": {"anyOf": [type_of(question).json_schema(question), {"type": "null"}]},
        },
        "required": ["question", "value"],
    }
    made["required"] += [name for name, wanted in (("lang", question.multilingual), ("item", "enum" in item)) if wanted]
    guidance = say(f"{question.path}.guidance")
    return {**made, "description": guidance} if guidance else made
