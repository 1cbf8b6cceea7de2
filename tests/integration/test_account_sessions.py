"""Signing in through the pages, how long a session lasts, and what becomes of a post that came too late."""

from __future__ import annotations

import re

import pytest

from tests.integration.conftest import Site
from tests.people import PASSWORD, email_of, mails, with_password
from tests.world import XT, World


@pytest.fixture
def world(site: Site) -> World:
    return site[0]


def test_signing_in_and_out(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email)
    assert "Focal Point XT" in browser.page
    browser.send("sign-out")
    assert "You are signed out" in browser.page
    assert browser.get("/en/profile").request.path == "/en/sign-in"


def test_what_was_asked_for_comes_after_signing_in(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.get("/fr/workspace/XT/members?x=1")
    answer = browser.send("sign-in", email=email, password=PASSWORD)
    assert answer.request.full_path == "/fr/workspace/XT/members?x=1"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_elsewhere(world, browser, elsewhere):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.get("/en/sign-in")
    action, fields = browser.form("sign-in")
    answer = browser.client.post(action, data={**fields, "email": email, "password": PASSWORD, "next": elsewhere})
    assert answer.headers["Location"] == "/en/workspace"


def test_an_unknown_address_and_a_wrong_password_look_the_same(world, browser, another):
    email = email_of(world, with_password(world, "focal_point", XT))
    known = browser.sign_in(email, "wrong wrong wrong").text.replace(email, "…")
    unknown = another.sign_in("nobody@xt.example", "wrong wrong wrong").text.replace("nobody@xt.example", "…")
    token = re.compile(r'name="csrf_token" value="[^"]*"')
    assert token.sub("", known) == token.sub("", unknown)
    assert browser.status == another.status == 422
    assert 'href="#email">The e-mail address or the password is not right.' in known


def test_too_many_tries_get_a_time(world, browser):
    for _ in range(6):
        browser.sign_in("nobody@xt.example", "wrong wrong wrong")
    assert browser.status == 429
    assert "Please wait 15 minutes" in browser.page


def test_on_a_shared_computer_the_cookie_goes_with_the_browser_and_after_half_an_hour(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email, shared="y")
    cookie = browser.client.get_cookie("session")
    assert cookie.expires is None
    world.clock.forward(minutes=29)
    browser.get("/en/profile")
    world.clock.forward(minutes=29)
    assert browser.get("/en/profile").request.path == "/en/profile"
    world.clock.forward(minutes=30)
    assert browser.get("/en/profile").request.path == "/en/sign-in"


def test_elsewhere_it_stays_for_half_a_day_without_use_and_thirty_days_in_all(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email)
    assert browser.client.get_cookie("session").expires is not None
    for _ in range(65):
        world.clock.forward(hours=11)
        assert browser.get("/en/profile").request.path == "/en/profile"
    world.clock.forward(hours=6)
    assert browser.get("/en/profile").request.path == "/en/sign-in"
    browser.sign_in(email)
    world.clock.forward(hours=12)
    assert browser.get("/en/profile").request.path == "/en/sign-in"


def test_the_page_knows_how_long_it_lasts_and_asking_is_no_use(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email, shared="y")
    world.clock.forward(minutes=10)
    for _ in range(2):
        assert browser.client.get("/en/session").json["seconds"] == 20 * 60
    token = browser.form("sign-out")[1] if "sign-out" in browser.page else {}
    assert browser.client.post("/en/session", data=token).json["seconds"] == 30 * 60


def test_public_pages_read_no_cookie_and_set_none(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email)
    world.clock.forward(minutes=10)
    answer = browser.client.get("/en/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]
    assert "Focal Point XT" not in answer.text


def test_a_post_after_the_session_ended_is_sent_after_signing_in_again(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email)
    browser.get("/en/profile")
    action, fields = browser.form("profile")
    world.clock.forward(hours=13)
    typed = {**fields, "name": "Flora “Focal” Point", "language": "fr", "time_zone": "UTC"}
    browser.post(action, typed)
    assert browser.status == 401
    assert "kept on this page" in browser.page
    browser.send("sign-in", email=email, password=PASSWORD)
    assert "data-send-at-once" in browser.page
    assert "Flora “Focal” Point" in browser.page
    browser.send(0)
    assert browser.status == 200
    assert world.actor("focal_point", XT).name == "Flora “Focal” Point"


def test_it_survives_a_wrong_password_on_the_way(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.post("/en/profile", {"name": "Flora Point", "language": "fr", "time_zone": "UTC"})
    browser.send("sign-in", email=email, password="wrong wrong wrong")
    browser.send("sign-in", email=email, password=PASSWORD)
    assert "data-send-at-once" not in browser.page, "whose it was is not known, so a person decides"
    browser.send(0)
    assert world.actor("focal_point", XT).name == "Flora Point"


def test_what_one_person_typed_is_not_sent_by_another(world, browser):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/profile")
    action, fields = browser.form("profile")
    world.clock.forward(hours=13)
    browser.post(action, {**fields, "name": "Flora Point", "language": "fr", "time_zone": "UTC"})
    other = email_of(world, with_password(world, "observer", XT))
    browser.send("sign-in", email=other, password=PASSWORD)
    assert "was not sent" in browser.page
    assert "Flora Point" not in browser.page


def test_another_site_cannot_have_its_words_carried_through_sign_in(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        browser.post("/en/profile", {"name": "Evil Twin", "language": "fr", "time_zone": "UTC"}, headers=headers)
        assert browser.status == 400
        assert "Evil Twin" not in browser.page
        assert "carried" not in browser.page
    browser.get("/en/sign-in")
    browser.send("sign-in", email=email, password=PASSWORD, carried="eyJwYXRoIjoiL2VuL3Byb2ZpbGUifQ.made.up")
    assert world.actor("focal_point", XT).name == "Focal Point XT"


def test_a_form_from_an_earlier_session_is_asked_about_once_more(world, browser):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email)
    browser.get("/en/profile")
    action, fields = browser.form("profile")
    browser.send("sign-out")
    browser.sign_in(email)
    browser.post(action, {**fields, "name": "Flora Point", "language": "fr", "time_zone": "UTC"})
    assert browser.status == 400
    browser.send(0)
    assert world.actor("focal_point", XT).name == "Flora Point"


def test_a_proof_is_asked_for_after_fifteen_minutes_and_what_was_typed_goes_on(world, browser):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/workspace/XT/members")
    world.clock.forward(minutes=16)
    browser.send("members", email="guest@xt.example", role="observer", scope="report", language="es")
    assert browser.status == 403
    assert mails(world, "invitation") == []
    browser.send("prove", password="wrong wrong wrong")
    assert browser.status == 422
    browser.send("prove", password=PASSWORD)
    browser.send(0)
    assert "on its way to guest@xt.example" in browser.page
    assert mails(world, "invitation")[0].language == "es"
