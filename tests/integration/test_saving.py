"""Saving answers, on SQLite and on PostgreSQL: what is acknowledged stands, nothing is overwritten in silence."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, NotFound, WrongState
from reporting.models import Answer, AnswerVersion
from reporting.services.drafting import MAX_WRITES, Conflict, Outcome, Rejected, Saved
from tests.databases import counted
from tests.world import XA, XB, World, write

NAME = Key("first.name", "", "en")
NOM = Key("first.name", "", "fr")
OPEN = Key("first.open")
COLOUR = Key("first.colour")
GARDENER = Key("first.gardener")


def only(outcome: Outcome) -> Saved | Conflict | Rejected:
    """The one answer to one write."""
    (found,) = [*outcome.saved, *outcome.conflicts, *outcome.rejected]
    return found


def versions(world: World, key: Key = NAME) -> list[tuple[int, str | None]]:
    """What the history holds of an answer, oldest first."""
    wanted = (
        select(AnswerVersion.version, AnswerVersion.value)
        .where(AnswerVersion.question == key.question, AnswerVersion.lang == key.lang)
        .order_by(AnswerVersion.version)
    )
    with world.reading() as session:
        return [(row.version, row.value) for row in session.execute(wanted)]


def test_a_first_write_is_version_one_and_stands_in_answers_and_history(either: World):
    report = either.report()
    saved = only(either.write(report, write(NAME, "Garden")))
    assert (saved.version, saved.value) == (1, "Garden")
    assert either.book(report).stored[NAME].value == "Garden"
    assert versions(either) == [(1, '"Garden"')]


def test_a_stale_write_is_told_base_theirs_and_mine_and_overwrites_nothing(either: World):
    report = either.report()
    either.user("authorised_user", XA)
    either.write(report, write(NAME, "First"))
    either.write(report, write(NAME, "Theirs", 1), by=either.actor("authorised_user", XA))
    conflict = only(either.write(report, write(NAME, "Mine", 1)))
    assert isinstance(conflict, Conflict)
    assert (conflict.base, conflict.theirs, conflict.mine) == ("First", "Theirs", "Mine")
    assert (conflict.version, conflict.author_id) == (2, either.user("authorised_user", XA))
    assert either.book(report).stored[NAME].value == "Theirs"
    assert only(either.write(report, write(NAME, "Mine", conflict.version))).version == 3


def test_a_write_on_a_version_that_never_was_is_a_conflict_too(either: World):
    report = either.report()
    either.write(report, write(NAME, "First"))
    assert isinstance(only(either.write(report, write(NAME, "Mine", 7))), Conflict)


def test_two_first_writes_of_the_same_answer_do_not_overwrite_each_other(either: World):
    report = either.report()
    either.write(report, write(NAME, "Theirs"))
    conflict = only(either.write(report, write(NAME, "Mine")))
    assert (conflict.base, conflict.theirs, conflict.mine) == (None, "Theirs", "Mine")


def test_a_stale_write_of_what_stands_already_is_acknowledged_without_a_version(either: World):
    report = either.report()
    either.write(report, write(NAME, "Same"))
    saved = only(either.write(report, write(NAME, "  Same ")))
    assert (saved.version, saved.value) == (1, "Same")
    assert len(versions(either)) == 1


def test_who_changed_nothing_takes_the_other_change(either: World):
    report = either.report()
    either.write(report, write(NAME, "First"))
    either.write(report, write(NAME, "Theirs", 1))
    saved = only(either.write(report, write(NAME, "First", 1)))
    assert (saved.version, saved.value) == (2, "Theirs")


def test_back_to_the_first_text_is_a_third_version(either: World):
    report = either.report()
    for version, text in enumerate(["A", "B", "A"]):
        either.write(report, write(NAME, text, version))
    assert versions(either) == [(1, '"A"'), (2, '"B"'), (3, '"A"')]


def test_clearing_writes_nothing_as_a_version_and_keeps_the_row(either: World):
    report = either.report()
    either.write(report, write(NAME, "A"))
    saved = only(either.write(report, write(NAME, "  ", 1)))
    assert (saved.version, saved.value) == (2, None)
    assert versions(either) == [(1, '"A"'), (2, None)]
    with either.reading() as session:
        assert session.scalars(select(Answer.value)).all() == [None]


def test_one_request_writes_one_after_the_other(either: World):
    report = either.report()
    outcome = either.write(report, write(NAME, "A"), write(NAME, "B", 1), write(COLOUR, "red"), write(NAME, "C", 1))
    assert [each.version for each in outcome.saved] == [1, 2, 1]
    assert [each.theirs for each in outcome.conflicts] == ["B"]


def test_a_rejected_write_does_not_undo_the_others(either: World):
    report = either.report()
    outcome = either.write(report, write(COLOUR, "mauve"), write(OPEN, True))
    assert [each.code for each in outcome.rejected] == ["not_an_option"]
    assert either.book(report).stored[OPEN].value is True
    assert COLOUR not in either.book(report).stored


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        (Key("first.nothing"), "x", "unknown_question"),
        (Key("first.name", "", "ru"), "x", "unknown_language"),
        (Key("first.name"), "x", "language_needed"),
        (Key("first.open", "", "en"), True, "language_not_taken"),
        (Key("first.open", "somewhere"), True, "unknown_item"),
        (Key("first.opened_on"), "2026-02-30", "not_a_date"),
        (Key("first.gardener"), "x" * 1_000_001, "value_too_large"),
    ],
)
def test_what_cannot_be_stored_is_rejected_with_the_reason(tiny: World, key: Key, value: object, code: str):
    report = tiny.report()
    assert only(tiny.write(report, write(key, value))).code == code
    assert not tiny.book(report).stored


@pytest.mark.parametrize(
    "write_id", ["short", "x" * 65, "with blanks and more", "semicolon;semicolon", "1234567890123456\n"]
)
def test_an_id_that_is_no_id_is_rejected(tiny: World, write_id: str):
    report = tiny.report()
    assert only(tiny.write(report, write(OPEN, True, 0, write_id))).code == "invalid"


def test_what_is_too_much_for_one_request_is_rejected_and_not_dropped(tiny: World):
    report = tiny.report()
    writes = [write(GARDENER, f"Gardener {n}", n) for n in range(MAX_WRITES + 2)]
    outcome = tiny.write(report, *writes)
    assert len(outcome.saved) == MAX_WRITES
    assert [(each.write, each.code) for each in outcome.rejected] == [(each, "too_many_writes") for each in writes[-2:]]


def test_a_write_for_another_state_of_the_form_is_mapped_where_its_question_is_still_there(either: World):
    report = either.report()
    outcome = either.write(
        report,
        write(NAME, "Mapped"),
        write(Key("first.vanished"), "Kept by its author"),
        write(COLOUR, "an option that vanished"),
        form_digest="0" * 64,
    )
    assert [each.value for each in outcome.saved] == ["Mapped"]
    assert [each.code for each in outcome.rejected] == ["moved", "moved"]


def test_a_report_that_is_submitted_takes_no_answers(either: World):
    report = either.report()
    either.bring_to(report, "submitted")
    before = either.book(report).digest
    with pytest.raises(WrongState) as refusal:
        either.write(report, write(NAME, "Too late", 1))
    assert refusal.value.params["status"] == "submitted"
    assert either.book(report).digest == before


def test_a_revision_that_is_no_longer_the_open_one_takes_no_answers(either: World):
    report = either.report()
    either.bring_to(report, "published")
    either.act(report, "amend", either.actor("focal_point", XA))
    with pytest.raises(WrongState):
        either.write(report, write(NAME, "Too late", 1), revision=1)
    with pytest.raises(NotFound):
        either.write(report, write(NAME, "Too early", 1), revision=3)


def test_of_another_partys_report_not_even_its_existence_is_told(either: World):
    report = either.report()
    for by in (either.actor("focal_point", XB), either.actor("nobody")):
        with pytest.raises(NotFound):
            either.write(report, write(NAME, "Mine now"), by=by)


@pytest.mark.parametrize("role", ["observer", "reviewer", "publisher", "administrator"])
def test_who_may_only_read_writes_nothing(tiny: World, role: str):
    report = tiny.report()
    by = tiny.actor(role, XA if role == "observer" else "")
    with pytest.raises(Forbidden):
        tiny.write(report, write(NAME, "x"), by=by)


def test_an_author_of_assigned_parts_without_an_assignment_writes_nothing(tiny: World):
    report = tiny.report()
    tiny.user("authorised_user", XA, scope="assigned")
    with pytest.raises(Forbidden):
        tiny.write(report, write(NAME, "x"), by=tiny.actor("authorised_user", XA))


def test_a_save_asks_for_no_more_when_the_report_holds_more(either: World):
    languages = "en fr ar es ru zh pt de it sw".split()
    report, key = either.report(languages=languages), Key("second.warm_colours", "", "en")
    either.write(report, write(key, "A"), write(COLOUR, "red"))
    with counted() as few:
        either.write(report, write(key, "B", 1))
    for path in ("first.name", "second.story", "second.remarks"):
        either.write(report, *(write(Key(path, "", language), f"In {language}") for language in languages))
    with counted() as many:
        either.write(report, write(key, "C", 2))
    assert len(many) == len(few)
