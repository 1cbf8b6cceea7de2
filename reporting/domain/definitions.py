"""A form as the running system knows it: structure and texts of one stored edition.

`Form.from_data` reads the structure that `loader` produced and the database stores (plain JSON values); nothing that
runs reads the form's source files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import rfc8785

from reporting.domain.conditions import Condition, references

Texts = Mapping[str, Mapping[str, str]]


def digest(data: Any) -> str:
    """SHA-256 (hex) of the canonical JSON (RFC 8785) of plain values."""
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()


@dataclass(frozen=True)
class Question:
    """One question. `options` holds option ids in order; `options_path` is where their texts stand.

    `exclusive` are the options that exclude all others.
    """

    section: str
    id: str
    type: str
    required: bool = False
    multilingual: bool = False
    max_words: int | None = None
    max_choices: int | None = None
    options: tuple[str, ...] = ()
    options_path: str = ""
    exclusive: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    show_if: Condition | None = None
    public: bool = True
    personal: bool = False
    link: str = ""

    @property
    def path(self) -> str:
        return f"{self.section}.{self.id}"

    @classmethod
    def from_data(cls, section: str, data: Mapping[str, Any]) -> Question:
        lists = {name: tuple(data.get(name, ())) for name in ("options", "exclusive")}
        return cls(section=section, **{**data, **lists})


@dataclass(frozen=True)
class Rule:
    """A check over several questions. `level` is "warning" or "blocking"; `path` is where its message stands."""

    path: str
    level: str
    condition: Condition

    @property
    def blocking(self) -> bool:
        return self.level == "blocking"


@dataclass(frozen=True)
class Item:
    """One row of a repeated section: its stable key, and the number that readers know it by.

    Its title and summary stand in the texts under `items.<key>`.
    """

    key: str
    number: str = ""


@dataclass(frozen=True)
class Section:
    """Questions that stand together. Those of a repeated section are asked once for each of its items.

    `overview` is the path of the choice that stands for an item in lists and tables, '' where there is none.
    """

    id: str
    number: str
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()
    repeated: bool = False
    items: tuple[Item, ...] = ()
    overview: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The item keys under which its answers stand: '' alone where it is not repeated."""
        return tuple(each.key for each in self.items) if self.repeated else ("",)

    def item(self, key: str) -> Item | None:
        return next((each for each in self.items if each.key == key), None)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Section:
        return cls(
            id=data["id"],
            number=data["number"],
            questions=tuple(Question.from_data(data["id"], each) for each in data["questions"]),
            rules=tuple(
                Rule(f"{data['id']}.rule.{n}.message", each["level"], each["if"])
                for n, each in enumerate(data.get("rules", ()))
            ),
            repeated="repeat" in data,
            items=tuple(Item(**each) for run in data.get("repeat", ()) for each in run["items"]),
            overview=data.get("overview", ""),
        )


class Part(NamedTuple):
    """What is written on one page: a section, or one item (by its key) of a repeated section."""

    section: Section
    item: str = ""


@dataclass(frozen=True)
class Form:
    """One revision of a form. `languages` are the tags its texts exist in; dates are ISO strings or ''."""

    id: str
    agreement: str
    framework: str
    revision: int
    languages: tuple[str, ...]
    opens_on: str
    due_on: str
    sections: tuple[Section, ...]
    digest: str

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Form:
        return cls(
            id=data["id"],
            agreement=data["agreement"],
            framework=data["framework"],
            revision=data["revision"],
            languages=tuple(data["languages"]),
            opens_on=data.get("opens_on", ""),
            due_on=data.get("due_on", ""),
            sections=tuple(Section.from_data(each) for each in data["sections"]),
            digest=digest(data),
        )

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its path, in the form's order."""
        return {each.path: each for section in self.sections for each in section.questions}

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every section and item in the form's order."""
        return tuple(Part(section, key) for section in self.sections for key in section.keys)

    def part_of(self, question: str, item: str) -> Part | None:
        """Where an answer stands; None where the form has no such question or item."""
        definition = self.questions.get(question)
        section = self.section(definition.section) if definition else None
        return Part(section, item) if section is not None and item in section.keys else None

    @cached_property
    def readers(self) -> Mapping[str, frozenset[str]]:
        """Question path → ids of the sections whose conditions or rules turn on it, directly or through others."""
        direct: dict[str, set[str]] = {}
        follow_ups: dict[str, set[str]] = {}
        for section in self.sections:
            for rule in section.rules:
                for path in references(rule.condition):
                    direct.setdefault(path, set()).add(section.id)
            for question in section.questions:
                for path in references(question.show_if):
                    direct.setdefault(path, set()).add(section.id)
                    follow_ups.setdefault(path, set()).add(question.path)
        for path in reversed(list(self.questions)):  # a follow-up stands after what it turns on
            for later in follow_ups.get(path, ()):
                direct[path] |= direct.get(later, set())
        return {path: frozenset(sections) for path, sections in direct.items()}

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {each.id: each for each in self.sections}

    def section(self, section_id: str) -> Section | None:
        return self._sections.get(section_id)


@dataclass(frozen=True)
class Wording:
    """The texts of one edition in one language; a text that a form lacks there comes in English."""

    texts: Texts
    language: str

    def __call__(self, path: str) -> str:
        """The text at `path`, '' where the form has none there."""
        return self.texts.get(self.language, {}).get(path) or self.texts.get("en", {}).get(path, "")

    def label(self, question: Question) -> str:
        return self(f"{question.path}.label")

    def title(self, part: Part) -> str:
        """The title of an item, or of a section."""
        return self(f"items.{part.item}.title" if part.item else f"{part.section.id}.title")

    def option(self, question: Question, option: str) -> str:
        return self(f"{question.options_path}.{option}") or option

    def in_language(self, language: str) -> Wording:
        return Wording(self.texts, language)


@dataclass(frozen=True)
class Edition:
    """A form revision with one edition of its texts: all that a report needs to be shown, checked and frozen."""

    id: int
    form: Form
    structure: Mapping[str, Any]
    texts: Texts

    def wording(self, language: str) -> Wording:
        return Wording(self.texts, language)
