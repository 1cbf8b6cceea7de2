"""Items out of a table of another system: the file, what it would change, and writing that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain.definitions import Edition
from reporting.domain.errors import Invalid, NotFound, TooLarge
from reporting.domain.import_plan import Planned
from reporting.domain.languages import direction, name
from reporting.domain.questions import type_of
from reporting.domain.runs import Item
from reporting.services import attachments, importing
from reporting.services.importing import Waiting
from reporting.web.access import actor, house, named_report, now, requires, texts
from reporting.web.i18n import localised_url
from reporting.web.table_faults import fault_views

bp = Blueprint("importing", __name__)
_AT = "/<lang_code>/workspace/<party>/<form>/import"


@bp.get(_AT)
@requires("report:read_draft")
def ask(party: str, form: str) -> str:
    """Which file. NotFound where no tables are read into this form."""
    if importing.rules_of(house(), form) is None:
        raise NotFound
    attachments.may_attach(house().db.session, actor(), named_report().report)
    return _upload_page()


@bp.post(_AT)
@requires("report:read_draft")
def upload(party: str, form: str) -> Response:
    """Take the file in; on to what it would change."""
    attachments.may_attach(house().db.session, actor(), named_report().report)
    file, language = request.files.get("file"), _language()
    try:
        if file is None or not file.filename:
            raise Invalid("file_not_chosen", field="file")
        report_id = named_report().report.id
        key = importing.begin(house(), actor(), now(), report_id, file.stream, file.filename, language)
    except (Invalid, TooLarge) as refusal:
        return make_response(_upload_page(texts().sentence(refusal.code, refusal.params)), refusal.status)
    return redirect(localised_url("importing.look", party=party, form=form, key=key, texts=language))


@bp.get(f"{_AT}/<key>")
@requires("report:read_draft")
def look(party: str, form: str, key: str) -> str:
    """What the file would change."""
    return _plan_page(importing.look(house(), actor(), named_report().report.id, key, _language()))


@bp.post(f"{_AT}/<key>")
@requires("report:read_draft")
def confirm(party: str, form: str, key: str) -> Response:
    """Write what was shown."""
    report_id, shown = named_report().report.id, request.form.get("digest", "")
    plan = importing.confirm(house(), actor(), now(), report_id, key, _language(), shown)
    say, added, changed = texts(), len([*plan.of("new"), *plan.of("back")]), len(plan.of("changed"))
    told = say("Written: %(new)s new, %(changed)s changed.", new=say.number(added), changed=say.number(changed))
    flash(told, "success")
    return redirect(localised_url("workspace.report", party=party, form=form))


@bp.post(f"{_AT}/<key>/drop")
@requires("report:read_draft")
def give_up(party: str, form: str, key: str) -> Response:
    """Forget the file."""
    importing.give_up(house(), actor(), named_report().report.id, key)
    return redirect(localised_url("workspace.report", party=party, form=form))


def _language() -> str:
    """The language of the texts where the table does not say; one of the report's."""
    known, asked = named_report().report.languages, request.values.get("texts", "")
    return asked if asked in known else next(iter(known))


def _about() -> dict[str, Any]:
    named = named_report()
    edition = house().editions.of(house().db.session, named.revision)
    return {"party": named.report.party, "form": named.report.form, "title": edition.wording(g.language)("title")}


def _upload_page(refusal: str = "") -> str:
    known = named_report().report.languages
    return render_template(
        "pages/workspace/import.html",
        **_about(),
        report_languages=[{"id": tag, "label": name(tag, g.language)} for tag in known],
        text_language=_language(),
        refusal=refusal,
    )


def _plan_page(waiting: Waiting) -> str:
    plan, edition = waiting.plan, waiting.edition
    wording = edition.wording(g.language)
    return render_template(
        "pages/workspace/import-plan.html",
        **_about(),
        file_name=waiting.name,
        key=waiting.key,
        plan=plan,
        text_language=_language(),
        added=[_item(each, edition) for each in (*plan.of("new"), *plan.of("back"))],
        changed=[_item(each, edition) for each in plan.of("changed")],
        same=[_item(each, edition) for each in plan.of("same")],
        untouched=[(item.number, wording(f"items.{item.key}.title")) for item in _untouched(waiting)],
        faults=fault_views(plan.faults, texts()),
    )


def _untouched(waiting: Waiting) -> list[Item]:
    """Items of the draft that the table does not name."""
    keys = set(waiting.plan.untouched)
    return [item for section in waiting.edition.form.sections for item in section.items if item.key in keys]


def _item(planned: Planned, edition: Edition) -> dict[str, Any]:
    """An item with its answers as they would become, each as what goes and what comes."""
    section = edition.form.section(planned.section)
    item = section.item(planned.key) if section else None
    lang = g.language if g.language in planned.titles else next(iter(planned.titles), g.language)
    return {
        "number": item.number if item else "",
        "title": planned.titles.get(lang, ""),
        "lang": lang,
        "dir": direction(lang),
        "section": edition.wording(g.language)(f"{planned.section}.title"),
        "back": planned.state == "back",
        "rows": ", ".join(texts().number(each) for each in planned.rows),
        "changes": list(_changes(planned, edition)),
    }


def _changes(planned: Planned, edition: Edition) -> Iterator[dict[str, Any]]:
    for each in planned.changes:
        question, lang = edition.form.questions[each.question], each.lang or g.language
        wording = edition.wording(lang)
        yield {
            "label": edition.wording(g.language).label(question),
            "language": name(each.lang, g.language) if each.lang else "",
            "lang": lang,
            "dir": direction(lang),
            "marks": type_of(question).difference(question, each.old, each.new, wording),
        }
