"""Where a series was taken from is frozen with it, and told to readers, on paper and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.domain import workflow
from reporting.domain.document import Document, Value
from reporting.models import Report
from reporting.outputs.pdf_html import page_of
from reporting.services import datasets, offers, reading, reports
from tests.data_world import ABOUT, key, make_data_world, offer, row, value_of
from tests.world import World

ROWS = [row(2023, "0"), row(2024, "2")]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_data_world(tmp_path)
    yield made
    made.house.db.dispose()


def used(world: World) -> int:
    """The id of the edition that the report of Testland takes over for A.2."""
    edition = offer(world, {"A.2": ROWS})
    report, actor = world.report(languages=("en",)), world.actor("focal_point", "XT")
    book = world.book(report)
    with world.house.db.transaction() as session:
        offers.use(
            session, actor, world.clock(), world.house.editions, report, "indicators", "A.2", edition.id,
            revision=1, form_digest=book.edition.form.digest, version=0,
        )  # fmt: skip
    return edition.id


def document(world: World, language: str = "en") -> Document:
    with world.reading() as session:
        actor = world.actor("focal_point", "XT")
        report = session.get_one(Report, 1)
        return reading.for_actor(session, actor, world.house.editions, report, language, world.clock()).document


def series(made: Document) -> Value:
    part = made.part("indicators", "A.2")
    assert part is not None
    value = next(each.value for each in part.questions if each.path == "indicators.dataset_series")
    assert value is not None
    return value


def test_readers_of_a_draft_are_told(world: World) -> None:
    used(world)
    value = series(document(world))
    assert value.origin is not None
    assert (value.origin.provider, value.origin.dated_on, value.altered) == (ABOUT.provider, "2026-01-31", False)
    rows = value_of(world, "A.2", "dataset_series")
    world.save(1, {key("A.2", "dataset_series"): [{**rows[0], "value": "1"}, rows[1]]}, base=1)
    assert series(document(world)).altered


def test_a_series_of_the_partys_own_has_no_origin(world: World) -> None:
    world.report(languages=("en",))
    world.save(1, {key("A.2", "dataset_series"): [{"id": "x", **row(2020, "1")}],
                   key("A.2", "source"): "available_dataset"})  # fmt: skip
    assert series(document(world)).origin is None


def test_the_frozen_copy_keeps_it_whatever_becomes_of_the_dataset(world: World) -> None:
    edition = used(world)
    world.user("administrator")
    world.bring_to(1, workflow.SUBMITTED)
    with world.reading() as session:
        revision = reports.newest_revision(session, session.get_one(Report, 1))
        public, _ = reports.frozen_copy_of(session, revision, with_private=False)
    assert json.loads(public)["datasets"] == [
        {"edition": edition, "title": ABOUT.title, "provider": ABOUT.provider, "link": ABOUT.link,
         "dated_on": "2026-01-31"}
    ]  # fmt: skip
    with world.house.db.transaction() as session:
        datasets.withdraw(session, world.actor_in(session, "administrator", ""), world.clock(), edition)
    origin = series(document(world)).origin
    assert origin is not None
    assert origin.link == ABOUT.link


def test_it_stands_on_paper(world: World) -> None:
    used(world)
    made = document(world, "fr")
    html = page_of(made, world.house.texts("fr"), world.house.templates).html
    assert f"{ABOUT.title}, {ABOUT.provider}, données du 31 janvier 2026" in html
    assert ABOUT.link in html
