"""From one revision of a form to another: what is new in it, what is gone, what stands elsewhere, what asks otherwise.

A question that stands in another section under the same id and type, asked as often as before, has moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from reporting.domain.answers import Key
from reporting.domain.definitions import Form, Question
from reporting.domain.errors import NotStorable
from reporting.domain.questions import type_of

#: What may differ between two revisions without a writer's taking notice: where a question's texts and signs stand.
_UNSEEN = frozenset({"section", "id", "options_path", "marks", "link", "previous"})


@dataclass(frozen=True)
class Difference:
    """Question paths: of the older form in `vanished` and as keys of `moved`, of the newer elsewhere.

    `retyped` questions take other values than before; `changed` ones differ in their options, limits or conditions.
    """

    new: tuple[str, ...]
    vanished: tuple[str, ...]
    moved: Mapping[str, str]
    retyped: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True)
class Carried:
    """What becomes of one answer. `key` None: it has no place in the newer form and stays behind, inactive.

    `fits` is false where its place takes no such value: there it stays behind too.
    """

    before: Key
    key: Key | None
    fits: bool = True

    @property
    def stays_behind(self) -> bool:
        return self.key is None or not self.fits


def difference(old: Form, new: Form) -> Difference:
    gone = [path for path in old.questions if path not in new.questions]
    come = [path for path in new.questions if path not in old.questions]
    moved = dict(_moved(old, new, gone, come))
    both = [path for path in new.questions if path in old.questions]
    retyped = [path for path in both if _kind(old, path) != _kind(new, path)]
    return Difference(
        new=tuple(path for path in come if path not in moved.values()),
        vanished=tuple(path for path in gone if path not in moved),
        moved=moved,
        retyped=tuple(retyped),
        changed=tuple(
            path for path in both if path not in retyped and _seen(old.questions[path]) != _seen(new.questions[path])
        ),
    )


def _moved(old: Form, new: Form, gone: list[str], come: list[str]) -> Iterator[tuple[str, str]]:
    for path in gone:
        same = [each for each in come if _id(each) == _id(path) and _kind(new, each) == _kind(old, path)]
        rivals = [each for each in gone if _id(each) == _id(path)]
        if len(same) == 1 and len(rivals) == 1:
            yield path, same[0]


def _id(path: str) -> str:
    return path.partition(".")[2]


def _kind(form: Form, path: str) -> tuple[Any, ...]:
    """What decides under which keys answers stand, and which values they have."""
    question = form.questions[path]
    section = form.section(question.section)
    return question.type, question.multilingual, section is not None and section.repeated


def _seen(question: Question) -> dict[str, Any]:
    return {each.name: getattr(question, each.name) for each in fields(question) if each.name not in _UNSEEN}


def carried(found: Difference, new: Form, key: Key, value: Any, main_language: str) -> Carried:
    """Where an answer of the older form stands in the newer. A text that becomes multilingual is in `main_language`."""
    path = found.moved.get(key.question, key.question)
    question = new.questions.get(path)
    if question is None or not has_place(new, path, key.item):
        return Carried(key, None)
    lang = key.lang or main_language if question.multilingual else ""
    if key.lang and not question.multilingual and key.lang != main_language:
        return Carried(key, None)
    return Carried(key, Key(path, key.item, lang), _fits(question, value))


def has_place(form: Form, question: str, item: str) -> bool:
    """Whether reports on the form can have an answer there; which items they have may differ from report to report."""
    definition = form.questions.get(question)
    section = form.section(definition.section) if definition else None
    if section is None or section.is_fixed:
        return form.part_of(question, item) is not None
    return bool(item)


def _fits(question: Question, value: Any) -> bool:
    try:
        return bool(type_of(question).storable(question, value) == value)
    except NotStorable:
        return False
