"""What a cell of another system's table means as the answer to a question.

Options are known by their ids, by what they are called in any language of the form, by the names that the import's
rules add, and terms also by their number. Case, accents' form, punctuation and leading zeros make no difference.
Nothing is guessed: what is none of these is refused with what stood there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from reporting.domain import rich_text
from reporting.domain.characters import clean
from reporting.domain.definitions import Question, Texts, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.questions import type_of

#: Takes the code of what is not understood, and what its sentence says of it.
Refuse = Callable[[str, dict[str, Any]], None]

_BETWEEN = re.compile(r"[;|\n]")
_MARKUP = re.compile(r"</?(?:p|br|ul|ol|li|strong|em|b|i|u|a|div|span|h[1-6]|table)\b[^>]*>", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_LEADING_ZEROS = re.compile(r"\b0+(?=\d)")
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def folded(said: str) -> str:
    """What is compared: letters and digits in small, other signs as blanks."""
    plain = unicodedata.normalize("NFKC", said).casefold()
    return _LEADING_ZEROS.sub("", _NO_LETTERS.sub(" ", plain).strip())


class Names:
    """What some options are called."""

    def __init__(self, options: Sequence[str], named: Mapping[str, str]) -> None:
        self._options = options
        self._names = {folded(each): each for each in options} | {folded(name): each for name, each in named.items()}
        self._longest_first = sorted(filter(None, self._names), key=len, reverse=True)

    def add(self, name: str, option: str) -> None:
        """One more name; those that were there first stand."""
        if folded(name) and folded(name) not in self._names:
            self._names[folded(name)] = option
            self._longest_first = sorted(filter(None, self._names), key=len, reverse=True)

    def find(self, said: str) -> str | None:
        return self._names.get(folded(said))

    def leading(self, said: str) -> str | None:
        """The option whose id or number a text begins with, or None."""
        text = folded(said)
        found = next((name for name in self._longest_first if text.startswith(f"{name} ") and _is_number(name)), None)
        return self._names[found] if found else None

    def split(self, said: str) -> tuple[str, str | None]:
        """What stands before an option at the end of a text, and that option; None where none stands there."""
        text = folded(said)
        for name in self._longest_first:
            if text == name or text.endswith(f" {name}"):
                return text.removesuffix(name).strip(), self._names[name]
        return text, None


def _is_number(name: str) -> bool:
    """Whether a name is an id or number with which a title can begin, and no word or bare figure."""
    return any(each.isdigit() for each in name) and not name.isdigit()


class Meaning:
    """Turns cells into answers. `texts` are those of the form; `also` are more names of terms, by term."""

    def __init__(
        self, texts: Texts, values: Mapping[str, Mapping[str, str]], also: Mapping[str, Sequence[str]]
    ) -> None:
        self._wordings = [Wording(texts, language) for language in texts]
        self._values = values
        self._also = also
        self._known: dict[str, Names] = {}
        self._words = _YES_NO | {
            folded(wording(f"words.{word}")): value for wording in self._wordings for word, value in _WORDS.items()
        }

    def of(self, question: Question, said: str, refuse: Refuse) -> Any:
        """The answer in the form in which it is stored, None for nothing. What is not understood is refused and left
        out: of a list its entry, else the whole."""
        text = clean(said).strip()
        try:
            value = _READERS[question.type](self, question, text, refuse) if text else None
            return type_of(question).storable(question, value)
        except NotStorable as refusal:
            refuse(refusal.code, dict(refusal.params))
            return None

    def text(self, question: Question, said: str, refuse: Refuse) -> str:
        return said

    def formatted(self, question: Question, said: str, refuse: Refuse) -> str:
        return said if _MARKUP.search(said) else rich_text.from_plain(said)

    def yes_no(self, question: Question, said: str, refuse: Refuse) -> bool:
        known = self._words.get(folded(said))
        if known is None:
            raise NotStorable("row_not_yes_or_no")
        return known

    def choice(self, question: Question, said: str, refuse: Refuse) -> str:
        found = self._names(question).find(said)
        if found is None:
            raise NotStorable("import_unknown_option", said=_short(said))
        return found

    def choices(self, question: Question, said: str, refuse: Refuse) -> list[str]:
        names = self._names(question)
        made = []
        for entry in _entries(said, names):
            option = names.find(entry) or names.leading(entry)
            if option is None:
                refuse("import_unknown_option", {"said": _short(entry)})
            else:
                made.append(option)
        return made

    def table(self, question: Question, said: str, refuse: Refuse) -> list[dict[str, str]]:
        """Entries that name a row and, at their end, what stands in the column that is a choice."""
        column = next((each for each in question.columns if each.type == "choice"), None)
        if column is None or not question.rows:
            raise NotStorable("import_unreadable")
        rows, cells = self._rows(question), self._options(column, self._values.get(question.path, {}))
        made = {}
        for entry in _entries(said, rows):
            row, option = rows.find(entry), cells.find("")
            if row is None:
                before, option = cells.split(entry)
                row = rows.find(before) or rows.leading(before)
            if row is None or option is None:
                refuse("import_unknown_option", {"said": _short(entry)})
            else:
                made[row] = {"id": row, column.id: option}
        return list(made.values())

    def _names(self, question: Question) -> Names:
        if question.path not in self._known:
            self._known[question.path] = self._options(question, self._values.get(question.path, {}))
        return self._known[question.path]

    def _options(self, question: Question, named: Mapping[str, str]) -> Names:
        made = Names(question.options, named)
        for option in question.options:
            for name in (*self._also.get(option, ()), *(each.option(question, option) for each in self._wordings)):
                made.add(name, option)
        return made

    def _rows(self, question: Question) -> Names:
        made = Names(question.rows, {})
        for row in question.rows:
            for name in (*self._also.get(row, ()), *(each.row(question, row) for each in self._wordings)):
                made.add(name, row)
        return made


_WORDS = {"yes": True, "no": False}
_READERS = {
    "text": Meaning.text,
    "long_text": Meaning.text,
    "rich_text": Meaning.formatted,
    "yes_no": Meaning.yes_no,
    "choice": Meaning.choice,
    "choices": Meaning.choices,
    "terms": Meaning.choices,
    "table": Meaning.table,
}


def entries(said: str) -> Iterator[str]:
    """What a cell lists, between semicolons, strokes or line ends; or the texts of a JSON list."""
    bare = said.strip()
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1].replace('","', '";"').replace('", "', '";"')
    for each in _BETWEEN.split(bare):
        entry = each.strip().strip('"').strip()
        if entry:
            yield entry


def _entries(said: str, names: Names) -> Iterator[str]:
    """The same, also between commas where an entry is nothing that is known."""
    for entry in entries(said):
        parts = [each.strip() for each in entry.split(",")]
        if (
            len(parts) > 1
            and names.find(entry) is None
            and all(names.find(each) or names.leading(each) for each in parts)
        ):
            yield from parts
        else:
            yield entry


def _short(said: str) -> str:
    return said if len(said) <= 80 else f"{said[:79]}…"
