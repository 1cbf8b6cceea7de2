"""Reports: what this token may see, beginning one, one of them, and the steps through the workflow."""

from __future__ import annotations

import datetime as dt

from flask import Response

from reporting.api import parameters as take
from reporting.api.access import actor, house, named_report, now
from reporting.api.operations import PREFIX, Asked, operation
from reporting.api.responses import answer, listing
from reporting.api.shapes import reports as shapes
from reporting.api.validation import Fault
from reporting.domain import permissions, workflow
from reporting.domain.errors import Incomplete, Invalid
from reporting.models import Report, Revision
from reporting.services import overview, parties, problems, queries, reports, reviewing
from reporting.services.steps import Step

TAG = "Reports"


@operation(
    "GET", "/reports", permission="token:own", tag=TAG, says="What this token may see, newest change first.",
    query=(take.PARTY, take.FORM, take.STATUS, *take.PAGING), answers={200: "ReportList"},
)  # fmt: skip
def report_list(asked: Asked) -> Response:
    session, query = house().db.session, asked.query
    found = queries.reports(
        session, actor(),
        party=query["party"], form=query["form"], statuses=[query["status"]] if query["status"] else (),
        page=query["page"], per_page=query["per_page"],
    )  # fmt: skip
    names = parties.names_in(session, asked.language, now().date())
    titles = {
        revision: house().editions.of_revision(session, revision).wording(asked.language)("title")
        for revision in {row.revision.form_revision_id for row in found.items}
    }
    made = [
        shapes.report_head(row, names.get(row.report.party, row.report.party), titles[row.revision.form_revision_id])
        for row in found.items
    ]
    return answer(listing(found, made))


@operation(
    "POST", "/reports", permission="token:own", tag=TAG,
    says="Begin the Party's report on a form: 201, or 200 with the existing one.",
    body="NewReport", answers={201: "Report", 200: "Report"}, refuses=(403, 404, 422),
)  # fmt: skip
def report_begin(asked: Asked) -> Response:
    who, sent = actor(), asked.body
    with house().db.transaction() as session:
        report, is_new = reports.create(
            session, who, now(), house().editions,
            party=sent["party"], form=sent["form"], languages=sent.get("languages", ["en"]),
        )  # fmt: skip
        report_id = report.id
    headers = {"Location": f"{PREFIX}/reports/{report_id}"} if is_new else {}
    return _report(report_id, asked.language, 201 if is_new else 200, headers)


@operation(
    "GET", "/reports/<int:report_id>", permission="report:overview", tag=TAG,
    says="Status, digests, completeness, problems, and the actions open to this actor.",
    answers={200: "Report"}, refuses=(404,),
)  # fmt: skip
def report_one(asked: Asked, report_id: int) -> Response:
    return _report(report_id, asked.language)


def _report(report_id: int, language: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """The report as it stands now; after a change it is read anew."""
    session = house().db.session
    report = session.get_one(Report, report_id)
    revision = reports.newest_revision(session, report)
    seen = overview.of_report(
        session, actor(), house().editions, report, revision, language, house().texts(language), now()
    )
    form = house().editions.of(session, revision).form
    tells = revision.status in workflow.EDITABLE and permissions.permits(actor(), "report:read_draft", seen.subject)
    say = house().texts(language)
    found = problems.of_report(session, actor(), house().editions, report, revision, say) if tells else []
    return answer(shapes.report(seen, form, found), status, headers)


@operation(
    "POST", "/reports/<int:report_id>/actions/<action>", permission="report:overview", tag=TAG,
    says="Take a step through the workflow. Answers with the report as it then is (after `amend`, its new revision). "
    "Of two who act at once the second gets 409 `wrong_state`; `expect` names what the actor was shown, and 409 "
    "`stale` says that it has changed. An incomplete report is refused with 422 `incomplete` and its problems.",
    body="Action", answers={200: "Report"}, refuses=(403, 404, 409, 422),
)  # fmt: skip
def report_act(asked: Asked, report_id: int, action: str) -> Response:
    step = _step(workflow.ACTIONS[action], asked)
    who, revision = actor(), named_report().revision
    try:
        with house().db.transaction() as session:
            reviewing.act(session, who, now(), house().editions, report_id, step)
    except Incomplete as refusal:
        raise _with_sentences(refusal, revision, asked.language) from None
    return _report(report_id, asked.language)


def _step(action: workflow.Action, asked: Asked) -> Step:
    """The step as services take it. What binds names by its digest what it binds to; Invalid without."""
    sent, expect = asked.body, asked.body["expect"]
    digest = expect.get("digest") or ""
    if not digest and (action.needs_digest or action.needs_hash):
        raise Invalid(details=[Fault("expect.digest", "missing")])
    due = sent.get("due_on")
    return Step(
        action=action.name,
        comment=sent.get("comment", ""),
        due_on=dt.date.fromisoformat(due) if due else None,
        expect_status=expect["status"],
        digest=digest if action.needs_digest else "",
        sha256=digest if action.needs_hash else "",
    )


def _with_sentences(refusal: Incomplete, revision: Revision, language: str) -> Incomplete:
    """The refusal with its problems as programs read them."""
    edition = house().editions.of(house().db.session, revision)
    say, texts = edition.wording(language), house().texts(language)
    return Incomplete(details=[shapes.problem(each, edition.form, say, texts) for each in refusal.details])
