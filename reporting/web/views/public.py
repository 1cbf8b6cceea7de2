"""Pages for everybody: home, about, the way in without a language."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request

from reporting.domain.languages import negotiate
from reporting.services import directory, progress_figures, published, queries
from reporting.web.access import house, public
from reporting.web.i18n import localised_url
from reporting.web.levels import scales
from reporting.web.record_list import record_views
from reporting.web.responses import public_page

bp = Blueprint("public", __name__)
NEWEST = 6


@bp.get("/")
@public
def entrance() -> Response:
    """To the home page in the reader's language."""
    language = negotiate(list(request.accept_languages.values()))
    response = make_response(redirect(localised_url("public.home", lang_code=language)))
    response.headers["Vary"] = "Accept-Language"
    return response


@bp.get("/<lang_code>/")
@public
def home() -> Response:
    newest = queries.records(house().db.session, per_page=NEWEST)
    page = render_template(
        "pages/public/home.html",
        records=record_views(newest.items),
        total=newest.total,
        forms=_forms(),
        world=_world(),
    )
    return public_page(make_response(page))


def _forms() -> list[dict[str, Any]]:
    """Each open form with how many of the agreement's Parties have a record on it."""
    session = house().db.session
    done, all_of = published.parties_by_form(session), published.parties_of_agreements(session)
    return [
        {
            "id": each.row.form,
            "title": each.edition.wording(g.language)("title"),
            "published": done.get(each.row.form, 0),
            "parties": all_of.get(each.row.agreement, 0),
            "url": localised_url("records.index", form=each.row.form),
        }
        for each in directory.forms(session, house().editions)
    ]


def _world() -> dict[str, Any] | None:
    """How far the world is with each target, by the newest form that asks this; None where none does."""
    scale = next(iter(scales()), None)
    if scale is None:
        return None
    found = progress_figures.figures(house().db.session, scale.edition.form)
    everybody = progress_figures.together(found.groups)
    return {
        "title": scale.title,
        "levels": [
            {**each, "url": localised_url("records.index", form=scale.form, progress=each["id"])}
            for each in scale.levels()
        ],
        "with_record": everybody.with_record,
        "without_record": everybody.without_record,
        "eu": {
            "url": localised_url("parties.one", party=progress_figures.EU),
            "with_record": found.eu.with_record,
        } if found.eu else None,
        "targets": [{**scale.target(each), "parts": scale.parts(everybody, each.key)} for each in scale.terms],
    }  # fmt: skip


@bp.get("/<lang_code>/about")
@public
def about() -> Response:
    return public_page(make_response(render_template("pages/public/about.html")))
