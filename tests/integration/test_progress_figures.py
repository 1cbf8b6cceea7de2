"""How far the world is: which records count, and for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from reporting import wiring
from reporting.models import Assessment, Publication
from reporting.services import assessments, progress_figures, published, queries, record_search
from reporting.services.progress_figures import Count, Figures, Group
from tests.databases import Postgres, counted
from tests.pledges import FIRST, PLEDGES, SECOND, THIRD, make_pledges_world, pledge, pledge_again
from tests.world import XO, XT, FixedClock, World, settings


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_pledges_world(tmp_path)
    yield made
    made.house.db.dispose()


def figures(world: World, by: str = "target", term: str = "") -> Figures:
    with world.reading() as session:
        form = world.house.editions.newest(session, "pledges")[1].form
        return progress_figures.figures(session, form, by, term)


def everybody(world: World) -> Group:
    (group,) = figures(world).groups
    return group


def test_each_target_has_the_parties_that_say_a_level_of_it(world: World) -> None:
    pledge(world, XT, {FIRST: "on_track", SECOND: "achieved"})
    pledge(world, XO, {FIRST: "on_track"})
    group = everybody(world)
    assert group.counts == {FIRST: {"on_track": Count(2, 2)}, SECOND: {"achieved": Count(1, 1)}}
    assert (group.with_record, group.silent(FIRST), group.silent(SECOND), group.silent(THIRD)) == (2, 0, 1, 2)


def test_parties_without_a_record_are_counted_as_such_and_the_european_union_apart(world: World) -> None:
    before = figures(world)
    assert before.eu is not None
    assert (before.eu.parties, before.eu.with_record) == (1, 0)
    assert before.groups[0].parties == before.groups[0].without_record == 197
    pledge(world, XT, {FIRST: "unknown"})
    pledge(world, "EU", {FIRST: "achieved"})
    after = figures(world)
    assert (after.groups[0].without_record, after.groups[0].counts) == (196, {FIRST: {"unknown": Count(1, 1)}})
    assert after.eu is not None
    assert (after.eu.without_record, after.eu.counts) == (0, {FIRST: {"achieved": Count(1, 1)}})


def test_by_region_and_by_party_the_same_assessments_are_told_apart(world: World) -> None:
    pledge(world, XT, {FIRST: "on_track", SECOND: "achieved"})
    pledge(world, XO, {FIRST: "no_change"})
    pledge(world, "EU", {FIRST: "achieved"})
    regions = {each.id: each for each in figures(world, "region").groups}
    assert set(regions) == {"africa", "asia-pacific", "cee", "lac", "weog"}
    assert regions["africa"].counts[FIRST] == {"on_track": Count(1, 1)}
    assert regions["asia-pacific"].counts[FIRST] == {"no_change": Count(1, 1)}
    assert sum(each.parties for each in regions.values()) == everybody(world).parties
    parties = {each.id: each for each in figures(world, "party").groups}
    assert parties[XT].counts == {FIRST: {"on_track": Count(1, 1)}, SECOND: {"achieved": Count(1, 1)}}
    assert "EU" not in parties
    assert {each.parties for each in parties.values()} == {1}


def test_one_target_alone(world: World) -> None:
    pledge(world, XT, {FIRST: "on_track", SECOND: "achieved"})
    assert figures(world, term=SECOND).groups[0].counts == {SECOND: {"achieved": Count(1, 1)}}


def test_an_assessment_counts_for_each_target_that_it_is_aligned_to(world: World) -> None:
    pledge(world, XT, {FIRST: "on_track"})
    with world.house.db.transaction() as session:
        number = session.scalars(select(Publication.id)).one()
        row = {"publication_id": number, "question": "pledges.level", "level": "no_change"}
        session.add(Assessment(**row, item="national-1", term=FIRST))
        session.add(Assessment(**row, item="national-2", term=FIRST))
        session.add(Assessment(**row, item="national-2", term=SECOND))
    group = everybody(world)
    assert group.counts[FIRST] == {"on_track": Count(1, 1), "no_change": Count(2, 1)}
    assert group.counts[SECOND] == {"no_change": Count(1, 1)}
    assert group.assessed == {FIRST: 1, SECOND: 1}


def test_only_the_newest_announced_record_of_a_report_counts(world: World) -> None:
    report = pledge(world, XT, {FIRST: "no_change"})
    pledge_again(world, report, {FIRST: "on_track"}, to="approved")
    assert everybody(world).counts[FIRST] == {"no_change": Count(1, 1)}
    world.act(report, "publish", world.actor("publisher"))
    assert everybody(world).counts[FIRST] == {"no_change": Count(1, 1)}
    world.announce()
    assert everybody(world).counts[FIRST] == {"on_track": Count(1, 1)}


def test_records_of_before_are_counted_when_the_forms_are_opened(world: World) -> None:
    pledge(world, XT, {FIRST: "on_track", SECOND: "achieved"})
    before = everybody(world)
    for _ in range(2):
        with world.house.db.transaction() as session:
            session.execute(delete(Assessment))
            assessments.keep_missing(session, world.house.editions)
            for publication in session.scalars(select(Publication)):
                assessments.keep(session, publication)
        assert everybody(world) == before


def test_the_figures_cost_two_statements_however_many_parties(world: World) -> None:
    form = world.house.editions.newest(world.house.db.session, "pledges")[1].form
    for party in (XT, XO):
        pledge(world, party, {FIRST: "on_track", SECOND: "unknown"})
        for by in progress_figures.WAYS:
            with world.reading() as session, counted() as asked:
                progress_figures.figures(session, form, by)
            assert len(asked) == 2


FOUND_BY: Sequence[tuple[dict[str, str], set[str]]] = (
    ({"target": FIRST}, {XT, XO}),
    ({"target": FIRST, "progress": "on_track"}, {XT}),
    ({"progress": "achieved"}, {XT}),
    ({"target": SECOND, "progress": "on_track"}, set()),
    ({"target": THIRD}, set()),
    ({"target": FIRST, "region": "asia-pacific"}, {XO}),
)
FOUND_BY_WORDS: Sequence[tuple[str, set[str]]] = (
    ("testland", {XT}), ("TESTLANDE", {XT}), ("تستلاند", {XT}), ("测试国", {XT}), ("xox", {XO}),
    ("pledges", {XT, XO}), ("pledges autreland", {XO}), ("land", {XT, XO}), ("seventh", set()), ("%", set()),
    ("Testland Otherland", set()), ("  ", {XT, XO}),
)  # fmt: skip


def test_records_are_found_by_target_and_level_and_by_words_of_any_language(world: World) -> None:
    pledge(world, XT, {FIRST: "on_track", SECOND: "achieved"})
    pledge(world, XO, {FIRST: "no_change"})
    with world.reading() as session:
        for wanted, found in FOUND_BY:
            page = queries.records(session, **wanted)  # type: ignore[arg-type]
            assert ({each.party for each in page.items}, page.total) == (found, len(found)), wanted
        for typed, found in FOUND_BY_WORDS:
            condition = record_search.matching(session, world.house.editions, typed)
            assert {each.party for each in queries.records(session, matching=condition).items} == found, typed


@pytest.mark.postgres
def test_postgresql_counts_and_finds_the_same(postgres: Postgres, tmp_path: Path) -> None:
    told = settings(tmp_path, forms_path=str(PLEDGES), database_url=postgres.empty())
    clock = FixedClock()
    world = make_pledges_world(tmp_path, house=wiring.make_house(told, clock), clock=clock)
    report = pledge(world, XT, {FIRST: "no_change", SECOND: "achieved"})
    pledge_again(world, report, {FIRST: "on_track"})
    pledge(world, "EU", {FIRST: "achieved"})
    for by in progress_figures.WAYS:
        found = figures(world, by)
        assert progress_figures.together(found.groups).counts == {
            FIRST: {"on_track": Count(1, 1)}, SECOND: {"achieved": Count(1, 1)},
        }  # fmt: skip
        assert found.eu is not None
        assert found.eu.counts == {FIRST: {"achieved": Count(1, 1)}}
    with world.reading() as session:
        condition = record_search.matching(session, world.house.editions, "testlande")
        page = queries.records(session, target=FIRST, progress="on_track", matching=condition)
        assert [(each.party, each.number) for each in page.items] == [(XT, 2)]
        assert [each.number for each in published.versions(session, XT)] == [2, 1]
        assert published.parties_by_form(session) == {"pledges": 2}
        assert published.forms_by_party(session)["cbd", XT] == ["pledges"]
    world.house.db.dispose()
