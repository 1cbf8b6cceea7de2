"""JSON Schema (2020-12) of a form's answers: what PATCH …/answers takes and GET …/answers gives.

Conditions and rules are not in it: an answer to a question that is not asked is kept, and blocks nothing.
"""

from __future__ import annotations

from typing import Any

from reporting.domain.definitions import Edition, Form, Question, Wording
from reporting.domain.questions import type_of
from reporting.domain.runs import OWN_KEY

Made = dict[str, Any]
#: How a language tag reads.
LANGUAGE = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"


#: Keys of items that follow those of another section, be they terms or added by the Party.
ANY_KEY = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}"


def schema_of_answers(edition: Edition, language: str, address: str) -> Made:
    """A list of answers. `$defs` holds one answer of each question, by its path."""
    say = edition.wording(language)
    questions = {path: each for path, each in edition.form.questions.items() if type_of(each).takes_answer}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": say("title"),
        "type": "array",
        "items": {"anyOf": [{"$ref": f"#/$defs/{path}"} for path in questions]},
        "$defs": {path: _answer(question, _items(edition.form, question), say) for path, question in questions.items()},
    }


def _items(form: Form, question: Question) -> Made:
    """Which items an answer may be of: '' outside repeated sections, else terms, items that a Party adds, or both."""
    section = form.section(question.section)
    if section is None or not section.repeated:
        return {"const": ""}
    terms = list(dict.fromkeys(item.key for run in section.runs for item in run.items))
    known = {"enum": [each for each in terms if not question.items or each in question.items]}
    if question.items or all(run.items for run in section.runs):
        return known
    pattern = OWN_KEY if all(run.items or run.over == "own" for run in section.runs) else ANY_KEY
    added = {"type": "string", "pattern": f"^{pattern}$"}
    return {"anyOf": [known, added]} if terms else added


def _answer(question: Question, item: Made, say: Wording) -> Made:
    """One answer; its value may be null. A multilingual one says in which language it is, others never do."""
    made: Made = {
        "title": say.label(question),
        "type": "object",
        "properties": {
            "question": {"const": question.path},
            "item": item,
            "lang": {"type": "string", "pattern": LANGUAGE} if question.multilingual else {"const": ""},
            "value": {"anyOf": [type_of(question).json_schema(question), {"type": "null"}]},
        },
        "required": ["question", "value"],
    }
    made["required"] += [
        name for name, wanted in (("lang", question.multilingual), ("item", "const" not in item)) if wanted
    ]
    guidance = say(f"{question.path}.guidance")
    return {**made, "description": guidance} if guidance else made
