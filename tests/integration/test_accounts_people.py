"""Invitations and roles: who may give what, how long it holds, and that a Party does not lose its last focal point."""

from __future__ import annotations

import datetime as dt

import pytest

from reporting.domain import permissions
from reporting.domain.errors import Forbidden, Gone, Invalid, NotFound, ReportingError
from reporting.models import AuditEvent, Membership, User
from reporting.services import tidying
from reporting.services.accounts import invitations, memberships, people
from reporting.services.accounts.actors import actor_by_key, load_actor
from reporting.services.accounts.roles import Role
from tests.people import PASSWORD, email_of, mails, token_in
from tests.world import XO, XT, World

GUEST = "guest@testland.example"


def national(name: str, party: str = XT, **more: object) -> Role:
    return Role(name, party, "cbd", **more)


def invite(world: World, by: tuple[str, str] | None, role: Role, email: str = GUEST) -> str:
    actor = world.actor(*by) if by else None
    with world.house.db.transaction() as session:
        return invitations.invite(session, actor, world.clock(), email=email, role=role).path.rpartition("/")[2]


def join(world: World, token: str) -> int:
    return invitations.accept_as_new(
        world.house.db, token, name="Gus Guest", password=PASSWORD, time_zone="UTC", language="fr", now=world.clock()
    )


def membership(world: World, user_id: int) -> int:
    world.house.db.end_reading()
    return world.house.db.session.query(Membership).filter_by(user_id=user_id, ended_at=None).one().id


def end(world: World, by: tuple[str, str], membership_id: int, **how: object) -> None:
    actor = world.actor(*by)
    with world.house.db.transaction() as session:
        memberships.end(session, actor, world.clock(), membership_id, **how)


def test_an_invited_person_makes_an_account_and_has_the_role(world):
    until = world.clock() + dt.timedelta(days=30)
    role = national("authorised_user", forms="nr7", scope="assigned", until_at=until)
    token = invite(world, ("focal_point", XT), role)
    assert token == token_in(world, "invitation", GUEST)
    actor = load_actor(world.house.db.session, join(world, token), world.clock())
    assert (actor.name, actor.email, actor.language) == ("Gus Guest", GUEST, "fr")
    assert actor.memberships == (
        permissions.Membership("authorised_user", XT, "cbd", frozenset({"nr7"}), "assigned"),
    )  # fmt: skip
    with pytest.raises(Gone):
        join(world, token)


GIVERS = {
    "focal": ("focal_point", XT),
    "author": ("authorised_user", XT),
    "observer": ("observer", XT),
    "other": ("focal_point", XO),
    "reviewer": ("reviewer", ""),
    "admin": ("administrator", ""),
}


@pytest.mark.parametrize(
    ("role", "who_may"),
    [
        (national("authorised_user"), {"focal", "admin"}),
        (national("observer"), {"focal", "admin"}),
        (national("focal_point"), {"admin"}),
        (Role("reviewer", "", "cbd"), {"admin"}),
        (Role("administrator", "", "cbd"), {"admin"}),
    ],
)
def test_who_may_invite_to_what(world, role, who_may):
    found = set()
    for name, giver in GIVERS.items():
        try:
            invite(world, giver, role)
            found.add(name)
        except (Forbidden, NotFound):
            pass
    assert found == who_may


def test_who_has_some_forms_gives_no_others(world):
    actor = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        session.query(Membership).filter_by(user_id=actor.user_id).one().forms = "nr7"
    invite(world, ("focal_point", XT), national("observer", forms="nr7"))
    for forms in ("*", "nr6", "nr6 nr7"):
        with pytest.raises(Forbidden):
            invite(world, ("focal_point", XT), national("observer", forms=forms))


@pytest.mark.parametrize(
    "role",
    [
        Role("king", XT, "cbd"), Role("observer", "", "cbd"), Role("reviewer", XT, "cbd"), national("observer", "ZZ"),
        Role("observer", XT, "other"), national("observer", scope="everything"), national("observer", forms=""),
        national("observer", forms="* nr7"),
    ],
)  # fmt: skip
def test_a_role_that_does_not_fit_together_is_refused(world, role):
    with pytest.raises(Invalid):
        invite(world, None, role)


@pytest.mark.parametrize("email", ["", "guest", "guest@", "guest@test land.example", "gu\nest@testland.example"])
def test_an_invitation_needs_an_address(world, email):
    with pytest.raises(Invalid):
        invite(world, None, national("observer"), email)


def test_inviting_again_makes_a_new_link_and_ends_the_old(world):
    first = invite(world, ("focal_point", XT), national("observer"))
    second = invite(world, ("focal_point", XT), national("observer"), GUEST.upper())
    with pytest.raises(Gone):
        join(world, first)
    join(world, second)


