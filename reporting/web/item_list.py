"""The page of a repeated section: its items with their states, filtered and ordered, and what happened to them."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request

from reporting.domain import permissions
from reporting.domain.definitions import Part, Wording
from reporting.domain.item_order import terms_of
from reporting.domain.items import Kept
from reporting.services import item_news, items, own_items, progress, reports
from reporting.services.editions import kept_items
from reporting.services.item_news import Source
from reporting.services.items import ORDERS, ItemLine
from reporting.services.reports import Workbook
from reporting.web import item_news as news
from reporting.web.access import actor, house, texts
from reporting.web.i18n import localised_url
from reporting.web.item_names import name_of
from reporting.web.parts import contents, neighbours, part_url

STATES = ("empty", "in_progress", "attention", "complete", "optional")


@dataclass(frozen=True)
class _List:
    """What all parts of the page share. `kept` are all items of the section by key, shown or not."""

    book: Workbook
    here: Part
    wording: Wording
    language: str
    kept: Mapping[str, Kept]
    sources: Sequence[Source]


def page(book: Workbook, here: Part, language: str) -> str:
    session, wording, section = house().db.session, book.edition.wording(g.language), here.section
    kept = kept_items(session, book.revision.id).get(section.id, [])
    sources = item_news.unpublished_sources(session, house().editions, book.report, section, g.language)
    this = _List(book, here, wording, language, {each.key: each for each in kept}, sources)
    found = items.lines(session, book.revision.id, section)
    state, order = _asked("state", ("", *STATES)), _asked("order", ORDERS)
    shown = [line for line in items.ordered(found, order) if state in ("", line.state.name)]
    counts = Counter(line.state.name for line in found)
    return render_template(
        "pages/drafting/items.html",
        party=book.report.party,
        form=book.report.form,
        title=wording("title"),
        here=here,
        section_title=wording(f"{section.id}.title"),
        guidance=wording(f"{section.id}.guidance"),
        lines=[_view(this, line) for line in shown],
        total=len(found),
        counts=[(name, _words()[name], counts[name]) for name in STATES if counts[name] or name == state],
        state=state,
        order=order,
        text_language=language,
        list_url=localised_url("drafting.section", **(request.view_args or {})),
        contents=contents(book, here, wording, language, progress.states(session, book.revision.id)),
        steps=neighbours(book, here, wording, language, buttons=False),
        sources=sources,
        **_changes(this, is_whole=state == "" and order == "form"),
    )


def _changes(this: _List, *, is_whole: bool) -> dict[str, Any]:
    """What can be changed about the items themselves, and what happened to them. `is_whole` says that all stand on
    the page in their own order."""
    session, book, section = house().db.session, this.book, this.here.section
    editable = not section.is_fixed and may_draft(book)
    kept = list(this.kept.values())
    counted = any(each.state != "shown" or item_news.waits(each) for each in kept)
    answers = item_news.answers_kept(session, book.revision.id, section) if counted else {}
    return {
        "editable": editable,
        "new_key": new_key() if editable and section.is_own else "",
        "can_arrange": editable and is_whole and len(section.items) > 1,
        "version": own_items.order_version(session, book.revision.id, section.id) if editable else 0,
        "has_framework_order": bool(terms_of(book.edition.form, section)),
        "moved": request.args.get("moved", ""),
        "news": news.views(item_news.news_of(kept, answers), section, this.wording),
        "removed": [
            news.view(each, section, this.wording, answers.get(each.key, 0)) for each in kept if each.state == "removed"
        ],
    }


def new_key() -> str:
    """A key for an item to be added."""
    return secrets.token_hex(16)


def may_draft(book: Workbook) -> bool:
    """Whether whoever asks may change this report now."""
    subject = reports.subject_of(house().db.session, book.report, book.revision)
    return permissions.permits(actor(), "report:draft", subject)


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


def _view(this: _List, line: ItemLine) -> dict[str, Any]:
    here, wording = Part(this.here.section, line.item.key), this.wording
    chooser = this.book.edition.form.questions.get(here.section.overview)
    kept = this.kept.get(line.item.key)
    return {
        "key": line.item.key,
        "number": line.item.number,
        "name": name_of(here, wording),
        "url": part_url(this.book, here, this.language),
        "state": line.state,
        "level": wording.option(chooser, line.level) if chooser and line.level else "",
        "mark": chooser.marks.get(line.level, "") if chooser else "",
        "saved_at": texts().moment(line.saved_at, actor().time_zone) if line.saved_at else "",
        "news": kept.news if kept else "",
        "retitled": bool(kept and kept.written_for),
        "sources": this.sources if kept and kept.origin == "form" else (),
        "can_be_removed": bool(kept and kept.origin == "own"),
    }
