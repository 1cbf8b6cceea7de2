"""A report and the one that it follows go through the workflow together, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.domain.errors import Incomplete, ReportingError, Stale
from reporting.domain.permissions import Actor
from reporting.models import Report
from reporting.services import companions, own_items
from reporting.services.companions import Companion
from reporting.services.steps import Step
from tests.plans import Plans, make_plans_world

AIM = "aim-forest"


@pytest.fixture
def world(tmp_path: Path) -> Plans:
    return make_plans_world(tmp_path)


@pytest.fixture
def plan(world: Plans) -> int:
    report = world.report()
    world.add(report, AIM, "Keep the forest")
    return report


@pytest.fixture
def review(world: Plans, plan: int) -> int:
    report = world.report(form="reviews")
    world.fill(report)
    return report


def found(world: Plans, report_id: int, actor: Actor, step: str) -> list[Companion]:
    form = world.book(report_id).edition.form
    with world.reading() as session:
        report = session.get_one(Report, report_id)
        return companions.companions(session, actor, world.house.editions, report, form, step, "en")


def take(world: Plans, report: int, actor: Actor, action: str) -> None:
    """The step with the report and with what goes along."""
    book = world.book(report)
    with world.reading() as session:
        copy = session.merge(book.revision, load=False).frozen_copy
    own = Step(action, digest=book.digest, sha256=copy.sha256 if copy else "", comment="Both.")
    steps = [
        (each.report.id, Step(action, digest=each.digest, sha256=each.sha256, comment="Both."))
        for each in found(world, report, actor, action)
        if each.is_ready
    ]
    with world.house.db.transaction() as session:
        companions.act(session, actor, world.clock(), world.house.editions, [*steps, (report, own)])


def test_a_review_and_its_plan_are_submitted_reviewed_approved_and_published_together(
    world: Plans, plan: int, review: int
) -> None:
    for action, role in (
        ("submit", "focal_point"), ("start_review", "reviewer"), ("approve", "reviewer"), ("publish", "publisher"),
    ):  # fmt: skip
        take(world, review, world.actor(role, "XA" if role == "focal_point" else ""), action)
    assert [world.status_of(each) for each in (plan, review)] == [workflow.PUBLISHED] * 2


def test_what_went_to_the_secretariat_together_comes_back_together(world: Plans, plan: int, review: int) -> None:
    focal_point, reviewer = world.actor("focal_point", "XA"), world.actor("reviewer")
    for action, actor, status in (
        ("submit", focal_point, "submitted"), ("recall", focal_point, "draft"), ("submit", focal_point, "submitted"),
        ("start_review", reviewer, "under_review"), ("return", reviewer, "returned"),
    ):  # fmt: skip
        take(world, review, actor, action)
        assert [world.status_of(each) for each in (plan, review)] == [status] * 2


def test_a_review_goes_back_alone_without_a_word_on_a_plan_that_is_being_written(world: Plans, review: int) -> None:
    world.bring_to(review, "submitted")
    assert found(world, review, world.actor("focal_point", "XA"), "recall") == []


def test_a_published_plan_wants_no_company(world: Plans, plan: int, review: int) -> None:
    world.bring_to(plan, workflow.PUBLISHED)
    assert found(world, review, world.actor("focal_point", "XA"), "submit") == []


def test_a_plan_that_lacks_answers_is_told_and_cannot_go_along(world: Plans, plan: int, review: int) -> None:
    world.do(own_items.add, plan, "aims", "aim-untitled")
    (companion,) = found(world, review, world.actor("focal_point", "XA"), "submit")
    assert (companion.is_ready, companion.blocking, companion.title) == (False, 1, "Plans")


@pytest.mark.parametrize("hurdle", ["incomplete", "stale"])
def test_where_one_cannot_go_neither_goes(world: Plans, plan: int, review: int, hurdle: str) -> None:
    actor = world.actor("focal_point", "XA")
    digests = {each: world.book(each).digest for each in (plan, review)}
    if hurdle == "incomplete":
        world.save(review, {Key("aims.level", AIM): None}, base=1)
        digests[review] = world.book(review).digest
    else:
        digests[review] = "0" * 64
    steps = [(each, Step("submit", digest=digests[each])) for each in (plan, review)]
    with pytest.raises(ReportingError) as refusal, world.house.db.transaction() as session:
        companions.act(session, actor, world.clock(), world.house.editions, steps)
    assert isinstance(refusal.value, Incomplete if hurdle == "incomplete" else Stale)
    assert [world.status_of(each) for each in (plan, review)] == [workflow.DRAFT] * 2


def test_who_may_not_take_the_step_with_the_plan_is_not_offered_it(world: Plans, plan: int, review: int) -> None:
    (companion,) = found(world, review, world.actor("observer", "XA"), "submit")
    assert not companion.is_ready
