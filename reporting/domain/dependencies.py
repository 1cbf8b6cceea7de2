"""Which parts of a form turn on which answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reporting.domain.conditions import references

if TYPE_CHECKING:
    from reporting.domain.definitions import Section


def readers_of(sections: Iterable[Section], order: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Question path → ids of the sections whose conditions or rules turn on it, directly or through others.

    `order` holds the paths of all questions as the form asks them: a follow-up stands after what it turns on.
    """
    direct: dict[str, set[str]] = {}
    follow_ups: dict[str, set[str]] = {}
    for section in sections:
        read = [path for rule in section.rules for path in references(rule.condition)]
        for path in (*read, *references(section.show_if)):
            direct.setdefault(path, set()).add(section.id)
        for question in section.questions:
            for path in (*references(question.show_if), *question.linked_to):
                direct.setdefault(path, set()).add(section.id)
                follow_ups.setdefault(path, set()).add(question.path)
    for path in reversed(order):
        for later in follow_ups.get(path, ()):
            direct[path] |= direct.get(later, set())
    return {path: frozenset(found) for path, found in direct.items()}
