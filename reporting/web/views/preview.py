"""A form as it will look before it opens: any section, in any language, as those who write and those who read see it.

Nothing is stored: the report that is shown belongs to nobody, and its pages have nowhere to be sent.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request

from reporting.domain import workflow
from reporting.domain.definitions import Edition, Form, Part, Wording
from reporting.domain.layout import lay_out
from reporting.domain.loader import FormSource
from reporting.domain.record import ReportIdentity
from reporting.domain.runs import Item
from reporting.models import Report, Revision
from reporting.services.reports import Workbook
from reporting.web.access import catalogue, house, requires, texts
from reporting.web.fields import Drawing
from reporting.web.form_faults import told
from reporting.web.i18n import localised_url
from reporting.web.parts import is_list, part_named
from reporting.web.uploading import limits

bp = Blueprint("preview", __name__)
_AT = "/<lang_code>/secretariat/forms/<form>/preview"
#: As whom the form is seen: who writes, who reads the whole, the public.
WRITER, READER, PUBLIC = ROLES = ("writer", "reader", "public")
#: The item of a section to which a Party adds its own, so that its questions can be seen.
SAMPLE = "sample"


@bp.get(_AT)
@bp.get(f"{_AT}/<section>")
@bp.get(f"{_AT}/<section>/<item>")
@requires("forms:keep")
def page(form: str, section: str = "", item: str = "") -> str:
    """One section or item of a form; its first section where none is named. What is wrong with it, where that shows."""
    source = catalogue().forms.get(form)
    if source is not None and source.mistakes:
        return _unsound(source)
    edition = _edition(form)
    here = part_named(edition.form, section or edition.form.sections[0].id, item)
    role = request.args.get("as", WRITER)
    role = role if role in ROLES else WRITER
    return render_template(
        "pages/forms/preview.html",
        form=form,
        here=here,
        wording=edition.wording(g.language),
        role=role,
        roles=_roles(form, here, role),
        contents=_contents(edition, here, role),
        is_list=is_list(here),
        **(_written(edition, here) if role == WRITER else _read(edition, here, role)),
    )


def _unsound(source: FormSource) -> str:
    title = Wording(source.texts, g.language)("title")
    return render_template("pages/forms/unsound.html", title=title, faults=[told(each) for each in source.mistakes])


def _edition(form: str) -> Edition:
    """The form as its source says it, or as it was opened last where it has none; with an item in each section."""
    source = catalogue().forms.get(form)
    if source is None:
        edition = house().editions.newest(house().db.session, form)[1]
    else:
        edition = Edition(0, Form.from_data(source.structure), source.structure, source.texts)
    empty = [each for each in edition.form.sections if each.repeated and not each.items]
    called = {language: {f"items.{SAMPLE}.title": texts().gettext("An item")} for language in edition.texts}
    return edition.with_items({each.id: [Item(SAMPLE, f"{each.numbering}1")] for each in empty}, called)


def _roles(form: str, here: Part, role: str) -> list[dict[str, Any]]:
    say = texts()
    called = {WRITER: say("Who fills it in"), READER: say("Who reviews it"), PUBLIC: say("The public")}
    return [{"label": label, "url": _url(form, here, each), "current": each == role} for each, label in called.items()]


def _url(form: str, here: Part, role: str) -> str:
    return localised_url("preview.page", form=form, section=here.section.id, item=here.item or None, **{"as": role})


def _contents(edition: Edition, here: Part, role: str) -> list[dict[str, Any]]:
    """The sections, and the items of the one that is open."""
    wording, form = edition.wording(g.language), edition.form

    def entry(part: Part, number: str) -> dict[str, Any]:
        told = {"number": number, "title": wording.title(part), "url": _url(form.id, part, role)}
        return {**told, "current": part == here}

    return [
        entry(Part(section), section.number)
        | {
            "items": [entry(Part(section, each.key), each.number) for each in section.items]
            if section.id == here.section.id
            else []
        }
        for section in form.sections
    ]


def _written(edition: Edition, here: Part) -> dict[str, Any]:
    """The fields of the page, with nothing in them."""
    wording = edition.wording(g.language)
    drawing = Drawing(_blank(edition, here), here.item, wording, texts(), g.language, editable=True, people={})
    questions = [] if is_list(here) else drawing.questions(here)
    return {
        "fields": [drawing.view(each, "") for each in questions],
        "kinds": {each.type for each in questions},
        "has_follow_ups": any(map(drawing.follows, questions)),
        "uploading": limits(),
    }


def _blank(edition: Edition, here: Part) -> Workbook:
    """A report of no Party, without answers."""
    form = edition.form
    report = Report(agreement=form.agreement, party="", form=form.id, entry="", languages=list(form.languages))
    revision = Revision(number=1, status=workflow.DRAFT)
    return Workbook(report, revision, edition, {}, {}, here)


def _read(edition: Edition, here: Part, role: str) -> dict[str, Any]:
    """The page as it is read; the public sees no question that is not public."""
    identity = ReportIdentity("", {}, {}, edition.form.languages)
    document = lay_out(identity, edition, (), g.language)
    part = document.part(here.section.id, here.item)
    shown = [each for each in part.questions if role == READER or each.public] if part else []
    return {"document": document, "nodes": shown}
