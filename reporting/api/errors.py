"""Every refusal in one shape: `{"error": {"code", "message", "details": []}}`, the message in the language asked."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, make_response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import MapAdapter

from reporting.api import access
from reporting.api.access import house, texts
from reporting.api.responses import answer
from reporting.api.validation import Fault
from reporting.domain.errors import NotSignedIn, ReportingError, TooLarge, Unavailable, WrongState

_log = logging.getLogger(__name__)
_HTTP_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}
#: Codes that differ only in how much their sentence tells.
_SAME: Mapping[str, str] = {"wrong_state_by": "wrong_state"}
_REALM = "national reports"
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")


def register(bp: Blueprint) -> None:
    bp.register_error_handler(ReportingError, refused)
    bp.register_error_handler(HTTPException, http_refused)
    bp.register_error_handler(OperationalError, database_away)
    bp.register_error_handler(Exception, failed)
    for rule in ("", "/", "/<path:rest>"):
        bp.add_url_rule(rule, "nowhere", nowhere, methods=_METHODS)


def refused(error: ReportingError) -> Response:
    response = _shaped(error.status, error.code, error.params, _details(error))
    if isinstance(error, NotSignedIn):
        told = ', error="invalid_token"' if error.code == "token_invalid" else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="{_REALM}"{told}'
    return response


def http_refused(error: HTTPException) -> Response:
    """A refusal by the framework; its own headers (which methods there are) stay."""
    status = error.code or 500
    if status == TooLarge.status:
        return refused(TooLarge(megabytes=(request.max_content_length or 0) // 1_000_000))
    if status < 400:
        return make_response(error.get_response())
    code = _HTTP_CODES.get(status, "bad_request" if status < 500 else "internal")
    response = _shaped(status, code, {}, [])
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def database_away(error: OperationalError) -> Response:
    _log.error("database does not answer: %s", error.orig)
    return refused(Unavailable(what="database"))


def failed(error: Exception) -> Response:
    _log.exception("request failed: %s %s", request.method, request.path)
    return _shaped(500, "internal", {}, [])


@access.public
def nowhere(rest: str = "") -> Response:
    """Addresses under /api/ that lead nowhere, and those that are asked in a way that they do not take."""
    adapter = current_app.create_url_adapter(request)
    taken = [method for method in _METHODS if adapter is not None and _leads_somewhere(adapter, method)]
    raise MethodNotAllowed(taken) if taken else NotFound()


def _leads_somewhere(adapter: MapAdapter, method: str) -> bool:
    try:
        endpoint, _ = adapter.match(method=method)
    except HTTPException:
        return False
    return bool(endpoint != request.endpoint)


def _shaped(status: int, code: str, params: Mapping[str, Any], details: list[Any]) -> Response:
    """The error. It asks neither token nor database, which may be what failed."""
    house().db.end_reading()
    sentence = texts().sentence(code, params)
    error = {"code": _SAME.get(code, code), "message": sentence, "details": details}
    return answer({"error": error}, status, {"Cache-Control": "no-store"})


def _details(error: ReportingError) -> list[Any]:
    """What a program can act on: faults, problems, and of a step that came too late who came first."""
    if isinstance(error, WrongState):
        return [{name: str(value) for name, value in error.params.items() if value}]
    return [_detail(each) for each in error.details]


def _detail(detail: Any) -> Any:
    """A fault with its sentence; details that are plain values already stay as they are."""
    if isinstance(detail, Fault):
        message = texts().sentence(detail.code, detail.params)
        return {"field": detail.at, "code": detail.code, "message": message}
    return detail
