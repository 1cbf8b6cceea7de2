"""Types whose answer is a number: whole numbers, decimals, percentages and years. Zero is an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, ClassVar

from reporting.domain import numbers
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import ProblemOf, QuestionType

#: JSON keeps whole numbers up to this one exactly.
MOST_INTEGER = 2**53 - 1
YEARS = range(1000, 3000)
_DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$"


class NumberType(QuestionType):
    """What the four share. A form field is what was typed, and behind it the reading that was picked where what was
    typed had two."""

    is_number = True
    properties = frozenset({"min", "max"})
    takes_percent: ClassVar[bool] = False
    #: The code for what is no number.
    refusal: ClassVar[str] = "not_a_number"

    def of(self, number: str) -> Any:
        """The value that stands for a decimal string. Raises NotStorable."""
        return number

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        """Of two readings that one is meant which can be stored, or which alone keeps the rules of the question."""
        told = next((each for each in reversed(typed) if each.strip()), "")
        rules = (partial(self._is_storable, question), partial(self._is_sound, question))
        try:
            number = numbers.meant(told, language, *rules, percent=self.takes_percent)
        except NotStorable as refusal:
            raise NotStorable(self.refusal) if refusal.code == "not_a_number" else refusal from None
        return self.storable(question, None if number is None else self.of(number))

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        return [] if value is None else [numbers.as_typed(str(value), language)]

    def _is_storable(self, question: Question, number: str) -> bool:
        try:
            self.storable(question, self.of(number))
        except NotStorable:
            return False
        return True

    def _is_sound(self, question: Question, number: str) -> bool:
        return self._is_storable(question, number) and not self.count_problems(question, self.of(number))

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        number = numbers.exact(value)
        if question.min is not None and number < numbers.exact(question.min):
            yield "too_small", {"limit": self.limit(question.min)}
        if question.max is not None and number > numbers.exact(question.max):
            yield "too_great", {"limit": self.limit(question.max)}
        count = numbers.decimals(str(value))
        if question.decimals is not None and count > question.decimals:
            yield "too_many_decimals", {"count": count, "limit": question.decimals}

    def limit(self, number: int | float) -> int | float | str:
        """A limit of the form, as sentences take it."""
        return number

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "" if value is None else self.with_unit(question, value, wording)

    def with_unit(self, question: Question, value: Any, wording: Wording) -> str:
        number, unit = self.in_words(value, wording.language), wording(f"{question.path}.unit")
        return f"{number}\u00a0{unit}" if unit else number

    def in_words(self, value: Any, language: str) -> str:
        """A number as readers of `language` write it, without a unit."""
        return numbers.in_words(str(value), language)


class Integer(NumberType):
    """A whole number, stored as such."""

    name = "integer"
    properties = NumberType.properties | {"unit"}

    def of(self, number: str) -> int:
        if "." in number:
            raise NotStorable("not_whole")
        return int(number)

    def shape(self, question: Question, value: Any) -> int | str:
        if value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, int):
            raise NotStorable("not_whole" if isinstance(value, float) else "not_a_number")
        if abs(value) > MOST_INTEGER:
            raise NotStorable("number_too_long", limit=len(str(MOST_INTEGER)) - 1)
        return value

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "integer", "minimum": -MOST_INTEGER, "maximum": MOST_INTEGER}


class Year(Integer):
    """A year of four digits, written without thousands."""

    name = "year"
    refusal = "not_a_year"
    properties = NumberType.properties

    def of(self, number: str) -> int:
        if "." in number:
            raise NotStorable("not_a_year")
        return int(number)

    def shape(self, question: Question, value: Any) -> int | str:
        if value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, int) or value not in YEARS:
            raise NotStorable("not_a_year")
        return value

    def limit(self, number: int | float) -> str:
        return str(number)

    def in_words(self, value: Any, language: str) -> str:
        return str(value)

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[-1]}


class Decimal(NumberType):
    """A number with as many decimals as were given, stored as a decimal string."""

    name = "decimal"
    properties = NumberType.properties | {"decimals", "unit"}

    def shape(self, question: Question, value: Any) -> str:
        if value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise NotStorable("not_a_number")
        return numbers.decimal_string(value)

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": _DECIMAL, "maxLength": numbers.MAX_DIGITS + 3}


class Percentage(Decimal):
    """A share of a hundred, stored as a decimal string without the sign."""

    name = "percentage"
    properties = NumberType.properties | {"decimals"}
    takes_percent = True

    def in_words(self, value: Any, language: str) -> str:
        return numbers.percent_in_words(value, language)
