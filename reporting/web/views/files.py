"""Attached files of a report before it is a record, and files that come in pieces.

The addresses for pieces answer scripts: JSON, refusals included. A file that has come is in the report once the page is
saved.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from flask import Blueprint, Response, jsonify, request

from reporting.domain.attachments import Facts
from reporting.domain.errors import ReportingError
from reporting.services import reading, uploads
from reporting.services.uploads import PIECE, State
from reporting.web.access import View, actor, house, named_report, now, requires, texts
from reporting.web.file_responses import download, picture
from reporting.web.forms.section import whole_number
from reporting.web.i18n import localised_url

bp = Blueprint("files", __name__)
_AT = "/<lang_code>/workspace/<party>/<form>"
_KEEP = "private, no-cache"


def for_scripts(view: View) -> View:
    """Refusals as JSON: code, sentence, and where the next piece begins."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except ReportingError as error:
            told = {"code": error.code, "sentence": texts().sentence(error.code, error.params)}
            if "offset" in error.params:
                told["offset"] = error.params["offset"]
            return jsonify(told), error.status

    return answered  # type: ignore[return-value]


def _readable(sha256: str) -> Facts | None:
    return reading.files_of(house().db.session, actor(), named_report().report).get(sha256)


@bp.get(f"{_AT}/files/<sha256>")
@requires("report:read")
def draft_file(party: str, form: str, sha256: str) -> Response:
    """A file of the report, for whoever reads what names it."""
    return download(house().files, _readable(sha256), _KEEP)


@bp.get(f"{_AT}/files/<sha256>/preview")
@requires("report:read")
def draft_preview(party: str, form: str, sha256: str) -> Response:
    """The small picture of an attached image."""
    return picture(house().files, _readable(sha256), _KEEP)


def _state(state: State) -> dict[str, Any]:
    return {"key": state.key, "offset": state.offset, "size": state.size, "piece": PIECE}


@bp.post(f"{_AT}/uploads")
@requires("report:read_draft")
@for_scripts
def begin_upload(party: str, form: str) -> tuple[Response, int]:
    """Announce a file by name and size; where its pieces go, and how large they may be."""
    told, report_id = request.form, named_report().report.id
    state = uploads.begin(
        house(), actor(), now(), report_id,
        name=told.get("name", ""), size=whole_number(told.get("size", "")), sha256=told.get("sha256", "")[:64],
    )  # fmt: skip
    url = localised_url("files.upload_state", party=party, form=form, key=state.key)
    return jsonify(_state(state) | {"url": url}), 201


@bp.get(f"{_AT}/uploads/<key>")
@requires("report:read_draft")
@for_scripts
def upload_state(party: str, form: str, key: str) -> Response:
    """How much has come."""
    return jsonify(_state(uploads.state(house(), actor(), named_report().report.id, key)))


@bp.post(f"{_AT}/uploads/<key>")
@requires("report:read_draft")
@for_scripts
def upload_piece(party: str, form: str, key: str) -> Response:
    """One piece: the body of the request, beginning at `?offset=`."""
    offset, content = whole_number(request.args.get("offset", "")), request.get_data(cache=False)
    return jsonify(_state(uploads.add(house(), actor(), named_report().report.id, key, offset, content)))


@bp.post(f"{_AT}/uploads/<key>/finish")
@requires("report:read_draft")
@for_scripts
def finish_upload(party: str, form: str, key: str) -> Response:
    """All has come: judge it; its id, under which the page's form names it."""
    told = request.form.get("sha256", "")[:64]
    facts = uploads.finish(house(), actor(), now(), named_report().report.id, key, told)
    url = localised_url("files.draft_file", party=party, form=form, sha256=facts.sha256)
    return jsonify(facts.to_data() | {"url": url, "words": texts().size(facts.size)})


@bp.post(f"{_AT}/uploads/<key>/stop")
@requires("report:read_draft")
@for_scripts
def stop_upload(party: str, form: str, key: str) -> tuple[str, int]:
    """Give it up."""
    uploads.abort(house(), actor(), named_report().report.id, key)
    return "", 204
