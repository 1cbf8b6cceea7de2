"""The orders in which a Party may put the items of a section. Each is a list of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from reporting.domain.definitions import Form, Section
from reporting.domain.runs import Item


def moved(keys: Sequence[str], key: str, step: int) -> list[str]:
    """The keys with one of them so many places further down (up where `step` is negative), as far as there are any."""
    rest = [each for each in keys if each != key]
    place = max(0, min(len(rest), list(keys).index(key) + step))
    return [*rest[:place], key, *rest[place:]]


def placed(keys: Sequence[str], key: str, after: str) -> list[str]:
    """The keys with one of them behind another; '' stands before the first."""
    rest = [each for each in keys if each != key]
    place = rest.index(after) + 1 if after else 0
    return [*rest[:place], key, *rest[place:]]


def by_title(items: Sequence[Item], sort_key: Callable[[Item], Any]) -> list[str]:
    """By their titles; those without one stay last."""
    return [each.key for each in sorted(items, key=sort_key)]


def by_framework(items: Sequence[Item], terms: Sequence[str]) -> list[str]:
    """By the first term that each item belongs to, in the order of `terms`; items without one stay last."""
    order = {term: n for n, term in reversed(list(enumerate(terms)))}

    def place(item: Item) -> int:
        return min((order.get(each, len(terms)) for each in (item.key, *item.links)), default=len(terms))

    return [each.key for each in sorted(items, key=place)]


def terms_of(form: Form, section: Section) -> list[str]:
    """The terms that items of a section are or may belong to, in the framework's order."""
    linking = [form.questions[path] for path in section.item_links]
    found = [item.key for run in section.runs for item in run.items]
    return list(dict.fromkeys([*found, *(term for each in linking for term in (*each.rows, *each.options))]))
