"""Accepting an invitation: with a new account, or with the one that its address has."""

from __future__ import annotations

from flask import flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain.errors import Gone, Invalid
from reporting.services import parties
from reporting.services.accounts import invitations
from reporting.services.accounts.invitations import Invitation
from reporting.web.access import actor, house, now, public, texts
from reporting.web.forms.accounts import AcceptForm
from reporting.web.i18n import localised_url
from reporting.web.views.accounts.blueprint import bp


@bp.get("/<lang_code>/invitations/<token>")
@public
def invitation(token: str) -> Response:
    try:
        found = invitations.look(house().db.session, token, now())
    except Gone:
        return _gone(token)
    return _page(token, found, AcceptForm(texts()), 200)


@bp.post("/<lang_code>/invitations/<token>")
@public
def accept_invitation(token: str) -> Response:
    try:
        if "new-link" in request.form:
            return _ask_for_new_link(token)
        found = invitations.look(house().db.session, token, now())
        return _accept_here(token, found) if found.has_account else _accept_as_new(token, found)
    except Gone:
        return _gone(token)


def _accept_as_new(token: str, found: Invitation) -> Response:
    form = AcceptForm(texts(), request.form)
    try:
        if not form.validate():
            return _page(token, found, form, 422)
        invitations.accept_as_new(
            house().db, token,
            name=form.name.data or "", password=form.password.data or "",
            time_zone="UTC", language=g.language, now=now(),
        )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return _page(token, found, form, refusal.status)
    flash(texts().gettext("Welcome. Your account is ready: please sign in."), "success")
    return redirect(localised_url("accounts.sign_in"))


def _accept_here(token: str, found: Invitation) -> Response:
    """Somebody who has an account signs in first, and then accepts with a button."""
    if actor().email != found.email:
        return _page(token, found, AcceptForm(texts()), 403)
    with house().db.transaction() as session:
        invitations.accept(session, actor(), now(), token)
    flash(texts().gettext("You have accepted the invitation."), "success")
    return redirect(localised_url("workspace.start"))


def _page(token: str, found: Invitation, form: AcceptForm, status: int) -> Response:
    names = parties.names_in(house().db.session, texts().language, now().date())
    page = render_template(
        "pages/accounts/invitation.html",
        token=token, invitation=found, form=form, party_name=names.get(found.role.party, ""),
    )  # fmt: skip
    return make_response(page, status)


def _ask_for_new_link(token: str) -> Response:
    with house().db.transaction() as session:
        if not invitations.ask_for_new_link(session, token, now()):
            raise Gone
    flash(texts().gettext("The person who invited you has been told that you need a new link."), "success")
    return redirect(localised_url("accounts.sign_in"))


def _gone(token: str) -> Response:
    return make_response(render_template("pages/accounts/gone.html", kind="invitation", token=token), Gone.status)
