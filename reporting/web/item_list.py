"""The page of a repeated section: its items with their states, filtered and ordered."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import g, render_template, request

from reporting.domain.definitions import Part, Wording
from reporting.services import items, progress
from reporting.services.items import ORDERS, ItemLine
from reporting.services.reports import Workbook
from reporting.web.access import actor, house, texts
from reporting.web.i18n import localised_url
from reporting.web.parts import contents, neighbours, part_url

STATES = ("empty", "in_progress", "attention", "complete", "optional")


def page(book: Workbook, here: Part, language: str) -> str:
    session, wording = house().db.session, book.edition.wording(g.language)
    found = items.lines(session, book.revision.id, here.section)
    state, order = _asked("state", ("", *STATES)), _asked("order", ORDERS)
    shown = [line for line in items.ordered(found, order) if state in ("", line.state.name)]
    counts = Counter(line.state.name for line in found)
    return render_template(
        "pages/drafting/items.html",
        party=book.report.party,
        form=book.report.form,
        title=wording("title"),
        here=here,
        section_title=wording(f"{here.section.id}.title"),
        guidance=wording(f"{here.section.id}.guidance"),
        lines=[_view(book, here, line, wording, language) for line in shown],
        total=len(found),
        counts=[(name, _words()[name], counts[name]) for name in STATES if counts[name] or name == state],
        state=state,
        order=order,
        text_language=language,
        list_url=localised_url("drafting.section", **(request.view_args or {})),
        contents=contents(book, here, wording, language, progress.states(session, book.revision.id)),
        steps=neighbours(book, here, wording, language, buttons=False),
    )


def _words() -> dict[str, str]:
    say = texts()
    return {
        "empty": say("not begun"),
        "in_progress": say("in progress"),
        "attention": say("needs attention"),
        "complete": say("complete"),
        "optional": say("optional"),
    }


def _asked(name: str, known: tuple[str, ...]) -> str:
    """What the address asks for; the first of `known` where it is none of them."""
    asked = request.args.get(name, "")
    return asked if asked in known else known[0]


def _view(book: Workbook, here: Part, line: ItemLine, wording: Wording, language: str) -> dict[str, Any]:
    chooser = book.edition.form.questions.get(here.section.overview)
    return {
        "number": line.item.number,
        "title": wording(f"items.{line.item.key}.title"),
        "url": part_url(book, Part(here.section, line.item.key), language),
        "state": line.state,
        "level": wording.option(chooser, line.level) if chooser and line.level else "",
        "mark": chooser.marks.get(line.level, "") if chooser else "",
        "saved_at": texts().moment(line.saved_at, actor().time_zone) if line.saved_at else "",
    }
