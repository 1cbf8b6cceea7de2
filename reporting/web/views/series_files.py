"""Indicator data of a section in a spreadsheet: a template to take along, a file to bring, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from reporting.domain import permissions
from reporting.domain.definitions import Part, Question, Section
from reporting.domain.errors import Invalid, TooLarge
from reporting.domain.numbers import in_words
from reporting.domain.places import sentence_of
from reporting.domain.series_changes import MODES, REPLACE, cells
from reporting.outputs.spreadsheets import as_csv, as_xlsx
from reporting.services import attachments, reports, series_files
from reporting.services.drafting import Outcome
from reporting.services.reports import Workbook
from reporting.services.series_files import ItemChange, Look
from reporting.web.access import actor, house, named_report, named_workbook, now, requires, texts
from reporting.web.forms.section import whole_number
from reporting.web.i18n import localised_url
from reporting.web.parts import part_url
from reporting.web.table_faults import fault_views, unread

bp = Blueprint("series_files", __name__)
_AT = "/<lang_code>/workspace/<party>/<form>/sections/<section>/spreadsheet"
_KINDS = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}
#: So many rows of one indicator are shown of what changes.
SHOWN = 100


@bp.get(_AT)
@requires("report:read_draft")
def page(party: str, form: str, section: str) -> str:
    """How it is done; and where a file waits, what it says and what it would change."""
    return _page(section)


@bp.get(f"{_AT}/template.<any(xlsx, csv):kind>")
@requires("report:read_draft")
def template(party: str, form: str, section: str, kind: str) -> Response:
    """The section's indicators with the rows that there are, in the language of the page."""
    book = named_workbook()
    here, question = series_files.section_named(book.edition.form, section)
    sheet = series_files.template(book, here, question, book.edition.wording(g.language), texts(), now().year)
    write, media_type = _KINDS[kind]
    response = Response(write(sheet), mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=f"{party}-{form}-{section}.{kind}")
    return response


@bp.post(_AT)
@requires("report:read_draft")
def bring(party: str, form: str, section: str) -> AnyResponse:
    """Take a file in, and show what it says."""
    report, file = named_report().report, request.files.get("file")
    attachments.may_attach(house().db.session, actor(), report)
    series_files.section_named(named_workbook().edition.form, section)
    try:
        if file is None or not file.filename:
            raise Invalid("file_not_chosen", field="file")
        series_files.bring(house(), actor(), now(), report.id, section, file.stream, file.filename, g.language)
    except (Invalid, TooLarge) as refusal:
        return make_response(_page(section, texts().sentence(refusal.code, refusal.params)), refusal.status)
    return redirect(localised_url("series_files.page", party=party, form=form, section=section))


@bp.post(f"{_AT}/save")
@requires("report:read_draft")
def save(party: str, form: str, section: str) -> AnyResponse:
    """Write what was shown; whatever changed in the meantime is shown again."""
    mode, sent = request.form.get("mode", ""), request.form
    report_id = named_report().report.id
    versions = {
        name.removeprefix("version~"): whole_number(value)
        for name, value in sent.items()
        if name.startswith("version~")
    }
    outcome = series_files.save(
        house(), actor(), now(), report_id, section,
        revision=whole_number(sent.get("revision", "")), form_digest=sent.get("form_digest", ""),
        mode=mode if mode in MODES else REPLACE, versions=versions,
    )  # fmt: skip
    return _told(party, form, section, outcome)


def _told(party: str, form: str, section: str, outcome: Outcome) -> AnyResponse:
    """What became of the writes, on the page that follows."""
    say, book = texts(), named_workbook()
    here, question = series_files.section_named(book.edition.form, section)
    saved = sum(each.write.key.question == question.path for each in outcome.saved)
    if saved:
        said = say.ngettext(
            "The data of %(n)s indicator were saved.", "The data of %(n)s indicators were saved.", saved
        )
        flash(said, "success")
    wording = book.edition.wording(g.language)
    for each in outcome.rejected:
        title = wording.title(Part(here, each.write.key.item))
        flash(say.titled(title, sentence_of(each.code, each.params, wording, say)), "error")
    if series_files.waiting(house(), actor(), book.report.id, section) is None:
        return redirect(part_url(book, Part(here)))
    if not outcome.rejected:
        flash(say("Some answers were changed in the meantime. Please look through what is left."), "warning")
    return redirect(localised_url("series_files.page", party=party, form=form, section=section))


@bp.post(f"{_AT}/discard")
@requires("report:read_draft")
def discard(party: str, form: str, section: str) -> AnyResponse:
    """Forget the file: nothing of it was written."""
    series_files.discard(house(), actor(), named_report().report.id, section)
    return redirect(localised_url("series_files.page", party=party, form=form, section=section))


def _page(section: str, refusal: str = "") -> str:
    book = named_workbook()
    here, question = series_files.section_named(book.edition.form, section)
    wording = book.edition.wording(g.language)
    file = series_files.waiting(house(), actor(), book.report.id, section)
    seen = series_files.look(house(), book, here, question, file) if file else None
    subject = reports.subject_of(house().db.session, book.report, book.revision)
    return render_template(
        "pages/drafting/spreadsheet.html",
        party=book.report.party,
        form=book.report.form,
        section=section,
        title=wording("title"),
        above={"title": wording(f"{section}.title"), "number": here.number, "url": part_url(book, Part(here))},
        label=wording.label(question),
        editable=permissions.permits(actor(), "report:draft", subject),
        refusal=refusal,
        revision=book.revision.number,
        form_digest=book.edition.form.digest,
        count=len(here.items),
        seen=seen,
        **(_seen(book, here, question, seen) if seen else {}),
    )


def _seen(book: Workbook, here: Section, question: Question, seen: Look) -> dict[str, Any]:
    """What the page says of a file that waits."""
    found = seen.found
    return {
        "faults": fault_views(found.faults, texts()),
        "unread": unread(found),
        "changes": [_change(book, here, question, each) for each in seen.changed],
        "same": len(seen.items) - len(seen.changed),
        "missing": sum(each.change.count("gone") for each in seen.changed),
    }


def _change(book: Workbook, here: Section, question: Question, each: ItemChange) -> dict[str, Any]:
    wording, kept_back = book.edition.wording(g.language), ""
    shown = series_files.shown_by(question)
    if each.kept_back and shown is not None:
        chooser = book.edition.form.questions[shown[0]]
        kept_back = wording.option(chooser, book.answers.value(chooser.path, each.item.key) or "")
    differing = [row for row in each.change.rows if row.kind != "same"]
    return {
        "code": each.code,
        "title": wording.title(Part(here, each.item.key)),
        "key": each.item.key,
        "version": each.version,
        "counts": {kind: each.change.count(kind) for kind in ("new", "changed", "gone", "same")},
        "rows": [
            {"row": cells(row.row), "before": _figure(row.before), "after": _figure(row.after)}
            for row in differing[:SHOWN]
        ],
        "left_out": len(differing[SHOWN:]),
        "kept_back": kept_back,
    }


def _figure(row: Mapping[str, str] | None) -> str:
    """The value of a row as readers write it, '' where there is none."""
    return in_words(row["value"], g.language) if row and "value" in row else ""
