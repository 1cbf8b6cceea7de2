"""The guides for users: one for each role, one for readers, and the page that names them."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from reporting.domain.guides import INDEX, Guide
from reporting.web.access import public
from reporting.web.guides import ORDER, guides, named_guide
from reporting.web.responses import public_page

bp = Blueprint("guides", __name__)


@bp.get("/<lang_code>/guides/")
@public
def index() -> Response:
    return _page(guides()[INDEX])


@bp.get("/<lang_code>/guides/<name>")
@public
def guide(name: str) -> Response:
    return _page(named_guide(name))


def _page(shown: Guide) -> Response:
    others = [guides()[name] for name in ORDER]
    page = render_template("pages/reference/guide.html", guide=shown, guides=others, is_index=shown.name == INDEX)
    return public_page(make_response(page))
