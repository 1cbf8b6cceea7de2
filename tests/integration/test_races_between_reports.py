"""Two reports of a Party at once, where one follows the other: whoever comes second finds what the first has done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.domain.errors import Incomplete, Stale, WrongState
from reporting.models import Report
from reporting.services import carry_forward, drafting, following, moving, own_items, reports, reviewing
from reporting.services.steps import Step
from tests.databases import EACH_DATABASE, Postgres, counted
from tests.integration.test_races import at_once
from tests.plans import Plans, make_plans_world, plans_house
from tests.world import XA, FixedClock, write

pytestmark = pytest.mark.postgres
FOREST, SEA = "aim-forest", "aim-sea-000"
#: Done in a transaction of its own or in one that is open.
Work = Callable[[Session], Any]


def plans_on(server: Postgres, folder: Path) -> Plans:
    clock = FixedClock()
    house = plans_house(folder, clock, database_url=server.with_forms(plans_house))
    return make_plans_world(folder, house=house, clock=clock)


@pytest.fixture
def world(postgres: Postgres, tmp_path: Path) -> Iterator[Plans]:
    made = plans_on(postgres, tmp_path)
    yield made
    made.house.db.dispose()


@pytest.fixture(params=EACH_DATABASE)
def plans(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Plans]:
    """The same, and one on SQLite."""
    on_postgres = request.param == "postgres"
    made = plans_on(request.getfixturevalue("postgres"), tmp_path) if on_postgres else make_plans_world(tmp_path)
    yield made
    made.house.db.dispose()


def planned(world: Plans) -> int:
    """A plan with one aim."""
    report = world.report()
    world.add(report, FOREST, "Keep the forest", ("GBF-GOAL-A",))
    return report


def one_within_the_other(world: Plans, first: Work, second: Work) -> None:
    """`second` begins when `first` is done and not committed yet."""
    failed: list[Exception] = []

    def run() -> None:
        try:
            with world.house.db.transaction() as session:
                second(session)
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    with world.house.db.transaction() as session:
        first(session)
        thread.start()
        thread.join(0.4)
    thread.join(30)
    assert not failed


def in_turn(world: Plans, first: Work, second: Work) -> None:
    one_within_the_other(world, second, first)


def left_behind(world: Plans, report: int) -> set[Any]:
    """The sections of a report's items that do not stand as they should."""
    with world.house.db.transaction() as session:
        row = session.get_one(Report, report)
        revision = reports.newest_revision(session, row)
        return following.follow(session, world.house.editions, world.clock(), row, revision)


class Doing:
    """What people do, as work for a transaction."""

    def __init__(self, world: Plans) -> None:
        self.world, self.who = world, world.actor("focal_point", XA)
        self.told = (self.who, world.clock(), world.house.editions)

    def add(self, report: int) -> Work:
        return lambda session: own_items.add(session, *self.told, report, "aims", SEA)

    def remove(self, report: int) -> Work:
        return lambda session: own_items.remove(session, *self.told, report, "aims", FOREST)

    def answer(self, report: int, key: Key, value: Any, version: int) -> Work:
        return lambda session: drafting.save(
            session, *self.told, report_id=report, revision=1, form_digest="", writes=[write(key, value, version)]
        )

    def rename(self, report: int) -> Work:
        return self.answer(report, Key("aims.title", FOREST, "en"), "Keep every forest", 1)

    def choose(self, report: int) -> Work:
        return self.answer(report, Key("aims.goals", FOREST), ["GBF-GOAL-B"], 1)

    def step(self, report: int, action: str) -> Work:
        return lambda session: reviewing.act(session, *self.told, report, Step(action, comment="So it is."))

    def move(self, report: int) -> Work:
        def refused(session: Session) -> None:
            with pytest.raises(Stale):
                moving.move(session, *self.told, report, "no newer form")

        return refused

    def begin(self, form: str) -> Work:
        return lambda session: reports.create(session, *self.told, party=XA, form=form)


CHANGES: list[Callable[[Doing, int], Work]] = [Doing.add, Doing.remove, Doing.rename, Doing.choose]
ORDERS = [one_within_the_other, in_turn]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("order", ORDERS)
def test_a_report_that_is_recalled_has_what_changed_in_that_moment(
    world: Plans, order: Callable[[Plans, Work, Work], None], change: Callable[[Doing, int], Work]
) -> None:
    plan, review, doing = planned(world), world.report(form="reviews"), Doing(world)
    world.bring_to(review, workflow.SUBMITTED)
    order(world, change(doing, plan), doing.step(review, "recall"))
    assert left_behind(world, review) == set()


