"""Who comes in, who does not, and that the two cannot be told apart from outside."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import event

from reporting.domain.errors import Invalid, TooManyAttempts
from reporting.infra import passwords as hashing
from reporting.models import ApiToken, AuditEvent, SignInAttempt, User
from reporting.services import tidying
from reporting.services.accounts import memberships, people, sign_in, tokens
from reporting.services.accounts.actors import actor_by_key, load_actor
from tests.people import PASSWORD, email_of, with_password
from tests.world import XT, World

HERE = "192.0.2.1"


def enter(world: World, email: str, password: str = PASSWORD, network: str = HERE) -> sign_in.Entry:
    return sign_in.sign_in(world.house.db, email=email, password=password, network=network, now=world.clock())


def test_the_right_password_opens_however_the_address_is_written(world):
    user_id = with_password(world, "focal_point", XT)
    entry = enter(world, f"  {email_of(world, user_id).upper()} ")
    assert entry.actor.user_id == user_id
    assert actor_by_key(world.house.db.session, entry.key, world.clock()) == entry.actor


@pytest.mark.parametrize("case", ["unknown", "wrong", "disabled", "without password", "not an address"])
def test_every_refusal_is_the_same(world, case, monkeypatch):
    user_id = with_password(world, "focal_point", XT)
    email, password = email_of(world, user_id), PASSWORD
    with world.house.db.transaction() as session:
        user = session.get_one(User, user_id)
        user.active = case != "disabled"
        user.password = None if case == "without password" else user.password
    if case == "unknown":
        email = "nobody@testland.example"
    if case == "not an address":
        email = "not an address"
    if case == "wrong":
        password = "another long sentence"
    computed = []
    monkeypatch.setattr(
        hashing._hasher.__class__, "verify", lambda self, stored, given, real=hashing._hasher.__class__.verify: (
            computed.append(stored) or real(self, stored, given)
        )
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        enter(world, email, password)
    assert (refused.value.code, dict(refused.value.params)) == ("sign_in_failed", {})
    assert len(computed) == 1, "the same work is done"
    assert world.house.db.session.query(SignInAttempt).count() == 3


def test_after_five_wrong_tries_even_the_right_password_waits(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    for _ in range(5):
        with pytest.raises(Invalid):
            enter(world, email, "wrong wrong wrong")
    world.clock.forward(minutes=5)
    with pytest.raises(TooManyAttempts) as refused:
        enter(world, email)
    assert refused.value.params == {"minutes": 10}
    world.clock.forward(minutes=10)
    assert enter(world, email).actor.email == email


def test_an_unknown_address_is_throttled_like_a_known_one(world):
    for _ in range(5):
        with pytest.raises(Invalid):
            enter(world, "nobody@testland.example")
    with pytest.raises(TooManyAttempts):
        enter(world, "nobody@testland.example")


def test_guessing_from_far_away_does_not_lock_out_the_owner(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    for _ in range(5):
        with pytest.raises(Invalid):
            enter(world, email, "wrong wrong wrong", network="203.0.113.9")
    assert enter(world, email).actor.email == email


def test_one_network_cannot_try_many_addresses(world, monkeypatch):
    monkeypatch.setattr(sign_in.passwords, "matches", lambda password, stored: False)
    for number in range(50):
        with pytest.raises(Invalid):
            enter(world, f"person{number}@testland.example", network=f"2001:db8::{number}")
    with pytest.raises(TooManyAttempts):
        enter(world, "one-more@testland.example", network="2001:db8::ffff")
    with pytest.raises(Invalid):
        enter(world, "one-more@testland.example", network="2001:db8:0:1::1")


def test_signing_in_forgives_earlier_wrong_tries(world):
    email = email_of(world, with_password(world, "focal_point", XT))
    for _ in range(4):
        with pytest.raises(Invalid):
            enter(world, email, "wrong wrong wrong")
    enter(world, email)
    for _ in range(4):
        with pytest.raises(Invalid):
            enter(world, email, "wrong wrong wrong")
    enter(world, email)


def test_no_password_is_computed_while_the_database_is_held(world, monkeypatch):
    email = email_of(world, with_password(world, "focal_point", XT))
    open_now = []
    event.listen(world.house.db.engine, "begin", lambda connection: open_now.append(1))
    event.listen(world.house.db.engine, "commit", lambda connection: open_now.pop())
    monkeypatch.setattr(sign_in.passwords, "matches", lambda password, stored: not open_now)
    enter(world, email)


def test_addresses_of_tries_are_kept_as_hashes_and_for_a_day(world):
    with pytest.raises(Invalid):
        enter(world, "nobody@testland.example")
    assert {len(row.key) for row in world.house.db.session.query(SignInAttempt)} == {64}
    with world.house.db.transaction() as session:
        tidying.tidy(session, world.clock.forward(days=1, minutes=1))
    assert world.house.db.session.query(SignInAttempt).count() == 0


def test_coming_in_and_failing_to_are_recorded_by_id_alone(world):
    user_id = with_password(world, "focal_point", XT)
    enter(world, email_of(world, user_id))
    for email in ("nobody@testland.example", email_of(world, user_id)):
        with pytest.raises(Invalid):
            enter(world, email, "wrong wrong wrong")
    events = [
        (row.name, row.data["user_id"])
        for row in world.house.db.session.query(AuditEvent)
        if "sign" in row.name
    ]  # fmt: skip
    assert events == [
        ("account:signed_in", user_id), ("account:sign_in_failed", None), ("account:sign_in_failed", user_id),
    ]  # fmt: skip


def test_a_proof_asks_for_ones_own_password(world):
    with_password(world, "focal_point", XT)
    actor = world.actor("focal_point", XT)
    sign_in.prove(world.house.db, actor, password=PASSWORD, network=HERE, now=world.clock())
    with pytest.raises(Invalid, match="password_wrong"):
        sign_in.prove(world.house.db, actor, password="wrong wrong wrong", network=HERE, now=world.clock())


def test_an_actor_takes_one_query_however_many_roles(world):
    user_id = world.user("focal_point", XT)
    world.house.db.end_reading()
    seen = []
    event.listen(world.house.db._reader, "before_cursor_execute", lambda *args: seen.append(args[2]))
    load_actor(world.house.db.session, user_id, world.clock())
    assert len([each for each in seen if each != "BEGIN"]) == 1


def test_a_role_counts_from_its_beginning_to_its_end(world):
    user_id = world.user("observer", XT)
    with world.house.db.transaction() as session:
        row = session.get_one(User, user_id).memberships[0]
        row.until_at = world.clock() + dt.timedelta(hours=1)
    assert len(load_actor(world.house.db.session, user_id, world.clock()).memberships) == 1
    world.clock.forward(hours=1)
    assert load_actor(world.house.db.session, user_id, world.clock()).memberships == ()


def test_disabling_ends_sign_ins_and_tokens_at_once(world):
    user_id = with_password(world, "observer", XT)
    entry = enter(world, email_of(world, user_id))
    admin = world.actor("administrator")
    with world.house.db.transaction() as session:
        token = tokens.create(session, entry.actor, world.clock(), name="export")
    assert tokens.actor_by_token(world.house.db.session, token, world.clock()) == entry.actor
    with world.house.db.transaction() as session:
        people.disable(session, admin, world.clock(), user_id)
    session = world.house.db.session
    assert actor_by_key(session, entry.key, world.clock()) is None
    assert load_actor(session, user_id, world.clock()) is None
    assert tokens.actor_by_token(session, token, world.clock()) is None
    with world.house.db.transaction() as session:
        people.enable(session, admin, world.clock(), user_id)
    session = world.house.db.session
    assert actor_by_key(session, entry.key, world.clock()) is None, "old sign-ins stay ended"
    assert tokens.actor_by_token(session, token, world.clock()) is None


def test_a_token_ends_by_date_by_its_owner_and_with_the_last_role(world):
    user_id = world.user("observer", XT)
    actor = world.actor("observer", XT)
    db = world.house.db
    with db.transaction() as session:
        short, long, other = (
            tokens.create(session, actor, world.clock(), name="x", lasts=dt.timedelta(days=days))
            for days in (1, 30, 30)
        )
    world.clock.forward(days=1)
    assert tokens.actor_by_token(db.session, short, world.clock()) is None
    assert tokens.actor_by_token(db.session, "nrt_made-up", world.clock()) is None
    with db.transaction() as session:
        tokens.revoke(session, actor, world.clock(), session.query(ApiToken).filter_by(user_id=user_id).all()[1].id)
    assert tokens.actor_by_token(db.session, long, world.clock()) is None
    assert tokens.actor_by_token(db.session, other, world.clock()) is not None
    focal = world.actor("focal_point", XT)
    with db.transaction() as session:
        row = session.get_one(User, user_id).memberships[0]
        memberships.end(session, focal, world.clock(), row.id)
    assert tokens.actor_by_token(db.session, other, world.clock()) is None


def test_a_token_is_stored_as_a_hash_only(world):
    actor = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        token = tokens.create(session, actor, world.clock(), name="export")
    row = world.house.db.session.query(ApiToken).one()
    assert token.startswith("nrt_")
    assert token not in (row.token_hash, row.name)
