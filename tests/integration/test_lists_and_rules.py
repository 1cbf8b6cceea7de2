"""The filter of a list and the rule for one report say the same, for every role, status, form and Party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from reporting.domain import permissions, workflow
from reporting.domain.permissions import Actor, Membership, Subject
from reporting.models import Report, Revision
from reporting.services import queries, reports
from tests.databases import EACH_DATABASE, Postgres
from tests.world import PATHS, XA, XB, World, make_tiny_world

ALL = frozenset({"*"})
#: Who asks: memberships as the database may hold them, together in one person too.
ASKING = {
    "nobody": (),
    **{f"{role} of {party}": ((role, party, "tiny", ALL),) for role in permissions.NATIONAL for party in (XA, XB)},
    **{role: ((role, "", "tiny", ALL),) for role in permissions.SECRETARIAT},
    "reviewer of another agreement": (("reviewer", "", "cbd", ALL),),
    "focal point in another agreement": (("focal_point", XA, "cbd", ALL),),
    "reviewer of this form alone": (("reviewer", "", "tiny", frozenset({"tiny"})),),
    "reviewer of another form alone": (("reviewer", "", "tiny", frozenset({"nr7", "nr6"})),),
    "observer of another form alone": (("observer", XA, "tiny", frozenset({"nr7"})),),
    "observer here and reviewer": (("observer", XA, "tiny", ALL), ("reviewer", "", "tiny", ALL)),
    "observer here and there": (("observer", XA, "tiny", ALL), ("observer", XB, "tiny", ALL)),
}


def actor(memberships: tuple[tuple[str, str, str, frozenset[str]], ...]) -> Actor:
    return Actor(
        user_id=1,
        memberships=tuple(Membership(role, party, agreement, forms) for role, party, agreement, forms in memberships),
    )


@pytest.fixture(scope="module", params=EACH_DATABASE)
def full(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world with a report of each of two Parties."""
    server: Postgres | None = request.getfixturevalue("postgres") if request.param == "postgres" else None
    made = make_tiny_world(
        tmp_path_factory.mktemp("full"), opened=server is not None, database_url=server.with_forms() if server else ""
    )
    for party in (XA, XB):
        made.bring_to(made.report(party), "published")
    yield made
    made.house.db.dispose()


def test_every_rule_that_lists_follow_has_its_filter():
    assert set(queries.TWINS) <= set(permissions.PERMISSIONS)


@pytest.mark.parametrize("status", workflow.STATUSES)
def test_filter_and_rule_agree(full: World, status: str):
    stand_at(full, status)
    with full.reading() as session:
        known = session.execute(select(Report, Revision).join(Revision)).all()
        for name, memberships in ASKING.items():
            who = actor(memberships)
            for permission, twin in queries.TWINS.items():
                listed = set(session.scalars(select(Report.id).join(Revision).where(twin(who))))
                allowed = {row.Report.id for row in known if permissions.permits(who, permission, subject(row))}
                assert listed == allowed, (name, permission, status)


def stand_at(world: World, status: str) -> None:
    """Both reports in this status, whatever way led there."""
    with world.house.db.transaction() as session:
        for revision in session.scalars(select(Revision)):
            revision.status = status


def subject(row: object) -> Subject:
    report, revision = row.Report, row.Revision  # type: ignore[attr-defined]
    return Subject(party=report.party, agreement=report.agreement, form=report.form, status=revision.status)


@pytest.mark.parametrize("status", PATHS)
def test_a_list_shows_the_revision_that_the_work_is_about(tiny: World, status: str):
    report = tiny.report()
    tiny.bring_to(report, status)
    who = tiny.actor("focal_point", XA)
    with tiny.reading() as session:
        (row,) = queries.reports(session, who).items
        assert row.revision.status == status
        assert row.revision == reports.newest_revision(session, row.report)
        assert queries.counts_by_status(session, who) == {status: 1}
        assert queries.reports(session, replace(who, memberships=())).total == 0


def test_lists_are_filtered_and_paged(tiny: World):
    for party in (XA, XB):
        tiny.report(party)
        tiny.clock.forward(minutes=1)
    who = tiny.actor("reviewer")
    with tiny.reading() as session:
        assert [each.report.party for each in queries.reports(session, who).items] == [XB, XA]
        assert [each.report.party for each in queries.reports(session, who, party=XA).items] == [XA]
        assert queries.reports(session, who, form="nr7").total == 0
        assert queries.reports(session, who, statuses=["submitted"]).total == 0
        second = queries.reports(session, who, page=2, per_page=1)
        assert ([each.report.party for each in second.items], second.total, second.pages) == ([XA], 2, 2)
