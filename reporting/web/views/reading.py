"""Reading a report before it is a record, and its PDF: asked for, watched, fetched."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, make_response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response

from reporting.domain import permissions
from reporting.domain.errors import NotFound
from reporting.domain.languages import INTERFACE, name
from reporting.domain.permissions import Subject
from reporting.models import Job
from reporting.services import documents, reading
from reporting.services.reading import Parts, Reading
from reporting.web.access import actor, house, named_report, now, requires, texts
from reporting.web.coverage_page import has_coverage
from reporting.web.i18n import asked, localised_url
from reporting.web.reading_pages import Pages, part_of

bp = Blueprint("reading", __name__)


def _reading(language: str, only: Parts | None = None) -> tuple[Reading, str]:
    """What this actor reads of the named report, and the key of its files."""
    session, named = house().db.session, named_report()
    found = reading.for_actor(session, actor(), house().editions, named.report, language, now(), only)
    return found, documents.key_of_reading(found)


@bp.get("/<lang_code>/workspace/<party>/<form>/read")
@requires("report:read")
def read(party: str, form: str) -> str:
    """The front of the report as a document, in the language asked for by `in`."""
    language = _language()
    found, key = _reading(language, only=())
    file = documents.stored_file(house().db.session, house().instance, key, documents.PDF, language)
    return render_template("pages/reading/read.html", **_about(found, language), file=file)


@bp.get("/<lang_code>/workspace/<party>/<form>/read/<section>")
@bp.get("/<lang_code>/workspace/<party>/<form>/read/<section>/<item>")
@requires("report:read")
def part(party: str, form: str, section: str, item: str = "") -> str:
    """One section or item, with the way to those before and after it."""
    language = _language()
    found, _ = _reading(language, only=[(section, item)])
    here, about = part_of(found.document, section, item), _about(found, language)
    pages: Pages = about["pages"]
    return render_template(
        "pages/reading/part.html",
        **about,
        trail=[*_trail(pages), *pages.above(here)],
        part=here,
        contents=pages.contents(here),
        steps=pages.steps(here),
    )


@bp.get("/<lang_code>/workspace/<party>/<form>/read/whole")
@requires("report:read")
def whole(party: str, form: str) -> str:
    """The whole report on one page, to be printed or searched."""
    language = _language()
    found, _ = _reading(language)
    about = _about(found, language)
    return render_template("pages/reading/whole.html", **about, trail=_trail(about["pages"]))


def _about(found: Reading, language: str) -> dict[str, Any]:
    """What every page of the report tells; each can be read in each language."""
    report = {"party": found.document.party, "form": found.document.form}
    here = {**asked(), **(request.view_args or {})}
    pages = Pages(
        found.document,
        front=localised_url("reading.read", **report, **_in(language)),
        group="reading",
        values={**report, **_in(language)},
        file_url=lambda sha256: localised_url("files.draft_file", **report, sha256=sha256),
        coverage=localised_url("coverage.draft", **report) if has_coverage(found.revision) else "",
    )
    return {
        **report,
        "document": found.document,
        "revision": found.revision,
        "sha256": found.sha256,
        "pages": pages,
        "file_url": pages.file_url,
        "language": language,
        "languages_to_read": [
            (tag, name(tag, g.language), localised_url(request.endpoint or "", **{**here, "in": tag}))
            for tag in INTERFACE
        ],
        "address": "",
        "newest_url": "",
    }


def _in(language: str) -> dict[str, str]:
    """The language of the texts as a part of addresses, where it is not that of the page."""
    return {} if language == g.language else {"in": language}


def _trail(pages: Pages) -> list[dict[str, str]]:
    document = pages.document
    report = localised_url("workspace.report", party=document.party, form=document.form)
    return [
        pages.link(texts().titled(document.party_name, document.title), report),
        {"label": texts().gettext("Read as a document"), "url": pages.front},
    ]


def _language() -> str:
    asked = request.values.get("in", g.language)
    return asked if asked in INTERFACE else str(g.language)


@bp.post("/<lang_code>/workspace/<party>/<form>/pdf")
@requires("report:read")
def ask_pdf(party: str, form: str) -> Response:
    """Have the PDF made by the worker; on to the page that shows how far it is."""
    language = _language()
    _, key = _reading(language)
    report = named_report().report
    with house().db.transaction() as session:
        job = documents.ask(session, actor(), now(), report=report, key=key, format=documents.PDF, language=language)
    return redirect(localised_url("reading.job", party=party, form=form, number=job))


@bp.get("/<lang_code>/workspace/<party>/<form>/pdf/<int:number>")
@requires("report:read")
def job(party: str, form: str, number: int) -> Response:
    """How far the file is. The page asks again by itself, with and without scripts."""
    found = house().db.session.get(Job, number)
    if found is None or found.kind != documents.KIND:
        raise NotFound
    permissions.require(actor(), "job:own", Subject(user_id=found.actor_id))
    language = found.payload["language"]
    if found.status == "done":
        return redirect(localised_url("reading.pdf", party=party, form=form, **{"in": language}))
    page = render_template("pages/reading/job.html", party=party, form=form, job=found)
    response = make_response(page)
    if found.status in ("waiting", "running"):
        response.headers["Refresh"] = "2"
    return response


@bp.get("/<lang_code>/workspace/<party>/<form>/read.pdf")
@requires("report:read")
def pdf(party: str, form: str) -> Response:
    """The file, if it was made for what this actor reads now."""
    language = _language()
    _, key = _reading(language)
    file = documents.stored_file(house().db.session, house().instance, key, documents.PDF, language)
    if file is None:
        return redirect(localised_url("reading.read", party=party, form=form, **{"in": language}))
    response = send_file(
        file.path, mimetype="application/pdf", download_name=f"{party}-{form}-{language}.pdf", etag=file.sha256
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response
