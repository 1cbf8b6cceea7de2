"""Whether translations keep to the words of `translations/glossary.toml`, whose own head says how a row is written.

Both sides are compared without accents, case, parameters and markup. English passages give up their longest term first,
so that “national target” is not also a “target”; a translation then has to hold one accepted rendering of each term.
Floor 5.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages import pofile

from reporting import config
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.terms import english_pattern, folded, in_a_row, parts_of, with_endings

FILE = "glossary.toml"
OTHERS = tuple(language for language in UN_LANGUAGES if language != "en")

_KEYS = {"id", "source", *UN_LANGUAGES}
_NEAR = r"(?:\W+\w+){0,3}?\W+"
#: Letters that Arabic writes together with the next word (and, then, in, like, for) and the article.
_BEFORE_ARABIC = "[وف]?[بكل]?(?:ال|ل)?"
_RUSSIAN_ENDING = re.compile(r"(?<=\w{3})[аеиоуыэюяь]+$")


@dataclass(frozen=True)
class Passage:
    """English words among which a term is not meant as the glossary means it, or need not be said."""

    pattern: re.Pattern[str]
    languages: frozenset[str]

    def holds(self, span: tuple[int, int], english: str) -> bool:
        return any(hit.start() <= span[0] and span[1] <= hit.end() for hit in self.pattern.finditer(english))


@dataclass(frozen=True)
class Term:
    """One row: what stands for it in English, and what may stand for it in each other language."""

    english: str
    pattern: re.Pattern[str]
    accepted: Mapping[str, re.Pattern[str]]
    expected: Mapping[str, str]
    passages: tuple[Passage, ...]

    def is_meant_at(self, span: tuple[int, int], english: str, language: str) -> bool:
        return not any(each.holds(span, english) for each in self.passages if language in each.languages)


def glossary_faults(told: config.Settings) -> list[str]:
    """Every text of every catalogue whose translation lacks the word that the glossary gives for a term in it."""
    return faults_under(told.translation_roots)


def faults_under(roots: Sequence[Path]) -> list[str]:
    """The same for folders of catalogues, of which the first holds the glossary."""
    try:
        terms = read_glossary(roots[0] / FILE)
    except (OSError, ValueError) as error:
        return [f"{FILE}: {error}"]
    return [
        f"{language}: {english!r}: “{term.english}” is not said as {term.expected[language]}"
        for language in OTHERS
        for english, translation in translated_texts(roots, language)
        for term in terms_in(english, language, terms)
        if not term.accepted[language].search(folded(translation))
    ]


def read_glossary(file: Path) -> tuple[Term, ...]:
    """The terms of a glossary, longest first."""
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["term"]
    return tuple(sorted(map(_term, rows), key=lambda term: -len(term.english)))


def translated_texts(roots: Sequence[Path], language: str) -> Iterator[tuple[str, str]]:
    """(English, translation) of each text of each catalogue; of texts with a number, each form."""
    for file in sorted(each for root in roots for each in root.glob(f"{language}/LC_MESSAGES/*.po")):
        with file.open("rb") as opened:
            catalogue = pofile.read_po(opened, locale=language)
        for message in catalogue:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            yield from ((english, form) for form in dict.fromkeys(forms) if english and form)


def terms_in(english: str, language: str, terms: Sequence[Term]) -> Iterator[Term]:
    """The terms, told longest first, that a text uses and that a translation into `language` has to say."""
    whole = left = folded(english)
    for term in terms:
        if any(term.is_meant_at(hit.span(), whole, language) for hit in term.pattern.finditer(left)):
            yield term
        left = term.pattern.sub(lambda hit: "_" * len(hit[0]), left)


def _term(row: Mapping[str, Any]) -> Term:
    if amiss := (_KEYS - row.keys()) | (row.keys() - _KEYS - {"also_en", "accept", "not_in"}):
        raise ValueError(f"{row.get('id')!r}: these keys are missing or unknown: {', '.join(sorted(amiss))}")
    listed: Mapping[str, list[str]] = row.get("accept", {})
    return Term(
        english=row["en"],
        pattern=english_pattern((row["en"], *row.get("also_en", ()))),
        accepted={lang: _renderings(lang, row[lang], listed.get(lang)) for lang in OTHERS},
        expected={lang: " / ".join((row[lang], *listed.get(lang, ()))) for lang in OTHERS},
        passages=tuple(_passage(row["id"], each) for each in row.get("not_in", ())),
    )


def _passage(term: str, row: Mapping[str, Any]) -> Passage:
    if not row.get("because") or row.keys() - {"languages"} not in ({"words", "because"}, {"texts", "because"}):
        raise ValueError(f"{term!r}: an entry of `not_in` has `words` or `texts`, `because` and perhaps `languages`")
    before, after = (r"(?<!\w)", r"(?!\w)") if "words" in row else (r"\A\W*", r"\W*\Z")
    english = "|".join(map(in_a_row, row.get("words", row.get("texts"))))
    return Passage(re.compile(f"{before}(?:{english}){after}"), frozenset(row.get("languages", OTHERS)))


def _renderings(language: str, dictionary: str, listed: Sequence[str] | None) -> re.Pattern[str]:
    """A pattern for what may stand for a term: the listed renderings, or else the dictionary's with usual endings."""
    if language == "zh":
        return re.compile("|".join(with_endings(folded(each), ".{0,8}?") for each in (dictionary, *(listed or ()))))
    ways = [_near_each_other(language, dictionary, with_endings)]
    if listed is None:
        ways.append(_near_each_other(language, dictionary, _INFLECTED[language]))
    else:
        ways += [_near_each_other(language, each, with_endings) for each in listed]
    return re.compile("|".join(ways))


def _near_each_other(language: str, words: str, form: Callable[[str], str]) -> str:
    """Words in this order with at most three others between two of them."""
    before = _BEFORE_ARABIC if language == "ar" else ""
    parts = parts_of(words)
    return r"(?<!\w)" + _NEAR.join(before + form(part) for part in parts) + r"(?!\w)"


def _arabic(word: str) -> str:
    return re.escape(word.removeprefix("ال").removesuffix("ة")) + r"\w{0,3}"


def _french(word: str) -> str:
    if word.endswith("al"):
        return f"{word[:-1]}(?:l|le|les|ux)"
    return re.escape(word.removesuffix("e")) + "e{0,2}[sx]?"


def _russian(word: str) -> str:
    """Of a folded word, in which й is и."""
    return _RUSSIAN_ENDING.sub("", word) + r"\w{0,4}"


def _spanish(word: str) -> str:
    return re.escape(re.sub(r"(?<=\w\w)[aeo]$", "", word)) + "(?:[aeo]?s?|es)"


_INFLECTED = {"ar": _arabic, "es": _spanish, "fr": _french, "ru": _russian}
