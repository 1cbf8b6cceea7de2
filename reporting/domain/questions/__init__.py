"""Question types by name. A type exists when it is registered here; the house tests check all its projections."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.domain.definitions import Question
from reporting.domain.questions.base import QuestionType
from reporting.domain.questions.choices import Choice, Choices, Date, Items, Terms, YesNo
from reporting.domain.questions.contact import Contact
from reporting.domain.questions.files import Files
from reporting.domain.questions.links import Links
from reporting.domain.questions.notes import Note
from reporting.domain.questions.numbers import Decimal, Integer, Percentage, Year
from reporting.domain.questions.parties import Parties
from reporting.domain.questions.series import Series
from reporting.domain.questions.tables import Table
from reporting.domain.questions.texts import LongText, RichText, Text

_PLAIN: Mapping[str, QuestionType] = {
    kind.name: kind
    for kind in (
        Text(), LongText(), RichText(), YesNo(), Choice(), Choices(), Terms(), Items(), Date(), Contact(), Links(),
        Files(), Integer(), Decimal(), Percentage(), Year(), Parties(), Note(),
    )
}  # fmt: skip
TYPES: Mapping[str, QuestionType] = {**_PLAIN, **{kind.name: kind for kind in (Table(_PLAIN), Series(_PLAIN))}}


def type_of(question: Question) -> QuestionType:
    return TYPES[question.type]
