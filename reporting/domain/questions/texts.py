"""Text types: one line, several lines, and rich text in the canonical form of `rich_text`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reporting.domain import rich_text
from reporting.domain.characters import can_be_seen, clean
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions.base import ProblemOf, QuestionType, line_differences
from reporting.domain.words import count_words


class LongText(QuestionType):
    """Several lines of plain text."""

    name = "long_text"
    is_text = True
    properties = frozenset({"multilingual", "max_words"})

    def shape(self, question: Question, value: Any) -> str:
        if not isinstance(value, str):
            raise NotStorable("not_text")
        kept = clean(value).strip()
        return kept if can_be_seen(kept) else ""

    def problems(self, question: Question, value: Any) -> Iterator[ProblemOf]:
        words = count_words(self.plain(value))
        if question.max_words and words > question.max_words:
            yield "too_many_words", {"words": words, "limit": question.max_words}

    def plain(self, value: str) -> str:
        return value

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        return "" if value is None else self.plain(value)

    def difference(self, question: Question, old: Any, new: Any, wording: Wording) -> list[tuple[str, str]]:
        return line_differences(self.text(question, old, wording), self.text(question, new, wording))

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "contentMediaType": "text/plain"}


class Text(LongText):
    """One line of plain text."""

    name = "text"

    def shape(self, question: Question, value: Any) -> str:
        return " ".join(super().shape(question, value).split())


class RichText(LongText):
    """Formatted text. Stored as canonical HTML; a plain textarea shows it as paragraphs of plain text.

    A form field is one string, plain text; or two, where the editor was used: the same as plain text, and the markup.
    """

    name = "rich_text"

    def parse(self, question: Question, typed: Sequence[str], language: str = "en") -> Any:
        """Markup counts where there is any. Plain text has paragraphs between blank lines, its `<` is no markup."""
        if len(typed) > 1:
            return self.storable(question, typed[1])
        return self.storable(question, rich_text.from_plain(clean(typed[0]))) if typed else None

    def typed(self, question: Question, value: Any, language: str = "en") -> list[str]:
        return [] if value is None else [rich_text.to_plain(value)]

    def unchanged(self, question: Question, value: Any, typed: Sequence[str], language: str = "en") -> bool:
        """Formatting is a change where there is markup; unchanged plain text keeps the formatting of `value`."""
        if len(typed) < 2:
            return super().unchanged(question, value, typed)
        try:
            return rich_text.canonical(typed[1]) == rich_text.canonical(value or "")
        except NotStorable:
            return False

    def shape(self, question: Question, value: Any) -> str:
        if not isinstance(value, str):
            raise NotStorable("not_text")
        return rich_text.canonical(value)

    def plain(self, value: str) -> str:
        return rich_text.to_plain(value)

    def json_schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "contentMediaType": "text/html"}
