"""What is done with the items of a section: added, put in order, removed, brought back, looked through."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain.alphabet import alphabetical
from reporting.domain.definitions import Part
from reporting.domain.errors import NotFound, Stale
from reporting.domain.item_order import by_framework, by_title, moved, terms_of
from reporting.domain.items import Kept
from reporting.domain.layout import lay_out
from reporting.domain.runs import Item
from reporting.domain.sentences import N_
from reporting.services import attachments, own_items, reports
from reporting.services.editions import kept_items
from reporting.services.reports import Workbook
from reporting.web import item_list, item_news
from reporting.web.access import actor, house, named_form, named_report, named_workbook, now, requires, texts
from reporting.web.forms.section import text_language, whole_number
from reporting.web.i18n import localised_url
from reporting.web.item_names import name_of
from reporting.web.parts import is_list, part_named, part_url

bp = Blueprint("items", __name__)
_AT = "/<lang_code>/workspace/<party>/<form>/items/<section>"
_STALE = N_("Somebody else changed this list in the meantime. Nothing was moved; this is the present order.")
_STEPS = {"up": -1, "down": 1}


@bp.post(f"{_AT}/addition")
@requires("report:read_draft")
def add(party: str, form: str, section: str) -> Response:
    """Add an item and go to its page. The list brings its key along, so that what is sent twice is added once."""
    key, report_id = request.form.get("key", "") or item_list.new_key(), named_report().report.id
    with house().db.transaction() as session:
        is_new = own_items.add(session, actor(), now(), house().editions, report_id, section, key)
    if is_new:
        flash(texts().gettext("Added at the end of the list."), "success")
    return redirect(_to(section, key))


@bp.post(f"{_AT}/order")
@requires("report:read_draft")
def arrange(party: str, form: str, section: str) -> Response:
    """Move one item by a place, or sort them all. Whoever comes second is shown the order that there is now."""
    here, report_id = _list(section), named_report().report.id
    book = named_workbook(here)
    move, sort = request.form.get("move", ""), request.form.get("sort", "")
    wanted = _sorted(book, here, sort) if sort else _moved(here, move)
    try:
        with house().db.transaction() as session:
            version = whole_number(request.form.get("version", ""))
            own_items.arrange(session, actor(), now(), house().editions, report_id, section, wanted, version)
    except Stale:
        flash(texts().gettext(_STALE), "error")
    else:
        flash(_told(book, here, move, wanted), "success")
    return redirect(_to(section, moved=move or sort))


@bp.post(f"{_AT}/looked")
@requires("report:read_draft")
def look(party: str, form: str, section: str) -> Response:
    """Note that what came by itself was looked at: at one item, or at all of the section."""
    key, report_id = request.form.get("key", ""), named_report().report.id
    with house().db.transaction() as session:
        own_items.look(session, actor(), now(), house().editions, report_id, section, key)
    flash(texts().gettext("Noted."), "success")
    return redirect(_to(section, key if request.form.get("stay") == "item" else ""))


@bp.get(f"{_AT}/<item>/removal")
@requires("report:read_draft")
def ask_removal(party: str, form: str, section: str, item: str) -> str:
    """What removing an item means, and the button that does it."""
    book, found = _kept(section, item)
    if found.state == "removed" or (found.origin != "own" and found.state != "orphaned"):
        raise NotFound
    here = Part(_list(section).section, item)
    return render_template(
        "pages/drafting/remove-item.html", **_about(book, here, found), editable=item_list.may_draft(book)
    )


@bp.post(f"{_AT}/<item>/removal")
@requires("report:read_draft")
def remove(party: str, form: str, section: str, item: str) -> Response:
    report_id = named_report().report.id
    with house().db.transaction() as session:
        own_items.remove(session, actor(), now(), house().editions, report_id, section, item)
    flash(texts().gettext("Removed. Its answers are kept; it can be brought back at the end of this page."), "success")
    return redirect(_to(section))


@bp.post(f"{_AT}/<item>/restoration")
@requires("report:read_draft")
def restore(party: str, form: str, section: str, item: str) -> Response:
    """Bring a removed item back, or keep one that lost its source as an item of the Party's own."""
    report_id = named_report().report.id
    with house().db.transaction() as session:
        own_items.restore(session, actor(), now(), house().editions, report_id, section, item)
    flash(texts().gettext("Brought back, with its answers, at the end of the list."), "success")
    return redirect(_to(section))


