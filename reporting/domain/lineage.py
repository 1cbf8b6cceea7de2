"""What an earlier report already says to a question: which of its answers correspond, and what becomes of their values.

A form's author names for a question the earlier ones that it goes on from (`previous`; several are merged). Items are
matched by what they belong to, carried over by the crosswalks of the later form's framework, or as the Party said.
Nothing here reads a database. Both forms are meant as one report has them, with its items (`Form.with_items`), for the
links of items that a Party added are known only there.

    for source in sources(form, "targets.level_of_progress", "NT3", earlier):
        value = answers of the earlier report at (source.question, source.item, each language)
        offered = carried(form, question, earlier, source, value)     # None: nothing of it fits
    merged(question, [each offered value])                            # None: they differ, and people choose

`earlier_forms` tells which forms to look for. `left_over` lists what of the earlier form nothing goes on from, in the
earlier form's order; whether it was answered is for the caller to see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from reporting.domain import rich_text
from reporting.domain.definitions import Form, Question, Section
from reporting.domain.errors import NotStorable
from reporting.domain.previous import Previous
from reporting.domain.questions import type_of
from reporting.domain.runs import Item

#: How plain text becomes the text of another type: (from, to) → change. Types of text that are not here do not change.
_TEXTS: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("rich_text", "long_text"): rich_text.to_plain,
    ("rich_text", "text"): lambda text: _one_line(rich_text.to_plain(text)),
    ("long_text", "text"): lambda text: _one_line(text),
    ("long_text", "rich_text"): rich_text.from_plain,
    ("text", "rich_text"): rich_text.from_plain,
    ("text", "long_text"): str,
}
_ONE, _SEVERAL = frozenset({"choice"}), frozenset({"choices", "terms"})
#: Types whose values are options.
CHOOSING = _ONE | _SEVERAL
_TEXT_TYPES = frozenset({"text", "long_text", "rich_text"})
#: Files stay with the report that they were attached to; items of another report are none of this one.
_NEVER = frozenset({"files", "items", "note"})


class Source(NamedTuple):
    """An answer of an earlier report: the question's path and the item, and the row of `previous` that leads to it."""

    question: str
    item: str
    previous: Previous


def earlier_forms(form: Form) -> tuple[str, ...]:
    """The ids of the forms that some question of `form` goes on from, in the order of its questions."""
    return tuple(dict.fromkeys(row.form for question in form.questions.values() for row in question.previous))


def sources(
    form: Form, question: str, item: str, earlier: Form, matched: Mapping[str, Sequence[str]] | None = None
) -> list[Source]:
    """What of `earlier` corresponds to a question and item of `form`, in the order of `previous`, then of its items.

    `matched` is item → earlier items, where the Party said which: it stands instead of what follows from links.
    """
    asked = form.questions[question]
    section = form.section(asked.section)
    found = []
    for row in (each for each in asked.previous if each.form == earlier.id):
        there = earlier.questions.get(row.question)
        before = earlier.section(there.section) if there else None
        if section is None or there is None or before is None:
            continue
        keys = _earlier_items(form, section, item, earlier, before, matched or {})
        found += [Source(row.question, key, row) for key in keys if not there.items or key in there.items]
    return found


class Match(NamedTuple):
    """An item that goes on from items of an earlier form: which these may be, and which they are as it stands."""

    section: str
    item: str
    candidates: tuple[str, ...]
    chosen: tuple[str, ...]


def matches(form: Form, earlier: Form, matched: Mapping[str, Sequence[str]] | None = None) -> list[Match]:
    """Each item of `form` whose questions go on from those of items, in the form's order."""
    found = []
    for section in form.sections:
        asked = {row.question for each in section.questions for row in each.previous if row.form == earlier.id}
        there = {earlier.questions[each].section for each in asked if each in earlier.questions}
        before = [each for each in earlier.sections if each.id in there and each.repeated]
        for item in section.keys if section.repeated and before else ():
            candidates = dict.fromkeys(key for each in before for key in each.keys)
            keys = dict.fromkeys(
                key for each in before for key in _earlier_items(form, section, item, earlier, each, matched or {})
            )
            found.append(Match(section.id, item, tuple(candidates), tuple(keys)))
    return found


