"""Accounts through their pages, as a browser without scripts sees them."""

from __future__ import annotations

import re

import pytest

from reporting.models import AuditEvent, Job, User
from tests.integration.conftest import Site
from tests.people import PASSWORD, email_of, mails, path_in, with_password
from tests.world import XO, XT, World

NEW = "quite another sentence"


@pytest.fixture
def world(site: Site) -> World:
    return site[0]


def test_a_forgotten_password_gets_the_same_page_for_everybody(world, browser, another):
    email = email_of(world, with_password(world, "focal_point", XT))
    pages = []
    for each, address in ((browser, email), (another, "nobody@xt.example")):
        each.get("/fr/forgotten")
        pages.append(re.sub(r'value="[^"]*"', "", each.send("forgotten", email=address).text))
    assert pages[0] == pages[1]
    path = path_in(world, "password-reset")
    browser.get(f"/fr{path}")
    browser.send("reset", password="short")
    assert browser.status == 422
    browser.send("reset", password=NEW)
    browser.sign_in(email, NEW)
    assert "Focal Point XT" in browser.page
    assert browser.get(f"/fr{path}").status_code == 410
    assert "/fr/forgotten" in browser.page


def test_changing_the_password_keeps_this_browser_and_ends_the_other(world, browser, another):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email)
    another.sign_in(email)
    browser.get("/en/profile/password")
    browser.send("password", present=PASSWORD, password=NEW)
    assert "Your password is changed" in browser.page
    assert browser.get("/en/profile").request.path == "/en/profile"
    assert another.get("/en/profile").request.path == "/en/sign-in"


def test_an_address_changes_by_two_links_that_do_nothing_when_only_opened(world, browser):
    user_id = with_password(world, "focal_point", XT)
    browser.sign_in(email_of(world, user_id))
    browser.get("/en/profile/email")
    browser.send("email", email="new@xt.example")
    assert "new@xt.example" in browser.page
    for side in ("old", "new"):
        path = path_in(world, f"email-change-{side}")
        browser.get(f"/en{path}")
        browser.get(f"/en{path}")
        browser.send("confirm-email")
    assert "Your e-mail address is changed" in browser.page
    assert email_of(world, user_id) == "new@xt.example"
    assert browser.get(f"/en{path}").status_code == 410


def test_an_invitation_from_letter_to_workspace(world, browser, another):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/workspace/XT/members")
    browser.send("members", email="guest@xt.example", role="authorised_user", scope="report", language="ar")
    assert "guest@xt.example" in browser.page
    path = path_in(world, "invitation")
    another.get(f"/ar{path}")
    another.send("invitations", name="", password=NEW)
    assert another.status == 422
    another.send("invitations", name="Gus Guest", password=NEW)
    another.send("sign-in", email="guest@xt.example", password=NEW)
    assert another.get("/en/workspace/XT/members").status_code == 200
    assert another.get(f"/ar{path}").status_code == 410
    browser.get("/en/workspace/XT/members")
    assert "Gus Guest" in browser.page


def test_an_invited_person_with_an_account_signs_in_and_accepts(world, browser, another):
    browser.sign_in(email_of(world, with_password(world, "administrator")))
    email = email_of(world, with_password(world, "focal_point", XO))
    browser.get("/en/secretariat/accounts")
    browser.send("accounts", email=email, role="reviewer", party="", agreement="cbd", scope="report", language="en")
    assert browser.status == 200, browser.page
    another.get("/en" + path_in(world, "invitation", email))
    another.send("invitations")
    assert another.status == 403
    another.get(re.search(r'href="(/en/sign-in\?next=[^"]*)"', another.page)[1])
    another.send("sign-in", email=email, password=PASSWORD)
    another.send("invitations")
    assert {each.role for each in world.actor("focal_point", XO).memberships} == {"focal_point", "reviewer"}


