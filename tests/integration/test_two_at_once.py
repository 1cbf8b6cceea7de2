"""Two who bring or decide the same thing in the same moment: the second finds what the first has done."""

from __future__ import annotations

import hashlib
import io
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from reporting.domain.errors import Invalid, NotFound, WrongState
from reporting.models import Attachment, DatasetDeclined, Publication, Spreadsheet, StoredDocument, Upload, User
from reporting.services import attachments, datasets, documents, importing, offers, own_items, series_files, uploads
from reporting.services.accounts import people
from reporting.services.importing import MAX_WAITING
from reporting.services.jobs import JobView
from tests import files
from tests.data_world import ABOUT, data_house, make_data_world, offer, row
from tests.databases import EACH_DATABASE, Postgres
from tests.integration.test_races import at_once
from tests.world import XA, XT, FixedClock, World

SERIES = b"Indicator code,Year,Unit,Value\nA.2,2023,km2,1\n"
TARGETS = b"uniqueId,government,title\nCHM-NT7-XT-261234-1,xt,Restore forest\n"


@pytest.fixture(params=EACH_DATABASE)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    clock, more = FixedClock(), {}
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        more = {"database_url": server.with_forms(data_house)}
    made = make_data_world(tmp_path, house=data_house(tmp_path, clock, **more), clock=clock)
    yield made
    made.house.db.dispose()


def in_transaction(world: World, step: Callable[..., Any], *told: Any, **more: Any) -> Any:
    with world.house.db.transaction() as session:
        return step(session, *told, **more)


def count(world: World, table: type) -> int:
    with world.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def on_their_way(world: World) -> int:
    return len(list((world.house.files.folder / "incoming").iterdir()))


def names(results: list[Any]) -> Counter[str]:
    """What came of each, by the name of its type."""
    return Counter(type(each).__name__ for each in results)


# files


def test_an_upload_that_is_finished_twice_at_once_is_kept_once(either: World) -> None:
    report, who, house = either.report(), either.actor("focal_point", XA), either.house
    for n in range(5):
        content = files.PDF + str(n).encode()
        sha256 = hashlib.sha256(content).hexdigest()
        begun = uploads.begin(house, who, either.clock(), report, name="plan.pdf", size=len(content), sha256=sha256)
        uploads.add(house, who, report, begun.key, 0, content)
        finish = partial(uploads.finish, house, who, either.clock(), report, begun.key, sha256)
        found = at_once(either, *[finish] * 4)
        assert [each for each in found if each != found[0]] == []
        assert found[0].sha256 == sha256
    assert count(either, Attachment) == 5
    assert on_their_way(either) == 0


def test_a_spreadsheet_that_is_brought_twice_at_once_waits_once(world: World) -> None:
    report, who = world.report(languages=("en",)), world.actor("focal_point", XT)

    def bring() -> None:
        series_files.bring(world.house, who, world.clock(), report, "indicators", io.BytesIO(SERIES), "a.csv", "en")

    for _ in range(3):  # none waits at first, then one does
        assert at_once(world, *[bring] * 4) == [None] * 4
        assert (count(world, Spreadsheet), on_their_way(world)) == (1, 1)
    assert at_once(world, *[partial(series_files.discard, world.house, who, report, "indicators")] * 4) == [None] * 4
    assert (count(world, Spreadsheet), on_their_way(world)) == (0, 0)


def test_of_many_tables_that_are_brought_at_once_a_few_wait(world: World) -> None:
    report, who = world.report(form="nt7", languages=("en",)), world.actor("focal_point", XT)

    def bring() -> str:
        return importing.begin(world.house, who, world.clock(), report, io.BytesIO(TARGETS), "targets.csv", "en")

    keys = at_once(world, *[bring] * (MAX_WAITING + 2))
    assert names(keys) == {"str": MAX_WAITING + 2}
    assert (count(world, Upload), on_their_way(world)) == (MAX_WAITING, MAX_WAITING)
    with world.reading() as session:
        kept = session.scalars(select(Upload.key)).first()
    results = at_once(world, *[partial(importing.give_up, world.house, who, report, kept)] * 3)
    assert names(results) == {"NoneType": 1, "NotFound": 2}
    with pytest.raises(NotFound):
        importing.look(world.house, who, report, kept or "", "en")


def test_a_file_that_an_answer_is_about_to_name_is_not_swept(either: World) -> None:
    report, who = either.report(), either.actor("focal_point", XA)
    facts = attachments.attach(either.house, who, either.clock(), report, io.BytesIO(files.PDF), "plan.pdf")
    revision = either.book(report).revision.id
    sweeper = threading.Thread(target=attachments.sweep, args=(either.house, either.clock.forward(days=3)))
    with either.house.db.transaction() as session:
        attachments.named(session, revision, [{"id": facts.sha256}])
        sweeper.start()
        sweeper.join(0.4)
        attachments.use(session, revision, either.clock(), [facts.sha256])
    sweeper.join(30)
    assert count(either, Attachment) == 1


