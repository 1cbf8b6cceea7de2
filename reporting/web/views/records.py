"""The public records: list, record, its versions, its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, send_file

from reporting.domain.errors import NotFound
from reporting.services import documents, queries, reading, record_search
from reporting.services.reading import Record
from reporting.web import paging, record_list, record_page
from reporting.web.access import house, public
from reporting.web.i18n import localised_url
from reporting.web.numbers import asked_page
from reporting.web.reading_pages import record_pages
from reporting.web.responses import public_page

bp = Blueprint("records", __name__)
MAX_FILTER = 100


@bp.get("/<lang_code>/records")
@public
def index() -> Response:
    """The records that the address chooses."""
    wanted = {name: request.args.get(name, "")[:MAX_FILTER] for name in record_list.FILTERS}
    session = house().db.session
    matching = record_search.matching(session, house().editions, wanted["q"])
    chosen: dict[str, Any] = {name: value for name, value in wanted.items() if name != "q"}
    found = queries.records(session, **chosen, matching=matching, page=asked_page())
    views = record_list.record_views(found.items, wanted["target"])
    page = render_template(
        "pages/public/records.html",
        groups=record_list.by_month(views),
        total=found.total,
        filters=record_list.filters(wanted),
        is_chosen=any(wanted.values()),
        **paging.links(found),
    )
    return public_page(make_response(page))


@bp.get("/<lang_code>/records/<party>/<form>")
@public
def latest(party: str, form: str) -> Response:
    return _page(party, form, None)


@bp.get("/<lang_code>/records/<party>/<form>/<int:number>")
@public
def version(party: str, form: str, number: int) -> Response:
    return _page(party, form, number)


@bp.get("/<lang_code>/records/<party>/<form>.pdf")
@public
def latest_pdf(party: str, form: str) -> Response:
    return _pdf(party, form, None)


@bp.get("/<lang_code>/records/<party>/<form>/<int:number>.pdf")
@public
def version_pdf(party: str, form: str, number: int) -> Response:
    return _pdf(party, form, number)


def permanent_url(record: Record, suffix: str = "") -> str:
    """The address that will always show this version."""
    path = localised_url(
        "records.version", party=record.report.party, form=record.report.form, number=record.publication.number
    )
    return f"{house().public_url}{path}{suffix}"


def _page(party: str, form: str, number: int | None) -> Response:
    session = house().db.session
    record = reading.record_of(session, party, form, number)
    reading.require_public(record)
    form_revision = house().editions.of_revision(session, record.revision.form_revision_id).form
    shown = record_page.parts_with_contact(form_revision)
    document = reading.record_document(session, record, g.language, permanent_url(record), only=shown)
    files = documents.languages_of_files(session, documents.key_of_record(record), documents.PDF)
    page = render_template(
        "pages/public/record.html",
        record=record_page.record_view(record),
        document=document,
        pages=record_pages(record, document, number),
        contact=record_page.contact(document),
        citation=record_page.citation(record, document, permanent_url(record)),
        versions=record_page.versions(queries.record_numbers(session, record.report.id), record),
        downloads=record_page.downloads(record, files),
        checking=f"curl --silent {house().public_url}{record_page.copy_url(record)} | sha256sum",
        address=permanent_url(record),
    )
    return public_page(make_response(page))


def _pdf(party: str, form: str, number: int | None) -> Response:
    """The stored file; to one in a language that has a file, where this one has none."""
    session = house().db.session
    record = reading.record_of(session, party, form, number)
    reading.require_public(record)
    key = documents.key_of_record(record)
    file = documents.stored_file(session, house().instance, key, documents.PDF, g.language)
    if file is None:
        return _other_language(party, form, number, documents.languages_of_files(session, key, documents.PDF))
    name = f"{party}-{form}-{record.publication.number}-{g.language}.pdf"
    response = send_file(file.path, mimetype="application/pdf", download_name=name, etag=file.sha256, conditional=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _other_language(party: str, form: str, number: int | None, languages: Sequence[str]) -> Response:
    if not languages or g.language in languages:
        raise NotFound
    endpoint = "records.latest_pdf" if number is None else "records.version_pdf"
    values = {"party": party, "form": form} | ({} if number is None else {"number": number})
    chosen = "en" if "en" in languages else languages[0]
    return make_response(redirect(localised_url(endpoint, **values, lang_code=chosen)))
