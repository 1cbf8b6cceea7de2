"""The whole story of a report, told through its pages: from an invitation to the second version of a public record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest

from tests.journeys.browser import HOST, Browser, Place
from tests.journeys.page import Page, words
from tests.journeys.tale import PROSE, Tale
from tests.people import PASSWORD
from tests.world import PARTY_NAMES, XT

AUTHOR = "writer@testland.example"
AUTHORITIES = "report-information.national_authorities"
STRATEGY = "national-strategy"


@pytest.fixture(params=[("en", "fr"), ("ar", "en")], ids=["en", "ar"])
def tale(place: Place, request: pytest.FixtureRequest) -> Tale:
    return Tale(place, *request.param)


def test_a_report_from_the_invitation_to_its_second_version(tale: Tale) -> None:
    focal = tale.enters("focal_point", XT)
    author = invited(tale, focal)
    drafted_in_two_languages(tale, author)
    answered_to_the_end(tale, author)
    submitted_recalled_and_submitted_again(tale, focal)
    reviewer = reviewed_and_returned(tale, focal)
    corrected(tale, author, focal)
    approved(tale, reviewer)
    publisher = published(tale)
    read_by_everyone(tale)
    amended_and_published_again(tale, focal, reviewer, publisher)


def invited(tale: Tale, focal: Browser) -> Browser:
    """The focal point invites; the mail's link makes an account, once."""
    focal.follow("/members")
    page = focal.send({"email": AUTHOR, "role": "authorised_user"}, to="/members")
    assert page.notices("success")
    assert AUTHOR in page.text
    mail = tale.newest_mail(AUTHOR)
    assert mail.language == tale.language
    assert PARTY_NAMES[XT][tale.language] in mail.text
    link = re.search(r"\S+/invitations/\S+", mail.text)
    assert link
    assert link[0].startswith(f"{HOST}/{tale.language}/")

    author = Browser(tale.place)
    author.open(link[0])
    page = author.send({"name": "Wanda Writer", "password": "short"}, status=422)
    assert list(page.errors()) == ["password"]
    assert page.form().value("name") == "Wanda Writer"
    page = author.send({"name": "Wanda Writer", "password": PASSWORD})
    assert author.path == f"/{tale.language}/sign-in"
    assert page.notices("success")
    author.send({"email": AUTHOR.upper(), "password": PASSWORD})
    assert author.path == tale.workspace

    late = Browser(tale.place)
    late.open(link[0], status=410)
    assert late.page.form("/invitations/").named("new-link") or late.page.links("/sign-in")
    focal.open(focal.page.url)
    assert "Wanda Writer" in focal.page.text
    return author


def drafted_in_two_languages(tale: Tale, author: Browser) -> None:
    """What is typed goes along with the tabs and with "next" and "previous"; the original stands beside."""
    typed = {"languages": [tale.language, tale.other]}
    page = author.send(typed, to="/reports", form="nr7")
    assert author.path == tale.report
    assert page.heading == tale.wording("title")
    assert len(page.links("/sections/")) >= 4

    page = author.follow(tale.section("report-information"))
    assert tale.wording("report-information.title") in page.heading
    assert tale.wording(f"{AUTHORITIES}.label") in page.text
    field = page.by_id("q-report-information-national_authorities")
    assert (field.get("lang"), field.get("dir")) == (tale.language, tale.texts.dir)

    page = author.send({AUTHORITIES: PROSE[tale.language]}, to="/sections/", button=f"go=in:{tale.other}")
    field = page.by_id("q-report-information-national_authorities")
    assert (field.get("lang"), field.text or "") == (tale.other, "")
    originals = [each for each in page.all("div", "source") if each.get("lang") == tale.language]
    assert [words(each) for each in originals] == [PROSE[tale.language]]

    page = author.send({AUTHORITIES: PROSE[tale.other]}, to="/sections/", button="go=next")
    assert tale.wording(f"{STRATEGY}.title") in page.heading
    page = author.send(to="/sections/", button="go=previous")
    assert shown(page, AUTHORITIES) == PROSE[tale.other], "the language stays"
    page = author.send(to="/sections/", button=f"go=in:{tale.language}")
    assert shown(page, AUTHORITIES) == PROSE[tale.language]
    author.send({AUTHORITIES: PROSE[tale.language] + "!"}, to="/sections/", button="go=stay")
    page = author.open(tale.section("report-information", tale.other))
    assert [each for each in page.all("button", "tab") if "stale" in each.get("class", "")]


