"""Tokens for programs that act for a person."""

from __future__ import annotations

import datetime as dt

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.services.accounts import tokens as service
from reporting.web.access import actor, house, now, requires, texts
from reporting.web.forms.accounts import TokenForm
from reporting.web.i18n import localised_url
from reporting.web.views.accounts.blueprint import bp
from reporting.web.views.steps import require_fresh_sign_in


@bp.get("/<lang_code>/profile/tokens")
@requires("token:own")
def tokens() -> str:
    return _page(TokenForm(texts()))


@bp.post("/<lang_code>/profile/tokens")
@requires("token:own")
def create_token() -> Response:
    """Show the new token: this page is the only place where it ever stands."""
    require_fresh_sign_in()
    form = TokenForm(texts(), request.form)
    if not form.validate():
        return make_response(_page(form), 422)
    lasts = dt.timedelta(days=int(form.days.data))
    with house().db.transaction() as session:
        token = service.create(session, actor(), now(), name=form.name.data or "", lasts=lasts)
    return make_response(_page(TokenForm(texts()), token), 201)


@bp.post("/<lang_code>/profile/tokens/<int:token_id>/revoke")
@requires("token:own")
def revoke_token(token_id: int) -> Response:
    with house().db.transaction() as session:
        service.revoke(session, actor(), now(), token_id)
    flash(texts().gettext("The token has ended."), "success")
    return redirect(localised_url("accounts.tokens"))


def _page(form: TokenForm, token: str = "") -> str:
    mine = service.live_tokens(house().db.session, actor(), now())
    return render_template("pages/accounts/tokens.html", form=form, tokens=mine, token=token, zone=actor().time_zone)
