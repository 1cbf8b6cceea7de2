"""Which goals and targets the items of a report cover: of a draft or its copy, and of a published record."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, render_template

from reporting.services import coverage, reading
from reporting.services.parties import name_of, party_of
from reporting.web.access import actor, house, named_report, now, public, requires, texts
from reporting.web.coverage_page import tables
from reporting.web.i18n import localised_url
from reporting.web.responses import public_page

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


@bp.get("/<lang_code>/records/<party>/<form>/coverage")
@bp.get("/<lang_code>/records/<party>/<form>/<int:number>/coverage")
@public
def record(party: str, form: str, number: int | None = None) -> Response:
    """What a published record covers. NotFound where it is not public."""
    session = house().db.session
    found = reading.record_of(session, party, form, number)
    reading.require_public(found)
    seen = coverage.of_record(session, found)
    report = found.report
    whose = name_of(party_of(session, report.agreement, party), g.language, found.publication.published_at.date())
    front = localised_url("records.latest" if number is None else "records.version", **_named(party, form, number))
    title = seen.edition.wording(g.language)("title")
    page = render_template(
        "pages/reading/coverage.html",
        tables=tables(
            seen,
            lambda section, item: localised_url(
                "record_pages.part", **_named(party, form, number), section=section, item=item
            ),
        ),
        title=texts().titled(whose, title),
        trail=[
            {"label": texts().gettext("Parties"), "url": localised_url("parties.index")},
            {"label": whose, "url": localised_url("parties.one", party=party)},
            {"label": title, "url": front},
        ],
    )
    return public_page(make_response(page))


def _named(party: str, form: str, number: int | None) -> dict[str, str | int]:
    return {"party": party, "form": form} | ({} if number is None else {"number": number})
