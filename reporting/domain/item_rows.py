"""Rows of another system's table read as items of a form: what is understood, and why each other cell is not.

A cell that is not understood is left out and told with its row and column; a row is left out where it has no title or
is another Party's. Rows with one key are one item, told in several languages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from reporting.domain.characters import clean
from reporting.domain.definitions import Form
from reporting.domain.import_rules import ImportRules
from reporting.domain.import_values import Meaning, entries, folded
from reporting.domain.indicator_rows import HEADING_ROWS, Fault
from reporting.domain.spreadsheet import Cell, Table, letter

#: More items are nobody's list of targets.
MAX_ITEMS = 500
#: So much of a cell is shown beside what is wrong with it.
MAX_SAID = 200
#: A heading with the language of its texts: "title (fr)", "title_fr".
_WITH_LANGUAGE = re.compile(r"(.+?)(?:[\s_.:\-]+|\s*[\[(])([A-Za-z]{2})[\])]?")
#: The number of a revision at the end of an identifier, which changes when the same is published again.
_REVISION = re.compile(r"(.*-\d{4,})-\d{1,4}")


@dataclass(frozen=True)
class Column:
    """A column that is read: of a question (in one language, or '' as its row says), or of the rules' own kinds."""

    place: int
    heading: str
    question: str = ""
    lang: str = ""
    kind: str = ""
    rank: int = 0


@dataclass
class ReadItem:
    """One item: (question, language) → answer; `lists` holds (question, language) → names of items beside it."""

    key: str
    rows: list[int] = field(default_factory=list)
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    lists: dict[tuple[str, str], list[str]] = field(default_factory=dict)


