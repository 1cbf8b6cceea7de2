"""A form as the running system knows it: structure and texts of one stored edition.

`Form.from_data` reads the structure that `loader` produced and the database stores (plain JSON values); nothing that
runs reads the form's source files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import rfc8785

from reporting.domain.conditions import Condition

Texts = Mapping[str, Mapping[str, str]]


def digest(data: Any) -> str:
    """SHA-256 (hex) of the canonical JSON (RFC 8785) of plain values."""
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()


@dataclass(frozen=True)
class Question:
    """One question. `options` holds option ids in order; `options_path` is where their texts stand."""

    section: str
    id: str
    type: str
    required: bool = False
    multilingual: bool = False
    max_words: int | None = None
    options: tuple[str, ...] = ()
    options_path: str = ""
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
        return cls(section=section, **{**data, "options": tuple(data.get("options", ()))})


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
class Section:
    id: str
    number: str
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()

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
        )


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