def answered_to_the_end(tale: Tale, author: Browser) -> None:
    """Follow-ups appear when their condition holds; the rest is found by the list of what is missing."""
    page = author.open(tale.section(STRATEGY))
    follow_up, other = (f"q-{STRATEGY}-{each}-question" for each in ("anticipated_revision_on", "stakeholders_other"))
    assert page.by_id(follow_up).get("hidden") is not None
    typed = {f"{STRATEGY}.revised_strategy": "in_progress", f"{STRATEGY}.stakeholder_engagement": "yes"}
    page = author.send(typed, to="/sections/", button="go=stay")
    assert page.by_id(follow_up).get("hidden") is None
    page = author.send(
        {f"{STRATEGY}.stakeholders": ["womens_organizations", "other"]}, to="/sections/", button="go=stay"
    )
    assert page.by_id(other).get("hidden") is None

    page = author.send(to="/sections/", button="go=overview")
    assert f"{tale.report}/actions/submit" not in "".join(page.links()), "an author does not submit"
    visits: Counter[str] = Counter()
    while True:
        listed = author.open(f"{tale.report}/problems").links("/sections/")
        missing = [each.partition("#") for each in listed if "#q-" in each and visits[section_of(each)] < 3]
        if not missing:
            break
        visits[section_of(missing[0][0])] += 1
        page = author.open(missing[0][0])
        ids = {id for address, _, id in missing if address == missing[0][0]}
        names = [each.get("name", "") for each in page.root.iter() if each.get("id") in ids]
        answers = {name: whole(page, name, tale.typed(name)) for name in names}
        author.send(answers, to="/sections/", button="go=overview")
    tale.place.world.fill(tale.place.world.report(XT))  # the other items, as colleagues would
    author.open(tale.report)
    assert author.page.all("progress")[0].get("value") == "100"


def section_of(address: str) -> str:
    return re.split(r"[/?#]", address.partition("/sections/")[2])[0]


def whole(page: Page, name: str, typed: Sequence[str]) -> list[str]:
    """What is typed into a field; of a table, whose rows carry their ids, its blank rows as well."""
    controls = page.form("/sections/").named(name)
    is_table = any(each.get("type") == "hidden" for each in controls)
    return [*typed, *[""] * (len(controls) - len(typed))] if is_table else list(typed)


def submitted_recalled_and_submitted_again(tale: Tale, focal: Browser) -> None:
    """A step that binds asks for the password again when the last proof is old; what was typed goes along."""
    clock = tale.place.world.clock
    focal.open(tale.report)
    focal.follow("/actions/submit")
    clock.forward(minutes=16)
    page = focal.send({"comment": "Our first version."}, to="/actions/submit", status=403)
    assert page.has_form("/prove")
    page = focal.send({"password": "not my password"}, to="/prove", status=422)
    assert list(page.errors()) == ["password"]
    page = focal.send({"password": PASSWORD}, to="/prove")
    assert "Our first version." in page.text, "shown before it is sent"
    page = focal.send(to="/actions/submit")
    assert status_of(tale) == "submitted"
    assert "Our first version." in page.text
    assert not page.links("/actions/submit")
    page = focal.open(tale.section("conclusions"))
    assert not page.has_form("/sections/"), "nothing can be typed now"

    focal.open(tale.report)
    focal.follow("/actions/recall")
    focal.send(to="/actions/recall")
    assert status_of(tale) == "draft"
    focal.follow("/actions/submit")
    focal.send(to="/actions/submit")
    assert status_of(tale) == "submitted"


