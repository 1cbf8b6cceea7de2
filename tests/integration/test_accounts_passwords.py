"""Forgotten, reset and changed passwords, and an e-mail address that moves."""

from __future__ import annotations

import threading

import pytest

from reporting.domain.errors import Gone, Invalid, TooManyAttempts
from reporting.models import User
from reporting.services.accounts import passwords, profile, sign_in, tokens
from reporting.services.accounts.actors import actor_by_key
from tests.people import PASSWORD, email_of, mails, token_in, with_password
from tests.world import XO, XT, World

HERE = "192.0.2.1"
NEW = "quite another sentence"


def forgotten(world: World, email: str) -> None:
    with world.house.db.transaction() as session:
        passwords.forgotten(session, email=email, network=HERE, now=world.clock())


def opens(world: World, email: str, password: str) -> bool:
    try:
        sign_in.sign_in(world.house.db, email=email, password=password, network=HERE, now=world.clock())
    except Invalid:
        return False
    return True


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    forgotten(world, email)
    token = token_in(world, "password-reset", email)
    passwords.reset(world.house.db, token, password=NEW, now=world.clock())
    assert opens(world, email, NEW)
    assert not opens(world, email, PASSWORD)
    assert len(mails(world, "password-changed")) == 1
    with pytest.raises(Gone):
        passwords.reset(world.house.db, token, password=PASSWORD, now=world.clock())


def test_the_link_lasts_an_hour(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    forgotten(world, email)
    world.clock.forward(hours=1)
    with pytest.raises(Gone):
        passwords.reset(world.house.db, token_in(world, "password-reset"), password=NEW, now=world.clock())


def test_a_newer_link_ends_the_older(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    forgotten(world, email)
    older = token_in(world, "password-reset")
    forgotten(world, email)
    with pytest.raises(Gone):
        passwords.reset(world.house.db, older, password=NEW, now=world.clock())
    passwords.reset(world.house.db, token_in(world, "password-reset"), password=NEW, now=world.clock())


def test_a_weak_password_does_not_use_the_link_up(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    forgotten(world, email)
    with pytest.raises(Invalid, match="password_too_short"):
        passwords.reset(world.house.db, token_in(world, "password-reset"), password="short", now=world.clock())
    passwords.reset(world.house.db, token_in(world, "password-reset"), password=NEW, now=world.clock())


def test_nobody_learns_who_has_an_account(world):
    user_id = with_password(world, "observer", XT)
    with world.house.db.transaction() as session:
        session.get_one(User, user_id).active = False
    for email in ("nobody@testland.example", "no address at all", email_of(world, user_id)):
        forgotten(world, email)
    assert mails(world, "password-reset") == []


def test_nobody_is_flooded_with_links(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    for _ in range(3):
        forgotten(world, email)
    with pytest.raises(TooManyAttempts):
        forgotten(world, email)
    for _ in range(3):
        forgotten(world, "nobody@testland.example")
    with pytest.raises(TooManyAttempts):
        forgotten(world, "nobody@testland.example")


def test_two_who_use_one_link_at_the_same_moment_do_not_both_win(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    forgotten(world, email)
    token, results, ready = token_in(world, "password-reset"), [], threading.Barrier(2)

    def use() -> None:
        ready.wait()
        try:
            passwords.reset(world.house.db, token, password=NEW, now=world.clock())
            results.append("done")
        except Gone:
            results.append("gone")

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done", "gone"]


def test_changing_the_password_ends_every_other_sign_in_and_all_tokens(world):
    user_id = with_password(world, "focal_point", XT)
    db, actor = world.house.db, world.actor("focal_point", XT)
    other = sign_in.sign_in(db, email=email_of(world, user_id), password=PASSWORD, network=HERE, now=world.clock())
    with db.transaction() as session:
        token = tokens.create(session, actor, world.clock(), name="export")
    key = passwords.change(db, actor, present=PASSWORD, password=NEW, network=HERE, now=world.clock())
    assert actor_by_key(db.session, other.key, world.clock()) is None
    assert actor_by_key(db.session, key, world.clock()) is not None
    assert tokens.actor_by_token(db.session, token, world.clock()) is None


def test_the_password_changes_only_with_the_present_one(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    actor = world.actor("focal_point", XT)
    with pytest.raises(Invalid) as refused:
        passwords.change(
            world.house.db, actor, present="wrong wrong wrong", password=NEW, network=HERE, now=world.clock()
        )
    assert (refused.value.code, refused.value.params["field"]) == ("password_wrong", "present")
    assert opens(world, email, PASSWORD)


def ask(world: World, email: str) -> None:
    actor = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        profile.ask_email_change(session, actor, world.clock(), email)


def confirm(world: World, token: str) -> bool:
    with world.house.db.transaction() as session:
        return profile.confirm_email(session, token, world.clock())


@pytest.mark.parametrize("order", [("old", "new"), ("new", "old")])
def test_an_address_moves_when_both_have_said_yes(world, order):
    user_id = world.user("focal_point", XT)
    before = email_of(world, user_id)
    ask(world, "New.Address@testland.example")
    first, second = (token_in(world, f"email-change-{side}") for side in order)
    assert not confirm(world, first)
    assert email_of(world, user_id) == before
    assert confirm(world, second)
    assert email_of(world, user_id) == "new.address@testland.example"
    assert {each.payload["to"] for each in mails(world, "email-changed")} == {before, "new.address@testland.example"}
    with pytest.raises(Gone):
        confirm(world, second)


def test_an_address_that_somebody_has_gets_no_link_and_no_other_answer(world):
    taken = email_of(world, world.user("focal_point", XO))
    ask(world, taken)
    assert len(mails(world, "email-change-old")) == 1
    assert mails(world, "email-change-new") == []


def test_an_address_taken_in_the_meantime_stays_with_whoever_took_it(world):
    ask(world, "new@testland.example")
    old, new = token_in(world, "email-change-old"), token_in(world, "email-change-new")
    confirm(world, old)
    other = world.user("observer", XT)
    with world.house.db.transaction() as session:
        session.get_one(User, other).email = "new@testland.example"
    with pytest.raises(Gone):
        confirm(world, new)


def test_yes_to_an_older_wish_does_not_count_for_a_newer_one(world):
    ask(world, "first@testland.example")
    confirm(world, token_in(world, "email-change-old"))
    ask(world, "second@testland.example")
    assert not confirm(world, token_in(world, "email-change-new", "second@testland.example"))


def test_links_for_the_change_last_a_day(world):
    ask(world, "new@testland.example")
    world.clock.forward(hours=24)
    with pytest.raises(Gone):
        confirm(world, token_in(world, "email-change-new"))


@pytest.mark.parametrize(
    ("wish", "field"),
    [({"name": "  "}, "name"), ({"language": "de"}, "language"), ({"time_zone": "Mars/Olympus"}, "time_zone")],
)
def test_a_profile_that_cannot_be_is_refused(world, wish, field):
    actor = world.actor("focal_point", XT)
    told = {"name": "Flora", "language": "fr", "time_zone": "Africa/Nairobi", **wish}
    with pytest.raises(Invalid) as refused, world.house.db.transaction() as session:
        profile.update(session, actor, world.clock(), **told)
    assert refused.value.params["field"] == field


def test_a_profile_changes_and_says_what_changed(world):
    actor = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        profile.update(
            session, actor, world.clock(), name=" Flora \n Focal ", language="fr", time_zone="Africa/Nairobi"
        )
    now = world.actor("focal_point", XT)
    assert (now.name, now.language, now.time_zone) == ("Flora Focal", "fr", "Africa/Nairobi")
