"""Who is refused is told why on a sound page, and what they typed goes on with them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from reporting.domain import workflow
from reporting.models import User
from tests.journeys.browser import Browser, Place
from tests.journeys.tale import PROSE, Tale
from tests.people import PASSWORD, email_of, with_password
from tests.world import XO, XT

Enter = Callable[..., Browser]
SUMMARY = "conclusions.assessment_summary"
SECTION = f"/en/workspace/{XT}/nr7/sections/conclusions"


@pytest.fixture(params=[("en", "fr"), ("ar", "en")], ids=["en", "ar"])
def tale(place: Place, request: pytest.FixtureRequest) -> Tale:
    place.world.report(XT, languages=request.param)
    return Tale(place, *request.param)


def test_another_party_finds_nothing_there(place: Place, enter: Enter) -> None:
    place.world.fill(place.world.report(XT))
    other = enter("focal_point", XO)
    other.open(f"/en/workspace/{XO}")
    report = f"/en/workspace/{XT}/nr7"
    for address in (
        f"/en/workspace/{XT}", f"/en/workspace/{XT}/members", report, f"{report}/sections/conclusions",
        f"{report}/history/{SUMMARY}", f"{report}/read", f"{report}/read.pdf", f"{report}/pdf/1",
        f"{report}/actions/submit",
    ):  # fmt: skip
        other.open(address, status=404)
        assert "Testland" not in other.page.text
    for address in (SECTION, f"{report}/actions/submit", f"{report}/languages", f"{report}/pdf"):
        other.open(f"/en/workspace/{XO}")
        other.post(address, status=404)
    missing = f"/en/workspace/{XO}/nr7"
    assert other.open(missing, status=404).text == other.open(report, status=404).text, "no telling them apart"


def test_a_role_that_may_not_is_told_so(place: Place, enter: Enter) -> None:
    place.world.bring_to(place.world.report(XT), workflow.SUBMITTED)
    observer, reviewer, author = enter("observer", XT), enter("reviewer"), enter("authorised_user", XT)
    report = f"/en/workspace/{XT}/nr7"
    observer.open(report)
    assert not observer.page.links("/actions/")
    for browser, action in ((observer, "recall"), (author, "recall"), (reviewer, "publish"), (reviewer, "submit")):
        browser.open(f"{report}/actions/{action}", status=403)
        browser.open(report)
        browser.post(f"{report}/actions/{action}", status=403)
    reviewer.open(f"{report}/sections/conclusions", status=403)
    reviewer.open(f"{report}/actions/approve", status=409)
    reviewer.open(f"{report}/actions/no-such-step", status=404)
    observer.open("/en/secretariat", status=403)
    reviewer.open("/en/secretariat/accounts", status=403)


def test_an_observer_reads_the_draft_and_cannot_type(place: Place, enter: Enter) -> None:
    report = place.world.report(XT)
    place.world.fill(report)
    observer = enter("observer", XT)
    page = observer.open(SECTION)
    assert not page.has_form("/sections/")
    assert page.by_id("q-conclusions-assessment_summary").get("readonly") is not None
    observer.follow(f"{SECTION}?in=fr")
    assert observer.page.by_id("q-conclusions-assessment_summary").get("lang") == "fr"
    observer.follow("/sections/national-strategy?in=fr")
    assert all(each.get("disabled") is not None for each in observer.page.all("input") if each.get("type") == "radio")


def test_an_answer_that_comes_too_late_is_kept_for_its_author(tale: Tale) -> None:
    """The report was submitted while the author typed."""
    tale.place.world.user("authorised_user", XT)
    author = tale.enters("authorised_user", XT)
    author.open(tale.section("conclusions"))
    tale.place.world.bring_to(1, workflow.SUBMITTED)
    page = author.send({SUMMARY: PROSE[tale.language]}, to="/sections/", button="go=stay", status=409)
    assert PROSE[tale.language] in page.text, "the words are on the page, to be copied"
    assert tale.place.world.status_of(1) == "submitted"


def test_words_of_somebody_whose_role_has_ended_are_still_shown_to_them(place: Place, enter: Enter) -> None:
    place.world.report(XT)
    author = enter("authorised_user", XT)
    author.open(SECTION)
    focal = enter("focal_point", XT)
    focal.open(f"/en/workspace/{XT}/members")
    focal.open(focal.page.links("/end")[-1])
    focal.send(to="/end")
    author.send({SUMMARY: "Three weeks of work."}, to="/sections/", button="go=stay", status=401)
    email = email_of(place.world, place.world.user("authorised_user", XT))
    page = author.send({"email": email, "password": PASSWORD}, to="/sign-in")
    assert "Three weeks of work." in page.text
    page = author.send(to="/sections/", status=404)
    assert "Three weeks of work." in page.text


def test_a_post_after_the_session_ended_goes_through_the_sign_in_page(tale: Tale) -> None:
    focal = tale.enters("focal_point", XT)
    focal.open(tale.section("conclusions"))
    tale.place.world.clock.forward(hours=13)
    page = focal.send({SUMMARY: PROSE[tale.language]}, to="/sections/", button="go=next", status=401)
    assert page.notices("warning")
    page = focal.send({"email": "focal-point@xt.example", "password": "wrong"}, to="/sign-in", status=422)
    page = focal.send({"email": "focal-point@xt.example", "password": PASSWORD}, to="/sign-in")
    assert PROSE[tale.language] in page.text, "shown before it is sent again"
    page = focal.send(to="/sections/conclusions")
    assert tale.wording("other-information.title") in page.heading, "the button that was pressed counts"
    page = focal.open(tale.section("conclusions"))
    assert page.form("/sections/").value(SUMMARY) == PROSE[tale.language]


def test_it_is_not_sent_by_somebody_else(tale: Tale) -> None:
    author_id = with_password(tale.place.world, "authorised_user", XT)
    focal = tale.enters("focal_point", XT)
    focal.open(tale.section("conclusions"))
    tale.place.world.clock.forward(hours=13)
    focal.send({SUMMARY: PROSE[tale.language]}, to="/sections/", button="go=stay", status=401)
    email = email_of(tale.place.world, author_id)
    page = focal.send({"email": email, "password": PASSWORD}, to="/sign-in")
    assert PROSE[tale.language] not in page.html
    assert page.notices("warning")
    page = focal.open(tale.section("conclusions"))
    assert page.form("/sections/").value(SUMMARY) == ""


def test_a_form_from_an_ended_session_is_shown_before_it_is_sent(tale: Tale) -> None:
    """Signed out and in again in another tab: the token of the open form is no longer this session's."""
    focal = tale.enters("focal_point", XT)
    form = focal.open(tale.section("conclusions")).form("/sections/")
    pairs = form.sent({SUMMARY: PROSE[tale.language]}, "go=stay")
    token = form.value("csrf_token")
    focal.fetch("POST", f"/{tale.language}/sign-out", [("csrf_token", token)])
    focal.sign_in("focal-point@xt.example", PASSWORD, tale.language)
    focal.fetch("POST", form.url, pairs, status=400)
    assert PROSE[tale.language] in focal.page.text
    page = focal.send(to="/sections/conclusions")
    assert page.form("/sections/").value(SUMMARY) == PROSE[tale.language]


