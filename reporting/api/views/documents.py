"""A report for reading, and its files: asked for, watched, fetched."""

from __future__ import annotations

from flask import Response

from reporting.api.access import actor, house, named_job, named_report, now
from reporting.api.operations import PREFIX, Asked, operation
from reporting.api.responses import answer, stored_pdf
from reporting.api.shapes import reports as shapes
from reporting.models import Report
from reporting.services import documents, exports, jobs, reading

TAG = "Documents"


@operation(
    "GET", "/reports/<int:report_id>/document", permission="report:read", tag=TAG,
    says="The report laid out for reading in one language: the draft for its Party, the newest frozen copy for others.",
    answers={200: "Document"}, refuses=(403, 404),
)  # fmt: skip
def document(asked: Asked, report_id: int) -> Response:
    found = reading.for_actor(
        house().db.session, actor(), house().editions, named_report().report, asked.language, now()
    )
    return answer(found.document.to_data())


@operation(
    "POST", "/reports/<int:report_id>/exports", permission="report:read", tag=TAG,
    says="Have a file made of what this actor reads now.",
    body="NewExport", answers={202: "ExportAsked"}, refuses=(403, 404, 422),
)  # fmt: skip
def export(asked: Asked, report_id: int) -> Response:
    who, sent = actor(), asked.body
    language = sent.get("lang", asked.language)
    found = reading.for_actor(house().db.session, who, house().editions, named_report().report, language, now())
    key = documents.key_of_reading(found)
    with house().db.transaction() as session:
        job = documents.ask(
            session, who, now(),
            report=session.get_one(Report, report_id), key=key, format=sent["format"], language=language,
        )  # fmt: skip
    return answer({"job": job}, 202, {"Location": f"{PREFIX}/jobs/{job}"})


@operation(
    "GET", "/jobs/<int:job_id>", permission="job:own", tag=TAG, says="How far a file is, for whoever asked for it.",
    answers={200: "Job"}, refuses=(404,),
)  # fmt: skip
def job(asked: Asked, job_id: int) -> Response:
    found = named_job()
    result = f"{house().public_url}{PREFIX}/jobs/{job_id}/file" if found.status == jobs.DONE else None
    return answer(shapes.job(found, result))


@operation(
    "GET", "/jobs/<int:job_id>/file", permission="job:own", tag=TAG,
    says="The file, as long as whoever asked for it may still read the report.",
    answers={200: "application/pdf"}, refuses=(403, 404),
)  # fmt: skip
def job_file(asked: Asked, job_id: int) -> Response:
    found = named_job()
    file = exports.file_of(house().db.session, actor(), house().instance, found)
    name = f"report-{found.payload['report']}-{found.payload['language']}.pdf"
    return stored_pdf(file.path, file.sha256, name, "private, no-cache")
