"""What types of several rows share. A value is a list of tables, a form field the cells of all rows in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from reporting.domain.characters import can_be_seen, clean
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import QuestionType, line_differences

Row = dict[str, str]
_Key = tuple[str, int]


class Rows(QuestionType):
    """Rows of named texts. Blank rows vanish, and so does a row that stands there twice."""

    #: The cells of a row in the order of the form's fields; the first one tells rows apart when two changes meet.
    columns: ClassVar[tuple[str, ...]]
    max_rows: ClassVar[int] = 100

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        width = len(self.columns)
        cells = [*typed, *[""] * (-len(typed) % width)]
        rows = [dict(zip(self.columns, cells[n : n + width], strict=True)) for n in range(0, len(cells), width)]
        return self.storable(question, rows)

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        return [row[name] for row in value or () for name in self.columns]

    def compared(self, question: Question, typed: Sequence[str]) -> Hashable:
        """Rows, blank ones left out; where a cell stands in its row counts."""
        width, cells = len(self.columns), [each.replace("\r\n", "\n").strip() for each in typed]
        rows = [tuple(cells[n : n + width]) for n in range(0, len(cells), width)]
        return tuple((*row, *[""] * (width - len(row))) for row in rows if any(row))

    def shape(self, question: Question, value: Any) -> list[Row]:
        if value == "":
            return []
        if not isinstance(value, list):
            raise NotStorable("not_rows")
        rows = [self.row(self._cells(each)) for each in value]
        kept = list({tuple(row.items()): row for row in rows if any(row.values())}.values())
        if len(kept) > self.max_rows:
            raise NotStorable("too_many", limit=self.max_rows)
        return kept

    def row(self, cells: Row) -> Row:
        """One row in its canonical shape. Raises NotStorable where it has none."""
        return cells

    def line(self, row: Mapping[str, str]) -> str:
        """A row as one line of plain text."""
        raise NotImplementedError

    def _cells(self, given: Any) -> Row:
        if not isinstance(given, dict) or not given.keys() <= set(self.columns):
            raise NotStorable("not_rows")
        return {name: one_line(given.get(name, "")) for name in self.columns}

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "\n".join(self.cells(question, value, wording))

    def cells(self, question: Question, value: Any, wording: Wording) -> list[str]:
        return [self.line(row) for row in value or ()]

    def rows(self, value: Any) -> Sequence[Row]:
        return value or ()

    def json_schema(self, question: Question) -> dict[str, Any]:
        cells = {name: {"type": "string"} for name in self.columns}
        row = {"type": "object", "properties": cells, "required": [self.columns[0]], "additionalProperties": False}
        return {"type": "array", "items": row, "maxItems": self.max_rows}

    def difference(self, question: Question, old: Any, new: Any, wording: Wording) -> list[tuple[str, str]]:
        return line_differences(self.text(question, old, wording), self.text(question, new, wording))

    def merge(self, base: Any, theirs: Any, mine: Any) -> tuple[bool, Any]:
        """Row by row: what only one side added, changed or removed stands; a row changed by both is for people."""
        return merge_rows(base, theirs, mine, lambda row: str(row[self.columns[0]]))


def merge_rows(base: Any, theirs: Any, mine: Any, name: Callable[[Any], str]) -> tuple[bool, Any]:
    """Merge lists of tables that `name` tells apart: (True, rows) or (False, None), as `QuestionType.merge` does."""
    if theirs in (mine, base) or mine == base:
        return True, theirs if mine == base else mine
    sides = [[] if each is None else each for each in (base, theirs, mine)]
    if not all(isinstance(each, list) for each in sides):
        return False, None
    before, other, own = (dict(_keyed(each, name)) for each in sides)
    rows: list[Any] = []
    is_in_order = [each for each in own if each in before] == [each for each in before if each in own]
    for key in dict.fromkeys((*other, *own) if is_in_order else (*own, *other)):
        was, others, owns = before.get(key), other.get(key), own.get(key)
        if others not in (was, owns) and owns != was:
            return False, None
        row = others if owns == was else owns
        rows += [] if row is None else [row]
    return True, rows or None


def _keyed(rows: Sequence[Any], name: Callable[[Any], str]) -> Iterator[tuple[_Key, Any]]:
    seen: Counter[str] = Counter()
    for row in rows:
        known = name(row)
        yield (known, seen[known]), row
        seen[known] += 1


def one_line(text: Any) -> str:
    """A text without line ends, '' where nobody could see anything in it. Raises NotStorable for anything else."""
    if not isinstance(text, str):
        raise NotStorable("not_text")
    kept = " ".join(clean(text).split())
    return kept if can_be_seen(kept) else ""