def test_a_form_without_any_token_does_nothing(place: Place, enter: Enter) -> None:
    place.world.report(XT)
    focal = enter("focal_point", XT)
    form = focal.open(SECTION).form("/sections/")
    pairs = [pair for pair in form.sent({SUMMARY: "Unasked"}, "go=stay") if pair[0] != "csrf_token"]
    focal.fetch("POST", form.url, pairs, status=400)
    assert focal.open(SECTION).form("/sections/").value(SUMMARY) == ""
    Browser(place).fetch("POST", form.url, pairs, status=401)


def test_somebody_disabled_is_out_at_the_next_request(tale: Tale) -> None:
    focal = tale.enters("focal_point", XT)
    focal.open(tale.section("conclusions"))
    with tale.place.world.house.db.transaction() as session:
        session.execute(update(User).where(User.email == "focal-point@xt.example").values(active=False))
    focal.send({SUMMARY: PROSE[tale.language]}, to="/sections/", button="go=stay", status=401)
    page = focal.send({"email": "focal-point@xt.example", "password": PASSWORD}, to="/sign-in", status=422)
    assert page.errors()
    focal.open(tale.report)
    assert focal.path == f"/{tale.language}/sign-in"


def test_links_work_once_and_for_a_time(tale: Tale) -> None:
    focal = tale.enters("focal_point", XT)
    focal.open(f"{tale.workspace}/members")
    focal.send({"email": "late@testland.example", "role": "observer"}, to="/members")
    invitation = link_in(tale, "late@testland.example", "invitations")
    late = Browser(tale.place)
    late.open(invitation)
    tale.place.world.clock.forward(days=15)
    page = late.send({"name": "Late Guest", "password": PASSWORD}, status=410)
    page = late.send({}, to="/invitations/")
    assert page.notices("success"), "a new one can be asked for"
    late.open(f"/{tale.language}/invitations/{'x' * 43}", status=410)

    late.open(f"/{tale.language}/sign-in")
    late.follow("/forgotten")
    late.send({"email": "focal-point@xt.example"}, to="/forgotten")
    reset = link_in(tale, "focal-point@xt.example", "reset")
    late.open(reset)
    late.send({"password": "a new and longer sentence"})
    late.open(reset, status=410)
    late.follow("/forgotten")
    late.send({"email": "focal-point@xt.example"}, to="/forgotten")
    reset = link_in(tale, "focal-point@xt.example", "reset")
    tale.place.world.clock.forward(hours=2)
    late.open(reset, status=410)


def test_too_many_tries_are_told_how_long_to_wait(tale: Tale) -> None:
    with_password(tale.place.world, "focal_point", XT)
    stranger = Browser(tale.place)
    stranger.open(f"/{tale.language}/sign-in")
    for _ in range(5):
        page = stranger.send({"email": "focal-point@xt.example", "password": "guessed"}, to="/sign-in", status=422)
    page = stranger.send({"email": "focal-point@xt.example", "password": PASSWORD}, to="/sign-in", status=429)
    assert tale.texts.sentence("too_many_attempts", {"minutes": 15}) in page.text
    assert page.form("/sign-in").value("email") == "focal-point@xt.example"
    assert page.form("/sign-in").value("password") == ""


def link_in(tale: Tale, to: str, kind: str) -> str:
    found = re.search(rf"\S+/{kind}/\S+", tale.newest_mail(to).text)
    assert found
    return found[0]
