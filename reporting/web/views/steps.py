"""The steps through the workflow: a page that says what a step does and asks what it needs, and the step itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain import permissions, workflow
from reporting.domain.definitions import Form
from reporting.domain.errors import Incomplete, Invalid, NotFound, ReauthenticationNeeded, WrongState
from reporting.services import companions, overview, problems, queries, reports
from reporting.services.companions import Companion
from reporting.services.overview import Overview
from reporting.services.problems import ProblemGroup
from reporting.services.steps import Step
from reporting.web.access import actor, house, named_form, named_report, now, requires, texts
from reporting.web.i18n import localised_url

bp = Blueprint("steps", __name__)
#: A password given longer ago than this is asked for again before a step that binds.
FRESH = dt.timedelta(minutes=15)


@bp.get("/<lang_code>/workspace/<party>/<form>/actions/<action>")
@requires("report:overview")
def ask(party: str, form: str, action: str) -> str:
    """What the step does, and what it needs to be told."""
    return _page(action)


@bp.post("/<lang_code>/workspace/<party>/<form>/actions/<action>")
@requires("report:overview")
def act(party: str, form: str, action: str) -> Response:
    """Take the step. What is missing or wrong comes back on its page with what was typed."""
    known = workflow.ACTIONS.get(action)
    if known is None:
        raise NotFound
    permissions.require(actor(), f"report:{action}", _subject())
    if known.needs_fresh_sign_in:
        require_fresh_sign_in()
    steps = [*_with(action), (named_report().report.id, _step(action))]
    try:
        if known.needs_complete and not request.form.get("proceed") and _found(_seen())[1]:
            raise Invalid("proceed_needed", field="proceed")
        due = _due_on()
        steps = [(report_id, replace(step, due_on=due)) for report_id, step in steps]
        with house().db.transaction() as session:
            companions.act(session, actor(), now(), house().editions, steps)
    except (Incomplete, Invalid) as refusal:
        sentence = texts().sentence(refusal.code, refusal.params)
        return make_response(_page(action, sentence, refusal.params.get("field")), refusal.status)
    flash(done_sentence(action), "success")
    return redirect(localised_url("workspace.report", party=party, form=form))


def require_fresh_sign_in() -> None:
    """Raise where the last proof of who acts is too old."""
    proved = actor().proved_at
    if proved is None or now() - proved > FRESH:
        raise ReauthenticationNeeded


def _subject() -> permissions.Subject:
    named = named_report()
    return reports.subject_of(house().db.session, named.report, named.revision)


def _step(action: str, of: str = "") -> Step:
    """The step as it was sent; `of` is the end of the fields' names for a report that goes along."""
    sent = request.form
    return Step(
        action=action,
        comment=sent.get("comment", "")[:20_000],
        expect_status=sent.get(f"status{of}", ""),
        digest=sent.get(f"digest{of}", ""),
        sha256=sent.get(f"sha256{of}", ""),
    )


def _due_on() -> dt.date | None:
    """The day that was sent. Raises Invalid."""
    typed = request.form.get("due_on", "").strip()
    try:
        return dt.date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Invalid("not_a_date", field="due_on") from None


def _companions(action: str, form: Form) -> list[Companion]:
    report = named_report().report
    return companions.companions(house().db.session, actor(), house().editions, report, form, action, g.language)


def _with(action: str) -> list[tuple[int, Step]]:
    """The same step with the reports that were chosen to go along."""
    chosen = request.form.getlist("with")
    found = [each for each in _companions(action, named_form()) if each.report.form in chosen] if chosen else []
    return [(each.report.id, _step(action, f":{each.report.form}")) for each in found]


def _page(action: str, error: str = "", wrong: object = None) -> str:
    """`error` is said at the field named `wrong`, or on top where it is about none."""
    named, seen = named_report(), _seen()
    chosen = next((each for each in seen.actions if each.name == action), None)
    if chosen is None:
        permissions.require(actor(), f"report:{action}" if action in workflow.ACTIONS else "account:self", seen.subject)
        raise WrongState(action=action, status=named.revision.status) if action in workflow.ACTIONS else NotFound()
    blocking, advice = _found(seen) if chosen.needs_complete else ([], [])
    return render_template(
        "pages/workspace/step.html",
        party=named.report.party,
        form=named.report.form,
        seen=seen,
        action=chosen,
        groups=blocking,
        advice=advice,
        companions=_companions(action, seen.edition.form),
        needs_comment=chosen.needs_comment or (action == "publish" and _is_published(named.report.id)),
        error=error,
        errors={wrong: error} if wrong in ("comment", "due_on", "proceed") else {},
        sent=request.form,
        min_due_on=now().date().isoformat(),
    )


def _is_published(report_id: int) -> bool:
    """Whether there is a version before, so that a new one has to say what changed."""
    return bool(queries.record_numbers(house().db.session, report_id))


def _seen() -> Overview:
    named = named_report()
    return overview.of_report(
        house().db.session, actor(), house().editions, named.report, named.revision, g.language, texts(), now()
    )


def _found(seen: Overview) -> tuple[list[ProblemGroup], list[ProblemGroup]]:
    """What stands against the submission; and what is advice, where nothing does."""
    found = problems.of_edition(house().db.session, actor(), seen.subject, seen.revision, seen.edition, texts())
    blocking = _only(found, blocking=True)
    return blocking, [] if blocking else _only(found, blocking=False)


def _only(found: list[ProblemGroup], *, blocking: bool) -> list[ProblemGroup]:
    kept = [replace(each, lines=[line for line in each.lines if line.problem.blocking is blocking]) for each in found]
    return [each for each in kept if each.lines]


def done_sentence(action: str) -> str:
    """What is said after a step was taken."""
    say = texts()
    return {
        "submit": say("The report has been submitted. The secretariat has been told."),
        "recall": say("The report has been recalled and is a draft again."),
        "start_review": say("You have started the review."),
        "return": say("The report has been returned. The Party has been told."),
        "approve": say("The report has been approved."),
        "send_back": say("The report is under review again."),
        "publish": say("The report is being published. It appears in public as soon as its files are made."),
        "amend": say("A new draft has been opened. The published report stays public."),
        "discard": say("The draft has been discarded."),
    }[action]
