"""The words of a framework that reporters ask about: what is known of each, and which of them a text uses.

What they mean is among the framework's texts, under `glossary.<id>.term` and `glossary.<id>.definition`. Texts in other
languages inflect and rearrange; whether a question uses a word is therefore read from its English text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.property_checks import lacking, unknown
from reporting.domain.shapes import FLAG, TEXT, Each, Shape

TEXTS = ("term", "definition")
#: What a row of a glossary may hold.
KEYS: Mapping[str, Shape] = {
    **dict.fromkeys(("id", *TEXTS, "link"), TEXT),
    "everyday": FLAG,
    "also_en": Each(TEXT),
}
_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
#: Parameters, markup, addresses, and the stroke that stretches Arabic words.
_NO_WORDS = re.compile(r"%\(\w+\)[sd]|<[^>]*>|\S+@\S+|https?:\S+|\u0640")
_PARTS = re.compile(r"[\w*]+")


@dataclass(frozen=True)
class Term:
    """One word of a glossary. Everyday words are explained there, but not listed beside every question."""

    id: str
    pattern: re.Pattern[str]
    link: str = ""
    everyday: bool = False


def read_terms(place: Place, rows: Sequence[Mapping[str, Any]], faults: list[Fault]) -> dict[str, Term]:
    """The terms of a glossary file by id, in its order; appends what is wrong with its rows to `faults`.

    The rows are of the shape of `KEYS`.
    """
    found: dict[str, Term] = {}
    for row in rows:
        here = Place(place.file, f"term {row.get('id', '?')}")
        amiss = [*unknown(here, row, KEYS), *lacking(here, row, ("id", *TEXTS))]
        if not amiss and not _ID.fullmatch(row["id"]):
            amiss.append(here.fault("an id is small letters, digits and _, at most 60"))
        if not amiss and row["id"] in found:
            amiss.append(here.fault("stands twice"))
        if not amiss:
            pattern = english_pattern((row["term"], *row.get("also_en", ())))
            found[row["id"]] = Term(row["id"], pattern, row.get("link", ""), row.get("everyday", False))
        faults += amiss
    return found


def used_in(english: str, terms: Iterable[Term]) -> Iterator[Term]:
    """The terms that an English text uses, in the order of `terms`. Of several in one place only the longest counts."""
    left = folded(english)
    used = set()
    known = tuple(terms)
    for term in sorted(known, key=lambda each: -len(each.pattern.pattern)):
        left, hits = term.pattern.subn(lambda hit: "_" * len(hit[0]), left)
        if hits:
            used.add(term.id)
    return (term for term in known if term.id in used)


def english_pattern(ways: Iterable[str]) -> re.Pattern[str]:
    """Finds each of these English words or phrases, in the singular or plural, in a folded text."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_plural, ways))})(?!\w)")


def folded(text: str) -> str:
    """A text without what tells no words apart: accents and vowel signs, case, parameters, markup."""
    bare = unicodedata.normalize("NFKD", _NO_WORDS.sub(" … ", text))
    return "".join(sign for sign in bare if unicodedata.category(sign) != "Mn").casefold().replace("’", "'")


def parts_of(text: str) -> list[str]:
    """The words of a text, folded; `*` counts as a letter."""
    return _PARTS.findall(folded(text))


def in_a_row(words: str) -> str:
    """A pattern for these words in this order; `*` stands for any letters."""
    return r"\W+".join(map(with_endings, parts_of(words)))


def with_endings(word: str, any_letters: str = r"\w*") -> str:
    return re.escape(word).replace(r"\*", any_letters)


def _plural(words: str) -> str:
    """A pattern for English words of which the last may stand in the singular or plural."""
    pattern = in_a_row(words)
    if words.endswith("y"):
        return f"{pattern[:-1]}(?:ys?|ies)"
    return f"{pattern}(?:e?s)?"