def test_a_file_of_a_record_that_somebody_else_makes_in_that_moment_is_known_once(either: World) -> None:
    report, now = either.report(), either.clock()
    either.bring_to(report, "published")
    with either.reading() as session:
        publication = session.scalars(select(Publication.id)).one()
    job = JobView(1, "announce", "1", {"publication": publication, "languages": ["en"]}, None, "en", "test", 1, now)
    run = partial(documents.announcer(either.house), job, lambda percent: True)
    assert run() == {"failed": []}
    with either.house.db.transaction() as session:
        row = session.scalars(select(StoredDocument)).one()
        theirs = {each.name: getattr(row, each.name) for each in StoredDocument.__table__.columns if each.name != "id"}
        session.delete(row)
    path = either.house.instance / "documents" / row.file
    path.unlink()
    with ThreadPoolExecutor(1) as threads, either.house.db.transaction() as session:
        session.execute(insert(StoredDocument).values(theirs))
        done = threads.submit(run)
        while not path.is_file() and not done.done():
            time.sleep(0.05)
        time.sleep(0.2)  # the file is there, and its row is about to be written
    assert done.result() == {"failed": []}
    assert count(either, StoredDocument) == 1


# decisions


def test_two_who_take_over_or_do_without_the_same_dataset_at_once_agree(world: World) -> None:
    report, who, house = world.report(languages=("en",)), world.actor("focal_point", XT), world.house
    edition = offer(world, {"A.2": [row(2023, "1.5")]}).id
    told = (who, world.clock(), house.editions, report, "indicators", "A.2", edition)
    for _ in range(2):
        assert at_once(world, *[partial(in_transaction, world, offers.decline, *told)] * 4) == [None] * 4
        assert count(world, DatasetDeclined) == 1
    digest = world.book(report).edition.form.digest
    use = partial(in_transaction, world, offers.use, *told, revision=1, form_digest=digest, version=0)
    assert names(at_once(world, *[use] * 4)) == {"Outcome": 4}
    assert count(world, DatasetDeclined) == 0


def test_of_two_who_discard_a_proposal_at_once_the_second_is_told(world: World) -> None:
    dataset, who = offer(world, {"A.2": [row(2023, "1")]}).dataset_id, world.actor("administrator")
    rows = {(XT, "A.2"): [row(2023, "2")]}
    proposal = in_transaction(
        world, datasets.propose, who, world.clock(), "kmgbf", ABOUT, rows, dataset_id=dataset
    )  # fmt: skip
    discard = partial(in_transaction, world, datasets.discard, who, world.clock(), proposal.id)
    results = at_once(world, *[discard] * 3)
    told = [each for each in results if each is not None]
    assert len(told) == 2
    assert all(isinstance(each, WrongState | NotFound) for each in told)


def test_items_that_are_added_at_once_are_all_there_and_the_same_one_once(world: World) -> None:
    report, who = world.report(form="nt7", languages=("en",)), world.actor("focal_point", XT)

    def add(key: str) -> bool:
        return bool(
            in_transaction(
                world, own_items.add, who, world.clock(), world.house.editions, report, "targets", key
            )
        )  # fmt: skip

    keys = [f"target-0000{n % 3}" for n in range(6)]
    assert Counter(at_once(world, *(partial(add, each) for each in keys))) == {True: 3, False: 3}
    section = world.book(report).edition.form.section("targets")
    assert section is not None
    assert sorted(section.keys) == sorted(set(keys))
    assert [each.number for each in section.items] == ["NT1", "NT2", "NT3"]


def test_of_two_who_publish_at_once_one_does(either: World) -> None:
    report, publisher = either.report(), either.actor("publisher")
    either.bring_to(report, "approved")
    results = at_once(either, *[partial(either.act, report, "publish", publisher)] * 3)
    assert names(results) == {"Revision": 1, "WrongState": 2}
    assert count(either, Publication) == 1


def test_of_two_who_make_an_account_for_one_address_at_once_the_second_is_told(either: World) -> None:
    told = {"email": "ana@xa.example", "name": "Ana Poe", "password": None}
    add = partial(in_transaction, either, people.add, either.clock(), **told)
    before, results = count(either, User), at_once(either, *[add] * 3)
    assert names(results) == {"User": 1, "Invalid": 2}
    assert {each.code for each in results if isinstance(each, Invalid)} == {"address_taken"}
    assert count(either, User) == before + 1
