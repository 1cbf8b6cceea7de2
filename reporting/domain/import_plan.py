"""What a table of another system would change in a draft: new items, changed ones, and those that it leaves alone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reporting.domain.answers import Key
from reporting.domain.definitions import Edition, Form, Section, digest
from reporting.domain.import_rules import ImportRules, Listed
from reporting.domain.import_values import folded
from reporting.domain.indicator_rows import Fault
from reporting.domain.item_rows import ReadItem, ReadItems, titles_of
from reporting.domain.runs import Item

#: Present answers: value and version.
Present = Mapping[Key, tuple[Any, int]]
#: What becomes of an item: it is added, comes back after its removal, is changed, or is as the table says already.
STATES = ("new", "back", "changed", "same")


@dataclass(frozen=True)
class Change:
    """One answer that becomes another; `version` is that of the present one."""

    question: str
    lang: str
    old: Any
    new: Any
    version: int


@dataclass(frozen=True)
class Planned:
    """One item of the table. `titles` are its titles by language, `rows` where it stands in the table."""

    section: str
    key: str
    state: str
    titles: Mapping[str, str]
    changes: Sequence[Change]
    rows: Sequence[int] = ()


@dataclass(frozen=True)
class Plan:
    """Everything that would happen. `untouched` are keys of items of the form that the table does not name."""

    items: Sequence[Planned] = ()
    untouched: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    others: int = 0
    unread_columns: Sequence[str] = ()

    @property
    def changes_anything(self) -> bool:
        return any(each.state != "same" for each in self.items)

    @property
    def digest(self) -> str:
        """What a confirmation names: the changes that were shown."""
        return digest(
            [
                [item.section, item.key, item.state, [[c.question, c.lang, c.new, c.version] for c in item.changes]]
                for item in self.items
            ]
        )

    def of(self, state: str) -> list[Planned]:
        return [each for each in self.items if each.state == state]


def plan_of(
    form: Form, rules: ImportRules, found: ReadItems, present: Present, removed: Collection[tuple[str, str]]
) -> Plan:
    """What the items of a table would change. `removed` are (section, key) of items that were taken out."""
    draft = _Draft(form, present, frozenset(removed))
    items = [draft.planned(rules.section, each) for each in found.items]
    keys = {id(item): planned.key for item, planned in zip(found.items, items, strict=True)}
    beside = [planned for listed in rules.lists for planned in draft.listed(listed, found.items, keys)]
    section = form.section(rules.section)
    named = {each.key for each in items}
    untouched = [each for each in (section.keys if section else ()) if each not in named]
    return Plan([*items, *beside], untouched, found.faults, found.others, found.unread_columns)


def with_planned(edition: Edition, plan: Plan) -> Edition:
    """The edition with the items that would be added or come back, so that answers about them can be said in words."""
    coming = [each for each in plan.items if each.state in ("new", "back")]
    items = {
        section.id: [*section.items, *(Item(each.key) for each in coming if each.section == section.id)]
        for section in edition.form.sections
        if any(each.section == section.id for each in coming)
    }
    texts = {
        language: {f"items.{each.key}.title": _title(each.titles, language) for each in coming}
        for language in edition.texts
    }
    return edition.with_items(items, texts)


def _title(titles: Mapping[str, str], language: str) -> str:
    return titles.get(language) or next(iter(titles.values()), "")


@dataclass
class _Draft:
    form: Form
    present: Present
    removed: frozenset[tuple[str, str]]
    taken: set[str] = field(default_factory=set)

    def planned(self, section_id: str, item: ReadItem) -> Planned:
        section = self._section(section_id)
        titles = titles_of(item, section.item_title)
        key = self._key(section, item.key, titles)
        return self._compared(section, key, titles, item.values, item.rows)

    def listed(self, listed: Listed, items: Sequence[ReadItem], keys: Mapping[int, str]) -> Iterator[Planned]:
        """Items of another section that cells name, each once, linked to the items of these rows."""
        section = self._section(listed.question.partition(".")[0])
        named: dict[str, tuple[str, str, list[str]]] = {}
        for item in items:
            for (path, lang), names in item.lists.items():
                for name in names if path == listed.question else ():
                    named.setdefault(folded(name), (lang, name, []))[2].append(keys[id(item)])
        for lang, name, linked in named.values():
            key = self._key(section, "", {lang: name})
            linking = self.form.questions[listed.links]
            before = self._value(listed.links, key, "") or []  # what was taken out since is named no more
            links = [each for each in dict.fromkeys((*before, *linked)) if each in (*linking.options, *self.taken)]
            is_there = self._is_there(section, key)
            values = {(listed.links, ""): links} | ({} if is_there else {(listed.question, lang): name})
            yield self._compared(section, key, {lang: name}, values, ())

    def _compared(
        self, section: Section, key: str, titles: Mapping[str, str], values: Mapping[tuple[str, str], Any],
        rows: Sequence[int],
    ) -> Planned:  # fmt: skip
        changes = [
            Change(path, lang, before, new, self.present.get(Key(path, key, lang), (None, 0))[1])
            for (path, lang), new in values.items()
            if (before := self._value(path, key, lang)) != new
        ]
        is_there, is_removed = self._is_there(section, key), (section.id, key) in self.removed
        state = "back" if is_removed else "new" if not is_there else "changed" if changes else "same"
        return Planned(section.id, key, state, titles, changes, rows)

    def _key(self, section: Section, told: str, titles: Mapping[str, str]) -> str:
        """The item that a row is about: by the key that it tells, else by its title; else a new one, whose key follows
        from these, so that the same row finds it again."""
        names = [f"{section.id}|{each}" for each in (told, *(folded(title) for title in titles.values())) if each]
        known = [key for key in map(key_of, names) if self._is_there(section, key) or (section.id, key) in self.removed]
        found = next((each for each in (*known[:1], *self._called(section, titles)) if each not in self.taken), None)
        key = found or next(each for each in map(key_of, names) if each not in self.taken)
        self.taken.add(key)
        return key

    def _called(self, section: Section, titles: Mapping[str, str]) -> Iterator[str]:
        for key in section.keys:
            if any(folded(self._value(section.item_title, key, lang) or "") == folded(title)
                   for lang, title in titles.items()):  # fmt: skip
                yield key

    def _is_there(self, section: Section, key: str) -> bool:
        return key in section.keys

    def _value(self, path: str, key: str, lang: str) -> Any:
        return self.present.get(Key(path, key, lang), (None, 0))[0]

    def _section(self, section_id: str) -> Section:
        found = self.form.section(section_id)
        if found is None:
            raise LookupError(section_id)
        return found


def key_of(name: str) -> str:
    """The key of an item that comes out of a table under this name."""
    return f"in{hashlib.sha256(name.encode()).hexdigest()[:22]}"
