"""The answers of a draft: read and written one by one, two hundred at a time at most."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Response

from reporting.api import parameters as take
from reporting.api.access import actor, house, named_report, now
from reporting.api.bodies import Parameter
from reporting.api.operations import Asked, operation
from reporting.api.responses import answer, whole
from reporting.api.shapes import reports as shapes
from reporting.api.validation import Fault
from reporting.domain import permissions
from reporting.domain.answers import Key
from reporting.domain.errors import Invalid
from reporting.services import drafting, reports
from reporting.services.drafting import Write
from reporting.services.queries import MAX_PER_PAGE

TAG = "Answers"
_PER_PAGE = Parameter("per_page", take.PER_PAGE_.schema, take.PER_PAGE_.says, MAX_PER_PAGE)


@operation(
    "GET", "/reports/<int:report_id>/answers", permission="report:read_draft", tag=TAG,
    says="The answers as they stand, hidden and cleared ones included, in the form's order.",
    query=(take.SECTION, take.ITEM, take.PAGE, _PER_PAGE), answers={200: "AnswerList"}, refuses=(403, 404),
)  # fmt: skip
def answer_list(asked: Asked, report_id: int) -> Response:
    session, named, who = house().db.session, named_report(), actor()
    book = reports.workbook(session, house().editions, named.report, named.revision)
    section, item = asked.query["section"], asked.query["item"]
    if section and book.edition.form.section(section) is None:
        raise Invalid(details=[Fault("section", "unknown_name")])
    subject = reports.subject_of(session, named.report, named.revision)
    people = reports.names_of_people(session, (mark.author_id for mark in book.marks.values()))
    may_draft, texts = permissions.permits(who, "report:draft", subject), house().texts(asked.language)
    made = [
        each
        for each in shapes.answers(book, people, may_draft=may_draft, texts=texts)
        if (not section or each["question"].startswith(f"{section}.")) and item in (None, each["item"])
    ]
    return answer(whole(made, page=asked.query["page"], per_page=asked.query["per_page"]))


@operation(
    "PATCH", "/reports/<int:report_id>/answers", permission="report:overview", tag=TAG,
    says="Write answers. Each entry comes back once: saved, in conflict with somebody else's write, or rejected as "
    "nothing that can be stored; one does not undo the others. 422 only where the body itself is malformed, 409 where "
    "the revision takes no answers (any more).",
    body="Writes", answers={200: "Outcome"}, refuses=(403, 404, 409, 413, 422),
)  # fmt: skip
def answer_write(asked: Asked, report_id: int) -> Response:
    who, sent, editions = actor(), asked.body, house().editions
    form_revision_id = named_report().revision.form_revision_id
    writes = _writes(sent["answers"])
    with house().db.transaction() as session:
        outcome = drafting.save(
            session, who, now(), editions,
            report_id=report_id, revision=sent["revision"], form_digest=sent["form_digest"], writes=writes,
        )  # fmt: skip
        people = reports.names_of_people(session, (each.author_id for each in outcome.conflicts))
    edition = editions.of_revision(house().db.session, form_revision_id)
    return answer(shapes.outcome(outcome, edition, people, house().texts(asked.language)))


def _writes(entries: list[dict[str, Any]]) -> list[Write]:
    """The entries as services take them. Raises Invalid where two carry the same write_id."""
    seen = Counter(each["write_id"] for each in entries)
    again = (n for n, each in enumerate(entries) if seen[each["write_id"]] > 1)
    twice = [Fault(f"answers[{n}].write_id", "not_distinct") for n in again]
    if twice:
        raise Invalid(details=twice)
    return [
        Write(
            write_id=each["write_id"],
            key=Key(each["question"], each.get("item", ""), each.get("lang", "")),
            value=each["value"],
            version=each["version"],
        )
        for each in entries
    ]
