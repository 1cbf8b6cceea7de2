"""What an earlier report says, on pages without scripts: taken as it is, or to be changed, or as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.app import create_app
from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.services import reports
from tests.databases import counted
from tests.journeys.browser import Browser, Place
from tests.journeys.conftest import Enter
from tests.plans import Plans, make_plans_world, told
from tests.templates import strict
from tests.world import XA, XB, FixedClock

FOREST = "aim-forest"
SEA, COAST = "aim-sea-000", "aim-coast-0"
A, B, D = "GBF-GOAL-A", "GBF-GOAL-B", "GBF-GOAL-D"
LEVEL, STORY = "goals.level", "goals.story"


def report(language: str = "en", party: str = XA) -> str:
    return f"/{language}/workspace/{party}/sequels"


def goal(item: str, language: str = "en", party: str = XA) -> str:
    return f"{report(language, party)}/sections/goals/{item}"


@pytest.fixture
def world(place: Place) -> Plans:
    assert isinstance(place.world, Plans)
    return place.world


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A published review of own aims, one for goal A and two for goal D, and of goal B; a sequel that has begun."""
    clock = FixedClock()
    app = strict(create_app(told(tmp_path), clock))
    world = make_plans_world(tmp_path, house=app.extensions["house"], clock=clock)
    plan = world.report()
    world.add(plan, FOREST, "Keep the forest", (A,))
    world.add(plan, "aim-water-0", "Clean water")
    for key in (SEA, COAST):
        world.add(plan, key, key, (D,))
    review = world.report(form="reviews")
    world.save(
        review,
        {
            Key("aims.level", FOREST): "on_track",
            Key("aims.story", FOREST, "en"): "It grew.",
            Key("aims.story", "aim-water-0", "en"): "Clearer.",
            Key("aims.story", SEA, "en"): "Full of fish.",
            Key("aims.story", COAST, "en"): "Long.",
            Key("aims.story", B, "fr"): "Elle va bien.",
        },
    )
    world.bring_to(review, workflow.PUBLISHED)
    world.report(form="sequels")
    yield Place(app, world)
    world.house.db.dispose()


@pytest.fixture
def focal(enter: Enter) -> Browser:
    return enter("focal_point", XA)


def press(browser: Browser, decision: str, question: str, **typed: str) -> None:
    """A button beside an earlier answer, with what was typed into the page."""
    sent = {name.replace("__", "."): value for name, value in typed.items()}
    browser.send(sent, to="/sections/", button=f"carry={decision}:{question}")


