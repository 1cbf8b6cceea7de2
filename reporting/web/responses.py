"""What every answer carries: safety headers, compression, conditional requests."""

from __future__ import annotations

import gzip

import brotli
from flask import Flask, Response, request

_COMPRESSIBLE = ("text/", "application/json", "application/javascript", "image/svg+xml", "application/problem+json")
_SMALLEST = 700
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: Flask) -> None:
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    response.headers.setdefault("Cache-Control", "no-store")
    return _compress(response)


def public_page(response: Response) -> Response:
    """A page that is the same for everybody: kept for a minute, then asked about by its ETag."""
    response.headers["Cache-Control"] = "public, max-age=60"
    response.add_etag()
    return conditional(response)


def conditional(response: Response) -> Response:
    """304 where the reader has these bytes already, in whichever encoding it got them."""
    etag = response.get_etag()[0]
    known = {f"{etag}{suffix}" for suffix in ("", "-br", "-gzip")} if etag else set()
    if response.status_code == 200 and any(each in request.if_none_match for each in known):
        response.status_code = 304
        response.set_data(b"")
    return response


def _compress(response: Response) -> Response:
    """Compress texts of some length; the ETag of a compressed answer names its encoding."""
    response.headers.add("Vary", "Accept-Encoding")
    if (
        response.status_code in (204, 304)
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(_COMPRESSIBLE)
        or (response.content_length or len(response.get_data())) < _SMALLEST
    ):
        return response
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if encoding is None:
        return response
    plain = response.get_data()
    response.set_data(brotli.compress(plain, quality=5) if encoding == "br" else gzip.compress(plain, 6, mtime=0))
    response.headers["Content-Encoding"] = encoding
    etag, weak = response.get_etag()
    if etag:
        response.set_etag(f"{etag}-{encoding}", bool(weak))
    return response
