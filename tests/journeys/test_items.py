"""Items on pages without scripts: added, put in order, removed and brought back, and what happens to them by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.app import create_app
from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.services import own_items
from tests.databases import counted
from tests.journeys.browser import Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import Page, words
from tests.plans import Plans, make_plans_world, told
from tests.templates import strict
from tests.world import XA, FixedClock

FOREST, WATER, SEA = "aim-forest", "aim-water-0", "aim-sea-000"
PLAN, REVIEW = f"/en/workspace/{XA}/plans", f"/en/workspace/{XA}/reviews"
AIMS, REVIEWED = f"{PLAN}/sections/aims", f"{REVIEW}/sections/aims"


@pytest.fixture
def world(place: Place) -> Plans:
    assert isinstance(place.world, Plans)
    return place.world


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A plan with two aims, the first for goal A."""
    clock = FixedClock()
    app = strict(create_app(told(tmp_path), clock))
    world = make_plans_world(tmp_path, house=app.extensions["house"], clock=clock)
    plan = world.report()
    world.add(plan, FOREST, "Keep the forest", ("GBF-GOAL-A",))
    world.add(plan, WATER, "Clean water")
    yield Place(app, world)
    world.house.db.dispose()


@pytest.fixture
def focal(enter: Enter) -> Browser:
    return enter("focal_point", XA)


@pytest.fixture
def review(world: Plans) -> int:
    """A review with a story on the forest and on goal B."""
    report = world.report(form="reviews")
    world.save(report, {Key("aims.story", each, "en"): "It grew." for each in (FOREST, "GBF-GOAL-B")})
    return report


def listed(page: Page) -> list[str]:
    """The items of the list as they are read."""
    rows = [each for each in page.main.iter("li") if (each.get("id") or "").startswith("item-")]
    return [" ".join(words(each).split()[:4]) for each in rows]


# what people do


def test_an_item_is_added_and_its_page_opens(focal: Browser, world: Plans) -> None:
    focal.open(AIMS)
    page = focal.send(to="/addition")
    assert page.heading == "Aim 3 (no title yet)"
    assert "Added at the end of the list." in page.notices("success")[0]
    focal.send({"aims.title": "Sea"}, to="/sections/", button="go=stay")
    assert focal.page.heading == "Aim 3 Sea"


def test_what_was_typed_of_an_item_that_is_gone_comes_back(focal: Browser, world: Plans) -> None:
    focal.open(f"{AIMS}/{FOREST}")
    world.do(own_items.remove, 1, "aims", FOREST)
    page = focal.send({"aims.title": "Keep every tree"}, to="/sections/", button="go=stay", status=409)
    assert "Keep every tree" in page.text
    focal.open(f"{PLAN}/sections/works")
    focal.post(f"{AIMS}/no-such-aim", status=404)


def test_a_page_is_shown_again_though_its_item_belongs_to_something_else_now(focal: Browser, world: Plans) -> None:
    """The goals are saved, and with them what the item belongs to; the title wants a decision."""
    focal.open(f"{AIMS}/{FOREST}")
    world.save(1, {Key("aims.title", FOREST, "en"): "Keep the old forest"}, base=1)
    typed = {"aims.title": "Keep every tree", "aims.goals": ["GBF-GOAL-B"]}
    page = focal.send(typed, to="/sections/", button="go=stay", status=422)
    assert "Somebody else changed this answer in the meantime." in page.text
    assert world.book(1).answers.value("aims.goals", FOREST) == ["GBF-GOAL-B"]


def test_what_is_sent_twice_is_added_once(focal: Browser, world: Plans) -> None:
    form = focal.open(AIMS).form("/addition")
    for _ in range(2):
        focal.open(AIMS)
        focal.post(form.url, [("key", form.value("key"))])
    assert len(world.shown(1)) == 3


def test_a_list_without_items_explains_itself(focal: Browser, world: Plans) -> None:
    page = focal.open(f"{PLAN}/sections/works")
    assert "Each entry gets a page of its own" in page.text
    assert not page.has_form("/order")


def test_items_move_by_buttons_which_keep_the_focus(focal: Browser, world: Plans) -> None:
    focal.open(AIMS)
    page = focal.send(to="/order", button=f"move={WATER}:up")
    assert world.shown(1) == [WATER, FOREST]
    assert "“Clean water” is now in place 1 of 2." in page.notices("success")[0]
    (held,) = [each for each in page.main.iter("button") if each.get("autofocus") is not None]
    assert held.get("value") == f"{WATER}:up"
    assert held.get("aria-disabled") == "true"


