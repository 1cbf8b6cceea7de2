"""The words that frameworks explain, in this page's language: all of them, or those that a question uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import g

from reporting.domain.alphabet import alphabetical
from reporting.domain.definitions import Question, Wording
from reporting.domain.framework import Framework
from reporting.domain.terms import TEXTS, Term, used_in
from reporting.web.access import catalogue, house


@dataclass(frozen=True)
class Word:
    """A term with what it means; `english` where the page is in another language. `official` says which of term and
    definition are official texts."""

    id: str
    term: str
    definition: str
    english: str
    link: str
    official: frozenset[str] = frozenset()


def all_words() -> list[Word]:
    """Every word of every framework, in the alphabet of the page's language."""
    found: dict[str, Word] = {}
    for framework in catalogue().frameworks.values():
        for term in framework.glossary.values():
            found.setdefault(term.id, _word(framework, term))
    return sorted(found.values(), key=lambda word: alphabetical(word.term, g.language))


def words_used(framework_id: str, question: Question, wording: Wording) -> list[Word]:
    """The words, everyday ones left out, that a question's label and guidance use."""
    framework = catalogue().frameworks.get(framework_id)
    if framework is None:
        return []
    english = wording.in_language("en")
    said = "\n".join(english(f"{question.path}.{name}") for name in ("label", "guidance"))
    return [_word(framework, term) for term in _used(said, tuple(_uncommon(framework)))]


def _uncommon(framework: Framework) -> Iterator[Term]:
    return (term for term in framework.glossary.values() if not term.everyday)


@lru_cache(maxsize=1024)
def _used(english: str, terms: tuple[Term, ...]) -> Sequence[Term]:
    return tuple(used_in(english, terms))


def _word(framework: Framework, term: Term) -> Word:
    say, english = framework.wording(g.language), framework.wording("en")(f"glossary.{term.id}.term")
    official = house().laid.official(house().db.session).get(framework.id, {}).get(g.language, {})
    return Word(
        id=term.id,
        term=say(f"glossary.{term.id}.term"),
        definition=say(f"glossary.{term.id}.definition"),
        english="" if g.language == "en" else english,
        link=term.link,
        official=frozenset(name for name in TEXTS if f"glossary.{term.id}.{name}" in official),
    )
