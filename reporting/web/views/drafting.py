"""Filling in a report: section pages. Each is one form, whole without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from reporting.domain import permissions
from reporting.domain.answers import Key
from reporting.domain.definitions import Question, Section, Wording
from reporting.domain.errors import Forbidden, NotFound, ReportingError, WrongState
from reporting.domain.languages import direction, name
from reporting.services import drafting, reports
from reporting.services.drafting import Outcome
from reporting.services.reports import Workbook
from reporting.web.access import actor, house, named_workbook, now, requires, texts
from reporting.web.fields import Drawing, id_of
from reporting.web.forms.section import (
    Posted,
    posted_language,
    read_post,
    text_language,
    visible_questions,
    whole_number,
)
from reporting.web.i18n import localised_url

bp = Blueprint("drafting", __name__)


@bp.get("/<lang_code>/workspace/<party>/<form>/sections/<section>")
@requires("report:read_draft")
def section(party: str, form: str, section: str) -> str:
    book = named_workbook()
    return _page(book, _section(book, section), text_language(book), Posted(), Outcome())


@bp.post("/<lang_code>/workspace/<party>/<form>/sections/<section>")
@requires("report:read_draft")
def save(party: str, form: str, section: str) -> Response:
    """Save what changed, then go where the pressed button leads; stay where something needs a decision."""
    with house().db.transaction() as session:
        book = reports.workbook(session, house().editions, reports.find(session, party, form))
        here, language = _section(book, section), posted_language(book)
        posted = read_post(session, book, here, language, request.form, request.form.getlist)
        posted.leave(request.form.get("keep_theirs", ""))
        outcome, too_late = _save(session, book, posted)
    if too_late is not None:
        return make_response(_unsent(book, here, posted, too_late), too_late.status)
    if posted.refusals or outcome.conflicts or outcome.rejected:
        return make_response(_page(named_workbook(), here, language, posted, outcome), 422)
    if outcome.saved:
        flash(texts().gettext("Saved."), "success")
    return redirect(_next(book, here, language) + _place(here))


def _place(here: Section) -> str:
    """The question whose button was pressed, as the end of an address."""
    kept = request.form.get("keep_theirs", "")
    return next(("#" + id_of(each.path) for each in here.questions if each.path == kept), "")


def _save(session: Session, book: Workbook, posted: Posted) -> tuple[Outcome, ReportingError | None]:
    """What became of the writes; or why none may be made any more, though there are some."""
    try:
        outcome = drafting.save(
            session, actor(), now(), house().editions,
            report_id=book.report.id, revision=whole_number(request.form.get("revision", "")),
            form_digest=request.form.get("form_digest", ""), writes=posted.writes,
        )  # fmt: skip
    except (Forbidden, WrongState) as refusal:
        if not posted.writes and not posted.refusals:
            raise
        return Outcome(), refusal
    return outcome, None


def _unsent(book: Workbook, here: Section, posted: Posted, refusal: ReportingError) -> str:
    """Why nothing was saved, with what was typed, so that its author can take it along."""
    wording = book.edition.wording(g.language)
    changed = {write.key.question for write in posted.writes} | posted.refusals.keys()
    return render_template(
        "pages/drafting/unsent.html",
        party=book.report.party,
        form=book.report.form,
        section=here,
        section_title=wording(f"{here.id}.title"),
        sentence=texts().sentence(refusal.code, refusal.params),
        unsent=[
            (wording.label(question), _chosen(question, posted.typed[question.path], wording))
            for question in here.questions
            if question.path in changed
        ],
    )


def _chosen(question: Question, typed: Sequence[str], wording: Wording) -> str:
    """What was typed or ticked, in words."""
    return "; ".join(wording.option(question, each) if each in question.options else each for each in typed if each)


def _section(book: Workbook, section_id: str) -> Section:
    found = book.edition.form.section(section_id)
    if found is None:
        raise NotFound
    return found


def _page(book: Workbook, here: Section, language: str, posted: Posted, outcome: Outcome) -> str:
    wording = book.edition.wording(g.language)
    subject = reports.subject_of(house().db.session, book.report, book.revision)
    editable = permissions.permits(actor(), "report:draft", subject)
    drawing = Drawing(
        book=book,
        wording=wording,
        texts=texts(),
        language=language,
        editable=editable,
        people=_people(book, outcome),
        zone=actor().time_zone,
        posted=posted,
        conflicts={each.write.key.question: each for each in outcome.conflicts},
        rejected={each.write.key.question: texts().sentence(each.code, each.params) for each in outcome.rejected},
        problems=_problems(book, here),
    )
    return render_template(
        "pages/drafting/section.html",
        party=book.report.party,
        form=book.report.form,
        title=wording("title"),
        section=here,
        section_title=wording(f"{here.id}.title"),
        guidance=wording(f"{here.id}.guidance"),
        fields=[drawing.view(each, _history_url(book, each.path, language)) for each in visible_questions(book, here)],
        editable=editable,
        revision=book.revision,
        form_digest=book.edition.form.digest,
        text_language=language,
        tabs=_tabs(book, here, language, editable),
        sections=[(each, wording(f"{each.id}.title")) for each in book.edition.form.sections],
        completeness=book.answers.completeness([here]),
        steps=_neighbours(book, here, wording, language, editable),
        errors=_errors(drawing, visible_questions(book, here)),
        others_saved=bool(outcome.saved),
    )


def _neighbours(book: Workbook, here: Section, wording: Wording, language: str, editable: bool) -> dict[str, Any]:
    """The sections before and after: buttons of the page's form, links where there is no form."""
    sections = book.edition.form.sections
    place = [each.id for each in sections].index(here.id)

    def neighbour(go: str, section: Section | None) -> dict[str, str] | None:
        if section is None:
            return None
        to = {"value": go} if editable else {"url": _section_url(book, section.id, language)}
        return {"label": wording(f"{section.id}.title"), **to}

    return {
        "previous": neighbour("previous", sections[place - 1] if place else None),
        "next": neighbour("next", sections[place + 1] if place + 1 < len(sections) else None),
    }


