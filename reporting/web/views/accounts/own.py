"""One's own account: name, language, time zone, e-mail address, and ending all sign-ins."""

from __future__ import annotations

from flask import flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain.errors import Gone, Invalid
from reporting.domain.permissions import Actor
from reporting.infra import sign_in as browser
from reporting.services import parties
from reporting.services.accounts import profile, sign_in
from reporting.web.access import actor, house, now, public, requires, texts
from reporting.web.forms.accounts import EmailForm, ProfileForm
from reporting.web.i18n import localised_url
from reporting.web.views.accounts.blueprint import bp
from reporting.web.views.accounts.late import become
from reporting.web.views.steps import require_fresh_sign_in


@bp.get("/<lang_code>/profile")
@requires("account:self")
def account() -> str:
    return _page(_own())


@bp.post("/<lang_code>/profile")
@requires("account:self")
def change_profile() -> Response:
    form = ProfileForm(texts(), request.form)
    try:
        if not form.validate():
            return make_response(_page(form), 422)
        with house().db.transaction() as session:
            profile.update(
                session, actor(), now(),
                name=form.name.data or "", language=form.language.data, time_zone=form.time_zone.data,
            )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return make_response(_page(form), refusal.status)
    flash(texts().gettext("Saved."), "success")
    return redirect(localised_url("accounts.account"))


@bp.get("/<lang_code>/profile/email")
@requires("account:self")
def email() -> str:
    return render_template("pages/accounts/email.html", form=EmailForm(texts()), sent="")


@bp.post("/<lang_code>/profile/email")
@requires("account:self")
def change_email() -> Response:
    require_fresh_sign_in()
    form = EmailForm(texts(), request.form)
    try:
        if not form.validate():
            return make_response(render_template("pages/accounts/email.html", form=form, sent=""), 422)
        with house().db.transaction() as session:
            profile.ask_email_change(session, actor(), now(), form.email.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return make_response(render_template("pages/accounts/email.html", form=form, sent=""), refusal.status)
    return make_response(render_template("pages/accounts/email.html", form=form, sent=form.email.data))


@bp.get("/<lang_code>/confirm-email/<token>")
@public
def confirm_email(token: str) -> Response:
    """Opening a link does nothing by itself: programs that look through mail open links, too."""
    try:
        address = profile.look_at_email_link(house().db.session, token, now())
    except Gone:
        return _gone()
    return make_response(render_template("pages/accounts/confirm-email.html", address=address, token=token))


@bp.post("/<lang_code>/confirm-email/<token>")
@public
def email_confirmed(token: str) -> Response:
    try:
        with house().db.transaction() as session:
            done = profile.confirm_email(session, token, now())
    except Gone:
        return _gone()
    say = texts()
    both = say("Your e-mail address is changed.")
    one = say("Thank you. The change happens when the link sent to the other address has been opened, too.")
    flash(both if done else one, "success")
    return redirect(localised_url("accounts.account" if actor().user_id is not None else "accounts.sign_in"))


@bp.post("/<lang_code>/profile/sign-out-everywhere")
@requires("account:self")
def sign_out_everywhere() -> Response:
    with house().db.transaction() as session:
        sign_in.sign_out_everywhere(session, actor(), now())
    browser.forget()
    become(Actor())
    flash(texts().gettext("All your sign-ins and tokens have ended."), "success")
    return redirect(localised_url("accounts.sign_in"))


def _own() -> ProfileForm:
    who = actor()
    return ProfileForm(texts(), name=who.name, language=who.language, time_zone=who.time_zone)


def _page(form: ProfileForm) -> str:
    names = parties.names_in(house().db.session, texts().language, now().date())
    roles = [(each, names.get(each.party, "")) for each in actor().memberships]
    return render_template("pages/accounts/account.html", form=form, roles=roles)


def _gone() -> Response:
    return make_response(render_template("pages/accounts/gone.html", kind="email", token=""), Gone.status)