def test_an_earlier_answer_stands_beside_its_question(focal: Browser) -> None:
    page = focal.open(goal(A))
    for words in (
        "From your earlier report: Reviews",
        "Aim 1 Keep the forest",
        "It grew.",
        "Record 1 of",
        "Now called",
    ):
        assert words in page.text
    focal.follow(f"/records/{XA}/reviews/1")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_used_unchanged_and_nothing_that_was_typed_is_lost(place: Place, enter: Enter, language: str) -> None:
    browser, world = enter("focal_point", XA, language), place.world
    browser.open(goal(A, language))
    press(browser, "unchanged", STORY, goals__level="achieved")
    assert browser.place_on_page == "q-goals-story-question"
    assert world.house.texts(language)("Confirmed unchanged") in browser.page.text
    answers = world.book(world.report(form="sequels")).answers
    assert answers.value(LEVEL, A) == "achieved"
    assert answers.languages_of(STORY, A) == {"en": "<p>It grew.</p>"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_taken_to_be_changed_it_waits_until_somebody_says_that_it_is_right(
    place: Place, enter: Enter, language: str
) -> None:
    browser, say = enter("focal_point", XA, language), place.world.house.texts(language)
    browser.open(goal(A, language))
    press(browser, "update", STORY)
    assert say("Taken over, to be confirmed") in browser.page.text
    browser.open(f"{report(language)}/carry-forward")
    form = browser.page.form("/sequels/carry", question=STORY)
    browser.fetch("POST", form.url, form.sent({}, "decision=confirm"))
    assert not browser.page.has_id("waiting")
    assert say("Confirmed unchanged") in browser.open(goal(A, language)).text


def test_what_is_changed_needs_no_word_more(focal: Browser) -> None:
    focal.open(goal(A))
    press(focal, "update", LEVEL)
    focal.send({LEVEL: "achieved"}, to="/sections/", button="go=stay")
    assert "Updated since it was taken over" in focal.page.text


def test_what_no_longer_applies_is_noted(focal: Browser, world: Plans) -> None:
    focal.open(goal(A))
    press(focal, "gone", STORY)
    assert "No longer applies" in focal.page.text
    assert world.book(world.report(form="sequels")).answers.languages_of(STORY, A) == {}


@pytest.mark.parametrize(("decision", "state"), [("gone", "No longer applies"), ("reset", "Nothing is decided")])
def test_what_was_taken_is_removed_again_and_its_history_tells_of_it(
    focal: Browser, world: Plans, decision: str, state: str
) -> None:
    focal.open(goal(A))
    press(focal, "unchanged", STORY)
    press(focal, decision, STORY)
    said = focal.page.notices("success")[0]
    assert said.startswith(state)
    assert "The answer that was taken over is no longer in this report" in said
    assert world.book(world.report(form="sequels")).answers.languages_of(STORY, A) == {}
    page = focal.follow("/history/goals.story")
    assert "Taken over from your earlier report: Reviews · Record 1" in page.text
    focal.follow(f"/records/{XA}/reviews/1")


def test_an_answer_that_was_changed_since_is_not_removed_with_the_earlier_one(focal: Browser, world: Plans) -> None:
    focal.open(goal(A))
    press(focal, "unchanged", STORY)
    press(focal, "gone", STORY, goals__story="Quite another story.")
    assert "There is an answer already." in focal.page.notices("error")[0]
    assert "Quite another story." in str(world.book(world.report(form="sequels")).answers.languages_of(STORY, A))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_an_amended_record_says_now_is_shown_and_used(place: Place, enter: Enter, language: str) -> None:
    world, browser, say = place.world, enter("focal_point", XA, language), place.world.house.texts(language)
    browser.open(goal(A, language))
    press(browser, "unchanged", STORY)
    world.clock.forward(minutes=1)
    review = world.report(form="reviews")
    world.act(review, "amend", world.actor("focal_point", XA))
    world.save(review, {Key("aims.story", FOREST, "en"): "It shrank."}, base=1)
    world.bring_to(review, workflow.PUBLISHED)
    browser.open(f"{report(language)}/carry-forward")
    assert browser.page.has_id("differing")
    browser.follow(f"/sections/goals/{A}")
    assert say("This says something else now than when it was taken over.") in browser.page.text
    press(browser, "unchanged", STORY)
    assert world.book(world.report(form="sequels")).answers.languages_of(STORY, A) == {"en": "<p>It shrank.</p>"}
    assert not browser.open(f"{report(language)}/carry-forward").has_id("differing")


def test_a_text_in_a_language_of_the_old_report_alone_says_what_to_do(place: Place, enter: Enter) -> None:
    world = place.world
    draft = world.report(form="sequels")
    with world.house.db.transaction() as session:
        who = world.actor_in(session, "focal_point", XA)
        reports.set_languages(session, who, world.clock(), draft, ["en"])
    page = enter("focal_point", XA).open(goal(B))
    assert "a language in which this report is not written (French)" in page.text
    assert not [each for each in page.all("button") if each.get("value") == f"unchanged:{STORY}"]


def test_what_was_typed_over_is_kept_and_said(focal: Browser, world: Plans) -> None:
    focal.open(goal(A))
    press(focal, "unchanged", STORY, goals__story="Quite another story.")
    assert "There is an answer already." in focal.page.notices("error")[0]
    assert "Quite another story." in str(world.book(world.report(form="sequels")).answers.languages_of(STORY, A))


def test_a_text_comes_in_the_language_that_it_has(focal: Browser) -> None:
    page = focal.open(goal(B))
    assert "Shown in French" in page.text
    assert any(each.get("lang") == "fr" for each in page.all("div"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_is_taken_over_at_once_and_what_has_no_counterpart_is_listed(
    place: Place, enter: Enter, language: str
) -> None:
    browser, say = enter("focal_point", XA, language), place.world.house.texts(language)
    browser.open(report(language))
    page = browser.follow("/carry-forward")
    assert "Clean water" in page.text
    assert "Clearer." in page.text
    browser.send(to="/carry-forward/all")
    assert say("Answers taken over, to be confirmed one by one") in browser.page.notices("success")[0]
    assert browser.page.has_id("waiting")


def test_the_party_says_which_earlier_items_are_meant(focal: Browser) -> None:
    page = focal.open(goal(D))
    assert "Full of fish." in page.text
    assert "Long." in page.text
    focal.open(f"{report()}/carry-forward")
    focal.send({"items": [COAST]}, to="/carry-forward/items")
    assert "It is noted which earlier items this goes on from." in focal.page.notices("success")[0]
    page = focal.open(goal(D))
    assert "Full of fish." not in page.text
    assert "Long." in page.text
    focal.open(f"{report()}/carry-forward")
    focal.send(to="/carry-forward/items", button="by_links=1")
    assert "The links say again" in focal.page.notices("success")[0]
    assert "Full of fish." in focal.open(goal(D)).text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_items_that_are_none_are_refused_in_words(place: Place, enter: Enter, language: str) -> None:
    browser, say = enter("focal_point", XA, language), place.world.house.texts(language)
    form = browser.open(f"{report(language)}/carry-forward").form("/carry-forward/items")
    sent = [(name, value) for name, value in form.sent({}, "") if name not in ("items", "item")]
    browser.fetch("POST", form.url, [*sent, ("item", A), ("items", "nowhere")])
    assert browser.page.notices("error")[0] == say.sentence("unknown_item")
    browser.fetch("POST", form.url, [*sent, ("item", "x" * 5000)], status=404)


def test_what_waits_is_removed_on_the_page_of_the_whole(focal: Browser, world: Plans) -> None:
    focal.open(goal(A))
    press(focal, "update", STORY)
    focal.open(f"{report()}/carry-forward")
    form = focal.page.form("/sequels/carry", question=STORY)
    focal.fetch("POST", form.url, form.sent({}, "decision=gone"))
    assert "The answer that was taken over is no longer in this report" in focal.page.notices("success")[0]
    assert world.book(world.report(form="sequels")).answers.languages_of(STORY, A) == {}


def test_without_an_earlier_record_nothing_is_shown_and_one_statement_more_is_asked(place: Place, enter: Enter) -> None:
    place.world.report(XB, form="sequels")
    browser = enter("focal_point", XB)
    assert "From your earlier report" not in browser.open(goal(A, party=XB)).text
    with counted() as asked:
        browser.open(goal(A, party=XB))
    assert sum("frozen_copies" in each for each in asked.statements) == 1
    assert sum("carried_answers" in each for each in asked.statements) == 1, "what the problems ask anyway"
    assert not any("/carry-forward" in each for each in browser.open(report(party=XB)).links())
    browser.open(f"{report(party=XB)}/carry-forward", status=404)


def test_observers_see_it_and_decide_nothing(enter: Enter) -> None:
    browser = enter("observer", XA)
    page = browser.open(goal(A))
    assert "It grew." in page.text
    assert not [each for each in page.all("button") if each.get("name") == "carry"]
    assert "Take over everything" not in browser.open(f"{report()}/carry-forward").text
