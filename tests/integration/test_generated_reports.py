"""Generated reports for measuring: real rows of real Parties, and every text says what it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from reporting import cli, schema, wiring
from reporting.domain.questions import TYPES, type_of
from reporting.models import Answer, FrozenCopy, Job, Party, Report, Revision, RevisionProgress, User
from reporting.services import installation, queries, reading, reports
from reporting.services.accounts.sign_in import sign_in
from reporting.services.demonstration import CannotLoad, generate, source
from reporting.services.demonstration.inventing import MAKERS
from reporting.services.demonstration.loading import PASSWORD
from reporting.services.house import House
from tests.world import FixedClock, settings

NOW = dt.datetime(2026, 9, 14, 10, 0, tzinfo=dt.UTC)


def filled(folder: Path, parties: int = 3, seed: int = 7) -> House:
    house = wiring.make_house(settings(folder), FixedClock(NOW))
    schema.upgrade(house.db)
    generate(house, NOW, parties, seed=seed)
    return house


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = filled(tmp_path_factory.mktemp("generated"))
    yield house
    house.db.dispose()


def test_most_are_published_and_some_are_drafts(measured: House):
    session = measured.db.session
    assert Counter(session.scalars(select(Revision.status))) == {"published": 2, "draft": 1}
    assert len(queries.records(session, form="nr7").items) == 2
    drawn = session.scalars(select(Party).join(Report, Report.party == Party.code)).all()
    assert len(drawn) == 3
    assert not any(party.invented for party in drawn)


def test_a_record_is_complete_and_its_copy_is_what_was_hashed(measured: House):
    session = measured.db.session
    for row in queries.records(session, form="nr7").items:
        record = reading.record_of(session, row.party, row.form)
        book = reports.workbook(session, measured.editions, record.report)
        assert not [problem for problem in book.problems() if problem.blocking]
        assert not any(map(book.is_stale, book.stored))
        counted = session.get_one(RevisionProgress, book.revision.id)
        assert (counted.given, counted.required) == (book.completeness().given, book.completeness().required)
        assert row.sha256 == session.scalar(select(FrozenCopy.sha256).where(FrozenCopy.revision_id == book.revision.id))


def test_every_text_says_that_no_party_wrote_it(measured: House):
    marks = {lang: words.mark for lang, words in source.generated_words().items()}
    texts = 0
    for report in measured.db.session.scalars(select(Report)):
        book = reports.workbook(measured.db.session, measured.editions, report)
        for key, each in book.stored.items():
            question = book.edition.form.questions[key.question]
            assert type_of(question).storable(question, each.value) == each.value, key
            if question.multilingual:
                assert marks[key.lang] in each.value, key
                texts += 1
            elif isinstance(each.value, (dict, list)) and question.type not in ("choices", "files"):
                assert any(mark in str(each.value) for mark in marks.values()), key
    assert texts > 20
    assert installation.is_demonstration(measured.db)


def test_nobody_is_their_author_and_nothing_is_left_to_do(measured: House):
    session = measured.db.session
    assert set(session.scalars(select(Answer.author_id))) == {None}
    assert session.scalar(select(func.count()).select_from(Job)) == 0


def test_the_focal_point_of_all_can_sign_in(measured: House):
    entry = sign_in(measured.db, email="generated@parties.example", password=PASSWORD, network="127.0.0.1", now=NOW)
    assert len(entry.actor.memberships) == 3


def test_the_same_seed_gives_the_same_reports(measured: House, tmp_path: Path):
    again, other = filled(tmp_path / "again"), filled(tmp_path / "other", seed=8)
    hashes = [set(house.db.session.scalars(select(FrozenCopy.sha256))) for house in (measured, again, other)]
    assert hashes[0] == hashes[1]
    assert not hashes[0] & hashes[2]
    again.db.dispose()
    other.db.dispose()


def test_it_wants_an_empty_database(measured: House):
    with pytest.raises(CannotLoad, match="holds accounts already"):
        generate(measured, NOW, 2)
    assert measured.db.session.scalar(select(func.count()).select_from(User)) == 4


def test_there_is_a_value_for_every_type_of_question():
    assert set(MAKERS) == set(TYPES)


def test_the_command(tmp_path: Path):
    run = CliRunner(env={"REPORTING_INSTANCE": str(tmp_path)}).invoke
    first = run(cli.main, ["demo", "--parties", "2"])
    assert first.exit_code == 0, first.output
    assert "generated@parties.example" in first.output
    assert "testland" not in first.output
    assert run(cli.main, ["demo", "--parties", "2"]).exit_code == 1
    assert run(cli.main, ["demo", "--parties", "197"]).exit_code == 2
