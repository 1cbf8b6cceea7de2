"""A form as the running system knows it: structure and texts of one stored edition.

`Form.from_data` reads the structure that `loader` produced and the database stores (plain JSON values); nothing that
runs reads the form's source files.
"""

from __future__ import annotations

import hashlib
from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple, cast

import rfc8785

from reporting.domain.conditions import Condition
from reporting.domain.crosswalks import Crosswalks
from reporting.domain.dependencies import readers_of
from reporting.domain.languages import english_among
from reporting.domain.previous import Previous
from reporting.domain.runs import Item, Run

Texts = Mapping[str, Mapping[str, str]]


def digest(data: Any) -> str:
    """SHA-256 (hex) of the canonical JSON (RFC 8785) of plain values."""
    return hashlib.sha256(rfc8785.dumps(data)).hexdigest()


@dataclass(frozen=True)
class Question:
    """One question. `options` holds option ids in order; `options_path` is where their texts stand.

    `exclusive` are the options that exclude all others. `options_of` is the section whose items are the options.
    With `linked_to` (question paths) only those options are offered that `option_links` links to what is named there.
    With `items` it is asked of these items alone. `columns` of a table are questions in a section of their own, `rows`
    the ids of those that are fixed.
    """

    section: str
    id: str
    type: str
    required: bool = False
    multilingual: bool = False
    max_words: int | None = None
    max_choices: int | None = None
    min: int | float | None = None
    max: int | float | None = None
    decimals: int | None = None
    options: tuple[str, ...] = ()
    options_path: str = ""
    options_of: str = ""
    option_links: Mapping[str, Sequence[str]] = field(default_factory=dict)
    linked_to: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    exclusive: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    show_if: Condition | None = None
    previous: tuple[Previous, ...] = ()
    public: bool = True
    personal: bool = False
    link: str = ""
    columns: tuple[Question, ...] = ()
    rows: tuple[str, ...] = ()
    rows_path: str = ""
    max_rows: int | None = None

    @property
    def path(self) -> str:
        return f"{self.section}.{self.id}"

    def row_path(self, row: str) -> str:
        """Where the label of a fixed row stands: a row's of its own, or a term's number and title."""
        return f"{self.rows_path}.{row}" + (".label" if self.rows_path == f"{self.path}.rows" else "")

    @classmethod
    def from_data(cls, section: str, data: Mapping[str, Any]) -> Question:
        lists = {name: tuple(data.get(name, ())) for name in ("options", "exclusive", "linked_to", "items", "rows")}
        columns = tuple(cls.from_data(f"{section}.{data['id']}.columns", each) for each in data.get("columns", ()))
        previous = tuple(Previous.from_data(each) for each in data.get("previous", ()))
        return cls(section=section, **{**data, **lists, "columns": columns, "previous": previous})


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
    """Questions that stand together. Those of a repeated section are asked once for each of its items.

    Where reports differ in their `items`, the form alone has all terms that it can ask about.
    `overview` is the path of the choice that stands for an item in lists and tables, '' where there is none. Items that
    a Party adds have the answer to `item_title` as title, belong to what the answers to `item_links` name, and are
    numbered after `numbering`. Items of the sections `shows` appear under those of this one that they are linked to.
    The answers to `covers` name the goals and targets that its items cover; `datasets` takes over rows of datasets.
    """

    id: str
    number: str
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...] = ()
    repeated: bool = False
    items: tuple[Item, ...] = ()
    overview: str = ""
    runs: tuple[Run, ...] = ()
    item_title: str = ""
    item_links: tuple[str, ...] = ()
    numbering: str = ""
    shows: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    datasets: str = ""
    show_if: Condition | None = None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The item keys under which its answers stand: '' alone where it is not repeated."""
        return tuple(each.key for each in self.items) if self.repeated else ("",)

    @property
    def is_fixed(self) -> bool:
        """Whether its items are the same in every report."""
        return all(each.is_fixed for each in self.runs)

    @property
    def is_own(self) -> bool:
        """Whether the Party adds items of its own."""
        return any(each.over == "own" for each in self.runs)

    def item(self, key: str) -> Item | None:
        return next((each for each in self.items if each.key == key), None)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Section:
        runs = tuple(Run.from_data(each) for each in data.get("repeat", ()))
        return cls(
            id=data["id"],
            number=data["number"],
            questions=tuple(Question.from_data(data["id"], each) for each in data["questions"]),
            rules=tuple(
                Rule(f"{data['id']}.rule.{n}.message", each["level"], each["if"])
                for n, each in enumerate(data.get("rules", ()))
            ),
            repeated="repeat" in data,
            items=tuple({item.key: item for run in runs for item in run.items}.values()),
            overview=data.get("overview", ""),
            runs=runs,
            item_title=data.get("item_title", ""),
            item_links=tuple(data.get("item_links", ())),
            numbering=data.get("numbering", ""),
            shows=tuple(data.get("shows", ())),
            covers=tuple(data.get("covers", ())),
            datasets=data.get("datasets", ""),
            show_if=data.get("show_if"),
        )


class Part(NamedTuple):
    """What is written on one page: a section, or one item (by its key) of a repeated section."""

    section: Section
    item: str = ""


@dataclass(frozen=True)
class Form:
    """One revision of a form. `languages` are the tags its texts exist in; dates are ISO strings or ''.

    `crosswalks` are those of its framework, where questions go on from those of earlier forms.
    """

    id: str
    agreement: str
    framework: str
    revision: int
    languages: tuple[str, ...]
    opens_on: str
    due_on: str
    sections: tuple[Section, ...]
    digest: str
    crosswalks: Crosswalks = field(default_factory=dict)

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
            crosswalks=data.get("crosswalks", {}),
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
        """Where an answer stands; None where the form has no such question or item, or does not ask it of the item."""
        definition = self.questions.get(question)
        section = self.section(definition.section) if definition else None
        if definition is None or section is None or item not in section.keys:
            return None
        return Part(section, item) if not definition.items or item in definition.items else None

    @cached_property
    def is_fixed(self) -> bool:
        """Whether its items are the same in every report."""
        return all(each.is_fixed for each in self.sections)

    @cached_property
    def sources(self) -> frozenset[tuple[str, str]]:
        """(form, section or question path) of all that decides which items it has and how they are called."""
        found = {run.source for section in self.sections for run in section.runs if run.source[0]}
        for section in self.sections:
            found |= {(self.id, path) for path in (section.item_title, *section.item_links) if path}
            for reference in (each for run in section.runs for each in run.filters):
                form, _, path = reference.partition(":")
                found |= {(form, path), (form, path.partition(".")[0])}
        return frozenset(found)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item that a section of the form has or can have, by its key."""
        known = {item.key: item for section in self.sections for run in section.runs for item in run.items}
        return known | {item.key: item for section in self.sections for item in section.items}

    def shown_under(self, part: Part) -> list[tuple[Section, list[Item]]]:
        """The items of other sections that are shown under an item by reference: those that share a link with it."""
        here = part.section.item(part.item)
        ids = {here.key, *here.links} if here else set()
        sections = [self._sections[each] for each in part.section.shows]
        found = [(section, [each for each in section.items if each.is_linked(ids)]) for section in sections]
        return [(section, items) for section, items in found if items]

    def with_items(self, items: Mapping[str, Sequence[Item]]) -> Form:
        """The form as one report has it: `items` (by section id) in place of those of the sections that are named."""
        sections = [replace(each, items=tuple(items[each.id])) if each.id in items else each for each in self.sections]
        keys = {each.id: each.keys for each in sections}
        return replace(
            self,
            sections=tuple(
                replace(section, questions=tuple(_with_options(each, keys) for each in section.questions))
                for section in sections
            ),
        )

    @cached_property
    def readers(self) -> Mapping[str, frozenset[str]]:
        """Question path → ids of the sections whose conditions or rules turn on it, directly or through others."""
        return readers_of(self.sections, list(self.questions))

    @cached_property
    def weighed(self) -> frozenset[str]:
        """The questions whose values decide what else is asked or offered, or hold only while something is offered."""
        linked = (path for path, each in self.questions.items() if each.linked_to or each.options_of)
        return frozenset((*self.readers, *linked, *(path for each in self.sections for path in each.covers)))

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        return {each.id: each for each in self.sections}

    def section(self, section_id: str) -> Section | None:
        return self._sections.get(section_id)


