"""A report laid out for reading in one language: a tree of typed nodes.

Reading page, review page, PDF and every other output walk this tree; none looks into answers by itself. A multilingual
answer that lacks the asked language falls back (asked → original → any of the six → any) and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from reporting.domain.offered import Origin
from reporting.domain.tables import TableText


@dataclass(frozen=True)
class Value:
    """One answered value, or what a note says. `kind` is the question type; `html` is set for rich text, `items` for
    several choices and for what a note lists, `rows` for links, files (with what is known of each), contacts and
    tables, `table` for tables and series.

    `lang` and `dir` are those of the text; `fallback` tells that it is not in the language asked for; `machine` that
    a machine translated it and nobody confirmed it yet. `origin` is the dataset that a series was taken from, `altered`
    tells that the Party changed what it was offered.
    """

    kind: str
    text: str
    lang: str
    dir: str
    html: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    table: TableText | None = None
    mark: str = ""
    fallback: bool = False
    machine: bool = False
    origin: Origin | None = None
    altered: bool = False


@dataclass(frozen=True)
class QuestionNode:
    """A question with its value; `value` None means "not answered"."""

    path: str
    label: str
    type: str
    value: Value | None
    item: str = ""
    public: bool = True
    required: bool = False

    @property
    def anchor(self) -> str:
        """The id of its place on a page."""
        return f"{self.path}/{self.item}" if self.item else self.path


@dataclass(frozen=True)
class LevelCount:
    """How many items are at a level. `label` is '' for those without an answer."""

    label: str
    mark: str
    count: int


@dataclass(frozen=True)
class Reference:
    """An item of another section, or a term, that is named here. `section` is '' for what the report has no page of.

    `level` is what stands for the item in its own section.
    """

    section: str
    item: str
    number: str
    title: str
    level: Value | None = None

    @property
    def anchor(self) -> str:
        """The id of its place on a page, as that of a part."""
        return f"{self.section}.{self.item}"


@dataclass(frozen=True)
class Shown:
    """The items of another section that are shown under an item by reference, with that section's title."""

    title: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Part:
    """A section of the report, or one item of a repeated section.

    A repeated section has its items as `parts`. An item has its key as `item`, the summary of what it is about, and
    the value that stands for it in the section's overview (`level`), where the form names one; the section then has
    the `levels` in the form's order, each with its number of items. `shown_in` is the one language that all its texts
    are shown in, where that is not the language asked for. An item is `about` the goals, targets and other items that
    it belongs to, and has under it what is `shown` of other sections. `lang` is the language of a title that the
    language asked for lacks.
    """

    id: str
    number: str
    title: str
    questions: tuple[QuestionNode, ...]
    item: str = ""
    summary: str = ""
    level: Value | None = None
    parts: tuple[Part, ...] = ()
    has_overview: bool = False
    levels: tuple[LevelCount, ...] = ()
    shown_in: str = ""
    about: tuple[Reference, ...] = ()
    shown: tuple[Shown, ...] = ()
    lang: str = ""

    @property
    def anchor(self) -> str:
        """The id of its place on a page."""
        return f"{self.id}.{self.item}" if self.item else self.id


@dataclass(frozen=True)
class Document:
    """The whole tree. `meta` holds plain values that a cover shows (status, number, dates, hash); may be empty."""

    title: str
    party: str
    party_name: str
    agreement_name: str
    form: str
    language: str
    dir: str
    languages: tuple[str, ...]
    parts: tuple[Part, ...]
    meta: Mapping[str, Any] = field(default_factory=dict)

    def pages(self) -> Iterator[Part]:
        """Its sections and items in the order of reading."""
        for part in self.parts:
            yield part
            yield from part.parts

    def part(self, section: str, item: str = "") -> Part | None:
        """The section, or the item of a repeated section; None where it has none such to show."""
        return next((each for each in self.pages() if (each.id, each.item) == (section, item)), None)

    def to_data(self) -> dict[str, Any]:
        """The tree as plain JSON values."""
        return asdict(self)
