"""What every question type knows of itself. Forms, pages, outputs, API and comparison ask here and nowhere else.

A *value* is the plain JSON value that the database stores. A subclass overrides what differs from plain text.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import rfc8785

from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.tables import TableText

#: A value larger than this (bytes of its JSON) is refused.
MAX_VALUE_BYTES = 1_000_000

ProblemOf = tuple[str, Mapping[str, Any]]


class QuestionType:
    """One kind of question with all its projections. Stateless; one instance is registered for each `name`."""

    name: ClassVar[str]
    #: Whether `multilingual = true` makes sense.
    is_text: ClassVar[bool] = False
    #: Whether the question names options.
    has_options: ClassVar[bool] = False
    #: Properties in a form's source that this type has and not all others.
    properties: ClassVar[frozenset[str]] = frozenset()
    #: Whether its options are terms of a framework.
    offers_terms: ClassVar[bool] = False
    #: Whether values are numbers, which conditions compare and rules add up.
    is_number: ClassVar[bool] = False
    #: Whether there is anything to answer.
    takes_answer: ClassVar[bool] = True
    #: Codes of problems that do not keep a report from being submitted.
    warnings: ClassVar[frozenset[str]] = frozenset()

    @property
    def may_name_options(self) -> bool:
        """Whether a form says which options the question has."""
        return self.has_options

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        """The value meant by the strings of one form field on a page in `language`; None for nothing. Raises
        NotStorable."""
        return self.storable(question, typed[0].strip() if typed else None)

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        """The strings that a form field shows for `value` on a page in `language`: `parse` gives the value back."""
        return [] if value is None else [str(value)]

    def compared(self, question: Question, typed: Sequence[str]) -> Hashable:
        """The strings of a form field as far as they differ: browsers send CRLF, and '' for nothing chosen."""
        return tuple(each.replace("\r\n", "\n").strip() for each in typed if each.strip())

    def unchanged(self, question: Question, value: Any, typed: Sequence[str], language: str = "en") -> bool:
        """Whether the strings of a form field are still those that it showed for `value` on a page in `language`."""
        return self.compared(question, self.typed(question, value, language)) == self.compared(question, typed)

    def storable(self, question: Question, value: Any) -> Any:
        """`value` in the form in which it is stored (None where blank). Raises NotStorable."""
        if value is None:
            return None
        _require_size(value)
        kept = self.shape(question, value)
        _require_size(kept)
        return None if self.is_blank(kept) else kept

    def shape(self, question: Question, value: Any) -> Any:
        """`value` brought to its canonical shape. Raises NotStorable where it has none."""
        raise NotImplementedError

    def is_blank(self, value: Any) -> bool:
        """Whether `value` is no answer. Zero and false are answers."""
        return value is None or value == "" or value == []

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        """Rules that a stored value breaks, as (code, params)."""
        return iter(())

    def count_problems(self, question: Question, value: Any) -> int:
        """How many rules a stored value breaks; none where there is no value."""
        return 0 if value is None else sum(1 for _ in self.problems(question, value))

    def dump(self, value: Any) -> str:
        """Canonical JSON text of a stored value."""
        return rfc8785.dumps(value).decode()

    def load(self, text: str) -> Any:
        return json.loads(text)

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        """The value as plain text for people."""
        return "" if value is None else str(value)

    def cells(self, question: Question, value: Any, wording: Wording) -> list[str]:
        """The value as spreadsheet cells."""
        return [self.text(question, value, wording)]

    def rows(self, value: Any) -> Sequence[Mapping[str, Any]]:
        """The tables that a value is made of; none where it is no table."""
        return ()

    def table(self, question: Question, value: Any, wording: Wording) -> TableText | None:
        """The value as a table in words, where it is one."""
        return None

    def files(self, value: Any) -> list[str]:
        """The SHA-256 of each attached file that a value names."""
        return []

    def named(self, value: Any) -> list[str]:
        """The ids that an answer names: of options chosen among several, of rows of a table that are filled."""
        return []

    def taken_from(self, value: Any) -> int | None:
        """The edition of a dataset that a value was taken from."""
        return None

    def json_schema(self, question: Question) -> dict[str, Any]:
        """JSON Schema of a value that is not blank."""
        return {"type": "string"}

    def difference(self, question: Question, old: Any, new: Any, wording: Wording) -> list[tuple[str, str]]:
        """Blocks of text that went ("-"), came ("+") or stayed (" "), for reading."""
        before, after = self.text(question, old, wording), self.text(question, new, wording)
        if before == after:
            return [(" ", after)] if after else []
        return [(mark, text) for mark, text in (("-", before), ("+", after)) if text]

    def merge(self, base: Any, theirs: Any, mine: Any) -> tuple[bool, Any]:
        """(True, value) where two changes of `base` can stand together, (False, None) where people must choose."""
        if theirs in (mine, base):
            return True, mine
        return (True, theirs) if mine == base else (False, None)


def _require_size(value: Any) -> None:
    try:
        size = len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    except (RecursionError, TypeError) as error:
        raise NotStorable from error
    if size > MAX_VALUE_BYTES:
        raise NotStorable("value_too_large", megabytes=1)


def line_differences(before: str, after: str) -> list[tuple[str, str]]:
    """Lines that went ("-"), came ("+") or stayed (" ")."""
    found = difflib.ndiff(before.splitlines(), after.splitlines())
    return [(line[0], line[2:]) for line in found if line[0] != "?" and line[2:].strip()]
