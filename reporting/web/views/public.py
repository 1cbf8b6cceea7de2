"""Pages for everybody: home, about, the way in without a language."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request

from reporting.domain.languages import negotiate
from reporting.services import queries
from reporting.web.access import house, public
from reporting.web.i18n import localised_url
from reporting.web.responses import public_page
from reporting.web.views.records import form_titles, record_views

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
    return public_page(
        make_response(
            render_template(
                "pages/public/home.html", records=record_views(newest.items), total=newest.total, forms=form_titles()
            )
        )
    )


@bp.get("/<lang_code>/about")
@public
def about() -> Response:
    return public_page(make_response(render_template("pages/public/about.html")))
