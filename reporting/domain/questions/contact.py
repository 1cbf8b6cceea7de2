"""Contact: a person or office, and how to reach them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email

from reporting.domain.characters import can_be_seen, clean
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import ProblemOf, QuestionType, line_differences

FIELDS = ("name", "function", "institution", "address", "email", "phone")
MAX_FIELD = 2_000
#: What numbers are written with beside digits; an extension may follow, several numbers stand apart by ; or ,
_PHONE = re.compile(r"\+?[0-9(][0-9 ().\-/\u00a0\u2010-\u2013]*(?:(?:ext\.?|x|#)\s*[0-9]{1,6})?", re.IGNORECASE)
_FEWEST_DIGITS, _MOST_DIGITS = 5, 20


class Contact(QuestionType):
    """A table of six texts, '' where one is not given. The address may have several lines."""

    name = "contact"

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        cells = [*typed[: len(FIELDS)], *[""] * (len(FIELDS) - len(typed))]
        return self.storable(question, dict(zip(FIELDS, cells, strict=True)))

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        return [] if value is None else [value[name] for name in FIELDS]

    def compared(self, question: Question, typed: Sequence[str]) -> Hashable:
        cells = [each.replace("\r\n", "\n").strip() for each in typed]
        return tuple((*cells, *[""] * (len(FIELDS) - len(cells))))

    def shape(self, question: Question, value: Any) -> dict[str, str]:
        if value == "":
            return {}
        if not isinstance(value, dict) or not value.keys() <= set(FIELDS):
            raise NotStorable("not_a_contact")
        return {name: _field(name, value.get(name, "")) for name in FIELDS}

    def is_blank(self, value: Any) -> bool:
        return super().is_blank(value) or (isinstance(value, dict) and not any(value.values()))

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        if value["email"] and not is_email(value["email"]):
            yield "email_malformed", {}
        if value["phone"] and not is_phone(value["phone"]):
            yield "phone_malformed", {}

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "\n".join(self.cells(question, value, wording))

    def cells(self, question: Question, value: Any, wording: Wording) -> list[str]:
        return [value[name] for name in FIELDS if value[name]] if value else []

    def rows(self, value: Any) -> Sequence[Mapping[str, str]]:
        return [value] if value else ()

    def json_schema(self, question: Question) -> dict[str, Any]:
        fields = {name: {"type": "string", "maxLength": MAX_FIELD} for name in FIELDS}
        return {"type": "object", "properties": fields, "additionalProperties": False}

    def difference(self, question: Question, old: Any, new: Any, wording: Wording) -> list[tuple[str, str]]:
        return line_differences(self.text(question, old, wording), self.text(question, new, wording))

    def merge(self, base: Any, theirs: Any, mine: Any) -> tuple[bool, Any]:
        """Field by field: two people may fill in different fields at once."""
        done, value = super().merge(base, theirs, mine)
        sides = [{} if each is None else each for each in (base, theirs, mine)]
        if done or not all(isinstance(each, dict) for each in sides):
            return done, value
        merged: dict[str, str] = {}
        for name in FIELDS:
            done, merged[name] = super().merge(*(each.get(name, "") for each in sides))
            if not done:
                return False, None
        return True, None if self.is_blank(merged) else merged


def _field(name: str, text: Any) -> str:
    """One field; only the address has several lines."""
    if not isinstance(text, str):
        raise NotStorable("not_text")
    if len(text) > MAX_FIELD:
        raise NotStorable("too_long", limit=MAX_FIELD)
    lines = [" ".join(line.split()) for line in clean(text).splitlines()]
    kept = "\n".join(line for line in lines if line) if name == "address" else " ".join(filter(None, lines))
    return kept if can_be_seen(kept) else ""


def is_email(text: str) -> bool:
    """Whether this can be an e-mail address; whether anybody reads it there is not asked."""
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def is_phone(text: str) -> bool:
    """Whether this reads as telephone numbers, whichever digits it is written in."""
    plain = "".join(str(unicodedata.digit(each, each)) for each in text)
    return all(
        _PHONE.fullmatch(each.strip()) and _FEWEST_DIGITS <= sum(map(str.isdigit, each)) <= _MOST_DIGITS
        for each in re.split(r"[;,،؛]", plain)
    )