def _errors(drawing: Drawing, questions: list[Question]) -> list[dict[str, str]]:
    """What must be looked at before the page is saved, each with the id of its control."""
    say, found = drawing.texts, []
    for question in questions:
        if question.path in drawing.conflicts:
            sentence = say("Somebody else changed this answer in the meantime.")
        else:
            sentence = drawing.error(question.path)
        if sentence:
            label = f"{drawing.wording.label(question)}: {sentence}"
            found.append({"id": id_of(question.path), "text": label})
    return found


def _people(book: Workbook, outcome: Outcome) -> dict[int, str]:
    authors = {mark.author_id for mark in book.marks.values()} | {each.author_id for each in outcome.conflicts}
    return reports.names_of_people(house().db.session, authors)


def _problems(book: Workbook, here: Section) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for problem in book.answers.problems([here]):
        found.setdefault(problem.question, []).append(problem)
    return found


def _tabs(book: Workbook, here: Section, language: str, editable: bool) -> list[dict[str, Any]]:
    """One tab for each working language, with how many of the section's texts it has."""
    wanted = [each for each in visible_questions(book, here) if each.multilingual]
    return [
        {
            "tag": tag,
            "name": name(tag, g.language),
            "dir": direction(tag),
            "current": tag == language,
            **({"value": f"in:{tag}"} if editable else {"url": _section_url(book, here.id, tag)}),
            "state": _tab_state(book, wanted, tag),
        }
        for tag in book.report.languages
    ]


def _tab_state(book: Workbook, wanted: list[Question], tag: str) -> str:
    """What a language's tab says: stale before empty before done; '' where some texts are there and some not."""
    given = [each for each in wanted if tag in book.answers.languages_of(each.path)]
    if any(book.is_stale(Key(each.path, "", tag)) for each in given):
        return "stale"
    if not given:
        return "empty" if wanted else ""
    if len(given) < len(wanted):
        return ""
    return "original" if all(book.stored[Key(each.path, "", tag)].original for each in given) else "done"


def _next(book: Workbook, here: Section, language: str) -> str:
    """Where the pressed button leads: `go` is stay, next, previous, overview or `in:<language>`."""
    go = request.form.get("go", "stay")
    if go.startswith("in:") and go[3:] in book.report.languages:
        return _section_url(book, here.id, go[3:])
    ids = [each.id for each in book.edition.form.sections]
    place = ids.index(here.id) + {"next": 1, "previous": -1}.get(go, 0)
    if go == "overview" or not 0 <= place < len(ids):
        return localised_url("workspace.report", party=book.report.party, form=book.report.form)
    return _section_url(book, ids[place], language)


def _section_url(book: Workbook, section: str, language: str) -> str:
    """The address of a section with its texts in one language."""
    values = {"party": book.report.party, "form": book.report.form, "section": section, "in": language}
    return localised_url("drafting.section", **values)


def _history_url(book: Workbook, question: str, language: str) -> str:
    multilingual = book.edition.form.questions[question].multilingual
    return localised_url(
        "history.versions",
        party=book.report.party,
        form=book.report.form,
        question=question,
        **{"in": language if multilingual else None},
    )