def test_items_are_sorted_by_title_and_by_framework(focal: Browser, world: Plans) -> None:
    focal.open(AIMS)
    focal.send(to="/order", button="sort=title")
    assert world.shown(1) == [WATER, FOREST]
    page = focal.send(to="/order", button="sort=framework")
    assert world.shown(1) == [FOREST, WATER]
    assert "The list has been sorted." in page.notices("success")[0]


def test_who_comes_second_is_shown_the_present_order(focal: Browser, world: Plans) -> None:
    focal.open(AIMS)
    world.do(own_items.arrange, 1, "aims", [WATER, FOREST], 0)
    page = focal.send(to="/order", button=f"move={FOREST}:down")
    assert "Somebody else changed this list in the meantime." in page.notices("error")[0]
    assert listed(page)[0].startswith("Aim 1 Clean water")


@pytest.mark.parametrize("move", ["no-such-aim:up", f"{FOREST}:sideways", "", ":"])
def test_moves_that_lead_nowhere_are_not_found(focal: Browser, move: str) -> None:
    focal.open(AIMS)
    focal.post(f"{PLAN}/items/aims/order", [("move", move), ("version", "0")], status=404)


def test_an_item_is_removed_after_a_question_and_brought_back(focal: Browser, world: Plans) -> None:
    focal.open(AIMS)
    page = focal.follow(f"/items/aims/{FOREST}/removal")
    assert "Keep the forest" in page.text
    assert world.shown(1) == [FOREST, WATER]
    page = focal.send(to="/removal")
    assert world.shown(1) == [WATER]
    assert "Removed" in page.text
    page = focal.follow(f"/items/aims/{FOREST}/answers")
    assert "Which goals does it serve?" in page.text
    page = focal.send(to="/restoration")
    assert world.shown(1) == [WATER, FOREST]


def test_nothing_can_be_changed_by_observers_nor_after_submission(world: Plans, enter: Enter, focal: Browser) -> None:
    observer = enter("observer", XA)
    page = observer.open(AIMS)
    assert not page.has_form("/items/")
    assert not page.links("/removal")
    world.bring_to(1, workflow.SUBMITTED)
    page = focal.open(AIMS)
    assert not page.has_form("/items/")
    focal.open(PLAN)
    observer.post(f"{PLAN}/items/aims/addition", status=403)


# what comes by itself


def test_what_happened_is_listed_and_looked_through(focal: Browser, world: Plans, review: int) -> None:
    world.add(1, SEA, "The sea", ("GBF-GOAL-B",))
    page = focal.open(REVIEW)
    assert "To be looked through: 2" in page.text
    page = focal.open(REVIEWED)
    assert "Not asked any more (1)" in page.text
    assert "New (1)" in page.text
    page = focal.follow("/items/aims/GBF-GOAL-B/answers")
    assert "It grew." in page.text
    assert "Other items cover this now" in page.text
    focal.open(REVIEWED)
    page = focal.send(to="/looked")
    assert "What has changed by itself" not in page.text
    assert {each.news for each in world.kept(review).values()} == {""}


def test_a_changed_title_is_shown_beside_the_old_one_until_it_is_still_right(
    focal: Browser, world: Plans, review: int
) -> None:
    world.save(1, {Key("aims.title", FOREST, "en"): "Double the forest"}, base=1)
    page = focal.open(f"{REVIEWED}/{FOREST}")
    assert page.heading == "Aim 1 Double the forest"
    assert "Before Keep the forest" in page.notices("warning")[0]
    page = focal.open(REVIEWED)
    assert "Before Keep the forest Now Aim 1 Double the forest" in page.text
    focal.open(f"{REVIEWED}/{FOREST}")
    page = focal.send(to="/looked")
    assert page.heading == "Aim 1 Double the forest"
    assert not any("Keep the forest" in each for each in page.notices("warning"))


def test_an_orphan_is_read_kept_or_removed(focal: Browser, world: Plans, review: int) -> None:
    world.do(own_items.remove, 1, "aims", FOREST)
    page = focal.open(REVIEWED)
    assert "No longer in the form that this section follows (1)" in page.text
    page = focal.follow(f"/items/aims/{FOREST}/answers")
    assert "It grew." in page.text
    page = focal.send(to="/restoration")
    assert FOREST in world.shown(review)
    page = focal.follow(f"/items/aims/{FOREST}/removal")
    focal.send(to="/removal")
    assert world.kept(review)[FOREST].state == "removed"