def reviewed_and_returned(tale: Tale, focal: Browser) -> Browser:
    """Who comes second is told who was first; a return tells the Party what to do and by when."""
    reviewer = tale.enters("reviewer")
    assert reviewer.path == f"/{tale.language}/secretariat"
    reviewer.follow(tale.report)
    recall = focal.open(tale.report).link("/actions/recall")
    focal.open(recall)
    reviewer.follow("/actions/start_review")
    reviewer.send(to="/actions/start_review")
    assert status_of(tale) == "under_review"
    page = focal.send(to="/actions/recall", status=409)
    for told in ("Reviewer", tale.texts.word("under_review"), tale.texts.moment(tale.place.world.clock())):
        assert told in page.text, "who, what and when"
    focal.open(recall, status=409)

    reviewer.follow("/read")
    reviewer.follow("/read/report-information")
    assert PROSE[tale.language] in reviewer.page.text
    reviewer.open(tale.report)
    reviewer.follow("/actions/return")
    page = reviewer.send({"comment": "  ", "due_on": "2026-03-15"}, to="/actions/return", status=422)
    assert page.form("/actions/return").value("due_on") == "2026-03-15", "what was typed stays"
    reviewer.send({"comment": "Please name the lead authority.", "due_on": "2026-03-15"}, to="/actions/return")
    assert status_of(tale) == "returned"
    for who in (AUTHOR, "focal-point@xt.example"):
        mail = tale.newest_mail(who)
        assert mail.language == tale.language
        assert "Please name the lead authority." in mail.text
        assert tale.texts.date("2026-03-15") in mail.text
        assert f"{HOST}{tale.report}" in mail.text
    return reviewer


def corrected(tale: Tale, author: Browser, focal: Browser) -> None:
    page = author.open(tale.report)
    assert "Please name the lead authority." in page.text
    assert tale.texts.date("2026-03-15") in page.text
    author.follow(tale.section("report-information"))
    author.send({AUTHORITIES: f"{PROSE[tale.language]} 2"}, to="/sections/", button="go=overview")
    focal.open(tale.report)
    focal.follow("/actions/submit")
    focal.send(to="/actions/submit")
    assert status_of(tale) == "submitted"


def approved(tale: Tale, reviewer: Browser) -> None:
    """An approval names the copy's hash, can be taken back, and is told to the publisher."""
    reviewer.open(tale.report)
    reviewer.follow("/actions/start_review")
    reviewer.send(to="/actions/start_review")
    for action, comment in (("approve", ""), ("send_back", "One more look."), ("approve", "Now it is good.")):
        page = reviewer.follow(f"/actions/{action}")
        if action == "approve":
            sha256 = page.form("/actions/").value("sha256")
            assert re.fullmatch(r"[0-9a-f]{64}", sha256)
            assert sha256 in page.text
        page = reviewer.send({"comment": comment}, to=f"/actions/{action}")
    assert status_of(tale) == "approved"
    assert not page.links("/actions/publish"), "a reviewer does not publish"


def published(tale: Tale) -> Browser:
    """The record appears when the worker has made its files."""
    publisher = tale.enters("publisher")
    publisher.open(tale.report)
    publisher.follow("/actions/publish")
    tale.place.world.clock.forward(hours=1)
    publisher.send(to="/actions/publish", status=403)
    publisher.send({"password": PASSWORD}, to="/prove")
    publisher.send(to="/actions/publish")
    assert status_of(tale) == "published"
    Browser(tale.place).open(tale.record, status=404)
    mail = tale.newest_mail("focal-point@xt.example")
    assert f"{HOST}{tale.record}/1" in mail.text
    return publisher


