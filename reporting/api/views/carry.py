"""What earlier reports say to a draft: read, taken over, confirmed."""

from __future__ import annotations

from flask import Response

from reporting.api.access import actor, house, named_report, now
from reporting.api.operations import Asked, operation
from reporting.api.responses import answer
from reporting.api.shapes import carry as shapes
from reporting.services import carry_forward, item_matches, reports
from reporting.services.carry_forward import Earlier
from reporting.services.reports import Workbook

TAG = "Answers"


@operation(
    "GET", "/reports/<int:report_id>/carry-forward", permission="report:read_draft", tag=TAG,
    says="What the Party's earlier records say to the questions of this report, what was decided about it, and what "
    "of them nothing here goes on from. Empty lists where there is no such record.",
    answers={200: "CarryForward"}, refuses=(403, 404),
)  # fmt: skip
def carry_list(asked: Asked, report_id: int) -> Response:
    book, earlier = _known()
    offers = carry_forward.all_offers(house().db.session, book, earlier)
    return answer(
        shapes.carry_forward(
            earlier, offers, item_matches.matches(book, earlier), carry_forward.left_over(book, earlier)
        )
    )


@operation(
    "POST", "/reports/<int:report_id>/carry-forward", permission="report:read_draft", tag=TAG,
    says="Do with what is offered to one question what was decided. An answer that stands is not written over: 422.",
    body="CarryDecision", answers={200: "CarryOffer"}, refuses=(403, 404, 409, 422),
)  # fmt: skip
def carry_decide(asked: Asked, report_id: int) -> Response:
    who, editions, sent = actor(), house().editions, asked.body
    question, item = sent["question"], sent.get("item", "")
    with house().db.transaction() as session:
        carry_forward.decide(session, who, now(), editions, report_id, question, item, sent["decision"])
    book, earlier = _known()
    found = carry_forward.all_offers(house().db.session, book, earlier)
    return answer(next(shapes.offer(each) for each in found if (each.question.path, each.item) == (question, item)))


@operation(
    "POST", "/reports/<int:report_id>/carry-forward/items", permission="report:read_draft", tag=TAG,
    says="Say from which items of an earlier record an item goes on, or leave it to the links again. Answers with the "
    "item's matches, one for each section that has it.",
    body="CarryItems", answers={200: "CarryMatches"}, refuses=(403, 404, 409, 422),
)  # fmt: skip
def carry_items(asked: Asked, report_id: int) -> Response:
    who, editions, sent = actor(), house().editions, asked.body
    with house().db.transaction() as session:
        item_matches.match(session, who, now(), editions, report_id, sent["form"], sent["item"], sent["earlier"])
    found = [
        each
        for each in item_matches.matches(*_known())
        if (each[0].edition.form.id, each[1].item) == (sent["form"], sent["item"])
    ]
    return answer({"items": [shapes.match(*each) for each in found]})


def _known() -> tuple[Workbook, list[Earlier]]:
    """The report as it stands, with the earlier records."""
    session, named = house().db.session, named_report()
    book = reports.workbook(session, house().editions, named.report, named.revision)
    return book, carry_forward.earlier_reports(session, named.report, named.revision.id, book.edition)
