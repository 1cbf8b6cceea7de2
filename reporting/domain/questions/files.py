"""Files: attachments of the report, each with words that stand for it where it cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from reporting.domain.attachments import clean_name, is_image
from reporting.domain.definitions import Question
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import ProblemOf
from reporting.domain.questions.rows import Row, Rows

MAX_DESCRIPTION = 1_000
#: What a ticked box "remove" sends behind the cells of its row.
REMOVED = "remove"
_ID = re.compile("[0-9a-f]{64}")


class Files(Rows):
    """Rows of `id` (SHA-256 of the content), `name` and `description`."""

    name = "files"
    columns = ("id", "name", "description")
    max_rows = 50
    warnings = frozenset({"description_wanted"})

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        return super().parse(question, _without_removed(typed))

    def compared(self, question: Question, typed: Sequence[str]) -> Hashable:
        return super().compared(question, _without_removed(typed))

    def row(self, cells: Row) -> Row:
        if not cells["id"]:
            if any(cells.values()):
                raise NotStorable("file_missing")
            return cells
        if not _ID.fullmatch(cells["id"]):
            raise NotStorable("unknown_file")
        if len(cells["description"]) > MAX_DESCRIPTION:
            raise NotStorable("too_long", limit=MAX_DESCRIPTION)
        return cells | {"name": clean_name(cells["name"])}

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        for row in value:
            if not row["description"]:
                yield "description_needed" if is_image(row["name"]) else "description_wanted", {"name": row["name"]}

    def line(self, row: Mapping[str, str]) -> str:
        return ": ".join(each for each in (row["description"], row["name"]) if each)

    def files(self, value: Any) -> list[str]:
        return [row["id"] for row in value or ()]

    def json_schema(self, question: Question) -> dict[str, Any]:
        made = super().json_schema(question)
        made["items"]["properties"] = {
            "id": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "name": {"type": "string", "description": "Set to the name under which the file was attached."},
            "description": {"type": "string", "maxLength": MAX_DESCRIPTION},
        }
        return made


def with_files(typed: Sequence[str], files: Sequence[tuple[str, str] | None]) -> list[str]:
    """The cells with files (id and name) in the rows that have none yet, in order; None came without a file."""
    made: list[str] = []
    waiting, n = list(files), 0
    while n < len(typed):
        row = list(typed[n : n + len(Files.columns)])
        n += len(Files.columns)
        if not row[0] and waiting and (found := waiting.pop(0)):
            row[:2] = found
        made += row
        if n < len(typed) and typed[n] == REMOVED:
            made.append(typed[n])
            n += 1
    return made + [cell for found in waiting if found for cell in (*found, "")]


def _without_removed(typed: Sequence[str]) -> list[str]:
    """The cells of the rows that stay. A row begins with an id or with nothing, so `REMOVED` cannot be one's first."""
    kept: list[str] = []
    n = 0
    while n < len(typed):
        row = list(typed[n : n + len(Files.columns)])
        n += len(Files.columns)
        if n < len(typed) and typed[n] == REMOVED:
            n += 1
        else:
            kept += row
    return kept