def test_what_follows_a_draft_says_so_and_leads_there(focal: Browser, world: Plans, review: int) -> None:
    page = focal.open(REVIEWED)
    assert "from a draft of Plans" in page.text
    assert page.links(PLAN)
    page = focal.open(f"{REVIEWED}/{FOREST}")
    assert "from a draft of Plans" in page.text
    world.bring_to(1, workflow.PUBLISHED)
    assert "from a draft of Plans" not in focal.open(REVIEWED).text


def test_what_nobody_looked_through_is_an_advice_at_submission(focal: Browser, world: Plans, review: int) -> None:
    world.add(1, SEA, "The sea", ("GBF-GOAL-B",))
    world.fill(review)
    page = focal.open(f"{REVIEW}/actions/submit")
    assert "nobody has looked at that yet" in page.notices("warning")[0]
    focal.send(to="/actions/submit")
    assert world.status_of(review) == workflow.SUBMITTED


def test_what_nobody_looked_through_stands_among_what_is_to_be_looked_at(
    focal: Browser, world: Plans, review: int
) -> None:
    world.add(1, SEA, "The sea", ("GBF-GOAL-B",))
    page = focal.open(f"{REVIEW}/problems")
    assert "To be looked through: 2" in page.notices("warning")[0]
    assert page.links("/reviews/sections/aims")


def test_readers_find_numbers_and_titles_and_what_has_none_yet(focal: Browser, enter: Enter, world: Plans) -> None:
    world.add(1, SEA)
    world.do(own_items.add, 1, "works", "work-of-planting")
    world.save(1, {Key("works.aims", "work-of-planting"): [FOREST, SEA]})
    assert "Aim 1 Keep the forest" in focal.open(f"{PLAN}/read/works/work-of-planting").text
    assert "(no title yet)" in focal.open(f"{PLAN}/read/aims").text
    page = focal.open(f"/ar/workspace/{XA}/plans/read/aims?in=en")
    assert "Keep the forest" in page.text


def test_titles_in_another_language_say_which(enter: Enter, world: Plans) -> None:
    reader = enter("focal_point", XA, "fr")
    page = reader.open(f"/fr/workspace/{XA}/plans/sections/aims")
    found = [each for each in page.main.iter("bdi") if words(each) == "Keep the forest"]
    assert {(each.get("lang"), each.get("dir")) for each in found} == {("en", "ltr")}


# how much it costs


def test_a_list_of_sixty_costs_what_a_list_of_two_does(focal: Browser, world: Plans) -> None:
    counts = []
    for _ in range(2):
        focal.open(AIMS)
        with counted() as asked:
            focal.open(AIMS)
        counts.append(len(asked))
        if len(counts) == 1:
            for n in range(58):
                world.add(1, f"aim-of-many-{n}", f"Aim {n}")
    assert counts[0] == counts[1]
    assert counts[0] < 25


# what is offered


def boxes(page: Page, question: str) -> dict[str, bool]:
    """The options of a question that stand on the page → whether each is ticked."""
    labels = [each for each in page.main.iter("label") if each.get("hidden") is None]
    found = [box for each in labels for box in each.iter("input") if box.get("name") == question]
    return {box.get("value", ""): box.get("checked") is not None for box in found}


def test_only_what_fits_the_other_answers_is_offered(focal: Browser, world: Plans) -> None:
    page = focal.open(f"{AIMS}/{FOREST}")
    assert "A.CT.1" in boxes(page, "aims.components")
    assert "B.CT.1" not in boxes(page, "aims.components")
    page = focal.open(f"{AIMS}/{WATER}")
    assert boxes(page, "aims.components") == {}
    assert "It depends on your answers to: Which goals does it serve?" in page.text


def test_what_was_chosen_and_fits_no_more_stays_in_sight_with_its_problem(focal: Browser, world: Plans) -> None:
    world.save(1, {Key("aims.components", FOREST): ["A.CT.1"]})
    world.save(1, {Key("aims.goals", FOREST): ["GBF-GOAL-B"]}, base=1)
    page = focal.open(f"{AIMS}/{FOREST}")
    found = boxes(page, "aims.components")
    assert [each for each, ticked in found.items() if ticked] == ["A.CT.1"]
    assert {each[0] for each in found} == {"A", "B"}
    assert "no longer fits the other answers on this page" in page.text


def test_items_are_offered_by_number_and_title(focal: Browser, world: Plans) -> None:
    world.add(1, SEA)
    world.do(own_items.add, 1, "works", "work-of-planting")
    page = focal.open(f"{PLAN}/sections/works/work-of-planting")
    labels = [words(each) for each in page.main.iter("label")]
    assert {"Aim 1 Keep the forest", "Aim 3 (no title yet)"} <= set(labels)
