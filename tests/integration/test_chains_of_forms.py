"""Forms that follow forms which follow others: what changes in the first reaches the last."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting import wiring
from reporting.domain.answers import Key
from reporting.domain.errors import Invalid
from reporting.services import own_items
from tests.plans import Plans, make_plans_world
from tests.unit.builders import CHAINS, PLANS
from tests.world import TINY, FixedClock, settings

FOREST = "aim-forest"


@pytest.fixture
def world(tmp_path: Path) -> Plans:
    roots = f"{TINY / 'forms'}:{PLANS}:{CHAINS}"
    told = settings(tmp_path, forms_path=roots, translations_path=str(TINY / "translations"))
    clock = FixedClock()
    return make_plans_world(tmp_path, house=wiring.make_house(told, clock), clock=clock)


def title(world: Plans, report: int, key: str) -> str:
    return world.book(report).edition.wording("en")(f"items.{key}.title")


def test_a_chain_of_forms_is_brought_up_to_date_to_its_end(world: Plans) -> None:
    letters = world.report(form="letters")
    plan, _ = world.report(), world.report(form="reviews")
    world.add(plan, FOREST, "Keep the forest", ("GBF-GOAL-A",))
    assert world.shown(letters) == [FOREST, "GBF-GOAL-B", "GBF-GOAL-C", "GBF-GOAL-D"]
    world.save(plan, {Key("aims.title", FOREST, "en"): "Keep all forests"}, base=1)
    assert title(world, letters, FOREST) == "Keep all forests"
    world.do(own_items.remove, plan, "aims", FOREST)
    assert world.shown(letters) == ["GBF-GOAL-A", "GBF-GOAL-B", "GBF-GOAL-C", "GBF-GOAL-D"]


def test_terms_that_come_by_another_form_have_their_titles(world: Plans) -> None:
    letters, reviews = world.report(form="letters"), world.report(form="reviews")
    assert title(world, letters, "GBF-GOAL-A") == title(world, reviews, "GBF-GOAL-A") != ""


def test_a_report_that_is_begun_reaches_those_that_follow_it(world: Plans) -> None:
    ledger, letters = world.report(form="ledger"), world.report(form="letters")
    assert (world.shown(ledger, "goals"), world.shown(letters)) == ([], [])
    reviews = world.report(form="reviews")
    assert world.shown(letters) == world.shown(reviews) != []


def test_an_item_that_goes_takes_along_what_its_answers_chose(world: Plans) -> None:
    plan, ledger = world.report(), world.report(form="ledger")
    world.add(plan, FOREST, "Keep the forest", ("GBF-GOAL-A",))
    assert world.shown(ledger, "goals") == ["GBF-GOAL-A"]
    world.do(own_items.remove, plan, "aims", FOREST)
    assert world.shown(ledger, "goals") == []


def test_keys_are_told_apart_along_the_chain(world: Plans) -> None:
    """Titles stand under keys: in the letters, where both come together, one would be called as the other."""
    plan, letters, _ = world.report(), world.report(form="letters"), world.report(form="reviews")
    world.do(own_items.add, letters, "notes", "note-00001")
    with pytest.raises(Invalid, match="key_taken"):
        world.add(plan, "note-00001")
    world.add(plan, FOREST, "Keep the forest")
    with pytest.raises(Invalid, match="key_taken"):
        world.do(own_items.add, letters, "notes", FOREST)
