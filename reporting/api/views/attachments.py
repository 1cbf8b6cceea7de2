"""Files of a report: attached, listed, fetched. An answer to a question about files names them by their SHA-256."""

from __future__ import annotations

from typing import IO

from flask import Response, make_response, request, send_file

from reporting.api import parameters as take
from reporting.api.access import actor, house, named_report, now
from reporting.api.operations import FORM_DATA, PREFIX, Asked, operation
from reporting.api.responses import answer, whole
from reporting.api.validation import Fault
from reporting.domain.attachments import POLICY, Facts
from reporting.domain.errors import Invalid, NotFound
from reporting.services import attachments, reading

TAG = "Attachments"
RAW = "application/octet-stream"
#: Room for what stands around a file in a form.
_AROUND = 100_000


@operation(
    "POST", "/reports/<int:report_id>/attachments", permission="report:read_draft", tag=TAG,
    says="Attach a file: as the body, with `name`, or as the part `file` of a form. What it is, is judged by its "
    "content. 201 with its facts; the same content again has the name that it had first.",
    query=(take.NAME,), takes=(RAW, FORM_DATA), answers={201: "Attachment"}, refuses=(403, 404, 409, 413, 422),
)  # fmt: skip
def attachment_add(asked: Asked, report_id: int) -> Response:
    stream, name = _sent(asked.query["name"])
    facts = attachments.attach(house(), actor(), now(), report_id, stream, name)
    made = _attachment(report_id, facts)
    return answer(made, 201, {"Location": f"{PREFIX}/reports/{report_id}/attachments/{facts.sha256}"})


def _sent(name: str) -> tuple[IO[bytes], str]:
    """The file's bytes and name. Raises TooLarge by what the request says of itself, Invalid without a file."""
    request.max_content_length = house().max_file + _AROUND
    if request.mimetype != FORM_DATA:
        if (request.content_length or 0) > house().max_file:
            raise attachments.too_large(house())
        return request.stream, name
    file = request.files.get("file")
    if file is None:
        raise Invalid(details=[Fault("file", "missing")])
    return file.stream, file.filename or name


def _attachment(report_id: int, facts: Facts) -> dict[str, object]:
    address = f"{house().public_url}{PREFIX}/reports/{report_id}/attachments/{facts.sha256}"
    return facts.to_data() | {"address": address}


@operation(
    "GET", "/reports/<int:report_id>/attachments", permission="report:read", tag=TAG,
    says="The files of a report: for its drafters all that were attached, for others those that the frozen copy names.",
    query=take.PAGING, answers={200: "AttachmentList"}, refuses=(403, 404),
)  # fmt: skip
def attachment_list(asked: Asked, report_id: int) -> Response:
    found = reading.files_of(house().db.session, actor(), named_report().report)
    made = [_attachment(report_id, facts) for facts in found.values()]
    return answer(whole(made, page=asked.query["page"], per_page=asked.query["per_page"]))


@operation(
    "GET", "/reports/<int:report_id>/attachments/<sha256>", permission="report:read", tag=TAG,
    says="One of these files.", answers={200: "*/*"}, refuses=(403, 404),
)  # fmt: skip
def attachment_file(asked: Asked, report_id: int, sha256: str) -> Response:
    facts = reading.files_of(house().db.session, actor(), named_report().report).get(sha256)
    path = house().files.path(sha256)
    if facts is None or not path.is_file():
        raise NotFound
    response = make_response(
        send_file(path, facts.type, as_attachment=True, download_name=facts.name, etag=sha256, conditional=True)
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-cache"
    return response
