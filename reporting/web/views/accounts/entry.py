"""Signing in and out, proving again who one is, and how long the session lasts."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response

from reporting.domain.errors import Invalid, TooManyAttempts
from reporting.domain.permissions import Actor
from reporting.infra import sign_in as browser
from reporting.services.accounts import sign_in as service
from reporting.web import carrying
from reporting.web.access import actor, house, now, public, requires, texts
from reporting.web.forms.accounts import ProveForm, SignInForm
from reporting.web.i18n import localised_url
from reporting.web.layout import is_public_page
from reporting.web.views.accounts.blueprint import bp
from reporting.web.views.accounts.late import become, go_on, prove_page, sign_in_page

#: Seconds between the warning and the end of a session.
WARN, WARN_SHARED = 600, 180


@bp.get("/<lang_code>/sign-in")
@public
def sign_in() -> Response:
    following = carrying.local_path(request.args.get("next", ""))
    if actor().user_id is not None:
        return redirect(following or localised_url("workspace.start"))
    return make_response(sign_in_page(SignInForm(texts()), following=following))


@bp.post("/<lang_code>/sign-in")
@public
def enter() -> Response:
    form = SignInForm(texts(), request.form)
    try:
        if not form.validate():
            return _sign_in_again(form, 422)
        entry = service.sign_in(
            house().db, email=form.email.data or "", password=form.password.data or "", network=network(), now=now()
        )
    except (Invalid, TooManyAttempts) as refusal:
        form.refuse(refusal)
        return _sign_in_again(form, refusal.status)
    browser.begin(entry.actor, entry.key, now(), shared=form.shared.data)
    become(entry.actor)
    return go_on(form)


@bp.post("/<lang_code>/sign-out")
@public
def sign_out() -> Response:
    if actor().user_id is not None:
        with house().db.transaction() as session:
            service.sign_out(session, actor(), now())
    browser.forget()
    become(Actor())
    flash(texts().gettext("You are signed out."), "success")
    return redirect(localised_url("accounts.sign_in"))


@bp.get("/<lang_code>/prove")
@requires("account:self")
def prove() -> str:
    return prove_page(ProveForm(texts()), following=carrying.local_path(request.args.get("next", "")))


@bp.post("/<lang_code>/prove")
@requires("account:self")
def proved() -> Response:
    form = ProveForm(texts(), request.form)
    try:
        if not form.validate():
            return _prove_again(form, 422)
        service.prove(house().db, actor(), password=form.password.data or "", network=network(), now=now())
    except (Invalid, TooManyAttempts) as refusal:
        form.refuse(refusal)
        return _prove_again(form, refusal.status)
    browser.prove(now())
    become(actor())
    return go_on(form)


@bp.get("/<lang_code>/session")
@public
def session() -> Response:
    """How long this session still lasts, in seconds; asking is no use of it."""
    return _life()


@bp.post("/<lang_code>/session")
@requires("account:self")
def stay() -> Response:
    """Use the session, so that it goes on."""
    return _life()


@bp.app_context_processor
def frame() -> dict[str, Any]:
    """For components/session.html: how long this session lasts, asked only where somebody is signed in."""
    return {"session_life": _shown_life}


def _shown_life() -> dict[str, Any] | None:
    life = None if is_public_page() or actor().user_id is None else browser.life()
    if life is None:
        return None
    seconds = int((life.ends_at - now()).total_seconds())
    return {"ends_at": life.ends_at, "seconds": seconds, "warn_seconds": WARN_SHARED if life.shared else WARN}


def network() -> str:
    """Where a request comes from, for counting tries."""
    return request.remote_addr or ""


def _life() -> Response:
    life = browser.life()
    left = (life.ends_at - now()).total_seconds() if life else 0
    told: dict[str, Any] = {"seconds": max(0, int(left))}
    if life:
        told["ends"] = texts().moment(life.ends_at)
    return jsonify(told)


def _sign_in_again(form: SignInForm, status: int) -> Response:
    page = sign_in_page(form, packed=request.form.get("carried", ""), following=request.form.get("next", ""))
    return make_response(page, status)


def _prove_again(form: ProveForm, status: int) -> Response:
    page = prove_page(form, packed=request.form.get("carried", ""), following=request.form.get("next", ""))
    return make_response(page, status)
