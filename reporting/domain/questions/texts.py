"""Text types: one line, several lines, and rich text in the canonical form of `rich_text`."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from reporting.domain import rich_text
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import ProblemOf, QuestionType
from reporting.domain.words import count_words

# XML (and so PDF, DOCX, XLSX) cannot hold these; they come from pasted text and mean nothing.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Text with composed characters, Unix line ends and no control characters."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


class LongText(QuestionType):
    """Several lines of plain text."""

    name = "long_text"
    is_text = True

    def shape(self, question: Question, value: Any) -> str:
        if not isinstance(value, str):
            raise NotStorable("not_text")
        return clean(value).strip()

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        words = count_words(self.plain(value))
        if question.max_words and words > question.max_words:
            yield "too_many_words", {"words": words, "limit": question.max_words}

    def plain(self, value: str) -> str:
        return value

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "" if value is None else self.plain(value)

    def difference(self, question: Question, old: Any, new: Any, wording: Wording) -> list[tuple[str, str]]:
        before = self.text(question, old, wording).splitlines()
        after = self.text(question, new, wording).splitlines()
        return [(line[0], line[2:]) for line in difflib.ndiff(before, after) if line[0] != "?" and line[2:].strip()]

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "contentMediaType": "text/plain"}


class Text(LongText):
    """One line of plain text."""

    name = "text"

    def shape(self, question: Question, value: Any) -> str:
        return " ".join(super().shape(question, value).split())


class RichText(LongText):
    """Formatted text. Stored as canonical HTML; a plain textarea shows it as paragraphs of plain text."""

    name = "rich_text"

    def parse(self, question: Question, typed: Sequence[str]) -> Any:
        """What a plain textarea holds is plain text: its blank lines part paragraphs, its `<` is no markup."""
        return self.storable(question, rich_text.from_plain(clean(typed[0]))) if typed else None

    def typed(self, value: Any) -> list[str]:
        return [] if value is None else [rich_text.to_plain(value)]

    def shape(self, question: Question, value: Any) -> str:
        return rich_text.canonical(super().shape(question, value))

    def plain(self, value: str) -> str:
        return rich_text.to_plain(value)

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "contentMediaType": "text/html"}
