"""Nobody reviews, approves or publishes what they entered, submitted or hold a membership in."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden
from reporting.domain.permissions import Actor
from reporting.models import Membership, RevisionStep
from reporting.services import overview, reports
from tests.world import XA, XB, World, write

JUDGING = [
    ("start_review", "submitted"), ("return", "under_review"), ("approve", "under_review"), ("send_back", "approved"),
    ("publish", "approved"),
]  # fmt: skip


def give(world: World, user_id: int, role: str, party: str = "") -> None:
    """Another role for the same person."""
    now = world.clock()
    with world.house.db.transaction() as session:
        session.add(
            Membership(
                user_id=user_id, role=role, party=party, agreement="tiny", forms="*", scope="report", starts_at=now,
                given_at=now,
            )
        )  # fmt: skip


def end_national_roles(world: World, user_id: int) -> None:
    with world.house.db.transaction() as session:
        session.execute(
            update(Membership)
            .where(Membership.user_id == user_id, Membership.party != "")
            .values(ended_at=world.clock(), ended_by=user_id)
        )


def judge_who_wrote(world: World, report: int, role: str, *, still_member: bool) -> Actor:
    """Somebody who wrote one answer and then became a publisher."""
    person = world.user(role, XA)
    world.write(report, write(Key("first.gardener"), "Ada"), by=world.actor(role, XA))
    give(world, person, "publisher")
    if not still_member:
        end_national_roles(world, person)
    return world.actor(role, XA)


@pytest.mark.parametrize(("action", "status"), JUDGING)
@pytest.mark.parametrize("still_member", [True, False])
def test_who_wrote_an_answer_does_not_judge_the_report(tiny: World, action: str, status: str, still_member: bool):
    report = tiny.report()
    judge = judge_who_wrote(tiny, report, "authorised_user", still_member=still_member)
    tiny.bring_to(report, status)
    with pytest.raises(Forbidden):
        tiny.act(report, action, judge)
    assert tiny.status_of(report) == status


@pytest.mark.parametrize(("action", "status"), JUDGING)
def test_who_submitted_the_report_does_not_judge_it(tiny: World, action: str, status: str):
    report = tiny.report()
    tiny.bring_to(report, status)
    person = tiny.user("focal_point", XA)
    give(tiny, person, "publisher")
    end_national_roles(tiny, person)
    with pytest.raises(Forbidden):
        tiny.act(report, action, tiny.actor("focal_point", XA))


def test_who_is_a_member_of_the_party_does_not_judge_its_reports_but_those_of_others(either: World):
    observer = either.user("observer", XA)
    give(either, observer, "reviewer")
    for party in (XA, XB):
        either.bring_to(either.report(party), "submitted")
    with pytest.raises(Forbidden):
        either.act(either.report(XA), "start_review", either.actor("observer", XA))
    either.act(either.report(XB), "start_review", either.actor("observer", XA))


def test_buttons_that_would_be_refused_are_not_offered(either: World):
    report = either.report()
    judge = judge_who_wrote(either, report, "authorised_user", still_member=False)
    either.bring_to(report, "submitted")
    book = either.book(report)
    with either.reading() as session:
        for who, offered in ((judge, []), (either.actor("publisher"), ["start_review"])):
            seen = overview.of_report(
                session, who, either.house.editions, book.report, book.revision, "en", either.house.texts("en"),
                either.clock(),
            )  # fmt: skip
            assert [each.name for each in seen.actions] == offered


def test_who_opened_an_amendment_is_not_taken_for_the_author_of_what_it_holds(either: World):
    """What an amendment is filled with was written by nobody in this revision; who submits it is known by its row."""
    report = either.report()
    either.bring_to(report, "published")
    either.act(report, "amend", either.actor("focal_point", XA))
    revision = either.book(report).revision
    with either.reading() as session:
        assert reports.hands_of(session, revision) == frozenset()
        assert session.query(RevisionStep).order_by(RevisionStep.id.desc()).first().action == "amend"
