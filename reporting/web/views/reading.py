"""Reading a report before it is a record, and its PDF: asked for, watched, fetched."""

from __future__ import annotations

from flask import Blueprint, g, make_response, redirect, render_template, request, send_file
from werkzeug.wrappers import Response

from reporting.domain import permissions
from reporting.domain.errors import NotFound
from reporting.domain.languages import INTERFACE, name
from reporting.domain.permissions import Subject
from reporting.models import Job
from reporting.services import documents, reading
from reporting.services.reading import Reading
from reporting.web.access import actor, house, named_report, now, requires
from reporting.web.i18n import localised_url

bp = Blueprint("reading", __name__)


def _reading(language: str) -> tuple[Reading, str]:
    """What this actor reads of the named report, and the key of its files."""
    session, named = house().db.session, named_report()
    found = reading.for_actor(session, actor(), house().editions, named.report, language, now())
    return found, documents.key_of_reading(found)


@bp.get("/<lang_code>/workspace/<party>/<form>/read")
@requires("report:read")
def read(party: str, form: str) -> str:
    """The report as a document, in the language asked for by `in`."""
    language = _language()
    found, key = _reading(language)
    return render_template(
        "pages/reading/read.html",
        party=party,
        form=form,
        document=found.document,
        revision=found.revision,
        sha256=found.sha256,
        language=language,
        languages_to_read=[(tag, name(tag, g.language)) for tag in INTERFACE],
        file=documents.stored_file(house().db.session, house().instance, key, documents.PDF, language),
    )


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
