"""Carrying forward: what earlier reports say to this one as a whole, taken over at once or matched item by item."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain import permissions
from reporting.domain.errors import Invalid, NotFound
from reporting.services import carry_forward, item_matches, reports
from reporting.web import carry_page, earlier
from reporting.web.access import actor, house, named_report, named_workbook, now, requires, texts
from reporting.web.i18n import localised_url

bp = Blueprint("carry", __name__)
_AT = "/<lang_code>/workspace/<party>/<form>/carry-forward"


@bp.get(_AT)
@requires("report:read_draft")
def index(party: str, form: str) -> str:
    """What can be taken over, what was, what waits, what has no counterpart. NotFound without an earlier record."""
    book, session = named_workbook(), house().db.session
    known = carry_forward.earlier_reports(session, book.report, book.revision.id, book.edition)
    if not known and not book.unconfirmed:
        raise NotFound
    return render_template(
        "pages/drafting/carry-forward.html",
        party=party,
        form=form,
        editable=permissions.permits(actor(), "report:draft", reports.subject_of(session, book.report, book.revision)),
        **carry_page.page(session, book, known),
    )


@bp.post("/<lang_code>/workspace/<party>/<form>/carry")
@requires("report:read_draft")
def decide(party: str, form: str) -> Response:
    """One decision on one offer."""
    sent = request.form
    question, item, decision = (sent.get(each, "") for each in ("question", "item", "decision"))
    earlier.decide(named_report().report.id, question, item, decision)
    return _back(party, form, "waiting")


@bp.post(f"{_AT}/all")
@requires("report:read_draft")
def take_all(party: str, form: str) -> Response:
    report_id, say = named_report().report.id, texts()
    with house().db.transaction() as session:
        count = carry_forward.take_all(session, actor(), now(), house().editions, report_id)
    flash(say.titled(say("Answers taken over, to be confirmed one by one"), say.number(count)), "success")
    return _back(party, form)


@bp.post(f"{_AT}/items")
@requires("report:read_draft")
def match(party: str, form: str) -> Response:
    """Say from which earlier items one goes on, or leave it to the links again."""
    report_id, sent, say = named_report().report.id, request.form, texts()
    by_links = "by_links" in sent
    try:
        with house().db.transaction() as session:
            item_matches.match(
                session, actor(), now(), house().editions, report_id,
                sent.get("earlier", ""), sent.get("item", ""), None if by_links else sent.getlist("items"),
            )  # fmt: skip
    except Invalid as refusal:
        flash(say.sentence(refusal.code, refusal.params), "error")
    else:
        flash(
            say("The links say again which earlier items this goes on from.") if by_links
            else say("It is noted which earlier items this goes on from."), "success",
        )  # fmt: skip
    return _back(party, form, "items")


def _back(party: str, form: str, place: str | None = None) -> Response:
    """To the whole again, at the list where a button was pressed."""
    return redirect(localised_url("carry.index", party=party, form=form, _anchor=place))
