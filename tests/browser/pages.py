"""One of each kind of page, and how to come there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence

from playwright.sync_api import Page, expect

from reporting.domain.answers import Key
from reporting.infra.mailbox import kept_mails
from reporting.models import Job
from reporting.services import installation
from reporting.services.accounts import invitations, passwords, profile
from reporting.services.accounts.roles import Role
from tests.browser.site import Site, until, with_reports_in_every_state
from tests.world import XO, XT

Who = tuple[str, str]
ANYONE: Who = ("anyone", "")
FOCAL, OTHER, RETURNED = ("focal_point", XT), ("focal_point", XO), ("focal_point", "XC")
REVIEWER, PUBLISHER, ADMINISTRATOR = ("reviewer", ""), ("publisher", ""), ("administrator", "")
_XT, _XO = f"workspace/{XT}/nr7", f"workspace/{XO}/nr7"
_NOBODYS = "x" * 43

#: Who → paths behind the language.
PATHS: Mapping[Who, Sequence[str]] = {
    ANYONE: (
        "", "about", "records", "records?region=nowhere", "parties", f"parties/{XO}", "targets/GBF-TARGET-03",
        f"records/{XO}/nr7", f"records/{XO}/nr7/1",
        f"records/{XO}/nr7/targets", f"records/{XO}/nr7/1/targets/GBF-TARGET-03", "sign-in",
        "glossary", "forms/nr7", "guides/", "guides/author",
        "forgotten", f"invitations/{_NOBODYS}", f"reset/{_NOBODYS}", "no-such-page", "mail",
    ),
    FOCAL: (
        f"workspace/{XT}", _XT, f"{_XT}/sections/report-information", f"{_XT}/sections/report-information?in=fr",
        f"{_XT}/sections/national-strategy", f"{_XT}/history/conclusions.assessment_summary?in=en", f"{_XT}/read",
        f"{_XT}/read/report-information?in=fr",
        f"{_XT}/sections/targets", f"{_XT}/sections/targets/GBF-TARGET-03", f"{_XT}/sections/other-information",
        f"{_XT}/sections/indicators/spreadsheet", f"{_XT}/problems",
        f"{_XT}/actions/submit", f"{_XT}/actions/discard", f"{_XT}/pdf/1", f"workspace/{XT}/members", "profile",
        "profile/email", "profile/password", "profile/tokens", "prove", "secretariat",
    ),
    OTHER: (_XO, f"{_XO}/actions/amend", f"{_XO}/sections/national-strategy"),
    RETURNED: ("workspace/XC/nr7", "workspace/XC/nr7/actions/submit"),
    REVIEWER: (
        "secretariat", "workspace/XB/nr7", "workspace/XB/nr7/read", "workspace/XB/nr7/read/goals",
        "workspace/XB/nr7/actions/return",
        "workspace/XB/nr7/actions/approve", "workspace/XA/nr7/actions/start_review", "workspace/XB/nr7/actions/recall",
    ),
    PUBLISHER: ("workspace/XD/nr7/actions/publish", "secretariat?status=approved"),
    ADMINISTRATOR: (
        "secretariat/accounts", "secretariat/accounts?q=nobody-has-this", "secretariat/accounts/1",
        "secretariat/datasets", "secretariat/datasets/new",
    ),
    ("nobody", ""): ("workspace",),
}  # fmt: skip

#: The kinds of pages that look different, once each.
KINDS: Mapping[Who, Sequence[str]] = {
    ANYONE: (
        "", "records", "parties", "targets/GBF-TARGET-03", f"records/{XO}/nr7/1", f"records/{XO}/nr7/targets",
        "sign-in", "forms/nr7", "no-such-page",
    ),
    FOCAL: (
        f"workspace/{XT}", _XT, f"{_XT}/problems", f"{_XT}/sections/report-information", f"{_XT}/sections/targets",
        f"{_XT}/sections/targets/GBF-TARGET-03", f"{_XT}/sections/other-information",
        f"{_XT}/history/conclusions.assessment_summary?in=en", f"workspace/{XT}/members", "profile",
    ),
    REVIEWER: ("secretariat", "workspace/XB/nr7/actions/return"),
}  # fmt: skip


def _press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.click(selector)


def refused_value(page: Page, start: str, site: Site) -> None:
    """A section that comes back with what cannot be stored."""
    page.goto(f"{start}/{_XT}/sections/national-strategy")
    date = page.locator("[id='q-national-strategy-anticipated_revision_on']")
    date.evaluate("(element) => { element.type = 'text'; element.value = 'in spring'; }")
    _press(page, "main button.primary")
    expect(page.locator("[id='q-national-strategy-anticipated_revision_on-error']")).to_be_visible()


def conflict(page: Page, start: str, site: Site) -> None:
    """A section that somebody else changed in between."""
    page.goto(f"{start}/{_XT}/sections/conclusions?in=en")
    page.locator("[name='conclusions.assessment_summary~version']").evaluate("(element) => { element.value = '1'; }")
    page.fill("[id='q-conclusions-assessment_summary']", "Written on top of an older text.")
    _press(page, "main button.primary")
    expect(page.locator(".question .notice.warning")).to_be_visible()


def wrong_password(page: Page, start: str, site: Site) -> None:
    page.goto(f"{start}/sign-in")
    page.fill("#email", "nobody@testland.example")
    page.fill("#password", "wrong")
    _press(page, "main button.primary")
    expect(page.locator("#errors")).to_be_visible()


def bad_invitation(page: Page, start: str, site: Site) -> None:
    page.goto(f"{start}/workspace/{XT}/members")
    page.fill("#email", "no address")
    _press(page, "section button.primary")
    expect(page.locator("#errors")).to_be_visible()


def new_token(page: Page, start: str, site: Site) -> None:
    page.goto(f"{start}/profile/tokens")
    page.fill("#name", "Our statistics office")
    _press(page, "main form:last-of-type button.primary")
    expect(page.locator("main code")).to_be_visible()


def comment_needed(page: Page, start: str, site: Site) -> None:
    page.goto(f"{start}/workspace/XB/nr7/actions/return")
    _press(page, "main button.primary")


def working_languages_open(page: Page, start: str, site: Site) -> None:
    """What folds is looked at unfolded, too."""
    page.goto(f"{start}/{_XT}")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


def by_mail(kind: str) -> Callable[[Page, str, Site], None]:
    """The page that the newest link of this kind leads to."""

    def come(page: Page, start: str, site: Site) -> None:
        page.goto(start + link_in_mail(site, kind))

    come.__name__ = f"link of {kind}"
    return come


def bad_password_of_invited(page: Page, start: str, site: Site) -> None:
    page.goto(start + link_in_mail(site, "invitations"))
    page.fill("#password", "short")
    _press(page, "main button.primary")
    expect(page.locator("#errors")).to_be_visible()


def session_over(page: Page, start: str, site: Site) -> None:
    """What was typed too late, on the sign-in page."""
    page.goto(f"{start}/{_XT}/sections/conclusions?in=en")
    page.fill("[id='q-conclusions-assessment_summary']", "Typed after the end of the session.")
    kept = page.context.cookies()
    page.context.clear_cookies()
    _press(page, "main button.primary")
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    expect(page.locator("input[name=carried]")).to_be_attached()


def proof_needed(page: Page, start: str, site: Site) -> None:
    """A step that binds, twenty minutes after the password was given."""
    page.goto(f"{start}/workspace/XC/nr7/actions/submit")
    site.world.clock.forward(minutes=20)
    page.fill("#comment", "Corrected as you asked.")
    _press(page, "main form button.primary")
    expect(page.locator("form[action$='/prove'] input[name=carried]")).to_be_attached()


def too_late(page: Page, start: str, site: Site) -> None:
    """The report was submitted by somebody else meanwhile."""
    page.goto(f"{start}/workspace/XC/nr7/sections/conclusions")
    page.fill("[id='q-conclusions-assessment_summary']", "Typed while it was submitted.")
    site.world.act(site.world.report("XC"), "submit", site.world.actor("focal_point", "XC"))
    _press(page, "main button.primary")
    expect(page.locator("main blockquote")).to_have_text("Typed while it was submitted.")


#: Pages that answer to something.
STATES: Sequence[tuple[Who, Callable[[Page, str, Site], None]]] = (
    (ANYONE, wrong_password),
    (ANYONE, by_mail("invitations")),
    (ANYONE, bad_password_of_invited),
    (ANYONE, by_mail("reset")),
    (ANYONE, by_mail("confirm-email")),
    (FOCAL, refused_value),
    (FOCAL, conflict),
    (FOCAL, bad_invitation),
    (FOCAL, new_token),
    (FOCAL, working_languages_open),
    (FOCAL, session_over),
    (RETURNED, proof_needed),
    (RETURNED, too_late),
    (REVIEWER, comment_needed),
)


def prepare(site: Site) -> None:
    """A report in each state, one of them published twice; a demonstration, so that its banner and mails show."""
    world = site.world
    with_reports_in_every_state(world)
    report = world.report(XO)
    world.bring_to(report, "published")
    world.act(report, "amend", world.actor("focal_point", XO))
    world.bring_to(report, "published")
    _draft(world.report(XT), site)
    focal, other = world.actor("focal_point", XT), world.actor("focal_point", XO)
    with world.house.db.transaction() as session:
        installation.mark_demonstration(session)
        now, role = world.clock(), Role("observer", XT, "cbd", "*", "report", None)
        invitations.invite(session, focal, now, email="guest@testland.example", role=role)
        passwords.forgotten(session, email=other.email, network="192.0.2.7", now=now)
        profile.ask_email_change(session, other, now, "new@otherland.example")
        session.add(
            Job(
                id=900, kind="document", key="k", payload={"report": 1, "language": "en"}, status="failed",
                actor_id=world.user("focal_point", XT), not_before_at=world.clock() + dt.timedelta(days=999),
                made_at=world.clock(),
            )
        )  # fmt: skip


def _draft(report: int, site: Site) -> None:
    """A report with texts in two languages, one over its limit, one changed since it was translated."""
    summary, process = "conclusions.assessment_summary", "report-information.process_undertaken"
    world = site.world
    world.save(
        report,
        {
            Key(summary, "", "en"): "<p>First.</p>",
            Key("report-information.national_authorities", "", "en"): "<p>The Ministry.</p>",
            Key("report-information.national_authorities", "", "fr"): "<p>Le ministère.</p>",
            Key("national-strategy.revised_strategy"): "in_progress",
            Key("national-strategy.stakeholder_engagement"): True,
            Key(process, "", "en"): f"<p>{' '.join(['word'] * 1600)}</p>",
        },
    )
    world.clock.forward(minutes=20)
    world.save(
        report,
        {
            Key(summary, "", "en"): "<p>Second.</p><ul><li>and a list</li></ul>",
            Key("report-information.national_authorities", "", "en"): "<p>The Ministry of Environment.</p>",
        },
        base=1,
    )


def link_in_mail(site: Site, kind: str) -> str:
    """The newest link of this kind, without host and language."""
    outbox = site.world.house.outbox
    assert outbox

    def links() -> list[str]:
        return [link for mail in kept_mails(outbox) for link in re.findall(rf"/{kind}/[\w-]{{43}}", mail.text)]

    until(links)
    return links()[0]
