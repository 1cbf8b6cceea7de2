"""All accounts, for administrators: look through, invite to any role, disable, empty."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, g, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from reporting.domain.errors import Invalid
from reporting.services import parties
from reporting.services.accounts import invitations, memberships, people
from reporting.services.accounts.roles import Role
from reporting.web import paging
from reporting.web.access import actor, house, now, requires, texts
from reporting.web.forms.accounts import InviteAnyForm
from reporting.web.i18n import localised_url
from reporting.web.numbers import asked_page
from reporting.web.views.accounts.blueprint import bp
from reporting.web.views.accounts.members import form_choices
from reporting.web.views.steps import require_fresh_sign_in


@bp.get("/<lang_code>/secretariat/accounts")
@requires("accounts:manage")
def all_accounts() -> str:
    return _page(_form())


@bp.post("/<lang_code>/secretariat/accounts")
@requires("accounts:manage")
def invite_anybody() -> Response:
    require_fresh_sign_in()
    form = _form(sent=True)
    try:
        if not form.validate():
            return make_response(_page(form), 422)
        role = Role(
            form.role.data, form.party.data or "", form.agreement.data,
            form.chosen_forms, until_at=form.until_at,
        )  # fmt: skip
        with house().db.transaction() as session:
            invitations.invite(
                session, actor(), now(), email=form.email.data or "", role=role, language=form.language.data
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return make_response(_page(form), refusal.status)
    flash(texts().gettext("The invitation is on its way to %(email)s.", email=form.email.data), "success")
    return redirect(localised_url("accounts.all_accounts"))


@bp.get("/<lang_code>/secretariat/accounts/<int:user_id>")
@requires("accounts:manage")
def one_account(user_id: int) -> str:
    return _one(user_id)


@bp.post("/<lang_code>/secretariat/accounts/<int:user_id>/<any(disable, enable, empty):action>")
@requires("accounts:manage")
def act_on_account(user_id: int, action: str) -> Response:
    require_fresh_sign_in()
    does: Callable[..., None] = {"disable": people.disable, "enable": people.enable, "empty": people.empty}[action]
    with house().db.transaction() as session:
        does(session, actor(), now(), user_id)
    flash(texts().gettext("Done."), "success")
    return redirect(localised_url("accounts.one_account", user_id=user_id))


@bp.post("/<lang_code>/secretariat/accounts/<int:user_id>/memberships/<int:membership_id>/end")
@requires("accounts:manage")
def end_secretariat_role(user_id: int, membership_id: int) -> Response:
    """End a role in the secretariat; a Party's are ended at the Party's page."""
    require_fresh_sign_in()
    with house().db.transaction() as session:
        memberships.end(session, actor(), now(), membership_id)
    flash(texts().gettext("The role has ended."), "success")
    return redirect(localised_url("accounts.one_account", user_id=user_id))


@bp.post("/<lang_code>/secretariat/invitations/<int:link_id>/revoke")
@requires("accounts:manage")
def revoke_any_invitation(link_id: int) -> Response:
    with house().db.transaction() as session:
        invitations.revoke(session, actor(), now(), link_id)
    flash(texts().gettext("The invitation no longer works."), "success")
    return redirect(localised_url("accounts.all_accounts"))


def _form(*, sent: bool = False) -> InviteAnyForm:
    names = _party_names(house().db.session)
    catalogue = house().catalogue
    return InviteAnyForm(
        texts(),
        request.form if sent else None,
        forms=form_choices(),
        parties=dict(sorted(names.items(), key=lambda each: each[1])),
        agreements={each: each.upper() for each in catalogue.agreements},
    )


def _page(form: InviteAnyForm) -> str:
    session, words = house().db.session, request.args.get("q", "")[:200]
    found = people.search(session, actor(), now(), words=words, page=asked_page())
    return render_template(
        "pages/accounts/all-accounts.html",
        found=found,
        words=words,
        form=form,
        invitations=invitations.pending(session, actor(), "", now()),
        party_names=_party_names(session),
        zone=actor().time_zone,
        **paging.links(found),
    )


def _one(user_id: int) -> str:
    session = house().db.session
    user = people.one(session, actor(), user_id)
    mine = sorted(user.memberships, key=lambda row: row.given_at, reverse=True)
    return render_template(
        "pages/accounts/one-account.html",
        user=user,
        roles=[(row, memberships.is_in_force(row, now()), memberships.may_end(actor(), row)) for row in mine],
        party_names=_party_names(session),
        is_oneself=user.id == actor().user_id,
        zone=actor().time_zone,
    )


def _party_names(session: Session) -> dict[str, str]:
    return parties.names_in(session, g.language, now().date())