@pytest.mark.parametrize("order", ORDERS)
def test_a_report_that_is_amended_has_what_changed_in_that_moment(
    world: Plans, order: Callable[[Plans, Work, Work], None]
) -> None:
    plan, review, doing = planned(world), world.report(form="reviews"), Doing(world)
    world.bring_to(review, workflow.PUBLISHED)
    order(world, doing.add(plan), doing.step(review, "amend"))
    assert SEA in world.shown(review)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("again", [False, True], ids=["new", "again"])
def test_a_report_that_is_begun_has_what_changed_in_that_moment(
    world: Plans, order: Callable[[Plans, Work, Work], None], again: bool
) -> None:
    plan, doing = planned(world), Doing(world)
    if again:
        world.act(world.report(form="reviews"), "discard", doing.who)
    order(world, doing.add(plan), doing.begin("reviews"))
    assert SEA in world.shown(world.report(form="reviews"))


@pytest.mark.parametrize("order", ORDERS)
def test_nothing_is_followed_of_what_is_discarded_in_that_moment(
    world: Plans, order: Callable[[Plans, Work, Work], None]
) -> None:
    plan, doing = planned(world), Doing(world)
    order(world, doing.step(plan, "discard"), doing.begin("reviews"))
    assert FOREST not in world.shown(world.report(form="reviews"))


def again_and_again(work: Callable[[int], Any]) -> None:
    """Eight times; what is refused since another came first is left."""
    for n in range(8):
        with suppress(Stale, WrongState, Incomplete):
            work(n)


def test_much_at_once_in_reports_that_follow_each_other_locks_nobody_out(plans: Plans) -> None:
    world, who = plans, plans.actor("focal_point", XA)
    plan, review = planned(world), world.report(form="reviews")
    world.fill(review)
    title, story = Key("aims.title", FOREST, "fr"), Key("aims.story", FOREST, "en")
    works: list[Callable[[int], Any]] = [
        lambda n: world.write(plan, write(title, f"Forêt {n}", n), by=who),
        lambda n: world.do(own_items.add, plan, "aims", f"aim-of-many-{n}"),
        lambda n: world.write(review, write(story, f"Story {n}", n), by=who),
        lambda n: world.act(review, "recall" if n % 2 else "submit", who),
    ]
    assert at_once(world, *(partial(again_and_again, each) for each in works)) == [None] * 4
    assert left_behind(world, review) == set()
    assert len(world.shown(plan)) == 9


def test_the_party_is_held_before_any_row(world: Plans) -> None:
    """So that nobody who waits for the row of a second report is waited for."""
    plan, review, doing = planned(world), world.report(form="reviews"), Doing(world)
    editions, now = world.house.editions, world.clock()
    works: list[Work] = [
        doing.add(plan), doing.rename(plan), doing.choose(plan), doing.remove(plan), doing.step(review, "discard"),
        doing.begin("reviews"), doing.step(plan, "discard"), doing.begin("plans"), doing.move(review),
        lambda session: carry_forward.take_all(session, doing.who, now, editions, plan),
    ]  # fmt: skip
    for work in works:
        with counted() as asked, world.house.db.transaction() as session:
            work(session)
        held = [n for n, each in enumerate(asked.statements) if "pg_advisory_xact_lock" in each]
        rows = [n for n, each in enumerate(asked.statements) if " FOR " in each and "UPDATE" in each]
        assert held, asked.statements
        assert all(held[0] < n for n in rows)


def test_what_reaches_no_other_report_holds_its_own_row_alone(world: Plans) -> None:
    plan, review, doing = planned(world), world.report(form="reviews"), Doing(world)
    world.do(own_items.add, plan, "works", "work-00001")
    for work in (
        doing.answer(plan, Key("works.name", "work-00001", "en"), "Plant trees", 0),
        doing.answer(review, Key("aims.level", FOREST), "on_track", 0),
    ):
        with counted() as asked, world.house.db.transaction() as session:
            assert work(session).saved
        assert not any("pg_advisory" in each for each in asked.statements)
