"""What is missing or doubtful in a draft, on one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Blueprint, g, render_template, request

from reporting.domain import workflow
from reporting.services import item_news, problems
from reporting.services.problems import ProblemGroup, ProblemLine
from reporting.web.access import actor, house, named_report, requires, texts
from reporting.web.i18n import localised_url

bp = Blueprint("problems", __name__)

#: What `show` may ask for; `mine` are the sections and items that the reader wrote in.
_KEEPS: Mapping[str, Callable[[ProblemGroup, ProblemLine], bool]] = {
    "": lambda group, line: True,
    "missing": lambda group, line: line.problem.code == "required",
    "doubtful": lambda group, line: line.problem.code != "required",
    "mine": lambda group, line: group.mine,
}


@bp.get("/<lang_code>/workspace/<party>/<form>/problems")
@requires("report:read_draft")
def index(party: str, form: str) -> str:
    session, named, editions = house().db.session, named_report(), house().editions
    found = problems.of_report(session, actor(), editions, named.report, named.revision, texts())
    show = request.args.get("show", "")
    keeps = _KEEPS.get(show, _KEEPS[""])
    shown = [replace(each, lines=[line for line in each.lines if keeps(each, line)]) for each in found]
    missing = sum(each.missing for each in found)
    return render_template(
        "pages/workspace/problems.html",
        party=party,
        form=form,
        title=editions.of_revision(session, named.revision.form_revision_id).wording(g.language)("title"),
        groups=[each for each in shown if each.lines],
        missing=missing,
        waiting=_waiting(),
        doubtful=sum(len(each.lines) for each in found) - missing,
        filters=_filters(party, form, show),
    )


def _waiting() -> list[dict[str, object]]:
    """The sections in which items came, went or changed by themselves and nobody has looked at that yet."""
    session, revision = house().db.session, named_report().revision
    edition = house().editions.of_revision(session, revision.form_revision_id)
    if edition.form.is_fixed or revision.status not in workflow.EDITABLE:
        return []
    counts, say = item_news.waiting(session, revision.id), edition.wording(g.language)
    return [
        {"id": each.id, "number": each.number, "title": say(f"{each.id}.title"), "waiting": counts[each.id]}
        for each in edition.form.sections
        if counts[each.id]
    ]


def _filters(party: str, form: str, show: str) -> list[dict[str, object]]:
    say = texts()
    labels = {
        "": say("All"),
        "missing": say("Missing answers"),
        "doubtful": say("Doubtful answers"),
        "mine": say("Where I wrote last"),
    }
    return [
        {
            "label": label,
            "url": localised_url("problems.index", party=party, form=form, show=name or None),
            "current": name == show,
        }
        for name, label in labels.items()
    ]