@bp.get(f"{_AT}/<item>/answers")
@requires("report:read_draft")
def kept(party: str, form: str, section: str, item: str) -> str:
    """The answers that are kept of an item that is not asked now."""
    book, found = _kept(section, item)
    own = _list(section).section
    here = Part(replace(own, items=(*own.items, found.item)), item)
    whole = named_workbook(here)
    edition = whole.edition.with_items({section: here.section.items}, {})
    session, report = house().db.session, whole.report
    identity = reports.identity_of(session, report, edition, now().date())
    files = attachments.rows_of(session, report.id)
    document = lay_out(identity, edition, whole.stored.values(), g.language, attachments=files, only={(section, item)})
    return render_template(
        "pages/drafting/kept-item.html",
        **_about(book, here, found),
        document=document,
        part=document.part(section, item),
        file_url=lambda sha256: localised_url("files.draft_file", party=party, form=form, sha256=sha256),
        editable=item_list.may_draft(book),
    )


def _list(section: str) -> Part:
    """The list of a section's items. Raises NotFound where a section has none."""
    here = part_named(named_form(), section, "")
    if not is_list(here):
        raise NotFound
    return here


def _kept(section: str, item: str) -> tuple[Workbook, Kept]:
    """An item as the report keeps it, shown or not. Raises NotFound."""
    book = named_workbook(_list(section))
    rows = kept_items(house().db.session, book.revision.id).get(section, ())
    found = next((each for each in rows if each.key == item), None)
    if found is None:
        raise NotFound
    return book, found


def _about(book: Workbook, here: Part, found: Kept) -> dict[str, object]:
    wording = book.edition.wording(g.language)
    return {
        "party": book.report.party,
        "form": book.report.form,
        "title": wording("title"),
        "section": here.section,
        "section_title": wording(f"{here.section.id}.title"),
        "back": part_url(book, Part(here.section), text_language(book)),
        "item": item_news.view(found, here.section, wording),
    }


def _moved(here: Part, move: str) -> list[str]:
    """The keys as they stand after `<key>:up` or `<key>:down`. Raises NotFound for anything else."""
    key, _, way = move.rpartition(":")
    if key not in here.section.keys or way not in _STEPS:
        raise NotFound
    return moved(here.section.keys, key, _STEPS[way])


def _sorted(book: Workbook, here: Part, sort: str) -> list[str]:
    """The keys by "title" in this page's language, or in the order of the "framework"."""
    if sort == "framework":
        return by_framework(here.section.items, terms_of(book.edition.form, here.section))
    wording = book.edition.wording(g.language)

    def place(item: Item) -> tuple[bool, tuple[str, str]]:
        title = wording(f"items.{item.key}.title")
        return not title, alphabetical(title, g.language)

    return by_title(here.section.items, place)


def _told(book: Workbook, here: Part, move: str, wanted: list[str]) -> str:
    """What is said after a change of the order."""
    say, key = texts(), move.rpartition(":")[0]
    if not key:
        return say.gettext("The list has been sorted.")
    title = name_of(Part(here.section, key), book.edition.wording(g.language)).text
    place, total = say.number(wanted.index(key) + 1), say.number(len(wanted))
    return say("“%(title)s” is now in place %(place)s of %(total)s.", title=title, place=place, total=total)


def _to(section: str, item: str = "", moved: str = "") -> str:
    """The address of the list, or of an item of it, in the language in which texts were shown."""
    values = {"section": section, "item": item or None, "moved": moved or None}
    return localised_url("drafting.section", **_named(), **values, **{"in": request.form.get("in") or None})


def _named() -> dict[str, str]:
    named = named_report().report
    return {"party": named.party, "form": named.form}
