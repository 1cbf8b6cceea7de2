"""Accounts through their pages, as a browser without scripts sees them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reporting import app as floor
from reporting.models import AuditEvent, Job, User
from tests.people import PASSWORD, email_of, mails, path_in, with_password
from tests.world import XO, XT, FixedClock, World, make_world, settings

NEW = "quite another sentence"


class Browser:
    """A browser without scripts: it fills in the forms of the page it was given last."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page = ""
        self.status = 0

    def get(self, path: str) -> TestResponse:
        return self._keep(self.client.get(path, follow_redirects=True))

    def send(self, form: int | str = 0, **typed: Any) -> TestResponse:
        """Fill in and send a form of the page: by its place, or by a part of its address."""
        action, fields = self.form(form)
        return self.post(action, {**fields, **typed})

    def post(self, path: str, fields: dict[str, Any], **more: Any) -> TestResponse:
        return self._keep(self.client.post(path, data=fields, follow_redirects=True, **more))

    def form(self, wanted: int | str = 0) -> tuple[str, dict[str, str]]:
        forms = re.findall(r'<form\b([^>]*method="post"[^>]*)>(.*?)</form>', self.page, re.S)
        found = [(self._action(head), self._hidden(body)) for head, body in forms]
        found = [each for each in found if not each[0].endswith("/sign-out") or wanted == "sign-out"]
        if isinstance(wanted, int):
            return found[wanted]
        return next(each for each in found if wanted in each[0])

    def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
        self.get("/en/sign-in")
        return self.send("sign-in", email=email, password=password, **more)

    def _keep(self, answer: TestResponse) -> TestResponse:
        self.page, self.status = answer.text, answer.status_code
        self.path = answer.request.full_path.rstrip("?")
        return answer

    def _action(self, head: str) -> str:
        found = re.search(r'action="([^"]*)"', head)
        return html.unescape(found[1]) if found else self.path

    @staticmethod
    def _hidden(body: str) -> dict[str, str]:
        inputs = [dict(re.findall(r'(\w+)="([^"]*)"', each)) for each in re.findall(r"<input\b([^>]*)>", body)]
        return {each["name"]: html.unescape(each.get("value", "")) for each in inputs if each.get("type") == "hidden"}


@pytest.fixture
def site(tmp_path) -> Iterator[tuple[World, Any]]:
    clock = FixedClock()
    app = floor.create_app(settings(tmp_path), clock)
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    yield world, app
    world.house.db.dispose()


@pytest.fixture
def world(site) -> World:
    return site[0]


@pytest.fixture
def browser(site) -> Browser:
    return Browser(site[1].test_client())


@pytest.fixture
def another(site) -> Browser:
    return Browser(site[1].test_client())


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
