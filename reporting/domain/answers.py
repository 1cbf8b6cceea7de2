"""The answers of one report, and what follows from them: what is shown, what is missing, what is doubtful.

Conditions and completeness read values only through `Answers`, so that page, submission, document and API agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from reporting.domain import conditions
from reporting.domain.definitions import Form, Part, Question
from reporting.domain.questions import type_of

#: The six languages of the United Nations. A required multilingual answer is given when one of them has text.
UN_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


class Key(NamedTuple):
    """Which answer: question path, path of item keys ('' outside repeats), language ('' where a value has none)."""

    question: str
    item: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Problem:
    """Something missing (`blocking`) or doubtful about an answer; `code` and `params` are turned into a sentence.

    For rules of the form `code` is "form_rule" and `params["path"]` is where the form's own message stands.
    """

    question: str
    code: str
    item: str = ""
    lang: str = ""
    blocking: bool = True
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Completeness:
    """How far a section or form is: required and visible questions, and how many of them are given."""

    given: int
    required: int

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, so that 100 means complete; a part with nothing required is complete."""
        return 100 if not self.required else self.given * 100 // self.required


class Answers:
    """Values of one report under one form. `values` holds plain JSON values; None and absence are the same.

    Answers in `sound` are known to break no rule; of those that no condition reads, any value will do. What stands
    under (question, item) in `unconfirmed` was taken over from an earlier report and wants a look.
    """

    def __init__(
        self,
        form: Form,
        values: Mapping[Key, Any],
        sound: Container[Key] = (),
        unconfirmed: Container[tuple[str, str]] = (),
    ) -> None:
        self.form = form
        self._unconfirmed = unconfirmed
        self._values = values
        self._sound = sound
        self._visible: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for key, value in self._values.items():
            if value is not None:
                found.setdefault((key.question, key.item), {})[key.lang] = value
        return found

    def languages_of(self, question: str, item: str = "") -> Mapping[str, Any]:
        """Language → value of one question; {'': value} where it is not multilingual."""
        return self._texts.get((question, item), {})

    def value(self, question: str, item: str = "") -> Any:
        """The value for conditions: None while blank, in any language for multilingual text."""
        definition = self.form.questions.get(question)
        if definition is None:
            return None
        blank = type_of(definition).is_blank
        return next((value for value in self.languages_of(question, item).values() if not blank(value)), None)

    def is_visible(self, question: str, item: str = "") -> bool:
        """Whether the question is asked. A hidden question counts as unanswered for those after it."""
        part = self.form.part_of(question, item)
        return part is not None and question in self.visible_in(part)

    def visible_in(self, part: Part) -> frozenset[str]:
        """Paths of the questions that are asked in one section or item."""
        known = self._visible.get((part.section.id, part.item))
        if known is None:
            known = self._visible[part.section.id, part.item] = self._shown(part)
        return known

    def _shown(self, part: Part) -> frozenset[str]:
        shown: set[str] = set()

        def lookup(path: str) -> Any:
            if self.form.questions[path].section == part.section.id:
                return self.value(path, part.item) if path in shown else None
            return self.value(path) if self.is_visible(path) else None

        if not conditions.holds(part.section.show_if, lookup):
            return frozenset()
        for question in part.section.questions:
            is_asked_here = not question.items or part.item in question.items
            if is_asked_here and conditions.holds(question.show_if, lookup):
                shown.add(question.path)
        return frozenset(shown)

    def offered(self, question: Question, item: str = "") -> tuple[str, ...]:
        """The options that are offered: those linked to what other answers name, where the question is so limited."""
        if not question.linked_to:
            return question.options
        named = self.named(question.linked_to, item)
        return tuple(each for each in question.options if not named.isdisjoint(question.option_links.get(each, ())))

    def named(self, questions: Iterable[str], item: str = "") -> frozenset[str]:
        """The ids that the answers to these questions (paths) name, as far as they are asked."""
        return frozenset(
            name
            for path in questions
            if self.is_visible(path, item)
            for name in type_of(self.form.questions[path]).named(self.value(path, item))
        )

    def visible_questions(self, part: Part) -> list[Question]:
        """The questions that are asked in one section or item, in order."""
        shown = self.visible_in(part)
        return [question for question in part.section.questions if question.path in shown]

    def is_given(self, question: Question, item: str = "") -> bool:
        """Whether the question has an answer; of multilingual ones, in one of the six languages.

        One that names only what is no longer offered is none.
        """
        kind, found = type_of(question), self.languages_of(question.path, item)
        if question.options_of or question.linked_to:
            offered = self.offered(question, item)
            return any(name in offered for value in found.values() for name in kind.named(value))
        return any(
            not kind.is_blank(value)
            for lang, value in found.items()
            if not question.multilingual or lang in UN_LANGUAGES
        )

    def completeness(self, parts: Iterable[Part] | None = None) -> Completeness:
        wanted = [
            (question, part.item)
            for part in (self.form.parts if parts is None else parts)
            for question in self.visible_questions(part)
            if question.required
        ]
        return Completeness(sum(self.is_given(*each) for each in wanted), len(wanted))

    def problems(self, parts: Iterable[Part] | None = None) -> Iterator[Problem]:
        """All that is missing or doubtful among visible questions, in the form's order."""
        for part in self.form.parts if parts is None else parts:
            for question in self.visible_questions(part):
                yield from self._problems_of(question, part.item)
            yield from self.broken_rules(part)

    def broken_rules(self, part: Part) -> Iterator[Problem]:
        """What the rules of the form say to one section or item."""

        def is_own(path: str) -> bool:
            return self.form.questions[path].section == part.section.id

        def lookup(path: str) -> Any:
            item = part.item if is_own(path) else ""
            return self.value(path, item) if self.is_visible(path, item) else None

        for rule in part.section.rules:
            if conditions.holds(rule.condition, lookup):
                read = list(conditions.references(rule.condition))
                anchor = next(filter(is_own, read), read[0])
                item = part.item if is_own(anchor) else ""
                yield Problem(anchor, "form_rule", item, blocking=rule.blocking, params={"path": rule.path})

    def _problems_of(self, question: Question, item: str) -> Iterator[Problem]:
        kind = type_of(question)
        if question.required and not self.is_given(question, item):
            yield Problem(question.path, "required", item)
        if (question.path, item) in self._unconfirmed and self.languages_of(question.path, item):
            yield Problem(question.path, "not_confirmed", item)
        for lang, value in sorted(self.languages_of(question.path, item).items()):
            if question.linked_to and not set(kind.named(value)) <= set(self.offered(question, item)):
                yield Problem(question.path, "not_offered", item, lang)
            if question.options_of and (gone := [each for each in kind.named(value) if each not in question.options]):
                terms = [f"items.{each}.title" for each in gone]
                yield Problem(question.path, "item_gone", item, lang, blocking=False, params={"terms": terms})
            if Key(question.path, item, lang) in self._sound:
                continue
            for code, params in kind.problems(question, value):
                yield Problem(question.path, code, item, lang, code not in kind.warnings, params)


def digest_of(versions: Iterable[tuple[Key, int]], items: Mapping[str, list[str]] = MappingProxyType({})) -> str:
    """A digest of the answers as they stand, and of the `items` (by section) that are asked about: equal exactly while
    no answer gets a new version and no item comes, goes or changes places."""
    given = sorted([*key, version] for key, version in versions if version)
    # Compared with itself alone and never kept, so no canonical form is needed, which takes several times as long.
    return hashlib.sha256(json.dumps([given, sorted(items.items())]).encode()).hexdigest()