def read_by_everyone(tale: Tale) -> None:
    """Home, list, record, permanent address, PDF; each with an ETag, the record without any name of its authors."""
    reader = Browser(tale.place)
    reader.open("/", Accept_Language=f"{tale.language}-XX,de;q=0.3")
    assert reader.path == f"/{tale.language}/"
    assert PARTY_NAMES[XT][tale.language] in reader.page.text
    reader.follow("/records")
    page = reader.send({"party": XT}, to="/records")
    assert PARTY_NAMES[XT][tale.language] in page.text
    page = reader.follow(tale.record)
    assert PARTY_NAMES[XT][tale.language] in page.heading
    assert f"{HOST}{tale.record}/1" in page.links()
    answers_again_with_304(reader, tale.record)
    page = reader.follow(f"{tale.record}/whole")
    assert PROSE[tale.language] in page.text
    assert "Wanda Writer" not in page.html
    assert "Please name the lead authority" not in page.html
    reader.open(tale.record)
    page = reader.follow(f"{tale.record}/conclusions")
    assert PROSE[tale.language] in page.text
    answers_again_with_304(reader, f"{tale.record}/conclusions")
    reader.open(tale.record)
    reader.follow(f"{tale.record}/1")

    for language in (tale.language, tale.other):
        pdf = reader.download(f"/{language}/records/{XT}/nr7/1.pdf")
        assert pdf.data.startswith(b"%PDF")
        assert pdf.mimetype == "application/pdf"
    assert reader.download(f"/es/records/{XT}/nr7.pdf").data.startswith(b"%PDF"), "no Spanish one: English or the first"
    answers_again_with_304(reader, f"{tale.record}/1.pdf")


def answers_again_with_304(reader: Browser, address: str) -> None:
    etag = reader.download(address).headers["ETag"]
    again = reader.download(address, status=304, If_None_Match=etag)
    assert not again.data
    packed = reader.download(address, Accept_Encoding="br").headers["ETag"]
    assert not reader.download(address, status=304, If_None_Match=packed).data
    reader.download(address, If_None_Match='"another"')


def amended_and_published_again(tale: Tale, focal: Browser, reviewer: Browser, publisher: Browser) -> None:
    """A second version wants a note on what changed; the first stays where it was and points to it."""
    focal.open(tale.report)
    focal.follow("/actions/amend")
    focal.send(to="/actions/amend")
    assert status_of(tale) == "draft"
    Browser(tale.place).open(tale.record)
    page = focal.open(tale.section("conclusions"))
    assert shown(page, "conclusions.assessment_summary") == PROSE[tale.language], "filled from the copy"
    focal.send({"conclusions.assessment_summary": "Corrected."}, to="/sections/", button="go=overview")
    focal.follow("/actions/submit")
    if focal.send(to="/actions/submit", status=403).has_form("/prove"):
        focal.send({"password": PASSWORD}, to="/prove")
        focal.send(to="/actions/submit")
    for action in ("start_review", "approve"):
        reviewer.open(f"{tale.report}/actions/{action}")
        reviewer.send(to=f"/actions/{action}")
    publisher.open(f"{tale.report}/actions/publish")
    publisher.send({"comment": ""}, to="/actions/publish", status=422)
    publisher.send({"comment": "The area is corrected."}, to="/actions/publish")
    assert status_of(tale) == "published"
    tale.place.work()

    reader = Browser(tale.place)
    page = reader.open(tale.record)
    assert "The area is corrected." in page.text
    assert not page.notices("warning")
    assert "Corrected." in reader.follow(f"{tale.record}/conclusions").text
    assert not reader.page.notices("warning")
    page = reader.open(f"{tale.record}/1")
    assert len(page.notices("warning")) == 1
    page = reader.follow(f"{tale.record}/1/conclusions")
    assert PROSE[tale.language] in page.text
    assert "Corrected." not in page.text
    assert len(page.notices("warning")) == 1
    page = reader.follow("/records/XT/nr7")
    assert not page.notices("warning")
    assert reader.download(f"{tale.record}/2.pdf").data.startswith(b"%PDF")
    reader.open(f"{tale.record}/3", status=404)


def shown(page: Page, name: str) -> str:
    """What the control of a question holds."""
    return page.form("/sections/").value(name)


def status_of(tale: Tale) -> str:
    world = tale.place.world
    return world.status_of(world.report(XT))
