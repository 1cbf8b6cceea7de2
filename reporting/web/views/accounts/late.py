"""What happens to a request that came too late: after the session, the token of its form, or the proof had ended.

A link leads to the sign-in page and from there on; a post is carried through it.
"""

from __future__ import annotations

from dataclasses import replace

from flask import flash, g, make_response, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from reporting.domain.errors import NotSignedIn, ReauthenticationNeeded, ReportingError
from reporting.domain.permissions import Actor
from reporting.infra import sign_in
from reporting.services.accounts.actors import actor_by_key
from reporting.web import carrying, errors
from reporting.web.access import actor, house, now, texts
from reporting.web.carrying import Carried
from reporting.web.forms.accounts import AccountForm, ProveForm, SignInForm
from reporting.web.i18n import localised_url
from reporting.web.views.accounts.blueprint import bp


@bp.app_errorhandler(NotSignedIn)
def not_signed_in(error: NotSignedIn) -> Response:
    if request.method != "POST":
        return redirect(localised_url("accounts.sign_in", next=request.full_path.rstrip("?")))
    return make_response(sign_in_page(SignInForm(texts()), packed=carrying.pack_request(_last_user_id())), 401)


@bp.app_errorhandler(ReauthenticationNeeded)
def proof_needed(error: ReauthenticationNeeded) -> Response:
    if request.method != "POST":
        return redirect(localised_url("accounts.prove", next=request.full_path.rstrip("?")))
    return make_response(prove_page(ProveForm(texts()), packed=carrying.pack_request(actor().user_id)), 403)


@bp.app_errorhandler(CSRFError)
def token_ended(error: CSRFError) -> Response:
    """The form's token is not this session's: the session ended, or another one began since."""
    packed = carrying.pack_request(_last_user_id())
    if request.endpoint == "accounts.enter":
        flash(texts().gettext("Please try once more: this page had been open for too long."), "warning")
        form, told = SignInForm(texts(), request.form), request.form
        return make_response(sign_in_page(form, packed=told.get("carried", ""), following=told.get("next", "")), 400)
    if not packed:
        return errors.refused(ReportingError("csrf"))
    if actor().user_id is None:
        return make_response(sign_in_page(SignInForm(texts()), packed=packed), 401)
    carried = carrying.unpack(packed)
    return make_response(again_page(carried, at_once=False) if carried else "", 400)


def sign_in_page(form: SignInForm, *, packed: str = "", following: str = "") -> str:
    return render_template("pages/accounts/sign-in.html", form=form, packed=packed, following=following)


def prove_page(form: ProveForm, *, packed: str = "", following: str = "") -> str:
    return render_template("pages/accounts/prove.html", form=form, packed=packed, following=following)


def again_page(carried: Carried, *, at_once: bool) -> str:
    """Everything that was posted, ready to be sent again; `at_once` by itself, where there are scripts."""
    return render_template("pages/accounts/again.html", carried=carried, at_once=at_once)


def become(who: Actor) -> None:
    """Let the rest of this request, its page included, be that person's."""
    g.actor = replace(who, proved_at=now()) if who.user_id is not None else who


def go_on(form: AccountForm) -> Response:
    """To where somebody was going when they were asked to sign in or to prove who they are."""
    packed = request.form.get("carried", "")
    carried = carrying.unpack(packed) if packed else None
    if carried is not None and carried.user_id in (None, actor().user_id):
        return make_response(again_page(carried, at_once=carried.user_id is not None))
    if packed:
        flash(texts().gettext("What had been typed was somebody else’s, or too long ago, and was not sent."), "warning")
    return redirect(carrying.local_path(request.form.get("next", "")) or localised_url("workspace.start"))


def _last_user_id() -> int | None:
    """Whose session this browser's cookie still names, ended or not."""
    key = sign_in.last_key()
    who = actor_by_key(house().db.session, key, now()) if key else None
    return who.user_id if who else None