def test_an_invitation_lasts_fourteen_days_and_then_its_holder_can_ask_for_another(world):
    token = invite(world, ("focal_point", XT), national("observer"))
    world.clock.forward(days=13, hours=23)
    assert invitations.look(world.house.db.session, token, world.clock()).email == GUEST
    world.clock.forward(hours=1)
    with pytest.raises(Gone):
        join(world, token)
    for _ in range(2):
        with world.house.db.transaction() as session:
            assert invitations.ask_for_new_link(session, token, world.clock())
    (asked,) = mails(world, "invitation-expired")
    assert asked.payload["to"] == email_of(world, world.user("focal_point", XT))


def test_a_link_taken_back_works_no_more(world):
    token = invite(world, ("focal_point", XT), national("observer"))
    focal, other = world.actor("focal_point", XT), world.actor("focal_point", XO)
    (waiting,) = invitations.pending(world.house.db.session, focal, XT, world.clock())
    with pytest.raises(NotFound), world.house.db.transaction() as session:
        invitations.revoke(session, other, world.clock(), waiting.link_id)
    with world.house.db.transaction() as session:
        invitations.revoke(session, focal, world.clock(), waiting.link_id)
    with pytest.raises(Gone):
        join(world, token)
    with world.house.db.transaction() as session:
        assert not invitations.ask_for_new_link(session, token, world.clock())


def test_an_invitation_ends_with_its_inviters_right_to_give(world):
    token = invite(world, ("focal_point", XT), national("observer"))
    with world.house.db.transaction() as session:
        session.query(Membership).filter_by(user_id=world._actors["focal_point", XT]).one().until_at = world.clock()
    with pytest.raises(Gone):
        join(world, token)


def test_somebody_with_an_account_accepts_after_signing_in(world):
    email = email_of(world, world.user("focal_point", XO))
    token = invite(world, ("administrator", ""), Role("reviewer", "", "cbd"), email)
    assert invitations.look(world.house.db.session, token, world.clock()).has_account
    with pytest.raises(Invalid, match="address_taken"):
        join(world, token)
    stranger, invited = world.actor("focal_point", XT), world.actor("focal_point", XO)
    with pytest.raises(Forbidden), world.house.db.transaction() as session:
        invitations.accept(session, stranger, world.clock(), token)
    with world.house.db.transaction() as session:
        invitations.accept(session, invited, world.clock(), token)
    assert {each.role for each in world.actor("focal_point", XO).memberships} == {"focal_point", "reviewer"}


def test_nobody_is_invited_to_what_they_have(world):
    email = email_of(world, world.user("observer", XT))
    with pytest.raises(Invalid, match="already_member"):
        invite(world, ("focal_point", XT), national("observer"), email)


def test_no_address_stays_with_a_link_that_was_used_or_taken_back(world):
    join(world, invite(world, None, national("observer")))
    invite(world, None, national("observer"), "second@testland.example")
    invite(world, None, national("observer"), "second@testland.example")
    world.house.db.end_reading()
    rows = world.house.db.session.query(invitations.OneTimeLink).all()
    assert ["email" in row.payload for row in rows] == [False, False, True]


def test_ending_a_role_ends_sign_ins_and_stays_in_the_history(world):
    user_id = world.user("observer", XT)
    key = world.house.db.session.get_one(User, user_id).sign_in_key
    end(world, ("focal_point", XT), membership(world, user_id))
    db, focal = world.house.db, world.actor("focal_point", XT)
    assert actor_by_key(db.session, key, world.clock()) is None
    held, ended = memberships.of_party(db.session, focal, XT, world.clock())
    assert [row.role for row in held] == ["focal_point"]
    assert [(row.user_id, row.ended_by) for row in ended] == [(user_id, focal.user_id)]
    assert len(mails(world, "membership-ended")) == 1


@pytest.mark.parametrize(
    ("whose", "role", "who_may"),
    [
        (("observer", XT), "observer", {"focal", "observer", "admin"}),
        (("authorised_user", XT), "authorised_user", {"focal", "author", "admin"}),
    ],
)
def test_who_may_end_which_role(world, whose, role, who_may):
    row_id = membership(world, world.user(*whose))
    found = set()
    for name, giver in GIVERS.items():
        actor = world.actor(*giver)
        try:
            with world.house.db.transaction() as session:
                memberships.end(session, actor, world.clock(), row_id)
                found.add(name)
                raise ReportingError
        except (ReportingError, Forbidden, NotFound):
            pass
    assert found == who_may


def test_focal_points_do_not_end_each_other_but_may_go(world):
    with world.house.db.transaction() as session:
        second = people.add(session, world.clock(), email="second@testland.example", name="Second", password=None)
        memberships.give(session, second, national("focal_point"), world.clock(), by=None)
        second_id = second.id
    with pytest.raises(Forbidden):
        end(world, ("focal_point", XT), membership(world, second_id))
    first = membership(world, world.user("focal_point", XT))
    end(world, ("focal_point", XT), first)
    assert world.actor("focal_point", XT).memberships == ()


