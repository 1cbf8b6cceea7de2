"""A Party's people: who holds which role, who held one, who is invited."""

from __future__ import annotations

from flask import flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain import permissions
from reporting.domain.errors import Invalid, NotFound
from reporting.domain.permissions import Subject, permits
from reporting.models import Membership
from reporting.services import editions, parties
from reporting.services.accounts import invitations, memberships
from reporting.services.accounts.roles import Role
from reporting.web.access import actor, house, now, requires, texts
from reporting.web.forms.accounts import Choices, EndForm, InviteForm
from reporting.web.i18n import localised_url
from reporting.web.views.accounts.blueprint import bp
from reporting.web.views.steps import require_fresh_sign_in


@bp.get("/<lang_code>/workspace/<party>/members")
@requires("members:list")
def members(party: str) -> str:
    return _page(party, _form(party))


@bp.post("/<lang_code>/workspace/<party>/members")
@requires("members:manage")
def invite_member(party: str) -> Response:
    require_fresh_sign_in()
    form = _form(party, sent=True)
    try:
        if not form.validate():
            return make_response(_page(party, form), 422)
        agreement = parties.find(house().db.session, party).agreement
        role = Role(form.role.data, party, agreement, form.chosen_forms, until_at=form.until_at)
        with house().db.transaction() as session:
            invitations.invite(
                session, actor(), now(), email=form.email.data or "", role=role, language=form.language.data
            )
    except Invalid as refusal:
        form.refuse(refusal)
        return make_response(_page(party, form), refusal.status)
    flash(texts().gettext("The invitation is on its way to %(email)s.", email=form.email.data), "success")
    return redirect(localised_url("accounts.members", party=party))


@bp.get("/<lang_code>/workspace/<party>/members/<int:membership_id>/end")
@requires("members:list")
def ask_end_member(party: str, membership_id: int) -> str:
    row, form = _row(party, membership_id)
    return _end_page(row, form)


@bp.post("/<lang_code>/workspace/<party>/members/<int:membership_id>/end")
@requires("members:list")
def end_member(party: str, membership_id: int) -> Response:
    require_fresh_sign_in()
    row, form = _row(party, membership_id, sent=True)
    chosen = str(form.successor.data or "")
    try:
        with house().db.transaction() as session:
            memberships.end(
                session, actor(), now(), row.id,
                successor=int(chosen) if chosen.isdigit() else None, vacant=chosen == EndForm.VACANT,
            )  # fmt: skip
    except Invalid as refusal:
        form.refuse(refusal)
        return make_response(_end_page(_row(party, membership_id)[0], form), refusal.status)
    flash(texts().gettext("The role has ended."), "success")
    return redirect(localised_url("accounts.members", party=party))


@bp.post("/<lang_code>/workspace/<party>/invitations/<int:link_id>/revoke")
@requires("members:manage")
def revoke_invitation(party: str, link_id: int) -> Response:
    with house().db.transaction() as session:
        invitations.revoke(session, actor(), now(), link_id)
    flash(texts().gettext("The invitation no longer works."), "success")
    return redirect(localised_url("accounts.members", party=party))


def form_choices() -> Choices:
    """The open forms, by their titles."""
    session = house().db.session
    return {
        row.form: house().editions.of_revision(session, row.id).wording(g.language)("title")
        for row in editions.open_forms(session)
    }


def party_name(party: str) -> str:
    session = house().db.session
    return parties.name_of(parties.find(session, party), g.language, now().date())


def _form(party: str, *, sent: bool = False) -> InviteForm:
    roles = [permissions.AUTHORISED_USER, permissions.OBSERVER]
    if permits(actor(), "members:manage_focal_points", Subject(party=party)):
        roles.append(permissions.FOCAL_POINT)
    return InviteForm(texts(), request.form if sent else None, roles=roles, forms=form_choices())


def _page(party: str, form: InviteForm) -> str:
    session, who = house().db.session, actor()
    held, ended = memberships.of_party(session, who, party, now())
    return render_template(
        "pages/accounts/members.html",
        party=party,
        party_name=party_name(party),
        members=[(row, memberships.may_end(who, row)) for row in held],
        ended=ended,
        invitations=invitations.pending(session, who, party, now()),
        may_invite=permits(who, "members:manage", Subject(party=party)),
        form=form,
        form_titles=form_choices(),
        zone=who.time_zone,
    )


def _row(party: str, membership_id: int, *, sent: bool = False) -> tuple[Membership, EndForm]:
    held, _ = memberships.of_party(house().db.session, actor(), party, now())
    row = next((each for each in held if each.id == membership_id), None)
    if row is None:
        raise NotFound
    others = {str(each.user_id): each.user.name for each in held if each.user_id != row.user_id and each.user.active}
    return row, EndForm(texts(), request.form if sent else None, successors=others)


def _end_page(row: Membership, form: EndForm) -> str:
    last = memberships.is_last_focal_point(house().db.session, row, now())
    subject = Subject(party=row.party, agreement=row.agreement)
    return render_template(
        "pages/accounts/end-member.html",
        row=row,
        form=form,
        last=last,
        possible=memberships.may_end(actor(), row)
        and (not last or permits(actor(), "members:manage_focal_points", subject)),
        party_name=party_name(row.party),
    )
