"""A draft is moved to a newer revision of its form: shown before, nothing lost, taken back as one."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, NotFound, Stale, WrongState
from reporting.domain.loader import FormSource
from reporting.models import RevisionProgress
from reporting.services import editions, moving, problems, reports
from reporting.services.moving import Offer
from tests.world import XA, World, write

NAME, STORY = Key("first.name", "", "en"), Key("second.story", "", "en")
COLOUR, REMARKS = Key("first.colour"), Key("second.remarks", "", "en")


def open_second_revision(world: World) -> None:
    """The story is no longer asked, remarks stand in the first section, blue is no colour, a question is new."""
    source = world.house.catalogue.forms["tiny"]
    structure: dict[str, Any] = copy.deepcopy(dict(source.structure))
    structure["revision"] = 2
    first, second = (section["questions"] for section in structure["sections"][:2])
    remarks = next(each for each in second if each["id"] == "remarks")
    remarks.pop("show_if")
    structure["sections"][1]["rules"] = []
    second[:] = [each for each in second if each["id"] not in ("story", "remarks")]
    first += [remarks, {"id": "weather", "type": "text"}]
    colour = next(each for each in first if each["id"] == "colour")
    colour["options"] = [each for each in colour["options"] if each != "blue"]
    remarks["max_words"] = 1
    with world.house.db.transaction() as session:
        editions.open_form(session, FormSource("tiny", structure, source.texts), world.clock())


@pytest.fixture
def draft(tiny: World) -> int:
    report = tiny.report()
    tiny.write(report, write(NAME, "Old garden"), write(COLOUR, "blue"), write(STORY, "<p>Rain</p>"))
    tiny.write(report, write(REMARKS, "A pond"))
    open_second_revision(tiny)
    return report


def offered(world: World, report: int) -> Offer:
    book = world.book(report)
    with world.reading() as session:
        return moving.offer(session, world.actor("focal_point", XA), world.house.editions, book.report, book.revision)


def move(world: World, report: int, *, form_digest: str = "") -> None:
    shown = form_digest or offered(world, report).new.form.digest
    who = world.actor("focal_point", XA)
    with world.house.db.transaction() as session:
        moving.move(session, who, world.clock(), world.house.editions, report, shown)


def undo(world: World, report: int) -> None:
    who = world.actor("focal_point", XA)
    with world.house.db.transaction() as session:
        moving.undo(session, who, world.clock(), world.house.editions, report)


def values(world: World, report: int) -> dict[Key, Any]:
    return {key: each.value for key, each in world.book(report).stored.items() if each.value is not None}


def revision_of_the_form(world: World, report: int) -> int:
    return world.book(report).edition.form.revision


def test_a_draft_stays_on_the_form_it_began_with_until_it_is_moved(tiny: World, draft: int):
    assert revision_of_the_form(tiny, draft) == 1
    move(tiny, draft)
    assert revision_of_the_form(tiny, draft) == 2


def test_what_a_move_does_is_shown_before(tiny: World, draft: int):
    found = offered(tiny, draft)
    assert found.difference.new == ("first.weather",)
    assert found.difference.vanished == ("second.story",)
    assert found.difference.moved == {"second.remarks": "first.remarks"}
    assert found.difference.changed == ("first.colour",)
    assert {each.before: value for each, value in found.left} == {STORY: "<p>Rain</p>", COLOUR: "blue"}
    assert found.kept == 2


def test_every_answer_is_kept_and_those_that_moved_stand_in_their_new_place(tiny: World, draft: int):
    move(tiny, draft)
    book = tiny.book(draft)
    assert book.stored[NAME].value == "Old garden"
    assert book.stored[Key("first.remarks", "", "en")].value == "A pond"
    assert book.stored[STORY].value == "<p>Rain</p>"
    assert not book.answers.is_visible("second.story")
    assert book.stored[COLOUR].value is None
    with tiny.reading() as session:
        row = session.get_one(RevisionProgress, book.revision.id)
    assert (row.given, row.required) == (book.completeness().given, book.completeness().required)


def test_a_translation_that_moves_is_still_a_translation(tiny: World, draft: int):
    tiny.write(draft, write(Key("second.remarks", "", "fr"), "Un étang"))
    move(tiny, draft)
    book = tiny.book(draft)
    moved = {lang: book.stored[Key("first.remarks", "", lang)].original for lang in ("en", "fr")}
    assert moved == {"en": True, "fr": False}
    assert not book.is_stale(Key("first.remarks", "", "fr"))
    tiny.write(draft, write(Key("first.remarks", "", "en"), "Pond", 1))
    assert tiny.book(draft).is_stale(Key("first.remarks", "", "fr"))


def test_a_move_that_is_taken_back_restores_every_answer(tiny: World, draft: int):
    before = values(tiny, draft)
    move(tiny, draft)
    undo(tiny, draft)
    assert revision_of_the_form(tiny, draft) == 1
    assert {key: value for key, value in values(tiny, draft).items() if key in before} == before


def test_what_was_written_after_the_move_is_not_overwritten_when_it_is_taken_back(tiny: World, draft: int):
    move(tiny, draft)
    tiny.write(draft, write(COLOUR, "red", tiny.book(draft).version(COLOUR)))
    undo(tiny, draft)
    assert tiny.book(draft).stored[COLOUR].value == "red"


def test_a_form_other_than_the_one_shown_is_not_moved_to(tiny: World, draft: int):
    with pytest.raises(Stale):
        move(tiny, draft, form_digest="0" * 64)
    assert revision_of_the_form(tiny, draft) == 1


def test_a_report_on_the_newest_form_has_nowhere_to_move(tiny: World, draft: int):
    move(tiny, draft)
    with pytest.raises(NotFound):
        offered(tiny, draft)


def test_nothing_moves_while_the_secretariat_has_the_report(tiny: World):
    report = tiny.report()
    tiny.bring_to(report, "submitted")
    open_second_revision(tiny)
    who, known = tiny.actor("focal_point", XA), tiny.house.editions
    with tiny.reading() as session:
        newest = known.newest(session, "tiny")[1].form.digest
    with pytest.raises(WrongState), tiny.house.db.transaction() as session:
        moving.move(session, who, tiny.clock(), tiny.house.editions, report, newest)


def test_only_the_focal_point_moves_a_draft(tiny: World, draft: int):
    shown, who = offered(tiny, draft).new.form.digest, tiny.actor("authorised_user", XA)
    with pytest.raises(Forbidden), tiny.house.db.transaction() as session:
        moving.move(session, who, tiny.clock(), tiny.house.editions, draft, shown)


def test_a_page_opened_before_the_move_is_still_saved_where_its_question_is_there(tiny: World, draft: int):
    old = tiny.book(draft).edition.form.digest
    move(tiny, draft)
    outcome = tiny.write(draft, write(NAME, "New garden", 1), form_digest=old)
    assert [each.value for each in outcome.saved] == ["New garden"]
    gone = tiny.write(draft, write(STORY, "<p>Sun</p>", 1), form_digest=old)
    assert [each.code for each in gone.rejected] == ["moved"]


def test_a_moved_draft_is_submitted_without_what_is_no_longer_asked(tiny: World, draft: int):
    move(tiny, draft)
    tiny.write(draft, write(Key("first.remarks", "", "en"), "Pond", 1))
    tiny.bring_to(draft, "submitted")
    book = tiny.book(draft)
    with tiny.reading() as session:
        public, _ = reports.frozen_copy_of(session, book.revision, with_private=False)
    assert b"Rain" not in public
    assert b"Pond" in public


def test_answers_are_held_against_the_rules_of_the_form_that_they_stand_on(tiny: World, draft: int):
    move(tiny, draft)
    assert doubts(tiny, draft) == [("first.remarks", "too_many_words")]
    undo(tiny, draft)
    assert doubts(tiny, draft) == []


def doubts(world: World, report: int) -> list[tuple[str, str]]:
    book, who = world.book(report), world.actor("focal_point", XA)
    with world.reading() as session:
        found = problems.of_report(
            session, who, world.house.editions, book.report, book.revision, world.house.texts("en")
        )
    lines = [line.problem for group in found for line in group.lines if line.problem.code != "required"]
    assert [each for each in book.problems() if each.code != "required"] == lines
    return [(each.question, each.code) for each in lines]
