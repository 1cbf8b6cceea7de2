"""Types whose answer is chosen: yes or no, one option, several options, a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from babel.dates import format_date

from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.languages import formats_of
from reporting.domain.questions.base import ProblemOf, QuestionType
from reporting.domain.runs import OWN_KEY

#: Text path of the words "yes" and "no", laid into every edition by the loader.
YES_NO = {True: "words.yes", False: "words.no"}


class YesNo(QuestionType):
    name = "yes_no"

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        chosen = typed[0] if typed else ""
        return self.storable(question, {"": None, "yes": True, "no": False}.get(chosen, chosen))

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        return [] if value is None else ["yes" if value else "no"]

    def shape(self, question: Question, value: Any) -> bool:
        if not isinstance(value, bool):
            raise NotStorable("not_an_option")
        return value

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "" if value is None else wording(YES_NO[value])

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "boolean"}


class Choice(QuestionType):
    """One of the options; the value is the option's id."""

    name = "choice"
    has_options = True

    def shape(self, question: Question, value: Any) -> str:
        if value == "":
            return ""
        if not isinstance(value, str) or value not in question.options:
            raise NotStorable("not_an_option")
        return value

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "" if value is None else wording.option(question, value)

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "enum": list(question.options)}


class Choices(QuestionType):
    """Any number of the options; the value is a list of ids in the form's order."""

    name = "choices"
    has_options = True
    properties = frozenset({"exclusive", "max_choices"})

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        return self.storable(question, [each for each in typed if each])

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        return list(value or ())

    def shape(self, question: Question, value: Any) -> list[str]:
        if not isinstance(value, list) or any(each not in question.options for each in value):
            raise NotStorable("not_an_option")
        return [each for each in question.options if each in value]

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        if len(value) > 1 and not set(question.exclusive).isdisjoint(value):
            yield "exclusive_option", {}
        if question.max_choices and len(value) > question.max_choices:
            yield "too_many_choices", {"count": len(value), "limit": question.max_choices}

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "; ".join(wording.option(question, each) for each in value or ())

    def cells(self, question: Question, value: Any, wording: Wording) -> list[str]:
        return [wording.option(question, each) for each in value or ()]

    def named(self, value: Any) -> list[str]:
        return list(value or ())

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "array", "items": {"enum": list(question.options)}, "uniqueItems": True}


class Terms(Choices):
    """Any number of a framework's goals or targets, each said with its number and title."""

    name = "terms"
    offers_terms = True


class Items(Choices):
    """Any number of the items of another section; the value is a list of their keys. Removed items are not told of."""

    name = "items"

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return super().text(question, self._present(question, value), wording)

    def cells(self, question: Question, value: Any, wording: Wording) -> list[str]:
        return super().cells(question, self._present(question, value), wording)

    def json_schema(self, question: Question) -> dict[str, Any]:
        if question.options:
            return super().json_schema(question)
        return {"type": "array", "items": {"type": "string", "pattern": f"^{OWN_KEY}$"}, "uniqueItems": True}

    def _present(self, question: Question, value: Any) -> list[str]:
        return [each for each in value or () if each in question.options]


class Date(QuestionType):
    """A calendar day, stored as ISO 8601 (`2026-02-28`)."""

    name = "date"

    def shape(self, question: Question, value: Any) -> str:
        if value == "":
            return ""
        try:
            day = dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise NotStorable("not_a_date") from None
        if not 1900 <= day.year <= 2200:
            raise NotStorable("not_a_date")
        return day.isoformat()

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "" if value is None else day_in_words(value, wording.language)

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


def day_in_words(value: str, language: str) -> str:
    """An ISO day as people of `language` write it."""
    return format_date(dt.date.fromisoformat(value), "long", locale=formats_of(language))
