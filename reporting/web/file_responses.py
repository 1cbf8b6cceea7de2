"""Attached files as answers: always a download, never a page of ours."""

from __future__ import annotations

from flask import Response, send_file

from reporting.domain.attachments import POLICY, Facts
from reporting.domain.errors import NotFound
from reporting.infra.file_store import FileStore


def download(store: FileStore, facts: Facts | None, keep: str) -> Response:
    """The file under its name. `keep` is its Cache-Control. Raises NotFound where there is none."""
    path = store.path(facts.sha256) if facts else None
    if facts is None or path is None or not path.is_file():
        raise NotFound
    response = send_file(
        path, facts.type, as_attachment=True, download_name=facts.name, etag=facts.sha256, conditional=True
    )
    return _shut(response, keep)


def picture(store: FileStore, facts: Facts | None, keep: str) -> Response:
    """The small picture of an image. Raises NotFound where there is none."""
    path = store.preview(facts.sha256) if facts else None
    if facts is None or path is None or not path.is_file():
        raise NotFound
    return _shut(send_file(path, "image/webp", etag=f"{facts.sha256}-preview", conditional=True), keep)


def _shut(response: Response, keep: str) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = keep
    return response
