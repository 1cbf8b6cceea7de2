"""Tables and series as they are saved: by several people at once, by programs, and laid out for reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reporting.api.shapes import reports as shapes
from reporting.api.shapes.answer_schema import schema_of_answers
from reporting.domain.layout import lay_out
from reporting.domain.record import ReportIdentity
from reporting.services.drafting import Conflict, Rejected
from tests.integration.test_saving import only
from tests.tables import ALIGNMENT, ANSWERS, AREAS, FOREST, make_tables_world, series
from tests.world import XA, World, write


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_tables_world(tmp_path)
    made.user("authorised_user", XA)
    yield made
    made.house.db.dispose()


@pytest.fixture
def report(world: World) -> int:
    return world.report(languages=("en",))


def stored(world: World, report: int, key: Any) -> Any:
    return world.book(report).stored[key].value


def test_two_people_write_in_different_rows(world: World, report: int) -> None:
    base = [{"id": "GBF-TARGET-05", "degree": "low"}]
    world.write(report, write(ALIGNMENT, base))
    theirs = [*base, {"id": "GBF-TARGET-07", "degree": "high"}]
    mine = [{"id": "GBF-TARGET-02", "degree": "low"}, *base]
    world.write(report, write(ALIGNMENT, theirs, 1), by=world.actor("authorised_user", XA))
    saved = only(world.write(report, write(ALIGNMENT, mine, 1)))
    assert saved.version == 3  # type: ignore[union-attr]
    assert [row["id"][-2:] for row in stored(world, report, ALIGNMENT)] == ["02", "05", "07"]


def test_one_row_changed_by_both_is_for_people(world: World, report: int) -> None:
    world.write(report, write(FOREST, series(3)))
    theirs, mine = series(3), series(3)
    theirs[1]["value"], mine[1]["value"] = "7", "8"
    world.write(report, write(FOREST, theirs, 1), by=world.actor("authorised_user", XA))
    assert isinstance(only(world.write(report, write(FOREST, mine, 1))), Conflict)
    assert stored(world, report, FOREST)[1]["value"] == "7"


def test_a_row_that_one_added_and_a_row_that_the_other_took_out(world: World, report: int) -> None:
    world.write(report, write(FOREST, series(3)))
    more = [*series(3), {"year": "2030", "value": "1", "unit": "km²"}]
    world.write(report, write(FOREST, more, 1), by=world.actor("authorised_user", XA))
    world.write(report, write(FOREST, series(3)[1:], 1))
    assert [row["year"] for row in stored(world, report, FOREST)] == ["1990", "1990", "2030"]


def test_programs_are_told_row_and_column_of_what_is_refused(world: World, report: int) -> None:
    wrong = [{"name": "A"}, {"name": "B", "size": "much"}]
    outcome = world.write(report, write(AREAS, wrong))
    assert isinstance(only(outcome), Rejected)
    told = shapes.outcome(outcome, world.book(report).edition, {}, world.house.texts("en"))
    assert told["rejected"][0]["code"] == "not_a_number"
    assert told["rejected"][0]["message"].startswith("Row 2, Size: This is not a number.")


def test_the_schema_for_programs_says_what_each_cell_takes(world: World, report: int) -> None:
    edition = world.book(report).edition
    answers = schema_of_answers(edition, "en", "https://reports.example/")["$defs"]
    value = {name: answers[name]["properties"]["value"]["anyOf"][0] for name in ("tables.alignment", "data.forest")}
    degree = value["tables.alignment"]["items"]["properties"]
    assert (len(degree["id"]["enum"]), degree["degree"]["enum"]) == (23, ["high", "low"])
    assert value["data.forest"]["items"]["properties"]["year"] == {"type": "string", "pattern": "^[0-9]{4}$"}
    assert value["data.forest"]["maxItems"] == 2_000


def test_the_document_holds_tables_in_words_and_the_rows_of_a_series(world: World, report: int) -> None:
    world.save(report, ANSWERS)
    book = world.book(report)
    identity = ReportIdentity(XA, {"en": "Arland"}, {"en": "Tiny"}, ("en",))
    read = lay_out(identity, book.edition, book.stored.values(), "fr")
    nodes = {node.path: node.value for part in read.parts for node in part.questions}
    table = nodes["tables.alignment"].table  # type: ignore[union-attr]
    assert table is not None
    assert [(row.head[:2], row.cells) for row in table.rows] == [("2 ", ("Low",)), ("3 ", ("High",))]
    forest = nodes["data.forest"]
    assert forest is not None
    assert forest.rows[0]["year"] == "2010"
    assert forest.table is not None
    assert forest.table.rows[0].cells[:2] == ("2010", "900")
    assert read.to_data()["parts"][1]["questions"][0]["value"]["table"]["columns"][1]["figure"] is True


def test_a_series_of_two_thousand_rows_is_kept(world: World, report: int) -> None:
    world.write(report, write(FOREST, series(2_000)))
    assert len(stored(world, report, FOREST)) == 2_000
    assert only(world.write(report, write(FOREST, series(2_001), 1))).code == "too_many"  # type: ignore[union-attr]
