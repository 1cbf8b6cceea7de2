"""Answers: JSON, lists, and what may be kept by whom for how long."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Response, make_response, request, send_file

from reporting.services.queries import Page

JSON = "application/json"
#: What a compressed answer's ETag ends in: whoever compresses adds it, whoever asks again sends it back.
_ENCODINGS = ("", "-br", "-gzip")


def dumped(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer for one program: nobody keeps it."""
    return Response(dumped(data), status, headers=dict(headers or {}), mimetype=JSON)


def listing(page: Page[Any], items: Sequence[Any]) -> dict[str, Any]:
    """The shape of every list."""
    return {"items": items, "page": page.page, "per_page": page.per_page, "total": page.total}


def whole(items: Sequence[Any], *, page: int, per_page: int) -> dict[str, Any]:
    """The shape of a list that is cut from all its rows."""
    first = (page - 1) * per_page
    return listing(Page(items, page, per_page, len(items)), items[first : first + per_page])


def cached(data: Any) -> Response:
    """A public answer: the same for everybody, kept for a minute, then asked about by its ETag."""
    response = answer(data)
    response.headers["Cache-Control"] = "public, max-age=60"
    response.add_etag()
    if is_known(response.get_etag()[0] or ""):
        return not_modified(response)
    return response


def is_known(etag: str) -> bool:
    """Whether the reader says that it has this, in whichever encoding it got it."""
    return any(f"{etag}{encoding}" in request.if_none_match for encoding in _ENCODINGS)


def not_modified(response: Response) -> Response:
    response.status_code = 304
    response.set_data(b"")
    return response


def permanent(etag: str, body: bytes | None, mimetype: str = JSON) -> Response:
    """A record: asked about each time, by a strong ETag. Without `body` the reader has it already."""
    response = Response(body or b"", 304 if body is None else 200, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(etag)
    return response


def stored_pdf(path: Path, sha256: str, name: str, keep: str) -> Response:
    response = make_response(
        send_file(path, mimetype="application/pdf", download_name=name, etag=sha256, conditional=True)
    )
    response.headers["Cache-Control"] = keep
    return response
