"""What was ever written for an answer, by sittings, and bringing an earlier version back."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import func, select

from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, NotFound, WrongState
from reporting.models import AuditEvent
from reporting.services import history
from reporting.services.drafting import Outcome
from reporting.services.history import Version
from tests.world import XA, XB, World, write

NAME = Key("first.name", "", "en")


def versions(world: World, report: int, key: Key = NAME, role: str = "focal_point", party: str = XA) -> list[Version]:
    book, who = world.book(report), world.actor(role, party)
    with world.reading() as session:
        return history.versions_of(session, who, book, key)


def restore(
    world: World, report: int, version: int, base: int, write_id: str = "", role: str = "focal_point"
) -> Outcome:
    book, who = world.book(report), world.actor(role, XA)
    with world.house.db.transaction() as session:
        return history.restore(
            session, who, world.clock(), world.house.editions, book, NAME,
            version=version, base_version=base, write_id=write_id or secrets.token_urlsafe(16),
        )  # fmt: skip


def test_all_versions_are_there_newest_first_with_who_and_when(either: World):
    report = either.report()
    either.write(report, write(NAME, "A"))
    either.clock.forward(minutes=1)
    either.write(report, write(NAME, None, 1))
    newest, oldest = versions(either, report)
    assert (newest.version, newest.value, newest.saved_at) == (2, None, either.clock())
    assert (oldest.version, oldest.value, oldest.author) == (1, "A", "Focal Point XA")


def test_a_sitting_ends_where_the_author_changes_or_pauses_for_ten_minutes(either: World):
    report = either.report()
    either.user("authorised_user", XA)
    authors = ["focal_point", "focal_point", "focal_point", "authorised_user", "focal_point"]
    for n, (role, pause) in enumerate(zip(authors, (0, 9, 10, 1, 1), strict=True)):
        either.clock.forward(minutes=pause)
        either.write(report, write(NAME, f"Text {n}", n), by=either.actor(role, XA))
    assert [(each.version, each.sitting_end) for each in reversed(versions(either, report))] == [
        (1, False), (2, True), (3, True), (4, True), (5, True),
    ]  # fmt: skip


def test_what_is_brought_back_is_a_new_version_and_nothing_is_lost(either: World):
    report = either.report()
    either.write(report, write(NAME, "A"), write(NAME, "B", 1))
    assert restore(either, report, 1, 2).saved[0].version == 3
    assert [(each.value, each.restored_from) for each in versions(either, report)] == [
        ("A", 1),
        ("B", None),
        ("A", None),
    ]
    assert either.book(report).stored[NAME].value == "A"


def test_an_empty_version_can_be_brought_back_too(either: World):
    report = either.report()
    either.write(report, write(NAME, "A"), write(NAME, None, 1), write(NAME, "B", 2))
    restore(either, report, 2, 3)
    assert either.book(report).stored[NAME].value is None


def test_a_text_written_in_the_meantime_is_not_overwritten(either: World):
    report = either.report()
    either.write(report, write(NAME, "A"), write(NAME, "B", 1), write(NAME, "C", 2))
    (conflict,) = restore(either, report, 1, 2).conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("B", "C", "A")
    assert either.book(report).stored[NAME].value == "C"


def test_it_is_recorded_when_it_was_done_and_only_then(either: World):
    report = either.report()
    either.write(report, write(NAME, "A"), write(NAME, "B", 1), write(NAME, "C", 2))
    restore(either, report, 1, 2)
    write_id = secrets.token_urlsafe(16)
    for _ in range(2):
        restore(either, report, 1, 3, write_id)
    with either.reading() as session:
        wanted = select(func.count()).where(AuditEvent.name == "answer:restore")
        assert session.scalar(wanted) == 1


@pytest.mark.parametrize("version", [0, -1, 3, 2**31])
def test_a_version_that_never_was_is_not_found(either: World, version: int):
    report = either.report()
    either.write(report, write(NAME, "A"), write(NAME, "B", 1))
    with pytest.raises(NotFound):
        restore(either, report, version, 2)


def test_who_may_not_draft_brings_nothing_back(tiny: World):
    report = tiny.report()
    tiny.write(report, write(NAME, "A"), write(NAME, "B", 1))
    tiny.user("observer", XA)
    with pytest.raises(Forbidden):
        restore(tiny, report, 1, 2, role="observer")
    tiny.bring_to(report, "submitted")
    with pytest.raises(WrongState):
        restore(tiny, report, 1, 2)


def test_the_history_of_a_draft_is_its_partys_alone(tiny: World):
    report = tiny.report()
    tiny.write(report, write(NAME, "A"))
    assert versions(tiny, report, role="observer")
    for role in ("reviewer", "publisher", "administrator"):
        with pytest.raises(Forbidden):
            versions(tiny, report, role=role, party="")
    for role, party in (("focal_point", XB), ("nobody", "")):
        with pytest.raises(NotFound):
            versions(tiny, report, role=role, party=party)


def test_a_question_that_the_form_does_not_have_has_no_history(tiny: World):
    report = tiny.report()
    with pytest.raises(NotFound):
        versions(tiny, report, Key("first.nothing"))
