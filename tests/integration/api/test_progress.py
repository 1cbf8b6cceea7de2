"""The public figures as programs get them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.app import create_app
from tests.databases import counted
from tests.integration.api.place import Program
from tests.pledges import FIRST, PLEDGES, SECOND, make_pledges_world, pledge
from tests.world import XO, XT, FixedClock, World, settings

Site = tuple[World, Program]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    clock = FixedClock()
    app = create_app(settings(tmp_path, forms_path=str(PLEDGES)), clock)
    world = make_pledges_world(tmp_path, house=app.extensions["house"], clock=clock)
    yield world, Program(app)
    world.house.db.dispose()


def test_all_parties_together_each_region_each_party(site: Site) -> None:
    world, anyone = site
    pledge(world, XT, {FIRST: "on_track"})
    pledge(world, XO, {FIRST: "on_track", SECOND: "achieved"})
    pledge(world, "EU", {FIRST: "unknown"})
    told = anyone.get("/progress?form=pledges&lang=fr").json
    assert (told["by"], told["form"], told["title"], told["language"]) == ("target", "pledges", "Pledges", "fr")
    assert [each["id"] for each in told["levels"]][:2] == ["on_track", "achieved"]
    assert [each["id"] for each in told["targets"]] == [f"GBF-TARGET-{n:02}" for n in range(1, 24)]
    (everybody,) = told["groups"]
    assert (everybody["with_record"], everybody["without_record"]) == (2, 195)
    two = {"assessments": 2, "parties": 2}
    assert everybody["targets"][0] == {"target": FIRST, "levels": {"on_track": two}, "not_assessed": 0}
    assert everybody["targets"][1]["not_assessed"] == 1
    assert (told["eu"]["name"], told["eu"]["targets"][0]["levels"]) == (
        "Union européenne", {"unknown": {"assessments": 1, "parties": 1}},
    )  # fmt: skip
    regions = anyone.get("/progress?by=region").json["groups"]
    assert [(each["id"], each["with_record"]) for each in regions[:3]] == [
        ("africa", 1), ("asia-pacific", 1), ("cee", 0),
    ]  # fmt: skip
    each_party = {each["id"]: each for each in anyone.get("/progress?by=party&lang=ar").json["groups"]}
    assert (each_party[XT]["name"], each_party[XT]["parties"]) == ("تستلاند", 1)
    assert len(each_party) == 197


def test_a_form_that_asks_for_no_level_has_no_figures(site: Site) -> None:
    _, anyone = site
    assert anyone.get("/progress?form=papers").status_code == 404
    assert anyone.get("/progress?form=nothing").status_code == 404
    assert anyone.get("/progress?by=moon").status_code == 422
    assert anyone.get("/progress?form=pledges").json["groups"][0]["with_record"] == 0


def test_figures_cost_the_same_with_more_records(site: Site) -> None:
    world, anyone = site
    costs: dict[str, list[int]] = {}
    for party in (XT, XO):
        pledge(world, party, {FIRST: "on_track"})
        for path in ("/progress", "/progress?by=party", f"/records?target={FIRST}&progress=on_track&q=land"):
            for _ in range(2):
                with counted() as asked:
                    assert anyone.get(path).status_code == 200
            costs.setdefault(path, []).append(len(asked))
    assert all(few == many for few, many in costs.values()), costs


def test_records_are_listed_by_target_level_and_words(site: Site) -> None:
    world, anyone = site
    pledge(world, XT, {FIRST: "on_track"})
    pledge(world, XO, {FIRST: "achieved"})
    listed = {
        f"target={FIRST}": 2, f"target={FIRST}&progress=achieved": 1, f"target={SECOND}": 0, "progress=on_track": 1,
        "q=otherland": 1, "q=Autreland%20pledges": 1, "q=nowhere": 0, "party=XT&q=land": 1,
    }  # fmt: skip
    assert {query: anyone.get(f"/records?{query}").json["total"] for query in listed} == listed
