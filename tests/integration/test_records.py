"""From an approved report to its record, and from there to the next one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from reporting import wiring
from reporting.domain.answers import Key
from reporting.domain.errors import NotFound, WrongState
from reporting.models import FrozenCopy, Publication, Revision
from reporting.services import queries, reading
from reporting.services.copies import Copies
from tests.databases import Postgres
from tests.world import XA, World, make_tiny_world, make_world, sample, settings, write

NAME = Key("first.name", "", "en")
NOM = Key("first.name", "", "fr")
NOTE = Key("second.note_to_reviewers")


def amended(world: World, report: int) -> None:
    world.act(report, "amend", world.actor("focal_point", XA))


def statuses(world: World, report: int) -> list[str]:
    with world.reading() as session:
        wanted = select(Revision.status).where(Revision.report_id == report).order_by(Revision.number)
        return list(session.scalars(wanted))


def copies(world: World) -> list[tuple[bytes, bytes, str, str]]:
    """Every frozen copy, oldest first."""
    wanted = select(FrozenCopy.public, FrozenCopy.private, FrozenCopy.sha256, FrozenCopy.private_sha256)
    with world.reading() as session:
        return [tuple(row) for row in session.execute(wanted.order_by(FrozenCopy.id))]


def test_a_new_record_takes_the_place_of_the_one_before(either: World):
    report = either.report()
    either.bring_to(report, "published")
    amended(either, report)
    assert statuses(either, report) == ["published", "draft"]
    either.write(report, write(NAME, "A better name", 1))
    either.bring_to(report, "published")
    assert statuses(either, report) == ["superseded", "published"]
    with either.reading() as session:
        numbers = session.execute(select(Publication.number, Publication.change_note).order_by(Publication.number))
        assert [tuple(row) for row in numbers] == [(1, ""), (2, "Because of the test.")]


def test_the_record_before_stays_readable_as_it_was(either: World):
    report = either.report()
    either.write(report, write(NAME, "The first name"))
    either.bring_to(report, "published")
    amended(either, report)
    either.write(report, write(NAME, "A better name", 1))
    assert name_in_record(either, 1) == "The first name"
    either.bring_to(report, "published")
    assert (name_in_record(either, 1), name_in_record(either, 2)) == ("The first name", "A better name")


def name_in_record(world: World, number: int) -> str:
    with world.reading() as session:
        record = reading.record_of(session, XA, "tiny", number)
        document = reading.record_document(session, record, "en", "https://reports.example.org")
    value = document.parts[0].questions[0].value
    assert value is not None
    return value.text


def test_an_amendment_begins_with_everything_that_the_record_holds(either: World):
    report = either.report()
    either.write(report, write(NAME, "Garden"), write(NOM, "Jardin"), write(NOTE, "Not for the public"))
    either.bring_to(report, "published")
    before = either.book(report)
    amended(either, report)
    after = either.book(report)
    given = {key: each for key, each in before.stored.items() if each.value is not None}
    assert after.stored == given
    assert {mark.version for mark in after.marks.values()} == {1}
    assert not after.is_stale(NOM)
    either.write(report, write(NAME, "Park", 1))
    assert either.book(report).is_stale(NOM)


def test_a_hidden_answer_is_not_part_of_the_copy_and_waits_in_the_amendment(either: World):
    report = either.report()
    either.write(report, write(Key("first.open"), True), write(Key("first.opened_on"), "2020-05-31"))
    either.write(report, write(Key("first.open"), False, 1))
    either.bring_to(report, "published")
    amended(either, report)
    book = either.book(report)
    assert Key("first.opened_on") in book.stored
    assert not book.answers.is_visible("first.opened_on")


def test_while_a_revision_is_open_there_is_no_second_one(either: World):
    report = either.report()
    either.bring_to(report, "published")
    amended(either, report)
    with pytest.raises(WrongState):
        amended(either, report)


def test_what_was_discarded_is_begun_again_empty_under_a_new_number(either: World):
    report = either.report()
    either.write(report, write(NAME, "Garden"))
    either.act(report, "discard", either.actor("focal_point", XA))
    assert either.report() == report
    assert statuses(either, report) == ["discarded", "draft"]
    assert not either.book(report).stored
    assert either.book(report).revision.number == 2


def test_after_a_discarded_amendment_the_record_can_be_amended_again(either: World):
    report = either.report()
    either.bring_to(report, "published")
    amended(either, report)
    either.act(report, "discard", either.actor("focal_point", XA))
    assert either.report() == report
    amended(either, report)
    assert statuses(either, report) == ["published", "discarded", "draft"]


def test_a_record_is_listed_and_served_once_it_is_announced(either: World):
    report = either.report()
    either.bring_to(report, "approved")
    either.act(report, "publish", either.actor("publisher"))
    with either.reading() as session:
        assert queries.records(session).total == 0
        with pytest.raises(NotFound):
            reading.record_of(session, XA, "tiny")
    either.announce()
    with either.reading() as session:
        assert [(each.party, each.number) for each in queries.records(session).items] == [(XA, 1)]
        assert reading.record_of(session, XA, "tiny").latest == 1


def test_while_the_next_record_is_not_announced_the_one_before_is_listed(either: World):
    report = either.report()
    either.bring_to(report, "published")
    amended(either, report)
    either.bring_to(report, "approved")
    either.act(report, "publish", either.actor("publisher"))
    with either.reading() as session:
        assert [each.number for each in queries.records(session).items] == [1]
        first = reading.record_of(session, XA, "tiny")
        assert (first.latest, first.status) == (1, "published")
        assert reading.record_document(session, first, "en", "").meta["status"] == "published"
    either.announce()
    with either.reading() as session:
        found = [reading.record_of(session, XA, "tiny", number) for number in (1, 2)]
        assert [(each.latest, each.status) for each in found] == [(2, "superseded"), (2, "published")]
        old = reading.record_of_publication(session, session.scalars(select(Publication).filter_by(number=1)).one())
        assert (old.latest, old.status) == (2, "superseded"), "its files say so, should they be made again"


@pytest.mark.postgres
def test_both_databases_freeze_the_same_bytes(tiny: World, postgres: Postgres, tmp_path: Path):
    other = make_tiny_world(tmp_path / "other", opened=True, database_url=postgres.with_forms())
    for world in (tiny, other):
        report = world.report(languages=("fr", "en", "ar"))
        questions = world.book(report).edition.form.questions.values()
        for lang in ("fr", "en", "ar"):
            keys = [Key(each.path, "", lang if each.multilingual else "") for each in questions]
            world.save(report, {key: sample(each) for key, each in zip(keys, questions, strict=True)})
        world.write(report, write(Key("first.name", "", "ar"), "حديقة \u202bعند\u202c النهر 🌿", 1))
        world.bring_to(report, "published")
    made = copies(tiny), copies(other)
    other.house.db.dispose()
    assert made[0] == made[1]
    assert len(made[0]) == 1


@pytest.mark.postgres
def test_both_databases_freeze_numbers_tables_and_parties_alike(world: World, postgres: Postgres, tmp_path: Path):
    told = settings(tmp_path / "other", database_url=postgres.empty())
    other = make_world(tmp_path / "other", house=wiring.make_house(told, world.clock), clock=world.clock)
    for each in (world, other):
        report = each.report(form="chm", languages=("ar", "en"))
        questions = each.book(report).edition.form.questions.values()
        each.save(report, {Key(one.path, "", "ar" if one.multilingual else ""): sample(one) for one in questions})
        each.write(report, write(Key("means.staff"), "0", 1), write(Key("content.visits"), 10**15, 1))
        each.bring_to(report, "submitted")
    made = copies(world), copies(other)
    other.house.db.dispose()
    assert made[0] == made[1]
    assert b'"0"' in made[0][0][0]
    assert str(10**15).encode() in made[0][0][0]


def test_a_copy_is_read_back_once_and_its_private_part_stays_apart(tiny: World):
    report = tiny.report()
    tiny.write(report, write(NOTE, "Not for the public"))
    tiny.bring_to(report, "published")
    copies = Copies(most=1)
    with tiny.reading() as session:
        record = reading.record_of(session, XA, "tiny")
        sha256, public = copies.of_revision(session, record.revision, with_private=False)
        assert sha256 == record.sha256
        assert copies.of_revision(session, record.revision, with_private=False)[1] is public
        whole = copies.of_revision(session, record.revision, with_private=True)[1]
        assert {each.key for each in whole.answers} - {each.key for each in public.answers} == {NOTE}
        again = copies.of_revision(session, record.revision, with_private=False)[1]
        assert again is not public, "no more than so many are kept"
        assert again.answers == public.answers