def test_an_expired_invitation_offers_a_new_one(world, browser, another):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/workspace/XT/members")
    browser.send("members", email="guest@xt.example", role="observer", scope="report", language="en")
    world.clock.forward(days=15)
    another.get("/en" + path_in(world, "invitation"))
    assert another.status == 410
    another.send("invitations")
    assert "has been told" in another.page
    assert len(mails(world, "invitation-expired")) == 1


def test_a_role_is_ended_after_a_question(world, browser):
    world.user("observer", XT)
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/workspace/XT/members")
    address = re.findall(r'href="(/en/workspace/XT/members/\d+/end)"', browser.page)
    browser.get(address[-1])
    assert "Observer XT" in browser.page
    browser.send("end")
    assert "The role has ended" in browser.page
    assert "Roles that have ended" in browser.page


def test_the_last_focal_point_reads_why_not(world, browser):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/workspace/XT/members")
    browser.get(re.search(r'href="(/en/workspace/XT/members/\d+/end)"', browser.page)[1])
    assert "cannot be ended without a successor" in browser.page
    assert "End this role" not in browser.page


def test_an_administrator_names_the_successor_of_the_last_focal_point(world, browser):
    successor = world.user("observer", XT)
    browser.sign_in(email_of(world, with_password(world, "administrator")))
    browser.get("/en/workspace/XT/members")
    browser.get(re.search(r'href="(/en/workspace/XT/members/\d+/end)"', browser.page)[1])
    browser.send("end")
    assert browser.status == 422
    browser.send("end", successor=str(successor))
    assert browser.status == 200
    assert "focal_point" in {each.role for each in world.actor("observer", XT).memberships}


def test_a_partys_people_are_its_own_business(world, browser):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XO)))
    for path in ("/en/workspace/XT/members", "/en/workspace/XT/members/1/end", "/en/secretariat/accounts"):
        assert browser.get(path).status_code in (403, 404), path


def test_an_administrator_finds_disables_and_empties_an_account(world, browser, another):
    user_id = with_password(world, "observer", XT)
    another.sign_in(email_of(world, user_id))
    browser.sign_in(email_of(world, with_password(world, "administrator")))
    browser.get("/en/secretariat/accounts?q=observer")
    assert "1 account" in browser.page
    browser.get(f"/en/secretariat/accounts/{user_id}")
    browser.send("disable")
    assert another.get("/en/profile").request.path == "/en/sign-in"
    browser.send("empty")
    assert "former user" in browser.page
    world.house.db.end_reading()
    assert world.house.db.session.get_one(User, user_id).name == ""


def test_a_token_is_shown_once(world, browser):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/profile/tokens")
    browser.send("tokens", name="export", days="90")
    assert browser.status == 201
    assert re.search(r"nrt_[\w-]{43}", browser.page)
    browser.get("/en/profile/tokens")
    assert "nrt_" not in browser.page
    browser.send("revoke")
    assert "The token has ended" in browser.page


def test_signing_out_everywhere_ends_the_other_browser(world, browser, another):
    email = email_of(world, with_password(world, "focal_point", XT))
    browser.sign_in(email)
    another.sign_in(email)
    browser.get("/en/profile")
    browser.send("everywhere")
    assert another.get("/en/profile").request.path == "/en/sign-in"


def test_no_secret_stands_in_the_events(world, browser):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/workspace/XT/members")
    browser.send("members", email="guest@xt.example", role="observer", scope="report", language="es")
    told = str([row.data for row in world.house.db.session.query(AuditEvent)])
    assert "@" not in told
    token = path_in(world, "invitation").rpartition("/")[2]
    assert token not in told


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_the_letter_comes_in_its_readers_language(world, browser, language):
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    browser.get("/en/workspace/XT/members")
    browser.send("members", email="guest@xt.example", role="observer", scope="report", language=language)
    world.run_jobs()
    (letter,) = [path for path in world.house.outbox.iterdir() if b"guest@xt.example" in path.read_bytes()]
    assert f"Content-Language: {language}".encode() in letter.read_bytes()
    world.house.db.end_reading()
    assert {row.status for row in world.house.db.session.query(Job).filter(Job.kind == "mail")} == {"done"}
