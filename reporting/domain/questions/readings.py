"""Cells whose numbers have two readings: which they are, and what was picked put in their place.

A pick is a string that the page sends: `2:4:1.2340` says how the fourth cell of the second row is meant, and `,:0` that
all numbers which a comma leaves open are meant in their first reading, the whole number (`,:1` in the other one).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.domain import numbers
from reporting.domain.definitions import Question
from reporting.domain.errors import NotStorable
from reporting.domain.questions.cells import Cells
from reporting.domain.questions.numbers import NumberType


@dataclass(frozen=True)
class Doubt:
    """A cell with two readings, decimal strings. `row` and `column` count from 1; `sign` is what may mean either."""

    row: int
    column: int
    sign: str
    readings: tuple[str, str]

    def picked(self, pick: str, language: str) -> str:
        """How the cell is to be typed so that it can mean only what was picked; '' where that was about another."""
        typed = [numbers.as_typed(each, language) for each in self.readings]
        picks = [{f"{self.row}:{self.column}:{text}", f"{self.sign}:{n}"} for n, text in enumerate(typed)]
        return next((text for text, each in zip(typed, picks, strict=True) if pick in each), "")


def doubts(kind: Cells, question: Question, typed: Sequence[str], language: str) -> Iterator[Doubt]:
    """The cells of a form field that have to be asked about, row by row. Lines that were pasted are not looked at."""
    columns = [(m, column, kind.kind(column)) for m, column in enumerate(kind.columns(question), 1)]
    figures = [each for each in columns if isinstance(each[2], NumberType)]
    for n, row in enumerate(kind.split(question, kind.apart(question, typed)[0]), 1):
        for m, column, figure in figures:
            try:
                figure.parse(column, [row[m]], language)
            except NotStorable as refusal:
                if refusal.code == "number_ambiguous":
                    readings = refusal.params["reading"], refusal.params["other_reading"]
                    yield Doubt(n, m, numbers.separator(row[m]), readings)


def settled(kind: Cells, question: Question, typed: Sequence[str], picks: Sequence[str], language: str) -> list[str]:
    """The strings of a form field with the readings that were picked. Lines that were pasted become rows where a number
    has to be asked about."""
    told = kind.spread(question, typed)
    found = list(doubts(kind, question, told, language))
    if not found:
        return list(typed)
    made, width = list(told), 1 + len(kind.columns(question))
    for doubt in found:
        place = (doubt.row - 1) * width + doubt.column
        made[place] = next(filter(None, (doubt.picked(each, language) for each in picks)), made[place])
    return made
