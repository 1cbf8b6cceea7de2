"""Which goals and targets the items of a report cover, in a draft or its copy."""

from __future__ import annotations

from flask import Blueprint, g, render_template

from reporting.services import coverage
from reporting.services.parties import name_of, party_of
from reporting.web.access import actor, house, named_report, now, requires, texts
from reporting.web.coverage_page import tables
from reporting.web.i18n import localised_url

bp = Blueprint("coverage", __name__)


@bp.get("/<lang_code>/workspace/<party>/<form>/coverage")
@requires("report:read")
def draft(party: str, form: str) -> str:
    """What the report covers as its reader sees it: drafters the draft, the secretariat the submitted copy."""
    named, session = named_report(), house().db.session
    seen = coverage.for_actor(session, actor(), house().editions, named.report)
    title = seen.edition.wording(g.language)("title")
    whose = name_of(party_of(session, named.report.agreement, party), g.language, now().date())
    return render_template(
        "pages/reading/coverage.html",
        tables=tables(seen, lambda section, item: _page_of(party, form, section, item)),
        title=texts().titled(whose, title),
        trail=[{"label": texts().titled(whose, title), "url": _overview_of(party, form)}],
    )


def _overview_of(party: str, form: str) -> str:
    return localised_url("workspace.report", party=party, form=form)


def _page_of(party: str, form: str, section: str, item: str) -> str:
    return localised_url("reading.part", party=party, form=form, section=section, item=item)