@dataclass
class ReadItems:
    """What a file holds. `others` counts rows of other Parties, `unread_columns` are headings that mean nothing."""

    items: list[ReadItem] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    others: int = 0
    unread_columns: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ItemReader:
    """Reads tables. `party` are the names of the Party whose report it is, folded; texts are in `language` where a
    table does not say, and in none but `languages`."""

    form: Form
    rules: ImportRules
    meaning: Meaning
    party: Collection[str]
    language: str
    languages: Sequence[str]

    def read(self, tables: Sequence[Table]) -> ReadItems:
        """The items of the first sheet that has headings."""
        found = ReadItems()
        for table in tables:
            for number, cells in table.rows[:HEADING_ROWS]:
                columns = self._columns(cells)
                if self._has_title(columns):
                    found.unread_columns = self._unread(cells, columns)
                    self._rows(table, number, columns, found)
                    return found
        found.faults.append(Fault("", 0, "import_headings_missing", {"headings": self._title_headings()}))
        return found

    def _columns(self, cells: Sequence[Cell]) -> list[Column]:
        """The columns that are read, in the order in which they count."""
        made = [each for place, cell in enumerate(cells) for each in self._column(place, cell)]
        return sorted(made, key=lambda each: (each.rank, each.place))

    def _column(self, place: int, cell: Cell) -> Iterator[Column]:
        if not isinstance(cell, str) or not cell.strip():
            return
        heading = clean(cell).strip()
        known = self._headings.get(folded(heading).replace(" ", ""))
        if known:
            yield Column(place, heading, **known)
        elif parts := _WITH_LANGUAGE.fullmatch(heading):
            known, lang = self._headings.get(folded(parts[1]).replace(" ", "")), parts[2].lower()
            question = self.form.questions.get(known["question"]) if known and known.get("question") else None
            if known and lang in self.languages and question is not None and question.multilingual:
                yield Column(place, heading, lang=lang, **known)

    @cached_property
    def _headings(self) -> Mapping[str, dict[str, Any]]:
        """Folded heading → what its column is."""
        rules = self.rules
        made: dict[str, dict[str, Any]] = {}
        for path, names in rules.columns.items():
            made |= {_bare(name): {"question": path, "rank": n} for n, name in enumerate(names)}
        for each in rules.lists:
            made |= {_bare(name): {"question": each.question, "kind": "list"} for name in each.columns}
        for kind in ("key", "party", "language", "unread"):
            made |= {_bare(name): {"kind": kind} for name in getattr(rules, kind)}
        return made

    @property
    def _title(self) -> str:
        section = self.form.section(self.rules.section)
        return section.item_title if section else ""

    def _has_title(self, columns: Sequence[Column]) -> bool:
        return any(each.question == self._title and not each.kind for each in columns)

    def _title_headings(self) -> str:
        return ", ".join(self.rules.columns.get(self._title, ()))

    def _unread(self, cells: Sequence[Cell], columns: Sequence[Column]) -> list[str]:
        read = {each.place for each in columns}
        return [str(each) for n, each in enumerate(cells) if each not in (None, "") and n not in read]

    def _rows(self, table: Table, heading: int, columns: Sequence[Column], found: ReadItems) -> None:
        title = next(each for each in columns if each.question == self._title)
        by_key: dict[str, ReadItem] = {}
        seen: dict[str, int] = {}
        for number, cells in table.rows:
            if number <= heading:
                continue
            row = _Row(table.name, number, found.faults)
            said = {each: _text(cells[each.place]) for each in columns if each.place < len(cells)}
            if not self._is_ours(said):
                found.others += 1
                continue
            item = self._item(row, said)
            called = titles_of(item, self._title)
            first = seen.setdefault(folded(next(iter(called.values()))), number) if called and not item.key else number
            if item.key and item.key in by_key:
                self._again(row, by_key[item.key], item, columns)
            elif not called:
                row.refuse("import_no_title", title)
            elif first != number:
                row.refuse("import_twice", title, place=first)
            elif len(found.items) >= MAX_ITEMS:
                row.refuse("too_many", title, limit=MAX_ITEMS)
                return
            else:
                by_key[item.key] = item
                found.items.append(item)

    def _again(self, row: _Row, first: ReadItem, item: ReadItem, columns: Sequence[Column]) -> None:
        """The same item once more; what it says otherwise than the first row is told, for it is left out."""
        other = {path for (path, lang), value in item.values.items() if first.values.get((path, lang), value) != value}
        differing = [each for each in columns if each.question in other and not each.kind]
        if differing:
            headings = ", ".join(dict.fromkeys(each.heading for each in differing))
            row.refuse("import_differs", differing[0], place=first.rows[0], headings=headings)
        _join(first, item)

    def _is_ours(self, said: Mapping[Column, str]) -> bool:
        whose = next((text for column, text in said.items() if column.kind == "party" and text), "")
        return not whose or folded(whose) in self.party

    def _item(self, row: _Row, said: Mapping[Column, str]) -> ReadItem:
        key = next((text for column, text in said.items() if column.kind == "key" and text), "")
        item = ReadItem(_without_revision(key), [row.number])
        language = self._language_of(row, said)
        for column, text in said.items():
            question = self.form.questions.get(column.question)
            if question is None or not text:
                continue
            at = (question.path, (column.lang or language) if question.multilingual else "")
            if column.kind == "list":
                item.lists.setdefault(at, []).extend(" ".join(each.split()) for each in entries(text))
            elif at not in item.values:
                value = self.meaning.of(question, text, partial(row.tell, column, text))
                item.values |= {} if value is None else {at: value}
        return item

    def _language_of(self, row: _Row, said: Mapping[Column, str]) -> str:
        for column, text in said.items():
            if column.kind == "language" and text:
                if text.lower() in self.languages:
                    return text.lower()
                row.refuse("import_unknown_language", column, text)
        return self.language


@dataclass(frozen=True)
class _Row:
    """Where a row stands, and where what is wrong with it is told."""

    sheet: str
    number: int
    faults: list[Fault]

    def tell(self, column: Column, typed: str, code: str, params: Mapping[str, Any]) -> None:
        place = letter(column.place)
        self.faults.append(Fault(self.sheet, self.number, code, params, place, column.heading, typed[:MAX_SAID]))

    def refuse(self, code: str, column: Column, typed: str = "", **params: Any) -> None:
        self.tell(column, typed, code, params)


def titles_of(item: ReadItem, title: str) -> dict[str, str]:
    """Language → title, where `title` is the question that asks for it."""
    return {lang: value for (path, lang), value in item.values.items() if path == title}


def _join(first: ReadItem, more: ReadItem) -> None:
    """The same item once more: what is new in it, such as its texts in another language, is added."""
    first.rows += more.rows
    first.values = {**more.values, **first.values}
    first.lists = {**more.lists, **first.lists}


def _bare(heading: str) -> str:
    return folded(heading).replace(" ", "")


def _without_revision(key: str) -> str:
    found = _REVISION.fullmatch(key.strip())
    return found[1] if found else key.strip()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return clean(str(cell)).strip()
