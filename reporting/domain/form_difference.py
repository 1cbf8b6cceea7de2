"""What two revisions of a form differ in, for those who keep it: questions, sections, items, properties and texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from reporting.domain.definitions import Form, Texts
from reporting.domain.moving import Difference, difference

Table = Mapping[str, Any]
#: Parts of a structure that are compared by themselves, or that say nothing of what is asked.
_APART = frozenset({"id", "revision", "sections", "questions"})


class Changed(NamedTuple):
    """A property that says something else: of the form (`place` ''), a section (its id) or a question (its path)."""

    place: str
    name: str
    old: Any
    new: Any


class Reworded(NamedTuple):
    """A text that reads otherwise; '' where there is none."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class FormDifference:
    """From one edition of a form to another. Items are (section, key); `texts` are by language, changed ones only.

    `questions` is what writers are told of a move.
    """

    questions: Difference
    new_sections: tuple[str, ...]
    vanished_sections: tuple[str, ...]
    new_items: tuple[tuple[str, str], ...]
    vanished_items: tuple[tuple[str, str], ...]
    properties: tuple[Changed, ...]
    texts: Mapping[str, tuple[Reworded, ...]]

    @property
    def in_structure(self) -> bool:
        """Whether the newer one needs a higher revision."""
        sections = (self.new_sections, self.vanished_sections)
        return bool(self.questions) or any((*sections, self.new_items, self.vanished_items, self.properties))

    def __bool__(self) -> bool:
        return self.in_structure or bool(self.texts)


def form_difference(old: Table, new: Table, old_texts: Texts, new_texts: Texts) -> FormDifference:
    """Compares two structures with their texts (language → path → text)."""
    before, after = _sections(old), _sections(new)
    items_before, items_after = list(_items(old)), list(_items(new))
    return FormDifference(
        questions=difference(Form.from_data(old), Form.from_data(new)),
        new_sections=tuple(each for each in after if each not in before),
        vanished_sections=tuple(each for each in before if each not in after),
        new_items=tuple(each for each in items_after if each not in items_before),
        vanished_items=tuple(each for each in items_before if each not in items_after),
        properties=tuple(_properties(old, new)),
        texts={
            language: found
            for language in dict.fromkeys((*old_texts, *new_texts))
            if (found := tuple(_reworded(old_texts.get(language, {}), new_texts.get(language, {}))))
        },
    )


def _sections(structure: Table) -> dict[str, Table]:
    return {each["id"]: each for each in structure["sections"]}


def _items(structure: Table) -> Iterator[tuple[str, str]]:
    for section in structure["sections"]:
        for run in section.get("repeat", ()):
            yield from ((section["id"], item["key"]) for item in run.get("items", ()))


def _properties(old: Table, new: Table) -> Iterator[Changed]:
    before, after = _sections(old), _sections(new)
    yield from _changed("", old, new)
    yield from _order("", list(before), list(after))
    for section in after:
        if section in before:
            one, other = before[section], after[section]
            yield from _changed(section, _without_items(one), _without_items(other))
            questions = {each["id"]: each for each in one["questions"]}
            yield from _order(section, list(questions), [each["id"] for each in other["questions"]])
            for each in other["questions"]:
                if each["id"] in questions:
                    yield from _changed(f"{section}.{each['id']}", questions[each["id"]], each)


def _without_items(section: Table) -> dict[str, Any]:
    runs = [{name: value for name, value in run.items() if name != "items"} for run in section.get("repeat", ())]
    return {**section, "repeat": runs}


def _changed(place: str, old: Table, new: Table) -> Iterator[Changed]:
    for name in dict.fromkeys((*old, *new)):
        if name not in _APART and old.get(name) != new.get(name):
            yield Changed(place, name, old.get(name), new.get(name))


def _order(place: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Changed]:
    """What is in both and stands in another order."""
    before, after = [each for each in old if each in new], [each for each in new if each in old]
    if before != after:
        yield Changed(place, "order", before, after)


def _reworded(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Reworded]:
    for path in dict.fromkeys((*new, *old)):
        if old.get(path, "") != new.get(path, ""):
            yield Reworded(path, old.get(path, ""), new.get(path, ""))
