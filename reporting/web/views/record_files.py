"""Attached files of published records: for everybody, while the record is public and its public part names them."""

from __future__ import annotations

from flask import Blueprint, Response

from reporting.domain.attachments import Facts
from reporting.services import reading
from reporting.web.access import house, public
from reporting.web.file_responses import download, picture

bp = Blueprint("record_files", __name__)
_AT = "/<lang_code>/records/<party>/<form>/<int:number>/files/<sha256>"
_KEEP = "no-cache"


def _public(party: str, form: str, number: int, sha256: str) -> Facts | None:
    session = house().db.session
    record = reading.record_of(session, party, form, number)
    reading.require_public(record)
    return reading.record_files(session, record).get(sha256)


@bp.get(_AT)
@public
def record_file(party: str, form: str, number: int, sha256: str) -> Response:
    """A file that the record names."""
    return download(house().files, _public(party, form, number, sha256), _KEEP)


@bp.get(f"{_AT}/preview")
@public
def record_preview(party: str, form: str, number: int, sha256: str) -> Response:
    """The small picture of such an image."""
    return picture(house().files, _public(party, form, number, sha256), _KEEP)
