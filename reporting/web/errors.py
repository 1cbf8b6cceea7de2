"""Every refusal as a page. Status and code come from the error itself, the sentence from `domain/sentences.py`."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, g, make_response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from reporting.domain.errors import ReportingError, Unavailable
from reporting.domain.languages import INTERFACE, negotiate
from reporting.web import carrying, layout
from reporting.web.access import house, texts

_log = logging.getLogger(__name__)
_HTTP_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


def register(app: Flask) -> None:
    app.register_error_handler(ReportingError, refused)
    app.register_error_handler(HTTPException, http_refused)
    app.register_error_handler(OperationalError, database_away)
    app.register_error_handler(Exception, failed)


def keep_last_page(app: Flask) -> None:
    """The page of the last resort, drawn at start: it needs nothing that may fail later."""
    app.extensions["last_page"] = app.jinja_env.get_template("errors/unavailable.html").render()


def refused(error: ReportingError) -> Response:
    return _page(error.status, error.code, texts().sentence(error.code, error.params))


def http_refused(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    code = _HTTP_CODES.get(status, "bad_request" if status < 500 else "internal")
    return _page(status, code, texts().sentence(code, {"megabytes": (request.max_content_length or 0) // 1_000_000}))


def database_away(error: OperationalError) -> Response:
    _log.error("database does not answer: %s", error.orig)
    return refused(Unavailable(what="database"))


def failed(error: Exception) -> Response:
    _log.exception("request failed: %s %s", request.method, request.path)
    return _page(500, "internal", texts().sentence("internal"))


def _page(status: int, code: str, sentence: str) -> Response:
    """The error page. It asks neither session nor database, which may be what failed."""
    first = request.path.strip("/").split("/")[0]
    if "language" not in g:
        g.language = first if first in INTERFACE else negotiate(list(request.accept_languages.values()))
    house().db.end_reading()
    try:
        page = current_app.jinja_env.get_template("errors/error.html").render(
            texts=texts(),
            site_name=layout.site_name(),
            status=status,
            code=code,
            sentence=sentence,
            typed=carrying.typed_texts(),
            at_work="/workspace" in request.path,
        )
    except Exception:
        _log.exception("the error page failed")
        page = current_app.extensions["last_page"]
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
