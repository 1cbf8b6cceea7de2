"""A write carries an id for ever: sent again it gets its first answer, and never stands for anything else."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, WrongState
from reporting.models import AnswerVersion
from tests.world import XA, XB, World, write

NAME = Key("first.name", "", "en")
OPEN = Key("first.open")
GARDENER = Key("first.gardener")


def count(world: World) -> int:
    with world.reading() as session:
        return session.scalar(select(func.count()).select_from(AnswerVersion)) or 0


def test_it_gets_its_first_answer_after_later_writes_and_after_a_month(either: World):
    report = either.report()
    first = write(NAME, "Once")
    answer = either.write(report, first).saved
    either.write(report, write(NAME, "Twice", 1))
    either.clock.forward(days=30)
    assert either.write(report, first).saved == answer
    assert either.book(report).stored[NAME].value == "Twice"
    assert count(either) == 2


def test_it_gets_its_first_answer_after_the_report_was_submitted_meanwhile(either: World):
    report = either.report()
    first = write(NAME, "Just in time")
    answer = either.write(report, first).saved
    either.bring_to(report, "submitted")
    assert either.write(report, first).saved == answer
    with pytest.raises(WrongState):
        either.write(report, first, write(GARDENER, "Too late"))
    assert GARDENER not in either.book(report).stored


def test_it_gets_no_answer_once_the_right_is_gone(either: World):
    report = either.report()
    first = write(NAME, "Once")
    either.write(report, first)
    with pytest.raises(Forbidden):
        either.write(report, first, by=either.actor("observer", XA))


def test_the_same_request_sent_again_changes_nothing(either: World):
    report = either.report()
    writes = [write(NAME, "A"), write(NAME, "B", 1), write(OPEN, True)]
    answer = either.write(report, *writes)
    assert either.write(report, *writes) == answer
    assert count(either) == 3


def test_twice_in_one_request_it_is_made_once(either: World):
    report = either.report()
    twice = write(NAME, "Once")
    outcome = either.write(report, twice, twice)
    assert [(each.version, each.value) for each in outcome.saved] == [(1, "Once"), (1, "Once")]
    assert count(either) == 1


def test_under_its_id_another_answer_cannot_be_written(either: World):
    report = either.report()
    first = write(NAME, "Once")
    either.write(report, first)
    outcome = either.write(report, write(OPEN, True, 0, first.write_id), write(GARDENER, "Ada"))
    assert [each.code for each in outcome.rejected] == ["write_id_used"]
    assert [each.value for each in outcome.saved] == ["Ada"]


def test_under_its_id_another_report_cannot_be_written(either: World):
    first = write(NAME, "Once")
    either.write(either.report(), first)
    theirs = either.report(XB)
    outcome = either.write(theirs, first)
    assert [each.code for each in outcome.rejected] == ["write_id_used"]
    assert not either.book(theirs).stored


def test_two_answers_under_one_id_in_one_request_are_not_both_written(either: World):
    report = either.report()
    first = write(NAME, "Once")
    outcome = either.write(report, first, write(OPEN, True, 0, first.write_id))
    assert [each.value for each in outcome.saved] == ["Once"]
    assert [each.code for each in outcome.rejected] == ["write_id_used"]


def test_a_page_that_is_gone_back_to_and_changed_is_not_taken_for_what_it_wrote_first(either: World):
    """Back in the browser brings the old id and version with the new text: that is a stale write, not the first one."""
    report = either.report()
    first = write(NAME, "Once")
    either.write(report, first)
    (conflict,) = either.write(report, write(NAME, "Once more", 0, first.write_id)).conflicts
    assert (conflict.theirs, conflict.mine) == ("Once", "Once more")


def test_what_is_written_with_a_used_id_on_the_newest_version_is_a_version_with_an_id_of_its_own(either: World):
    report = either.report()
    first = write(NAME, "Once")
    either.write(report, first)
    second = write(NAME, "Once more", 1, first.write_id)
    assert either.write(report, second).saved[0].version == 2
    assert either.write(report, second).saved[0].version == 2
    assert either.write(report, first).saved[0].version == 1
    assert count(either) == 2


def test_what_was_acknowledged_without_a_version_overwrites_nothing_later(either: World):
    """Nothing was written under its id, so it is weighed anew: never in silence, never over a later text."""
    report = either.report()
    either.write(report, write(NAME, "Same"))
    acknowledged = write(NAME, "Same", 1)
    assert either.write(report, acknowledged).saved[0].version == 1
    either.write(report, write(NAME, "Later", 1))
    assert either.write(report, acknowledged).saved[0].value == "Later"
    assert either.book(report).stored[NAME].value == "Later"
