"""A report has a day on which it is due; what amends a published one has none but its own."""

from __future__ import annotations

import datetime as dt

from reporting.services import overview, queries
from reporting.services.overview import Overview
from tests.world import World

DUE = "2026-12-31"


def seen(world: World, report: int) -> Overview:
    book = world.book(report)
    with world.reading() as session:
        return overview.of_report(
            session, world.actor("focal_point", world.parties[0]), world.house.editions, book.report, book.revision,
            "en", world.house.texts("en"), world.clock(),
        )  # fmt: skip


def amends(world: World) -> list[bool]:
    with world.reading() as session:
        return [row.amends for row in queries.reports(session, world.actor("focal_point", world.parties[0])).items]


def test_a_report_is_due_with_its_form_and_late_afterwards(tiny: World) -> None:
    report = tiny.report()
    assert (seen(tiny, report).due_on, seen(tiny, report).late) == (DUE, False)
    tiny.clock.moment = dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
    assert (seen(tiny, report).due_on, seen(tiny, report).late) == (DUE, True)


def test_an_amendment_is_never_late_unless_the_secretariat_asks_for_it_by_a_day(either: World) -> None:
    report = either.report()
    either.bring_to(report, "published")
    assert (seen(either, report).due_on, amends(either)) == (DUE, [False])
    either.act(report, "amend", either.actor("focal_point", either.parties[0]))
    either.clock.moment = dt.datetime(2027, 1, 2, tzinfo=dt.UTC)
    assert (seen(either, report).due_on, seen(either, report).late, amends(either)) == ("", False, [True])
    either.bring_to(report, "under_review")
    either.act(report, "return", either.actor("reviewer"), due_on=dt.date(2027, 2, 1))
    assert seen(either, report).due_on == "2027-02-01"
