"""The history of one answer: every version with what it changed, and bringing one back."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain import permissions
from reporting.domain.answers import Key
from reporting.domain.definitions import Part
from reporting.domain.errors import NotFound
from reporting.domain.languages import direction, name
from reporting.domain.questions import type_of
from reporting.services import history, reports
from reporting.services.reports import Workbook
from reporting.web.access import actor, house, named_workbook, now, requires, texts
from reporting.web.forms.section import key_of, new_write_id, text_language, whole_number
from reporting.web.i18n import localised_url
from reporting.web.parts import part_url

bp = Blueprint("history", __name__)


def _asked_key(book: Workbook, question: str) -> Key:
    """The answer that the address names, with `item`; of a multilingual one the language asked for by `in`."""
    definition, item = book.edition.form.questions.get(question), request.values.get("item", "")
    if definition is None or book.edition.form.part_of(question, item) is None:
        raise NotFound
    return key_of(definition, item, text_language(book))


@bp.get("/<lang_code>/workspace/<party>/<form>/history/<question>")
@requires("report:read_draft")
def versions(party: str, form: str, question: str) -> str:
    """All versions of one answer, newest first, each with what it changed."""
    book = named_workbook()
    key = _asked_key(book, question)
    found = history.versions_of(house().db.session, actor(), book, key)
    if not found:
        raise NotFound
    definition, wording = book.edition.form.questions[question], book.edition.wording(g.language)
    section = book.edition.form.section(definition.section)
    assert section is not None
    kind = type_of(definition)
    older = [each.value for each in found[1:]] + [None]
    return render_template(
        "pages/drafting/history.html",
        party=party,
        form=form,
        label=wording.label(definition),
        item=key.item,
        back=part_url(book, Part(section, key.item), key.lang or None),
        question=question,
        text_language=key.lang,
        text_dir=direction(key.lang or g.language),
        language_name=name(key.lang, g.language) if key.lang else "",
        versions=[
            (version, kind.difference(definition, before, version.value, wording))
            for version, before in zip(found, older, strict=True)
        ],
        record_titles=_record_titles(found),
        write_id=new_write_id(),
        may_restore=permissions.permits(
            actor(), "report:draft", reports.subject_of(house().db.session, book.report, book.revision)
        ),
        zone=actor().time_zone,
    )


def _record_titles(versions: list[history.Version]) -> dict[str, str]:
    """The titles, as they are now, of the forms whose records versions were taken over from."""
    session, editions = house().db.session, house().editions
    forms = {each.carried_from[0] for each in versions if each.carried_from}
    return {form: editions.newest(session, form)[1].wording(g.language)("title") for form in forms}


@bp.post("/<lang_code>/workspace/<party>/<form>/history/<question>")
@requires("report:read_draft")
def restore(party: str, form: str, question: str) -> Response:
    """Bring a version back as a new one."""
    with house().db.transaction() as session:
        book = reports.workbook(session, house().editions, reports.find(session, party, form))
        key = _asked_key(book, question)
        outcome = history.restore(
            session, actor(), now(), house().editions, book, key,
            version=whole_number(request.form.get("version", "")),
            base_version=whole_number(request.form.get("base_version", "")),
            write_id=request.form.get("write_id", ""),
        )  # fmt: skip
    if outcome.conflicts:
        flash(texts().sentence("stale"), "warning")
    elif outcome.rejected:
        flash(texts().sentence(outcome.rejected[0].code, outcome.rejected[0].params), "error")
    else:
        flash(texts().gettext("The earlier text is back as a new version."), "success")
    return redirect(
        localised_url(
            "history.versions",
            party=party,
            form=form,
            question=question,
            item=key.item or None,
            **{"in": key.lang or None},
        )
    )
