"""Values for generated reports, by type of question. All chance comes from the generator that is handed in."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any

from reporting.domain.answers import Key
from reporting.domain.definitions import Question
from reporting.domain.numbers import decimal_string
from reporting.domain.record import StoredAnswer
from reporting.services.demonstration.source import Words

#: Sentences in one text, and in one paragraph of it.
_SENTENCES, _PARAGRAPH = (4, 11), 4
_RARELY = 0.15


class Inventor:
    """Writes answers that say of themselves that they are generated."""

    def __init__(self, rng: Random, words: Mapping[str, Words]) -> None:
        self._rng = rng
        self._words = words

    def answers(self, question: Question, item: str, languages: Sequence[str]) -> list[StoredAnswer]:
        """One question's answers: a text for each language, the first being the original; or the one value.

        What is not asked of the item, or takes no answer, has none.
        """
        if question.items and item not in question.items:
            return []
        make = MAKERS[question.type]
        if make is None:
            return []
        if not question.multilingual:
            return [StoredAnswer(Key(question.path, item), make(self, question, languages[0]))]
        return [
            StoredAnswer(Key(question.path, item, lang), make(self, question, lang), original=lang == languages[0])
            for lang in languages
        ]

    def line(self, question: Question, lang: str) -> str:
        return self._words[lang].mark

    def plain(self, question: Question, lang: str) -> str:
        return " ".join([self._words[lang].mark, *self._some(lang, 3)])

    def formatted(self, question: Question, lang: str) -> str:
        """Paragraphs; now and then with a heading and a list, or with a table."""
        words, told = self._words[lang], self._some(lang, self._rng.randint(*_SENTENCES))
        blocks = [f"<p><em>{_escaped(words.mark)}</em></p>"]
        blocks += [f"<p>{_escaped(' '.join(told[n : n + _PARAGRAPH]))}</p>" for n in range(0, len(told), _PARAGRAPH)]
        if self._rng.random() < _RARELY:
            points = "".join(f"<li>{_escaped(each)}</li>" for each in self._some(lang, 4))
            blocks += [f"<h3>{_escaped(words.heading)}</h3>", f"<ul>{points}</ul>"]
        if self._rng.random() < _RARELY:
            blocks.append(self._table(lang))
        return "".join(blocks)

    def flag(self, question: Question, lang: str) -> bool:
        return self._rng.random() < 0.8

    def option(self, question: Question, lang: str) -> str:
        return self._rng.choice(question.options)

    def options(self, question: Question, lang: str) -> list[str]:
        """Up to four; none of those that stand alone."""
        beside_others = [each for each in question.options if each not in question.exclusive]
        chosen = self._rng.sample(beside_others, min(4, len(beside_others)))
        return [each for each in question.options if each in chosen]

    def day(self, question: Question, lang: str) -> str:
        return f"{self._rng.randint(2026, 2029)}-06-30"

    def contact(self, question: Question, lang: str) -> dict[str, str]:
        told = {"name": self._words[lang].mark, "email": "generated@parties.example", "phone": "+999 20 555 0100"}
        return {"function": "", "institution": "", "address": ""} | told

    def links(self, question: Question, lang: str) -> list[dict[str, str]]:
        return [{"url": "https://generated.example/", "title": self._words[lang].mark}]

    def whole(self, question: Question, lang: str) -> int:
        return self._rng.randint(*_limits(question, 0, 5_000))

    def year(self, question: Question, lang: str) -> int:
        return self._rng.randint(*_limits(question, 2011, 2030))

    def decimal(self, question: Question, lang: str) -> str:
        """Within the limits, with one decimal."""
        tenths = self._rng.randint(*(10 * limit for limit in _limits(question, 0, 100)))
        return decimal_string(Decimal(tenths) / 10)

    def table(self, question: Question, lang: str) -> list[dict[str, Any]]:
        """Every fixed row, or a few rows."""
        return [
            {"id": row, **{column.id: self._cell(column, lang) for column in question.columns}}
            for row in question.rows or ("row-1", "row-2", "row-3")
        ]

    def _cell(self, column: Question, lang: str) -> Any:
        make = MAKERS[column.type]
        return make(self, column, lang) if make else None

    def series(self, question: Question, lang: str) -> list[dict[str, str]]:
        """Twelve years of a total that grows or shrinks; the first says that it is made up."""
        start, step = self._rng.randint(100, 900), self._rng.randint(-8, 12)
        rows = [
            {"id": f"year-{n}", "year": str(2012 + n), "value": str(start + n * step), "unit": "ha"} for n in range(12)
        ]
        return [rows[0] | {"footnote": self._words[lang].mark}, *rows[1:]]

    def _some(self, lang: str, number: int) -> list[str]:
        return self._rng.choices(self._words[lang].sentences, k=number)

    def _table(self, lang: str) -> str:
        words = self._words[lang]
        head = "".join(f'<th scope="col">{_escaped(each)}</th>' for each in words.columns)
        rows = "".join(
            f'<tr><th scope="row">{year}</th><td>{self._rng.randint(1, 999)}</td></tr>' for year in range(2020, 2026)
        )
        caption = f"<caption>{_escaped(words.mark)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _limits(question: Question, least: int, most: int) -> tuple[int, int]:
    """The limits of a question, else these, as whole numbers."""
    lower = least if question.min is None else math.ceil(question.min)
    return lower, max(lower, most if question.max is None else math.floor(question.max))


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


#: Type of question → who makes its value; None where generated reports have none.
MAKERS: Mapping[str, Callable[[Inventor, Question, str], Any] | None] = {
    "text": Inventor.line,
    "long_text": Inventor.plain,
    "rich_text": Inventor.formatted,
    "yes_no": Inventor.flag,
    "choice": Inventor.option,
    "choices": Inventor.options,
    "terms": Inventor.options,
    "date": Inventor.day,
    "contact": Inventor.contact,
    "links": Inventor.links,
    "files": None,
    "integer": Inventor.whole,
    "year": Inventor.year,
    "decimal": Inventor.decimal,
    "percentage": Inventor.decimal,
    "parties": Inventor.options,
    "note": None,
    "items": None,
    "table": Inventor.table,
    "series": Inventor.series,
}
