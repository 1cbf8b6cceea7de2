"""What the field of a number shows beside the number: its unit, its limits, and the readings where it has two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporting.domain.asked import limits
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.numbers import as_typed
from reporting.domain.questions import type_of
from reporting.domain.questions.numbers import NumberType
from reporting.domain.texts import Texts


@dataclass(frozen=True)
class Reading:
    """What a number may mean: `typed` says it so that it can mean nothing else, `text` for eyes."""

    typed: str
    text: str


@dataclass(frozen=True)
class NumberView:
    """`least`, `most` and `decimals` are for the script that shows what was understood; '' for no limit."""

    unit: str
    limits: str
    least: str
    most: str
    decimals: str
    readings: Sequence[Reading] = ()


def number_view(
    question: Question, wording: Wording, texts: Texts, refusal: NotStorable | None = None
) -> NumberView | None:
    """None for questions of other types."""
    kind = type_of(question)
    if not isinstance(kind, NumberType):
        return None
    given = refusal.params if refusal is not None and refusal.code == "number_ambiguous" else {}
    readings = [given[name] for name in ("reading", "other_reading") if name in given]
    return NumberView(
        unit=wording(f"{question.path}.unit"),
        limits=limits(question, wording, texts),
        least=plain(question.min),
        most=plain(question.max),
        decimals=plain(question.decimals),
        readings=reading_views(kind, readings, texts.language),
    )


def reading_views(kind: NumberType, readings: Sequence[str], language: str) -> list[Reading]:
    """Decimal strings that something may mean, to be picked from."""
    return [Reading(as_typed(each, language), kind.in_words(each, language)) for each in readings]


def plain(limit: float | None) -> str:
    """A limit as scripts read it; '' for none."""
    return "" if limit is None else str(limit)
