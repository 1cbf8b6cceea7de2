"""Every refusal in one shape: `{"error": {"code", "message", "details": []}}`, the message in the language asked."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, make_response, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from reporting.api.access import house, texts
from reporting.api.responses import answer
from reporting.api.validation import Fault
from reporting.domain.errors import NotSignedIn, ReportingError, TooLarge, Unavailable, WrongState

_log = logging.getLogger(__name__)
_HTTP_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}
#: Codes that differ only in how much their sentence tells.
_SAME: Mapping[str, str] = {"wrong_state_by": "wrong_state"}
_REALM = "national reports"


def register(bp: Blueprint) -> None:
    bp.register_error_handler(ReportingError, refused)
    bp.register_error_handler(HTTPException, http_refused)
    bp.register_error_handler(OperationalError, database_away)
    bp.register_error_handler(Exception, failed)
    bp.before_app_request(unknown_address)


def refused(error: ReportingError) -> Response:
    response = _shaped(error.status, error.code, _params(error), _details(error))
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


def unknown_address() -> Response | None:
    """Addresses under /api/ that lead nowhere belong to no blueprint: they are answered here, in the same shape."""
    lost = request.routing_exception
    if lost is None or not f"{request.path}/".startswith("/api/"):
        return None
    return http_refused(lost)


def _shaped(status: int, code: str, params: Mapping[str, Any], details: list[Any]) -> Response:
    """The error. It asks neither token nor database, which may be what failed."""
    house().db.end_reading()
    sentence = texts().sentence(code, params)
    error = {"code": _SAME.get(code, code), "message": sentence, "details": details}
    return answer({"error": error}, status, {"Cache-Control": "no-store"})


def _params(error: ReportingError) -> dict[str, Any]:
    params = dict(error.params)
    if isinstance(params.get("at"), str):
        params["at"] = texts().moment(dt.datetime.fromisoformat(params["at"]))
    return params


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