def test_the_last_focal_point_cannot_just_go(world):
    row = membership(world, world.user("focal_point", XT))
    for by, how in (
        (("focal_point", XT), {}),
        (("focal_point", XT), {"vacant": True}),
        (("administrator", ""), {}),
    ):
        with pytest.raises(Invalid, match="last_focal_point"):
            end(world, by, row, **how)


def test_a_disabled_colleague_does_not_count_as_another_focal_point(world):
    with world.house.db.transaction() as session:
        second = people.add(session, world.clock(), email="second@testland.example", name="Second", password=None)
        memberships.give(session, second, national("focal_point"), world.clock(), by=None)
        second.active = False
    with pytest.raises(Invalid, match="last_focal_point"):
        end(world, ("focal_point", XT), membership(world, world.user("focal_point", XT)))


def test_an_administrator_names_a_successor(world):
    successor = world.user("authorised_user", XT)
    end(world, ("administrator", ""), membership(world, world.user("focal_point", XT)), successor=successor)
    assert "focal_point" in {each.role for each in world.actor("authorised_user", XT).memberships}
    assert len(mails(world, "membership-given")) == 1


def test_a_successor_comes_from_the_same_party(world):
    row = membership(world, world.user("focal_point", XT))
    with pytest.raises(Invalid):
        end(world, ("administrator", ""), row, successor=world.user("focal_point", XO))


def test_or_says_that_the_place_is_vacant(world):
    end(world, ("administrator", ""), membership(world, world.user("focal_point", XT)), vacant=True)
    world.house.db.end_reading()
    (event,) = world.house.db.session.query(AuditEvent).filter_by(name="membership:ended")
    assert event.data["vacant"] is True


def test_a_role_is_not_ended_twice(world):
    row = membership(world, world.user("observer", XT))
    end(world, ("focal_point", XT), row)
    with pytest.raises(Invalid):
        end(world, ("focal_point", XT), row)


def test_forms_scope_and_date_of_a_role_can_change(world):
    row = membership(world, world.user("authorised_user", XT))
    focal = world.actor("focal_point", XT)
    until = world.clock() + dt.timedelta(days=3)
    with world.house.db.transaction() as session:
        memberships.change(session, focal, world.clock(), row, forms="nr7", scope="assigned", until_at=until)
    (role,) = world.actor("authorised_user", XT).memberships
    assert (role.forms, role.scope) == (frozenset({"nr7"}), "assigned")
    world.clock.forward(days=3)
    assert world.actor("authorised_user", XT).memberships == ()


def test_an_administrator_neither_disables_nor_ends_themselves(world):
    admin = world.user("administrator")
    with pytest.raises(Forbidden), world.house.db.transaction() as session:
        people.disable(session, world.actor_in(session, "administrator", ""), world.clock(), admin)
    with pytest.raises(Forbidden):
        end(world, ("administrator", ""), membership(world, admin))


def test_a_former_user_leaves_no_name_and_no_address(world):
    user_id, admin = world.user("observer", XT), world.actor("administrator")
    invite(world, ("focal_point", XT), national("authorised_user"), email_of(world, user_id))
    with pytest.raises(Invalid), world.house.db.transaction() as session:
        people.empty(session, admin, world.clock(), user_id)
    with world.house.db.transaction() as session:
        people.disable(session, admin, world.clock(), user_id)
    with world.house.db.transaction() as session:
        people.empty(session, admin, world.clock(), user_id)
    user = world.house.db.session.get_one(User, user_id)
    assert (user.name, user.email, user.password) == ("", f"former-user-{user_id}", None)
    with pytest.raises(Invalid), world.house.db.transaction() as session:
        people.enable(session, admin, world.clock(), user_id)


def test_accounts_are_found_by_name_address_and_party_page_by_page(world, monkeypatch):
    monkeypatch.setattr(people, "PER_PAGE", 2)
    admin = world.actor("administrator")
    for role in ("authorised_user", "observer"):
        world.user(role, XT)

    def found(words: str, page: int = 1) -> tuple[list[str], int]:
        shown = people.search(world.house.db.session, admin, world.clock(), words=words, page=page)
        return [user.name for user in shown.items], shown.total

    assert found("xt") == (["Authorised User XT", "Focal Point XT"], 3)
    assert found("xt", 2) == (["Observer XT"], 3)
    assert found("xt", 99) == (["Observer XT"], 3)
    assert found("OBSERVER@xt") == (["Observer XT"], 1)
    assert found("focal xo") == (["Focal Point XO"], 1)
    assert found("100%") == ([], 0)


def test_the_address_of_an_invitation_that_ran_out_is_forgotten_in_time(world):
    token = invite(world, ("focal_point", XT), national("observer"))
    world.clock.forward(days=14 + 61)
    with world.house.db.transaction() as session:
        tidying.tidy(session, world.clock())
    (link,) = world.house.db.session.query(invitations.OneTimeLink).all()
    assert link.payload == {}
    with world.house.db.transaction() as session:
        assert not invitations.ask_for_new_link(session, token, world.clock())