def _earlier_items(
    form: Form, section: Section, item: str, earlier: Form, before: Section, matched: Mapping[str, Sequence[str]]
) -> list[str]:
    """The keys of the items of an earlier section to which an item belongs; all of them where this one has no items."""
    if not section.repeated or not before.repeated:
        return list(before.keys)
    if item in matched:
        return [key for key in before.keys if key in matched[item]]
    known = section.item(item)
    wanted = _ids(known, section) if known else {item}
    crosswalk, belongings = crosswalk_to(form, earlier), _belongings(earlier)
    return [key for key in before.keys if item == key or wanted & _translated(belongings[key], crosswalk)]


def _ids(item: Item, section: Section) -> set[str]:
    """What an item belongs to. Where its section also runs over terms, only these terms match its items with others."""
    terms = {each.key for run in section.runs if run.over.startswith("terms:") for each in run.items}
    return {item.key, *(link for link in item.links if not terms or link in terms)}


def crosswalk_to(form: Form, earlier: Form) -> Mapping[str, Sequence[str]] | None:
    """Earlier term → terms of this form's framework; None where both forms have one framework."""
    return None if earlier.framework == form.framework else form.crosswalks.get(earlier.framework, {})


def _translated(ids: set[str], crosswalk: Mapping[str, Sequence[str]] | None) -> set[str]:
    """What an earlier item belongs to, in terms of the later framework."""
    return ids if crosswalk is None else {term for each in ids for term in crosswalk.get(each, ())}


def _belongings(form: Form) -> Mapping[str, set[str]]:
    """Item → its key, what it belongs to, and what that belongs to: a measure to a target, the target to a term."""
    direct: dict[str, set[str]] = {}
    for section in form.sections:
        for item in section.items:
            direct.setdefault(item.key, {item.key}).update(item.links)
    return {key: ids.union(*(direct.get(each, ()) for each in ids)) for key, ids in direct.items()}


def can_carry(earlier: Question, question: Question) -> bool:
    """Whether an answer of the earlier question can be one of this one."""
    kinds = {earlier.type, question.type}
    if kinds <= _TEXT_TYPES or kinds <= CHOOSING:
        return True
    return len(kinds) == 1 and not kinds & _NEVER


def carried(form: Form, question: Question, earlier: Form, source: Source, value: Any) -> Any | None:
    """An earlier value as a value that `question` can store; None where nothing of it fits. It may break a rule."""
    there = earlier.questions[source.question]
    if value is None or not can_carry(there, question):
        return None
    if there.type in _TEXT_TYPES:
        value = _TEXTS.get((there.type, question.type), str)(value)
    elif there.type in CHOOSING:
        chosen = [value] if there.type in _ONE else value
        crosswalk = crosswalk_to(form, earlier)
        value = _chosen(
            question, [each for old in chosen for each in options_for(old, question, source.previous, crosswalk)]
        )
    try:
        return type_of(question).storable(question, value)
    except NotStorable:
        return None


def options_for(
    old: str, question: Question, previous: Previous, crosswalk: Mapping[str, Sequence[str]] | None
) -> list[str]:
    """The options that stand for an earlier one: as the author says, by the crosswalk, else the one of the same id."""
    if previous.options:
        found: Sequence[str] = [previous.options[old]] if old in previous.options else []
    else:
        found = (crosswalk or {}).get(old, [old])
    return [each for each in found if each in question.options]


def _chosen(question: Question, options: Collection[str]) -> Any | None:
    """These options as a value, in the order in which the question offers them; None where it takes only one."""
    several = [each for each in question.options if each in options]
    if question.type in _SEVERAL:
        return several or None
    return several[0] if len(several) == 1 else None


def merged(question: Question, values: Sequence[Any]) -> Any | None:
    """Several carried values as one: texts one after the other, options together; None where only people can tell."""
    given = [each for n, each in enumerate(values) if each is not None and each not in values[:n]]
    if len(given) < 2:
        return given[0] if given else None
    if question.type == "rich_text":
        return "".join(given)
    if question.type == "long_text":
        return "\n\n".join(given)
    if question.type in _SEVERAL:
        return _chosen(question, {option for each in given for option in each})
    return None


def left_over(form: Form, earlier: Form, matched: Mapping[str, Sequence[str]] | None = None) -> list[tuple[str, str]]:
    """(question path, item) of all in `earlier` that no question and item of `form` goes on from."""
    used = {
        (source.question, source.item)
        for part in form.parts
        for question in part.section.questions
        if question.previous and (not question.items or part.item in question.items)
        for source in sources(form, question.path, part.item, earlier, matched)
    }
    return [
        (question.path, part.item)
        for part in earlier.parts
        for question in part.section.questions
        if (not question.items or part.item in question.items) and (question.path, part.item) not in used
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())
