"""The public records: list, record, its versions, its files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, send_file

from reporting.domain.errors import NotFound
from reporting.domain.languages import own_name
from reporting.services import documents, editions, parties, queries, reading
from reporting.services.queries import RecordRow
from reporting.services.reading import Record
from reporting.web import paging
from reporting.web.access import house, now, public, texts
from reporting.web.i18n import localised_url
from reporting.web.numbers import asked_page
from reporting.web.reading_pages import record_pages
from reporting.web.responses import public_page

bp = Blueprint("records", __name__)


@dataclass(frozen=True)
class RecordView:
    """A record in a list."""

    party_name: str
    party: str
    form_title: str
    number: int
    published_at: dt.datetime
    languages: Sequence[str]
    url: str
    region: str


def record_views(rows: Sequence[RecordRow]) -> list[RecordView]:
    """Rows with names in this page's language; as many queries for many rows as for one."""
    session, language = house().db.session, g.language
    names = parties.names_in(session, language, now().date())
    titles = form_titles()
    return [
        RecordView(
            party_name=names.get(row.party, row.party),
            party=row.party,
            form_title=titles.get(row.form, row.form),
            number=row.number,
            published_at=row.published_at,
            languages=row.languages,
            url=localised_url("records.latest", party=row.party, form=row.form),
            region=row.region,
        )
        for row in rows
    ]


def form_titles() -> dict[str, str]:
    session = house().db.session
    return {
        row.form: house().editions.of_revision(session, row.id).wording(g.language)("title")
        for row in editions.open_forms(session)
    }


@bp.get("/<lang_code>/records")
@public
def index() -> Response:
    wanted = {name: request.args.get(name, "")[:32] for name in ("party", "form", "region")}
    found = queries.records(
        house().db.session, party=wanted["party"], form=wanted["form"], region=wanted["region"], page=asked_page()
    )
    return public_page(
        make_response(
            render_template(
                "pages/public/records.html",
                records=record_views(found.items),
                total=found.total,
                filters=_filters(wanted),
                **paging.links(found),
            )
        )
    )


def _filters(wanted: dict[str, str]) -> list[dict[str, Any]]:
    """The choices of each filter: those that can find something."""
    language, session = g.language, house().db.session
    names = parties.names_in(session, language, now().date())
    some = queries.published_facets(session)
    regions = {
        region: agreement.wording(language)(f"regions.{region}")
        for agreement in house().catalogue.agreements.values()
        for region in agreement.regions
    }
    titles = form_titles()
    say = texts()
    choices = (
        ("party", say("Party"), say("All Parties"), names),
        ("region", say("Region"), say("All regions"), regions),
        ("form", say("Report"), say("All reports"), titles),
    )
    return [
        {
            "name": name,
            "label": label,
            "empty": empty,
            "value": wanted[name],
            "options": sorted(
                ({"id": each, "label": words.get(each, each)} for each in some[name]),
                key=lambda option: option["label"],
            ),
        }
        for name, label, empty, words in choices
    ]


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
    document = reading.record_document(session, record, g.language, permanent_url(record), only=())
    files = documents.languages_of_files(session, documents.key_of_record(record), documents.PDF)
    page = render_template(
        "pages/public/record.html",
        record=_record_view(record),
        document=document,
        pages=record_pages(record, document, number),
        versions=[
            {
                "number": each.number,
                "published_at": each.published_at,
                "url": localised_url("records.version", party=party, form=form, number=each.number),
                "current": each.number == record.publication.number,
            }
            for each in queries.record_numbers(session, record.report.id)
        ],
        downloads=_downloads(record, files),
        address=permanent_url(record),
    )
    return public_page(make_response(page))


def _record_view(record: Record) -> dict[str, Any]:
    report, publication = record.report, record.publication
    is_newest = publication.number == record.latest
    return {
        "number": publication.number,
        "published_at": publication.published_at,
        "sha256": record.sha256,
        "change_note": publication.change_note,
        "newest_url": "" if is_newest else localised_url("records.latest", party=report.party, form=report.form),
        "languages": [{"tag": tag, "name": own_name(tag)} for tag in report.languages],
    }


def _downloads(record: Record, files: Sequence[str]) -> list[dict[str, str]]:
    """The PDF files by language, and the frozen copy for programs."""
    values = {"party": record.report.party, "form": record.report.form, "number": record.publication.number}
    made = [
        {
            "format": "PDF",
            "lang": tag,
            "name": own_name(tag),
            "url": localised_url("records.version_pdf", **values, lang_code=tag),
        }
        for tag in files
    ]
    return [
        *made,
        {"format": "JSON", "lang": "", "name": "", "url": "/api/v1/records/{party}/{form}/{number}".format(**values)},
    ]


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
