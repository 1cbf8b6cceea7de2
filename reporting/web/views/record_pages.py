"""The inner pages of a published record: each section, each item, and the whole of it on one page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template

from reporting.domain.document import Document
from reporting.services import coverage, reading
from reporting.services.reading import Record
from reporting.web.access import house, public, texts
from reporting.web.coverage_page import tables
from reporting.web.i18n import localised_url
from reporting.web.reading_pages import Pages, part_of, record_pages
from reporting.web.responses import public_page
from reporting.web.views.records import permanent_url

bp = Blueprint("record_pages", __name__)
_LATEST = "/<lang_code>/records/<party>/<form>"
_VERSION = f"{_LATEST}/<int:number>"


@bp.get(f"{_LATEST}/<section>")
@bp.get(f"{_LATEST}/<section>/<item>")
@bp.get(f"{_VERSION}/<section>")
@bp.get(f"{_VERSION}/<section>/<item>")
@public
def part(party: str, form: str, section: str, item: str = "", number: int | None = None) -> Response:
    """One section or item, with the way to those before and after it."""
    record, document = _opened(party, form, number, only=[(section, item)])
    here, pages = part_of(document, section, item), record_pages(record, document, number)
    suffix = f"/{section}/{item}" if item else f"/{section}"
    page = render_template(
        "pages/reading/part.html",
        **_about(record, pages, suffix),
        trail=[*_trail(pages), *pages.above(here)],
        part=here,
        contents=pages.contents(here),
        steps=pages.steps(here),
    )
    return public_page(make_response(page))


@bp.get(f"{_LATEST}/whole")
@bp.get(f"{_VERSION}/whole")
@public
def whole(party: str, form: str, number: int | None = None) -> Response:
    """The whole record on one page, to be printed or searched."""
    record, document = _opened(party, form, number, only=None)
    pages = record_pages(record, document, number)
    page = render_template("pages/reading/whole.html", **_about(record, pages, "/whole"), trail=_trail(pages))
    return public_page(make_response(page))


@bp.get(f"{_LATEST}/coverage")
@bp.get(f"{_VERSION}/coverage")
@public
def covered(party: str, form: str, number: int | None = None) -> Response:
    """Which goals and targets the record's items cover. NotFound where its form asks nothing such."""
    record, document = _opened(party, form, number, only=())
    pages = record_pages(record, document, number)
    page = render_template(
        "pages/reading/coverage.html",
        tables=tables(coverage.of_record(house().db.session, record), pages.item),
        title=texts().titled(document.party_name, document.title),
        trail=_trail(pages),
    )
    return public_page(make_response(page))


def _opened(
    party: str, form: str, number: int | None, only: Collection[tuple[str, str]] | None
) -> tuple[Record, Document]:
    """The record and its document. Raises NotFound where it is not public."""
    session = house().db.session
    record = reading.record_of(session, party, form, number)
    reading.require_public(record)
    return record, reading.record_document(session, record, g.language, permanent_url(record), only)


def _trail(pages: Pages) -> list[dict[str, str]]:
    document = pages.document
    return [
        {"label": texts().gettext("Parties"), "url": localised_url("parties.index")},
        {"label": document.party_name, "url": localised_url("parties.one", party=document.party)},
        {"label": document.title, "url": pages.front},
    ]


def _about(record: Record, pages: Pages, suffix: str) -> dict[str, Any]:
    """What every inner page of a record tells."""
    report = {"party": record.report.party, "form": record.report.form}
    return {
        "document": pages.document,
        "pages": pages,
        "file_url": pages.file_url,
        "address": permanent_url(record, suffix),
        "newest_url": "" if record.publication.number == record.latest else localised_url("records.latest", **report),
        "languages_to_read": [],
    }
