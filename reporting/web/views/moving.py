"""Moving a draft to the newest revision of its form: what would change, the move, and taking it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain.definitions import Edition
from reporting.domain.languages import direction
from reporting.domain.questions import type_of
from reporting.services import moving
from reporting.services.moving import Offer
from reporting.web.access import actor, house, named_report, now, requires, texts
from reporting.web.i18n import localised_url

bp = Blueprint("moving", __name__)


@bp.get("/<lang_code>/workspace/<party>/<form>/move")
@requires("report:move")
def ask(party: str, form: str) -> str:
    """What is new, gone, moved or asked otherwise, and which answers would find no place."""
    named = named_report()
    found = moving.offer(house().db.session, actor(), house().editions, named.report, named.revision)
    differs = found.difference
    return render_template(
        "pages/workspace/move.html",
        party=party,
        form=form,
        title=found.new.wording(g.language)("title"),
        offer=found,
        digest=found.new.form.digest,
        lists=[
            ("new", _questions(found.new, differs.new)),
            ("moved", _questions(found.new, differs.moved.values())),
            ("changed", _questions(found.new, (*differs.changed, *differs.retyped))),
            ("vanished", _questions(found.old, differs.vanished)),
        ],
        left=_left(found),
    )


def _questions(edition: Edition, paths: Any) -> list[tuple[str, list[str]]]:
    """Section title → labels."""
    wording, made = edition.wording(g.language), dict[str, list[str]]()
    for path in paths:
        question = edition.form.questions[path]
        made.setdefault(wording(f"{question.section}.title"), []).append(wording.label(question))
    return list(made.items())


def _left(found: Offer) -> list[dict[str, str]]:
    """The answers that find no place, as text to be copied."""
    wording, made = found.old.wording(g.language), []
    for each, value in found.left:
        question = found.old.form.questions[each.before.question]
        lang = each.before.lang or g.language
        text = type_of(question).text(question, value, wording)
        made.append({"label": wording.label(question), "text": text, "lang": lang, "dir": direction(lang)})
    return made


@bp.post("/<lang_code>/workspace/<party>/<form>/move")
@requires("report:overview")
def move(party: str, form: str) -> Response:
    report_id = named_report().report.id
    with house().db.transaction() as session:
        moving.move(session, actor(), now(), house().editions, report_id, request.form.get("form_digest", ""))
    flash(texts().gettext("The draft stands on the new form now."), "success")
    return redirect(localised_url("workspace.report", party=party, form=form))


@bp.post("/<lang_code>/workspace/<party>/<form>/move/undo")
@requires("report:overview")
def undo(party: str, form: str) -> Response:
    report_id = named_report().report.id
    with house().db.transaction() as session:
        moving.undo(session, actor(), now(), house().editions, report_id)
    flash(texts().gettext("The draft stands on the earlier form again."), "success")
    return redirect(localised_url("workspace.report", party=party, form=form))
