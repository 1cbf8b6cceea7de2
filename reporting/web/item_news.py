"""What happened by itself to the items of a section, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import g

from reporting.domain.definitions import Part, Section, Wording
from reporting.domain.items import Kept, retitled
from reporting.services.editions import kept_items
from reporting.services.item_news import News, unpublished_sources
from reporting.services.reports import Workbook
from reporting.web.access import house
from reporting.web.item_names import Name, name_of, told_in


@dataclass(frozen=True)
class NewsView:
    """One item. `before` is the title that its answers were written for, `name` the present one."""

    key: str
    number: str
    name: Name
    answers: int
    state: str
    before: Name | None = None


def views(found: Sequence[News], section: Section, wording: Wording) -> list[tuple[str, list[NewsView]]]:
    """(kind, items) in the order in which they are told."""
    return [
        (kind, [view(each.kept, section, wording, each.answers, before=kind == "changed") for each in same])
        for kind, same in groupby(found, key=lambda each: each.kind)
    ]


def of_item(book: Workbook, here: Part, wording: Wording) -> dict[str, Any]:
    """What a page of one item says of it: the forms that it follows a draft of, and how its title has changed."""
    section, session = here.section, house().db.session
    if not here.item or section.is_fixed:
        return {"sources": (), "retitled": None}
    items = kept_items(session, book.revision.id).get(section.id, ())
    kept = next((each for each in items if each.key == here.item), None)
    follows = kept is not None and kept.origin == "form"
    report = book.report
    return {
        "sources": unpublished_sources(session, house().editions, report, section, g.language) if follows else (),
        "retitled": view(kept, section, wording, before=True) if kept and kept.written_for else None,
    }


def view(kept: Kept, section: Section, wording: Wording, answers: int = 0, *, before: bool = False) -> NewsView:
    number = kept.number if kept.origin != "own" or kept.state == "shown" else ""
    name, was = name_of(Part(section, kept.key), wording), None
    if before:
        language, old, new = retitled(kept, wording.language)
        name, was = told_in(new, language, wording.language), told_in(old, language, wording.language)
    return NewsView(kept.key, number, name, answers, kept.state, was)