def _with_options(question: Question, keys: Mapping[str, tuple[str, ...]]) -> Question:
    """The question with the items that it offers, where it offers items."""
    return replace(question, options=keys[question.options_of]) if question.options_of else question


@dataclass(frozen=True)
class Wording:
    """The texts of one edition in one language; a text that a form lacks there comes in English."""

    texts: Texts
    language: str

    def __call__(self, path: str) -> str:
        """The text at `path`, '' where the form has none there."""
        own = self.texts.get(self.language, {}).get(path)
        return own or english_among(self.texts.get("en", {}).get(path, ""), self.language)

    def label(self, question: Question) -> str:
        return self(f"{question.path}.label")

    def title(self, part: Part) -> str:
        """The title of an item, or of a section."""
        return self(f"items.{part.item}.title" if part.item else f"{part.section.id}.title")

    def option(self, question: Question, option: str) -> str:
        if question.options_of:
            return f"{self(f'items.{option}.number')} {self(f'items.{option}.title')}".strip() or option
        return self(f"{question.options_path}.{option}") or option

    def row(self, question: Question, row: str) -> str:
        return self(question.row_path(row)) or row

    def in_language(self, language: str) -> Wording:
        return Wording(self.texts, language)


@dataclass(frozen=True)
class Edition:
    """A form revision with one edition of its texts: all that a report needs to be shown, checked and frozen.
    `official` are the paths at which official texts stand in the place of ours, by language."""

    id: int
    form: Form
    structure: Mapping[str, Any]
    texts: Texts
    official: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def wording(self, language: str) -> Wording:
        return Wording(self.texts, language)

    def official_of(self, path: str, names: Sequence[str], language: str) -> frozenset[str]:
        """Which of the texts called `<path>.<name>` are official ones, by their names."""
        official = self.official.get(language, frozenset())
        return frozenset(name for name in names if f"{path}.{name}" in official)

    def with_items(self, items: Mapping[str, Sequence[Item]], texts: Texts) -> Edition:
        """The edition as one report has it, with its items and their `texts` laid over."""
        laid = {
            language: ChainMap(dict(texts.get(language, {})), cast(MutableMapping[str, str], own))
            for language, own in self.texts.items()
        }
        return replace(self, form=self.form.with_items(items), texts=laid)
