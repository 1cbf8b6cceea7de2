"""How far a report is, as lists show it, is always what a full count of its answers says."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.domain.answers import Completeness, Key, Problem
from reporting.models import RevisionProgress
from reporting.services import progress, queries
from tests.databases import counted
from tests.world import XA, World, write

TEXT = st.sampled_from([None, "A text", "Another text"])
WRITES: Any = st.one_of(
    st.tuples(st.sampled_from([Key("first.name", "", lang) for lang in ("en", "fr")]), TEXT),
    st.tuples(st.just(Key("first.open")), st.sampled_from([None, True, False])),
    st.tuples(st.just(Key("first.opened_on")), st.sampled_from([None, "2020-05-31"])),
    st.tuples(st.just(Key("first.colour")), st.sampled_from([None, "red", "blue"])),
    st.tuples(st.just(Key("first.animals")), st.sampled_from([None, ["bees"], ["birds", "other"]])),
    st.tuples(st.just(Key("first.animals_other", "", "fr")), TEXT),
    st.tuples(st.just(Key("second.story", "", "en")), TEXT),
)


def kept(world: World, report: int) -> Completeness:
    """What lists show."""
    revision = world.book(report).revision.id
    with world.reading() as session:
        row = session.get_one(RevisionProgress, revision)
    return Completeness(row.given, row.required)


def in_doubt(world: World, report: int) -> list[Problem]:
    """What a full look finds doubtful."""
    return [each for each in world.book(report).problems() if each.code != "required"]


def doubts(world: World, report: int) -> int:
    """What the counts of the parts say of it: how much stands against a submission."""
    with world.reading() as session:
        found = progress.states(session, world.book(report).revision.id).values()
    assert sum(each.problems for each in found) == len(in_doubt(world, report))
    return sum(each.blocking for each in found)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(requests=st.lists(st.lists(WRITES, min_size=1, max_size=4), max_size=6))
def test_after_any_saves_it_is_what_a_full_count_says(either: World, requests: Any):
    report = either.report()
    for request in requests:
        book = either.book(report)
        either.write(report, *(write(key, value, book.version(key)) for key, value in request))
        assert kept(either, report) == either.book(report).completeness()
        assert doubts(either, report) == [each.blocking for each in in_doubt(either, report)].count(True)
    either.act(report, "discard", either.actor("focal_point", XA))


def test_a_report_just_begun_shows_how_much_there_is_to_do(either: World):
    report = either.report()
    assert kept(either, report) == Completeness(0, 4) == either.book(report).completeness()


def test_an_amendment_begins_complete(either: World):
    report = either.report()
    either.bring_to(report, "published")
    either.act(report, "amend", either.actor("focal_point", XA))
    assert kept(either, report) == either.book(report).completeness()
    who = either.actor("focal_point", XA)
    with either.reading() as session:
        (row,) = queries.reports(session, who).items
    assert row.percent == 100


def test_it_is_counted_when_an_answer_comes_or_goes_and_not_at_every_change_of_a_text(either: World):
    report, name = either.report(), Key("first.name", "", "en")
    assert [counts(either, report, name, text, n) for n, text in enumerate(["A", "B", "A", None])] == [
        True, False, False, True,
    ]  # fmt: skip


def counts(world: World, report: int, key: Key, text: str | None, version: int) -> bool:
    """Whether this save counted."""
    with counted() as asked:
        world.write(report, write(key, text, version))
    return any("revision_progress" in each for each in asked.statements)


def test_advice_is_counted_and_does_not_stand_against_a_submission(either: World):
    report = either.report()
    either.write(report, write(Key("first.open"), True))
    assert [each.blocking for each in in_doubt(either, report)] == [False]
    assert doubts(either, report) == 0


def test_advice_on_what_nobody_has_begun_asks_for_no_attention() -> None:
    untouched = progress.PartState(given=0, required=0, answered=0, problems=1, blocking=0)
    assert untouched.name == "optional"
    assert untouched._replace(answered=1).name == "attention"
    assert untouched._replace(blocking=1).name == "attention"


def test_a_report_that_asks_nothing_yet_is_not_ready() -> None:
    assert not progress.NOTHING.is_ready
    assert progress.NOTHING._replace(answered=1).is_ready
    assert not progress.NOTHING._replace(required=2, given=1, answered=1).is_ready
