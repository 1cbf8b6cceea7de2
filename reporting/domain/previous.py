"""Which question of an earlier form one goes on from, as a form's author writes it and as an edition keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_KEYS = {"question", "options", "note"}


@dataclass(frozen=True)
class Previous:
    """An earlier question: `question` is its path in `form`. `options` is its option → the option that stands for it.

    Where the meaning changed, a note for readers stands among the texts under `<path>.previous.<n>.note`.
    """

    form: str
    question: str
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Previous:
        return cls(data["form"], data["question"], dict(data.get("options", {})))


def as_table(row: Any) -> dict[str, Any] | None:
    """One row of `previous` as a table, which may be written as its question alone; None where it is neither."""
    table = {"question": row} if isinstance(row, str) else row
    if not isinstance(table, Mapping) or table.keys() - _KEYS or not isinstance(table.get("question"), str):
        return None
    form, _, path = table["question"].partition(":")
    sound = bool(form) and all(path.partition(".")[::2]) and isinstance(table.get("note", ""), str)
    return dict(table) if sound and isinstance(table.get("options", {}), Mapping) else None


def structure_of(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of `previous`, without faults, as an edition's structure has them."""
    made = []
    for table in filter(None, map(as_table, rows)):
        form, _, path = table["question"].partition(":")
        options = {"options": dict(table["options"])} if table.get("options") else {}
        made.append({"form": form, "question": path, **options})
    return made


def notes_of(rows: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """(where it stands below the question's path, text) of each note."""
    for n, row in enumerate(rows):
        if isinstance(row, Mapping) and row.get("note"):
            yield f"previous.{n}.note", row["note"]
