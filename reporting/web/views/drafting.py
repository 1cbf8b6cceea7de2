"""Filling in a report: section pages. Each is one form, whole without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from reporting.domain import permissions, workflow
from reporting.domain.definitions import Part, Question, Wording
from reporting.domain.errors import Forbidden, NotFound, ReportingError, WrongState
from reporting.domain.places import sentence_of
from reporting.domain.questions import type_of
from reporting.domain.runs import Item
from reporting.services import attachments, drafting, progress, reports
from reporting.services.drafting import Outcome
from reporting.services.reports import Workbook
from reporting.web import earlier, item_list, item_news
from reporting.web.access import actor, house, named_form, named_report, named_workbook, now, requires, texts
from reporting.web.fields import Drawing, id_of
from reporting.web.forms.attached import take_files
from reporting.web.forms.section import (
    Posted,
    posted_language,
    read_post,
    text_language,
    whole_number,
)
from reporting.web.i18n import localised_url
from reporting.web.item_names import name_of
from reporting.web.offers import offer_views
from reporting.web.parts import beside, contents, is_list, neighbours, pages, part_named, part_url, shown_links, tabs
from reporting.web.uploading import limits

bp = Blueprint("drafting", __name__)
_AT = "/<lang_code>/workspace/<party>/<form>/sections/<section>"


@bp.get(_AT)
@bp.get(f"{_AT}/<item>")
@requires("report:read_draft")
def section(party: str, form: str, section: str, item: str = "") -> str:
    """A section or item to be written; of a repeated section the list of its items."""
    here = part_named(named_form(), section, item)
    book = named_workbook(here)
    if is_list(here):
        return item_list.page(book, here, text_language(book))
    return _page(book, here, text_language(book), Posted(), Outcome())


@bp.post(_AT)
@bp.post(f"{_AT}/<item>")
@requires("report:read_draft")
def save(party: str, form: str, section: str, item: str = "") -> Response:
    """Save what changed, then go where the pressed button leads; stay where something needs a decision."""
    here = _posted_part(section, item)
    if is_list(here):
        abort(405)
    brought = take_files(named_report().report.id, here)
    with house().db.transaction() as session:
        report = reports.find(session, party, form)
        book = reports.workbook(session, house().editions, report, part=here)
        language = posted_language(book)
        posted = read_post(session, book, here, language, brought.form, brought.form.getlist)
        posted.refuse(brought.refusals)
        posted.leave(request.form.get("keep_theirs", ""))
        outcome, too_late = _save(session, book, here, posted)
    if too_late is not None:
        return make_response(_unsent(book, here, posted, too_late), too_late.status)
    if posted.refusals or outcome.conflicts or outcome.rejected:
        now_here = part_named(named_form(), section, item)  # what was saved may have changed what items belong to
        return make_response(_page(named_workbook(now_here), now_here, language, posted, outcome), 422)
    if not _carry(book, here) and outcome.saved:
        flash(texts().gettext("Saved."), "success")
    return redirect(_next(book, here, language) + _place(here, posted))


def _posted_part(section: str, item: str) -> Part:
    """The page that was posted; also that of an item which went meanwhile, so that its author gets the words back."""
    form = named_form()
    found = form.section(section)
    if found is None or not found.repeated or not item or item in found.keys:
        return part_named(form, section, item)
    return Part(replace(found, items=(*found.items, Item(item))), item)


def _place(here: Part, posted: Posted) -> str:
    """Where a page that stays goes on, as the end of an address: at the question whose button was pressed, else at the
    last one that changed."""
    if request.form.get("go", "stay") != "stay":
        return ""
    pressed = request.form.get("keep_theirs", "") or request.form.get("carry", "").partition(":")[2]
    kept = pressed or next((each.key.question for each in reversed(posted.writes)), "")
    return next((f"#{id_of(each.path)}-question" for each in here.section.questions if each.path == kept), "")


def _carry(book: Workbook, here: Part) -> bool:
    """Do what a button beside an earlier answer says, once the page is saved; whether one was pressed."""
    decision, _, question = request.form.get("carry", "").partition(":")
    if decision:
        earlier.decide(book.report.id, question, here.item, decision)
    return bool(decision)


def _save(session: Session, book: Workbook, here: Part, posted: Posted) -> tuple[Outcome, ReportingError | None]:
    """What became of the writes; or why none may be made any more, though there are some."""
    section = book.edition.form.section(here.section.id)
    if section is None or here.item not in section.keys:
        if not posted.writes and not posted.refusals:
            raise NotFound
        return Outcome(), WrongState("unknown_item")
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


def _unsent(book: Workbook, here: Part, posted: Posted, refusal: ReportingError) -> str:
    """Why nothing was saved, with what was typed, so that its author can take it along."""
    wording = book.edition.wording(g.language)
    changed = {write.key.question for write in posted.writes} | posted.refusals.keys()
    back = here if here in pages(book.edition.form) else Part(here.section)
    return render_template(
        "pages/drafting/unsent.html",
        party=book.report.party,
        form=book.report.form,
        back=part_url(book, back),
        section_title=wording.title(here) or wording.title(back),
        sentence=texts().sentence(refusal.code, refusal.params),
        unsent=[
            (wording.label(question), _chosen(question, posted.words(question), wording))
            for question in here.section.questions
            if question.path in changed
        ],
    )


def _chosen(question: Question, typed: Sequence[str], wording: Wording) -> str:
    """What was typed or ticked, in words."""
    return "; ".join(wording.option(question, each) if each in question.options else each for each in typed if each)


def _drawing(book: Workbook, here: Part, language: str, posted: Posted, outcome: Outcome) -> Drawing:
    session, say, wording = house().db.session, texts(), book.edition.wording(g.language)
    editable = permissions.permits(actor(), "report:draft", reports.subject_of(session, book.report, book.revision))
    return Drawing(
        book=book,
        item=here.item,
        wording=wording,
        texts=say,
        language=language,
        editable=editable,
        people=_people(book, outcome),
        zone=actor().time_zone,
        posted=posted,
        conflicts={each.write.key.question: each for each in outcome.conflicts},
        rejected={
            each.write.key.question: sentence_of(each.code, each.params, wording, say) for each in outcome.rejected
        },
        problems=_problems(book, here),
        files=attachments.rows_of(session, book.report.id)
        if any(each.type == "files" for each in here.section.questions)
        else {},
        earlier=earlier.views(book, here, language, editable=editable),
    )


def _page(book: Workbook, here: Part, language: str, posted: Posted, outcome: Outcome) -> str:
    drawing = _drawing(book, here, language, posted, outcome)
    wording, editable, questions = drawing.wording, drawing.editable, drawing.questions(here)
    states = progress.states(house().db.session, book.revision.id)
    return render_template(
        "pages/drafting/section.html",
        party=book.report.party,
        form=book.report.form,
        title=wording("title"),
        here=here,
        item=here.section.item(here.item),
        above={"title": wording(f"{here.section.id}.title"), "url": part_url(book, Part(here.section), language)},
        name=name_of(here, wording),
        **item_news.of_item(book, here, wording),
        guidance=wording(f"items.{here.item}.summary" if here.item else f"{here.section.id}.guidance"),
        fields=[drawing.view(each, _history_url(book, each, here, language)) for each in questions],
        offers=offer_views(book, here),
        editable=editable,
        revision=book.revision,
        form_digest=book.edition.form.digest,
        text_language=language,
        save_url=localised_url("drafting.save", **(request.view_args or {})),
        tabs=tabs(book, here, language, editable),
        contents=contents(book, here, wording, language, states),
        shown=shown_links(book, here, wording, language, states),
        completeness=book.completeness(),
        doubtful=states.get((here.section.id, here.item), progress.NOTHING).name == "attention",
        steps=neighbours(book, here, wording, language, editable),
        errors=_errors(drawing, questions),
        others_saved=bool(outcome.saved),
        kinds={each.type for each in questions},
        has_numbers=any(type_of(each).is_number for each in questions),
        has_exclusive=any(each.exclusive for each in questions),
        has_follow_ups=any(map(drawing.follows, questions)),
        uploading=limits(),
    )


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


def _problems(book: Workbook, here: Part) -> dict[str, list[Any]]:
    """What there is to say about each answer. That one is missing, and advice, are no news on a page that nobody has
    begun: there they are said after a list of problems was looked at (`check`) and while the report is returned."""
    quiet = not (_is_begun(book, here) or book.revision.status == workflow.RETURNED or "check" in request.args)
    found: dict[str, list[Any]] = {}
    for problem in book.problems():
        if not quiet or (problem.blocking and problem.code != "required"):
            found.setdefault(problem.question, []).append(problem)
    return found


def _is_begun(book: Workbook, here: Part) -> bool:
    asked = {question.path for question in here.section.questions}
    return any(
        each.value is not None for key, each in book.stored.items() if key.question in asked and key.item == here.item
    )


def _next(book: Workbook, here: Part, language: str) -> str:
    """Where the pressed button leads: `go` is stay, next, previous, overview or `in:<language>`."""
    go = request.form.get("go", "stay")
    if go.startswith("in:") and go[3:] in book.report.languages:
        return part_url(book, here, go[3:])
    previous, following = beside(book.edition.form, here)
    to = {"next": following, "previous": previous, "overview": None}.get(go, here)
    if to is None:
        return localised_url("workspace.report", party=book.report.party, form=book.report.form)
    return part_url(book, to, language)


def _history_url(book: Workbook, question: Question, here: Part, language: str) -> str:
    return localised_url(
        "history.versions",
        party=book.report.party,
        form=book.report.form,
        question=question.path,
        item=here.item or None,
        **{"in": language if question.multilingual else None},
    )
