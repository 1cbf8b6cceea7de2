"""Where work begins: a Party's workspace, the secretariat's desk, and a report's overview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain import permissions, workflow
from reporting.domain.due import is_over
from reporting.domain.errors import Invalid
from reporting.domain.languages import INTERFACE, is_tag, name
from reporting.domain.permissions import Subject
from reporting.services import carry_forward, editions, importing, overview, parties, queries, reports
from reporting.services.queries import ReportRow
from reporting.web import paging
from reporting.web.access import Named, actor, house, named_report, now, requires, texts
from reporting.web.coverage_page import has_coverage
from reporting.web.i18n import localised_url
from reporting.web.numbers import asked_page
from reporting.web.record_list import form_titles

bp = Blueprint("workspace", __name__)


@dataclass(frozen=True)
class ReportView:
    """A report in a list, with what is to be done next by this reader."""

    party: str
    party_name: str
    form: str
    form_title: str
    status: str
    amends: bool
    percent: int
    due_on: str
    late: bool
    changed_at: str
    next_step: str
    url: str


@bp.get("/<lang_code>/workspace")
@requires("account:self")
def start() -> Response:
    """To where this person works."""
    mine = sorted({each.party for each in actor().memberships if each.party})
    if mine:
        return redirect(localised_url("workspace.party", party=mine[0]))
    if permissions.permits(actor(), "secretariat:desk"):
        return redirect(localised_url("workspace.desk"))
    return make_response(render_template("pages/workspace/nothing.html"))


@bp.get("/<lang_code>/workspace/<party>")
@requires("party:workspace")
def party(party: str) -> str:
    session = house().db.session
    found = queries.reports(session, actor(), party=party)
    agreements = parties.agreements_of(session, party)
    open_forms = [row for row in editions.open_forms(session) if row.agreement in agreements]
    begun = {row.report.form for row in found.items if row.revision.status != workflow.DISCARDED}
    titles = form_titles()
    return render_template(
        "pages/workspace/party.html",
        party=party,
        party_name=parties.name_of(parties.find(session, party), g.language, now().date()),
        reports=report_views(found.items, titles),
        open_forms=bool(open_forms),
        to_begin=[
            {"form": row.form, "title": titles[row.form], "due_on": house().editions.due_on(session, row)}
            for row in open_forms
            if row.form not in begun
            and permissions.permits(actor(), "report:create", Subject(party, row.agreement, row.form))
        ],
        languages_to_choose=_language_choices(),
    )


@bp.post("/<lang_code>/workspace/<party>/reports")
@requires("party:workspace")
def create(party: str) -> Response:
    """Begin a report."""
    wanted = _languages_sent() or [g.language]
    with house().db.transaction() as session:
        report, _ = reports.create(
            session, actor(), now(), house().editions,
            party=party, form=request.form.get("form", ""), languages=wanted,
        )  # fmt: skip
        form = report.form
    return redirect(localised_url("workspace.report", party=party, form=form))


@bp.get("/<lang_code>/workspace/<party>/<form>")
@requires("report:overview")
def report(party: str, form: str) -> str:
    """How far the report is, what is missing, what can be done next."""
    named = named_report()
    seen = overview.of_report(
        house().db.session, actor(), house().editions, named.report, named.revision, g.language, texts(), now()
    )
    return render_template(
        "pages/workspace/report.html",
        party=party,
        form=form,
        seen=seen,
        languages_to_choose=_language_choices(named.report.languages),
        covers=has_coverage(named.revision),
        carries=bool(seen.sections) and _carries(named),
        imports=importing.rules_of(house(), form) is not None,
    )


def _carries(named: Named) -> bool:
    """Whether there is an earlier record that the report goes on from."""
    session, editions = house().db.session, house().editions
    edition = editions.of_revision(session, named.revision.form_revision_id)
    return carry_forward.has_earlier(session, named.report, edition)


@bp.post("/<lang_code>/workspace/<party>/<form>/languages")
@requires("report:settings")
def languages(party: str, form: str) -> Response:
    wanted, report_id, say = _languages_sent(), named_report().report.id, texts()
    unknown = [each for each in wanted if not is_tag(each)]
    try:
        if unknown:
            raise Invalid("languages_needed", field="languages")
        with house().db.transaction() as session:
            reports.set_languages(session, actor(), now(), report_id, wanted)
        flash(say("The working languages have been changed."), "success")
    except Invalid as refusal:
        sentence = say.sentence(refusal.code, refusal.params)
        if unknown:
            sentence = say("Nothing was changed, because this is no language code: %(codes)s", codes=" ".join(unknown))
        flash(sentence, "error")
    return redirect(localised_url("workspace.report", party=party, form=form))


@bp.get("/<lang_code>/secretariat")
@requires("secretariat:desk")
def desk() -> str:
    """The reports of all Parties, those that wait for the secretariat first."""
    session = house().db.session
    status = request.args.get("status", "")
    if status and status not in workflow.STATUSES:
        abort(404)
    wanted = {"form": request.args.get("form", "")[:32], "party": request.args.get("party", "")[:2].upper()}
    found = queries.reports(
        session,
        actor(),
        party=wanted["party"],
        form=wanted["form"],
        statuses=(status,) if status else (),
        page=asked_page(),
    )
    return render_template(
        "pages/workspace/desk.html",
        reports=report_views(found.items, form_titles()),
        total=found.total,
        **paging.links(found),
        counts=queries.counts_by_status(session, actor()),
        wanted={**wanted, "status": status},
    )


def report_views(rows: Any, titles: dict[str, str]) -> list[ReportView]:
    """Rows for a list; no further query for any of them."""
    session = house().db.session
    names = parties.names_in(session, g.language, now().date())
    due_dates = {row.form: house().editions.due_on(session, row) for row in editions.open_forms(session)}
    return [_view(row, names, titles, due_dates) for row in rows]


def _view(row: ReportRow, names: dict[str, str], titles: dict[str, str], due_dates: dict[str, str]) -> ReportView:
    say = texts()
    subject = Subject(row.report.party, row.report.agreement, row.report.form, row.revision.status)
    due = overview.due_on(row.revision, due_dates.get(row.report.form, ""), amends=row.amends)
    return ReportView(
        party=row.report.party,
        party_name=names.get(row.report.party, row.report.party),
        form=row.report.form,
        form_title=titles.get(row.report.form, row.report.form),
        status=row.revision.status,
        amends=row.amends and row.revision.status in workflow.OPEN,
        percent=row.percent,
        due_on=due,
        late=bool(due) and row.revision.status in workflow.EDITABLE and is_over(due, now()),
        changed_at=say.moment(row.revision.changed_at, actor().time_zone),
        next_step=overview.next_step(actor(), subject, say, complete=0 < row.required <= row.given),
        url=localised_url("workspace.report", party=row.report.party, form=row.report.form),
    )


def _languages_sent() -> list[str]:
    """The languages that a form names, the main one first."""
    sent = request.form
    wanted = [sent.get("main", ""), *sent.getlist("languages"), *sent.get("other", "").replace(",", " ").split()]
    return [each for each in dict.fromkeys(wanted) if each]


def _language_choices(chosen: Sequence[str] = ()) -> list[dict[str, str]]:
    """The six as options. What is chosen comes first, else this page's language: the first is the main one."""
    first = chosen or [g.language]
    return [{"id": tag, "label": name(tag, g.language)} for tag in dict.fromkeys((*first, *INTERFACE))]
