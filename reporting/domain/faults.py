"""A mistake in form data: where it is, and a sentence for its author."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Fault(NamedTuple):
    """A mistake in form data, for its author (in English)."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place + ': ' if self.place else ''}{self.sentence}"


@dataclass(frozen=True)
class Place:
    file: Path
    name: str = ""

    def fault(self, sentence: str) -> Fault:
        return Fault(str(self.file), self.name, sentence)
