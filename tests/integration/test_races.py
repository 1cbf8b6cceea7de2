"""Many at once, on SQLite and on PostgreSQL: every acknowledged answer is in the copy made after it, nobody is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from sqlalchemy import func, select

from reporting.domain.answers import Key
from reporting.domain.errors import ReportingError, WrongState
from reporting.domain.record import reopen
from reporting.models import Answer, AnswerVersion, Report, Revision, RevisionProgress
from reporting.services import reports, reviewing
from reporting.services.drafting import Conflict, Outcome, Saved
from reporting.services.steps import Step
from tests.racer import Racer
from tests.world import XA, World, write

CHECKOUT = Path(__file__).resolve().parents[2]
NAME = Key("first.name", "", "en")
#: What threads save; processes save the remarks.
PLACES = [
    Key("first.name", "", "en"),
    Key("first.name", "", "fr"),
    Key("first.gardener"),
    Key("second.story", "", "en"),
]


def at_once(world: World, *works: Callable[[], Any]) -> list[Any]:
    """What each of these gave or raised, all begun at the same moment."""
    barrier, found = threading.Barrier(len(works)), [None] * len(works)

    def run(n: int, work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            found[n] = work()
        except Exception as error:
            found[n] = error
        finally:
            world.house.db.end_reading()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    return found


def submit_as_it_stands(world: World, report: int) -> None:
    """A submission of exactly what is there at that moment: the revision is held while its digest is read."""
    who = world.actor("focal_point", XA)
    with world.house.db.transaction() as session:
        row = session.get_one(Report, report)
        revision = reports.newest_revision(session, row)
        session.refresh(revision, with_for_update=True)
        digest = reports.workbook(session, world.house.editions, row, revision).digest
        reviewing.act(session, who, world.clock(), world.house.editions, report, Step("submit", digest=digest))


def assert_the_copy_holds_what_stands(world: World, report: int) -> None:
    """While a report is submitted nothing is saved, so its answers are those that were frozen."""
    book = world.book(report)
    with world.reading() as session:
        copy = reopen(*reports.frozen_copy_of(session, book.revision, with_private=True))
    frozen = {each.key: each.value for each in copy.answers}
    assert frozen == {
        key: each.value
        for key, each in book.stored.items()
        if each.value is not None and book.answers.is_visible(key.question, key.item)
    }


def assert_kept(world: World, acknowledged: dict[str, int]) -> None:
    with world.reading() as session:
        kept = {
            row.write_id: row.version for row in session.execute(select(AnswerVersion.write_id, AnswerVersion.version))
        }
    assert acknowledged.items() <= kept.items()


@contextmanager
def processes(world: World, folder: Path, report: int) -> Iterator[list[dict[str, Any]]]:
    """Two processes that save; what became of their writes is in the list at the end."""
    url, user = world.house.db.url.render_as_string(hide_password=False), str(world.user("focal_point", XA))
    told: list[dict[str, Any]] = []
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.racer", str(folder), url, str(report), user, lang],
            stdin=PIPE, stdout=PIPE, text=True, cwd=CHECKOUT,
        )
        for lang in ("en", "fr")
    ]  # fmt: skip
    try:
        for each in running:
            assert each.stdout is not None
            assert each.stdout.readline() == "racing\n"
        yield told
    finally:
        told += [json.loads(each.communicate(timeout=30)[0] or "{}") for each in running]


@pytest.mark.parametrize("submissions", [8, pytest.param(300, marks=pytest.mark.soak)])
def test_saves_race_with_submissions(either: World, tmp_path: Path, submissions: int):
    report = either.report()
    either.fill(report)
    recaller, racers = either.actor("focal_point", XA), [Racer(either, report, key) for key in PLACES]
    with processes(either, tmp_path, report) as told:
        for each in racers:
            each.start()
        for _ in range(submissions):
            submit_as_it_stands(either, report)
            assert_the_copy_holds_what_stands(either, report)
            either.act(report, "recall", recaller)
            time.sleep(0.02)
        told += [each.stop() for each in racers]
    assert [each["errors"] for each in told] == [[]] * 6
    assert all(each["saved"] for each in told)
    assert sum(each["refused"] for each in told) > 0
    assert_kept(either, {write_id: version for each in told for write_id, version in each["saved"].items()})


def test_of_many_who_write_the_same_answer_one_is_saved_and_the_others_are_told(either: World):
    report, who = either.report(), either.actor("focal_point", XA)
    for version in range(5):
        outcomes: list[Outcome] = at_once(
            either, *(partial(either.write, report, write(NAME, f"{version} {n}", version), by=who) for n in range(6))
        )
        results = [each for outcome in outcomes for each in (*outcome.saved, *outcome.conflicts)]
        assert sorted(type(each).__name__ for each in results) == ["Conflict"] * 5 + ["Saved"]
        (saved,) = (each for each in results if isinstance(each, Saved))
        assert {each.theirs for each in results if isinstance(each, Conflict)} == {saved.value}
        assert saved.version == version + 1


def test_the_same_write_sent_twice_at_once_is_made_once(either: World):
    report, who = either.report(), either.actor("focal_point", XA)
    for version in range(5):
        wanted = write(NAME, f"Text {version}", version)
        outcomes = at_once(either, *[partial(either.write, report, wanted, by=who)] * 4)
        assert [[each.version for each in outcome.saved] for outcome in outcomes] == [[version + 1]] * 4
    with either.reading() as session:
        assert session.scalar(select(func.count()).select_from(AnswerVersion)) == 5


def test_of_two_first_texts_one_is_the_original(either: World):
    report, who = either.report(), either.actor("focal_point", XA)
    for question in ("first.name", "second.remarks", "second.story"):
        texts = [write(Key(question, "", lang), f"In {lang}") for lang in ("en", "fr")]
        at_once(either, *(partial(either.write, report, text, by=who) for text in texts))
        with either.reading() as session:
            marks = session.scalars(select(Answer.original).where(Answer.question == question))
            assert sorted(marks) == [False, True]


def test_requests_that_write_in_opposite_orders_do_not_lock_each_other_out(either: World):
    report, who = either.report(), either.actor("focal_point", XA)
    keys = [Key("first.name", "", "en"), Key("first.gardener"), Key("second.remarks", "", "fr")]
    for version in range(5):
        there = [write(key, "there", version) for key in keys]
        back = [write(key, "back", version) for key in reversed(keys)]
        outcomes = at_once(
            either, *(partial(either.write, report, *each, by=who) for each in (there, back, there, back))
        )
        assert [type(each).__name__ for each in outcomes] == ["Outcome"] * 4


def test_what_many_give_at_once_is_all_counted(either: World):
    report, who = either.report(), either.actor("focal_point", XA)
    given = {NAME: "Garden", Key("first.open"): False, Key("first.colour"): "red", Key("second.story", "", "fr"): "x"}
    at_once(either, *(partial(either.write, report, write(*each), by=who) for each in given.items()))
    revision = either.book(report).revision.id
    with either.reading() as session:
        counted = session.get_one(RevisionProgress, revision)
    assert (counted.given, counted.required) == (4, 4)


def test_two_who_begin_the_same_report_get_the_same_one(either: World):
    assert len(set(at_once(either, *[either.report] * 4))) == 1
    report = either.report()
    either.act(report, "discard", either.actor("focal_point", XA))
    assert set(at_once(either, *[either.report] * 4)) == {report}
    with either.reading() as session:
        assert list(session.scalars(select(Revision.number).order_by(Revision.number))) == [1, 2]


def test_of_two_steps_at_once_one_is_taken_and_the_other_is_told_who_came_first(either: World):
    report, focal_point, reviewer = either.report(), either.actor("focal_point", XA), either.actor("reviewer")
    either.bring_to(report, "submitted")
    results = at_once(
        either,
        partial(either.act, report, "recall", focal_point),
        partial(either.act, report, "start_review", reviewer),
    )
    (refusal,) = (each for each in results if isinstance(each, ReportingError))
    assert isinstance(refusal, WrongState)
    assert refusal.code == "wrong_state_by"
    first = "Reviewer" if either.status_of(report) == "under_review" else "Focal Point XA"
    assert refusal.params["by"] == first


def test_of_two_who_amend_at_once_one_opens_the_new_revision(either: World):
    report, who = either.report(), either.actor("focal_point", XA)
    either.bring_to(report, "published")
    results = at_once(either, *[partial(either.act, report, "amend", who)] * 3)
    assert sorted(type(each).__name__ for each in results) == ["Revision", "WrongState", "WrongState"]
    assert either.status_of(report) == "draft"
