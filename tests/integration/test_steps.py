"""The steps between a draft and a record: each is taken in its states only, by whom it is given, on what was shown."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, Incomplete, Invalid, NotFound, Stale, WrongState
from reporting.models import AuditEvent, FrozenCopy, RevisionStep
from tests.world import PATHS, XA, XB, World, write

NAME = Key("first.name", "", "en")
BY = {
    "submit": "focal_point", "recall": "focal_point", "amend": "focal_point", "discard": "focal_point",
    "start_review": "reviewer", "return": "reviewer", "approve": "reviewer", "send_back": "reviewer",
    "publish": "publisher",
}  # fmt: skip


def take(world: World, report: int, action: str, **told: object) -> str:
    """The step by whom it is given; the status after it."""
    national = BY[action] == "focal_point"
    return world.act(report, action, world.actor(BY[action], XA if national else ""), **told).status


def frozen_hash(world: World, report: int) -> str:
    wanted = world.book(report).revision.frozen_copy_id
    with world.reading() as session:
        return session.scalars(select(FrozenCopy.sha256).where(FrozenCopy.id == wanted)).one()


def test_a_report_goes_there_and_back_before_it_is_published(either: World):
    report = either.report()
    either.fill(report)
    steps = (
        "submit recall submit start_review return submit start_review approve send_back approve publish amend discard"
    )
    assert [take(either, report, action) for action in steps.split()] == [
        "submitted", "draft", "submitted", "under_review", "returned", "submitted", "under_review", "approved",
        "under_review", "approved", "published", "draft", "discarded",
    ]  # fmt: skip
    assert either.status_of(report) == "published"


@pytest.mark.parametrize("status", PATHS)
def test_in_any_other_state_a_step_is_refused_with_who_came_first_and_when(tiny: World, status: str):
    report = tiny.report()
    tiny.bring_to(report, status)
    for name, action in workflow.ACTIONS.items():
        if status in action.sources:
            continue
        with pytest.raises(WrongState) as refusal:
            take(tiny, report, name)
        told = refusal.value.params
        assert (told["action"], told["status"]) == (name, status)
        if status != "draft":
            assert refusal.value.code == "wrong_state_by"
            assert told["by"].lower().replace(" ", "_").startswith(PATHS[status][-1][1])
            assert told["at"] == "2026-02-02T09:00+00:00"


def test_who_comes_second_is_told_so_even_where_the_state_would_allow_the_step(either: World):
    report = either.report()
    either.bring_to(report, "submitted")
    with pytest.raises(WrongState):
        take(either, report, "recall", expect_status="draft")
    assert either.status_of(report) == "submitted"


def test_what_was_not_shown_is_not_submitted(either: World):
    report = either.report()
    either.fill(report)
    shown = either.book(report).digest
    either.write(report, write(NAME, "Written after the page was shown", 1))
    with pytest.raises(Stale):
        take(either, report, "submit", digest=shown)
    assert either.status_of(report) == "draft"


def test_an_incomplete_report_is_refused_with_all_that_is_missing(either: World):
    report = either.report()
    either.write(report, write(Key("first.open"), True), write(Key("second.story", "", "en"), "word " * 21))
    with pytest.raises(Incomplete) as refusal:
        take(either, report, "submit")
    assert [(each.question, each.code) for each in refusal.value.details] == [
        ("first.name", "required"),
        ("first.opened_on", "required"),
        ("first.colour", "required"),
        ("second.story", "too_many_words"),
    ]


def test_a_warning_does_not_keep_a_report_back(either: World):
    report = either.report()
    either.fill(report)
    either.write(report, write(Key("first.animals"), None, 1))
    assert {(each.code, each.blocking) for each in either.book(report).problems()} == {("form_rule", False)}
    assert take(either, report, "submit") == "submitted"


@pytest.mark.parametrize(("action", "status"), [("approve", "under_review"), ("publish", "approved")])
@pytest.mark.parametrize("sha256", ["", "0" * 64])
def test_only_the_copy_that_was_read_is_approved_and_published(tiny: World, action: str, status: str, sha256: str):
    report = tiny.report()
    tiny.bring_to(report, status)
    with pytest.raises(Stale):
        take(tiny, report, action, sha256=sha256)
    assert tiny.status_of(report) == status


def test_a_copy_made_anew_is_not_the_one_that_was_read(either: World):
    report = either.report()
    either.bring_to(report, "submitted")
    read = frozen_hash(either, report)
    take(either, report, "recall")
    either.write(report, write(NAME, "Another text", 1))
    for action in ("submit", "start_review"):
        take(either, report, action)
    with pytest.raises(Stale):
        take(either, report, "approve", sha256=read)


@pytest.mark.parametrize(
    ("action", "status"), [("return", "under_review"), ("send_back", "approved"), ("discard", "draft")]
)
def test_a_step_that_others_have_to_understand_needs_a_comment(tiny: World, action: str, status: str):
    report = tiny.report()
    tiny.bring_to(report, status)
    with pytest.raises(Invalid) as refusal:
        take(tiny, report, action, comment=" \n ")
    assert refusal.value.code == "comment_needed"


def test_the_second_record_needs_a_note_on_what_changed(either: World):
    report = either.report()
    either.bring_to(report, "published")
    take(either, report, "amend")
    either.bring_to(report, "approved")
    with pytest.raises(Invalid) as refusal:
        take(either, report, "publish", comment="")
    assert refusal.value.code == "change_note_needed"
    assert take(either, report, "publish", comment="The area was corrected.") == "published"


def test_a_returned_report_has_its_due_date_until_it_is_submitted_again(either: World):
    report = either.report()
    either.bring_to(report, "under_review")
    take(either, report, "return", due_on=dt.date(2026, 3, 1))
    assert either.book(report).revision.due_on == dt.date(2026, 3, 1)
    take(either, report, "submit")
    assert either.book(report).revision.due_on is None


def test_the_review_has_a_lead_and_the_approval_a_name(either: World):
    report = either.report()
    either.bring_to(report, "approved")
    revision = either.book(report).revision
    assert revision.lead_id == revision.approved_by == either.user("reviewer")
    assert revision.submitted_by == either.user("focal_point", XA)


@pytest.mark.parametrize("action", workflow.ACTIONS)
def test_of_another_partys_report_not_even_its_existence_is_told(tiny: World, action: str):
    report = tiny.report()
    with pytest.raises(NotFound):
        tiny.act(report, action, tiny.actor("focal_point", XB))


def test_a_step_that_nobody_knows_is_not_found(tiny: World):
    report = tiny.report()
    with pytest.raises(NotFound):
        tiny.act(report, "explode", tiny.actor("focal_point", XA))


@pytest.mark.parametrize("action", workflow.ACTIONS)
@pytest.mark.parametrize("role", ["authorised_user", "observer", "administrator"])
def test_who_has_no_part_in_a_step_cannot_take_it(tiny: World, action: str, role: str):
    report = tiny.report()
    with pytest.raises(Forbidden):
        tiny.act(report, action, tiny.actor(role, "" if role == "administrator" else XA))


def test_each_step_is_kept_with_its_words_and_stands_in_the_audit(either: World):
    report = either.report()
    either.bring_to(report, "under_review")
    take(either, report, "return", comment="  Please look at the date.\x00 ")
    with either.reading() as session:
        steps = session.scalars(select(RevisionStep).order_by(RevisionStep.id)).all()
        events = session.scalars(select(AuditEvent.name).where(AuditEvent.report_id == report).order_by(AuditEvent.id))
        assert [(each.action, each.from_status, each.to_status) for each in steps] == [
            ("submit", "draft", "submitted"),
            ("start_review", "submitted", "under_review"),
            ("return", "under_review", "returned"),
        ]
        assert steps[-1].comment == "Please look at the date."
        assert list(events) == ["report:create", "report:submit", "report:start_review", "report:return"]
