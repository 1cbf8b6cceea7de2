"""Forgotten and new passwords."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain.errors import Gone, Invalid, TooManyAttempts
from reporting.infra import sign_in as browser
from reporting.services.accounts import passwords
from reporting.web.access import actor, house, now, public, requires, texts
from reporting.web.forms.accounts import ChangePasswordForm, ForgottenForm, NewPasswordForm
from reporting.web.i18n import localised_url
from reporting.web.views.accounts.blueprint import bp
from reporting.web.views.accounts.entry import network


@bp.get("/<lang_code>/forgotten")
@public
def forgotten() -> str:
    return render_template("pages/accounts/forgotten.html", form=ForgottenForm(texts()), sent=False)


@bp.post("/<lang_code>/forgotten")
@public
def ask_for_password() -> Response:
    """The same page for every address, whether anybody has it or not."""
    form, status = ForgottenForm(texts(), request.form), 422
    sent = form.validate()
    try:
        if sent:
            with house().db.transaction() as session:
                passwords.forgotten(session, email=form.email.data or "", network=network(), now=now())
            status = 200
    except TooManyAttempts as refusal:
        form.refuse(refusal)
        sent, status = False, refusal.status
    return make_response(render_template("pages/accounts/forgotten.html", form=form, sent=sent), status)


@bp.get("/<lang_code>/reset/<token>")
@public
def reset(token: str) -> Response:
    try:
        passwords.user_of_link(house().db.session, token, now())
    except Gone:
        return _gone()
    return _reset_page(NewPasswordForm(texts()), 200)


@bp.post("/<lang_code>/reset/<token>")
@public
def set_password(token: str) -> Response:
    form = NewPasswordForm(texts(), request.form)
    try:
        if not form.validate():
            return _reset_page(form, 422)
        passwords.reset(house().db, token, password=form.password.data or "", now=now())
    except Gone:
        return _gone()
    except Invalid as refusal:
        form.refuse(refusal)
        return _reset_page(form, refusal.status)
    browser.forget()
    flash(texts().gettext("Your new password is set. Please sign in with it."), "success")
    return redirect(localised_url("accounts.sign_in"))


@bp.get("/<lang_code>/profile/password")
@requires("account:self")
def password() -> str:
    return render_template("pages/accounts/password.html", form=ChangePasswordForm(texts()))


@bp.post("/<lang_code>/profile/password")
@requires("account:self")
def change_password() -> Response:
    form = ChangePasswordForm(texts(), request.form)
    try:
        if not form.validate():
            return make_response(render_template("pages/accounts/password.html", form=form), 422)
        key = passwords.change(
            house().db, actor(), present=form.present.data or "", password=form.password.data or "",
            network=network(), now=now(),
        )  # fmt: skip
    except (Invalid, TooManyAttempts) as refusal:
        form.refuse(refusal)
        return make_response(render_template("pages/accounts/password.html", form=form), refusal.status)
    browser.renew(key)
    browser.prove(now())
    flash(texts().gettext("Your password is changed. All other sign-ins and all tokens have ended."), "success")
    return redirect(localised_url("accounts.account"))


def _reset_page(form: NewPasswordForm, status: int) -> Response:
    return make_response(render_template("pages/accounts/reset.html", form=form), status)


def _gone() -> Response:
    return make_response(render_template("pages/accounts/gone.html", kind="password", token=""), Gone.status)
