"""Items of a report as plain dicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from reporting.domain.definitions import Form, Wording
from reporting.domain.items import Kept

Made = dict[str, Any]


def items(form: Form, kept: Mapping[str, Sequence[Kept]], wording: Wording) -> Iterator[Made]:
    """The items of all sections that have their own, in the form's order, shown or not."""
    for section in form.sections:
        places = count(1)
        for each in kept.get(section.id, ()):
            yield _item(section.id, each, next(places) if each.state == "shown" else None, wording)


def _item(section: str, kept: Kept, place: int | None, wording: Wording) -> Made:
    return {
        "repeat": section,
        "key": kept.key,
        "place": place,
        "number": kept.number if place else "",
        "title": wording(f"items.{kept.key}.title"),
        "title_lang": wording(f"items.{kept.key}.language") or wording.language,
        "links": list(kept.links),
        "origin": kept.origin,
        "state": kept.state,
        "news": kept.news,
        "written_for": None if kept.written_for is None else dict(kept.written_for),
    }
