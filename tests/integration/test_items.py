"""Items that a Party adds, and items that follow another form of the same Party."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, Invalid, NotFound, Stale, WrongState
from reporting.domain.record import reopen
from reporting.services import own_items, problems, progress, progress_figures
from reporting.services.reports import frozen_copy_of
from tests.databases import counted
from tests.plans import Plans, make_plans_world

GOALS = ["GBF-GOAL-A", "GBF-GOAL-B", "GBF-GOAL-C", "GBF-GOAL-D"]
FOREST, WATER, SEA = "aim-forest", "aim-water-0", "aim-sea-000"


@pytest.fixture
def world(tmp_path: Path) -> Plans:
    return make_plans_world(tmp_path)


@pytest.fixture
def plan(world: Plans) -> int:
    """A plan with two aims: one for goal A, one that serves none yet."""
    report = world.report()
    world.add(report, FOREST, "Keep the forest", ("GBF-GOAL-A",))
    world.add(report, WATER, "Clean water")
    return report


def says(world: Plans, report: int, key: str, language: str = "en") -> str:
    return world.book(report).edition.wording(language)(f"items.{key}.title")


# own items


def test_a_section_of_own_items_begins_empty(world: Plans) -> None:
    assert world.shown(world.report()) == []


def test_an_item_added_is_asked_numbered_and_called_by_its_title(world: Plans, plan: int) -> None:
    book = world.book(plan)
    section = book.edition.form.section("aims")
    assert section is not None
    assert [(each.key, each.number) for each in section.items] == [(FOREST, "Aim 1"), (WATER, "Aim 2")]
    assert says(world, plan, FOREST) == "Keep the forest"
    assert book.answers.is_given(book.edition.form.questions["aims.title"], FOREST)


def test_a_title_that_a_language_lacks_comes_in_another_and_says_which(world: Plans, plan: int) -> None:
    say = world.book(plan).edition.wording("fr")
    assert (say(f"items.{FOREST}.title"), say(f"items.{FOREST}.language")) == ("Keep the forest", "en")
    assert not world.save(plan, {Key("aims.title", FOREST, "fr"): "Garder la forêt"}).rejected
    assert world.book(plan).edition.wording("en")(f"items.{FOREST}.title") == "Keep the forest"


def test_the_same_item_sent_twice_is_added_once(world: Plans, plan: int) -> None:
    assert world.do(own_items.add, plan, "aims", FOREST) is False
    assert world.shown(plan) == [FOREST, WATER]


def test_an_item_can_be_added_after_another(world: Plans, plan: int) -> None:
    world.add(plan, SEA, "The sea", after=FOREST)
    assert world.shown(plan) == [FOREST, SEA, WATER]


def test_many_items_added_at_once_ask_no_more_than_few_do(world: Plans, plan: int) -> None:
    counts = []
    for wanted in (range(2), range(2, 42)):
        with counted() as asked:
            world.do(own_items.add_all, plan, "aims", [FOREST, *(f"aim-of-many-{n}" for n in wanted)])
        counts.append(sum(each.startswith("SELECT") for each in asked.statements))
    assert world.shown(plan) == [FOREST, WATER, *(f"aim-of-many-{n}" for n in range(42))]
    assert list(world.kept(plan).values())[-1].number == "Aim 44"
    assert counts[0] == counts[1]


@pytest.mark.parametrize("key", ["", "short", "with space", "../../etc/x", "x" * 65, "naïve-key-1"])
def test_a_key_badly_made_is_refused(world: Plans, plan: int, key: str) -> None:
    with pytest.raises(Invalid):
        world.do(own_items.add, plan, "aims", key)


def test_an_item_does_not_take_the_key_of_a_term(world: Plans, plan: int) -> None:
    """Titles stand under keys: the goal would be called as the Party calls its aim."""
    with pytest.raises(Invalid):
        world.do(own_items.add, plan, "aims", "GBF-GOAL-A")


def test_an_item_does_not_take_the_key_of_another_section(world: Plans, plan: int) -> None:
    with pytest.raises(Invalid, match="key_taken"):
        world.do(own_items.add, plan, "works", FOREST)
    with pytest.raises(Invalid, match="key_taken"):
        world.do(own_items.add_all, plan, "works", ["work-of-planting", FOREST])
    world.do(own_items.remove, plan, "aims", FOREST)
    with pytest.raises(Invalid, match="key_taken"):  # it may come back
        world.do(own_items.add, plan, "works", FOREST)
    world.do(own_items.add, world.report("XB"), "works", FOREST)


def test_nothing_is_looked_at_in_a_section_that_is_none(world: Plans, plan: int) -> None:
    with pytest.raises(NotFound):
        world.do(own_items.look, plan, "no-such-section")


def test_nothing_is_added_to_a_section_without_own_items(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    with pytest.raises(NotFound):
        world.do(own_items.add, review, "aims", "another-aim")


def test_no_answer_is_taken_for_an_item_that_is_not_there(world: Plans, plan: int) -> None:
    outcome = world.save(plan, {Key("aims.title", "no-such-aim", "en"): "Lost"})
    assert [each.code for each in outcome.rejected] == ["unknown_item"]


def test_a_removed_item_is_asked_no_more_and_comes_back_with_its_answers(world: Plans, plan: int) -> None:
    world.do(own_items.remove, plan, "aims", FOREST)
    assert world.shown(plan) == [WATER]
    assert world.save(plan, {Key("aims.title", FOREST, "en"): "x"}, base=1).rejected
    world.do(own_items.restore, plan, "aims", FOREST)
    assert set(world.shown(plan)) == {WATER, FOREST}
    assert world.book(plan).answers.value("aims.title", FOREST) == "Keep the forest"


def test_counts_follow_the_items(world: Plans, plan: int) -> None:
    def counted() -> dict[str, tuple[int, int]]:
        book = world.book(plan)
        with world.reading() as session:
            states = progress.states(session, book.revision.id, "aims")
        return {item: (state.given, state.required) for (_, item), state in states.items()}

    assert counted() == {FOREST: (1, 1), WATER: (1, 1)}
    world.add(plan, SEA)
    assert counted()[SEA] == (0, 1)
    world.do(own_items.remove, plan, "aims", SEA)
    assert SEA not in counted()


def test_the_party_puts_its_items_in_order(world: Plans, plan: int) -> None:
    world.do(own_items.arrange, plan, "aims", [WATER, FOREST], 0)
    assert world.shown(plan) == [WATER, FOREST]
    assert [each.number for each in world.kept(plan).values()] == ["Aim 1", "Aim 2"]
    with pytest.raises(Stale):
        world.do(own_items.arrange, plan, "aims", [FOREST, WATER], 0)


def test_an_observer_adds_nothing(world: Plans, plan: int) -> None:
    observer = world.actor("observer", "XA")
    with pytest.raises(Forbidden), world.house.db.transaction() as session:
        own_items.add(session, observer, world.clock(), world.house.editions, plan, "aims", "observed-1")


def test_items_are_offered_to_other_questions(world: Plans, plan: int) -> None:
    world.do(own_items.add, plan, "works", "work-of-planting")
    assert not world.save(plan, {Key("works.aims", "work-of-planting"): [FOREST]}).rejected
    assert world.save(plan, {Key("works.aims", "work-of-planting"): ["no-such-aim"]}, base=1).rejected
    section = world.book(plan).edition.form.section("works")
    assert section is not None
    assert section.items[0].links == (FOREST,)


def test_only_terms_linked_to_the_other_answers_are_offered(world: Plans, plan: int) -> None:
    book = world.book(plan)
    question = book.edition.form.questions["aims.components"]
    assert "A.CT.1" in book.answers.offered(question, FOREST)
    assert "B.CT.1" not in book.answers.offered(question, FOREST)
    assert book.answers.offered(question, WATER) == ()
    world.save(plan, {Key("aims.components", FOREST): ["B.CT.1"]})
    assert [each.code for each in world.book(plan).problems() if each.question == question.path] == ["not_offered"]


def test_a_choice_of_items_that_are_gone_is_no_answer_and_is_named(world: Plans, plan: int) -> None:
    work = "work-of-planting"

    def is_given() -> bool:
        book = world.book(plan)
        return book.answers.is_given(book.edition.form.questions["works.aims"], work)

    def doubts() -> int:
        with world.reading() as session:
            return progress.states(session, world.book(plan).revision.id, "works")["works", work].problems

    world.do(own_items.add, plan, "works", work)
    world.save(plan, {Key("works.aims", work): [FOREST, WATER]})
    assert (is_given(), doubts()) == (True, 0)
    world.do(own_items.remove, plan, "aims", FOREST)
    assert (is_given(), doubts()) == (True, 1)
    world.do(own_items.remove, plan, "aims", WATER)
    assert (is_given(), doubts()) == (False, 1)
    book = world.book(plan)
    told = [each for each in book.problems() if each.code == "item_gone"]
    assert [(each.question, each.item, each.blocking) for each in told] == [("works.aims", work, False)]
    sentence = problems.problem_sentence(told[0], book.edition.wording("en"), world.house.texts("en"))
    assert sentence.endswith("no longer in the report: Keep the forest; Clean water")
    world.do(own_items.restore, plan, "aims", WATER)
    assert is_given()


# following another form


def test_without_a_plan_the_review_asks_of_every_goal(world: Plans) -> None:
    assert world.shown(world.report(form="reviews")) == GOALS


def test_a_review_asks_of_each_aim_and_of_the_goals_that_none_serves(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    assert world.shown(review) == [FOREST, WATER, *GOALS[1:]]
    assert says(world, review, FOREST) == "Keep the forest"


def test_what_the_open_plan_gains_is_asked_at_once(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.add(plan, SEA, "The sea", ("GBF-GOAL-B",))
    assert world.shown(review) == [FOREST, WATER, SEA, *GOALS[2:]]
    assert world.kept(review)[SEA].news == "new"


def test_a_goal_that_becomes_covered_is_hidden_and_keeps_its_text(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.save(review, {Key("aims.story", "GBF-GOAL-B", "en"): "Much was done."})
    world.save(plan, {Key("aims.goals", WATER): ["GBF-GOAL-B"]})
    assert "GBF-GOAL-B" not in world.shown(review)
    assert (world.kept(review)["GBF-GOAL-B"].state, world.kept(review)["GBF-GOAL-B"].news) == ("hidden", "covered")
    world.save(plan, {Key("aims.goals", WATER): None}, base=1)
    assert world.book(review).answers.value("aims.story", "GBF-GOAL-B") == "Much was done."
    assert world.kept(review)["GBF-GOAL-B"].news == "back"


def test_a_title_changed_after_answers_were_written_wants_a_look(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.save(review, {Key("aims.story", FOREST, "en"): "It grew."})
    world.save(plan, {Key("aims.title", FOREST, "en"): "Double the forest"}, base=1)
    assert says(world, review, FOREST) == "Double the forest"
    assert world.kept(review)[FOREST].written_for == {"en": "Keep the forest"}
    world.save(plan, {Key("aims.title", FOREST, "en"): "Keep the forest"}, base=2)
    assert world.kept(review)[FOREST].written_for is None


def test_looking_at_what_changed_settles_it(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.save(review, {Key("aims.story", FOREST, "en"): "It grew."})
    world.save(plan, {Key("aims.title", FOREST, "en"): "Double the forest"}, base=1)
    world.do(own_items.look, review, "aims", FOREST)
    assert world.kept(review)[FOREST].written_for is None


def test_an_aim_that_is_removed_leaves_an_orphan_only_where_something_was_written(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.save(review, {Key("aims.story", FOREST, "en"): "It grew."})
    world.do(own_items.remove, plan, "aims", FOREST)
    world.do(own_items.remove, plan, "aims", WATER)
    assert world.shown(review) == GOALS
    assert {key: each.state for key, each in world.kept(review).items() if each.origin != "term"} == {
        FOREST: "orphaned"
    }


def test_an_orphan_can_be_kept_as_an_own_item(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.save(review, {Key("aims.story", FOREST, "en"): "It grew."})
    world.do(own_items.remove, plan, "aims", FOREST)
    world.do(own_items.restore, review, "aims", FOREST)
    assert FOREST in world.shown(review)
    assert says(world, review, FOREST) == "Keep the forest"
    world.add(plan, SEA, "The sea")
    assert FOREST in world.shown(review)


def test_a_kept_orphan_lays_no_claim_to_the_number_that_another_aim_has_now(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.save(review, {Key("aims.story", FOREST, "en"): "It grew."})
    world.do(own_items.remove, plan, "aims", FOREST)
    world.do(own_items.restore, review, "aims", FOREST)
    numbers = {key: world.kept(review)[key].number for key in (FOREST, WATER)}
    assert numbers == {FOREST: "", WATER: "Aim 1"}


def test_indicators_follow_what_the_aims_are_linked_to_and_choose(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.save(plan, {Key("aims.components", FOREST): ["A.CT.1"]})
    assert world.shown(review, "figures") == ["A.1", "A.2", "A.3", "A.4", "A.CT.1"]
    assert world.book(review).edition.form.section("figures").item("A.CT.1").links == ("GBF-GOAL-A", FOREST)  # type: ignore[union-attr]


def test_a_question_of_one_item_is_asked_there_alone(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    assert not world.save(review, {Key("figures.red_list", "A.3"): True}).rejected
    assert [each.code for each in world.save(review, {Key("figures.red_list", "A.1"): True}).rejected] == [
        "unknown_item"
    ]


# through the workflow


def test_nothing_moves_while_a_review_is_submitted_and_all_is_told_when_it_opens_again(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.bring_to(review, workflow.SUBMITTED)
    world.add(plan, SEA, "The sea", ("GBF-GOAL-B",))
    assert world.shown(review) == [FOREST, WATER, *GOALS[1:]]
    with pytest.raises(WrongState):
        world.do(own_items.look, review, "aims")
    world.act(review, "recall", world.actor("focal_point", "XA"))
    assert world.shown(review) == [FOREST, WATER, SEA, *GOALS[2:]]
    assert {key: each.news for key, each in world.kept(review).items() if each.news} == {
        SEA: "new",
        "GBF-GOAL-B": "covered",
    }


def test_the_frozen_copy_holds_the_items_with_their_titles(world: Plans, plan: int) -> None:
    world.bring_to(plan, workflow.PUBLISHED)
    book = world.book(plan)
    with world.reading() as session:
        copy = reopen(*frozen_copy_of(session, book.revision, with_private=True))
    section = copy.edition.form.section("aims")
    assert section is not None
    assert [(each.key, each.number, each.links) for each in section.items] == [
        (FOREST, "Aim 1", ("GBF-GOAL-A",)),
        (WATER, "Aim 2", ()),
    ]
    assert copy.edition.wording("en").title(copy.edition.form.parts[0]) == "Keep the forest"


def test_an_amendment_has_the_items_of_the_record_in_their_order(world: Plans, plan: int) -> None:
    world.do(own_items.arrange, plan, "aims", [WATER, FOREST], 0)
    world.bring_to(plan, workflow.PUBLISHED)
    world.act(plan, "amend", world.actor("focal_point", "XA"))
    assert world.shown(plan) == [WATER, FOREST]
    assert says(world, plan, WATER) == "Clean water"


def test_an_amendment_keeps_what_the_copy_leaves_out(world: Plans, plan: int) -> None:
    """The text of a goal that is covered now, and of an aim that was taken out."""
    review = world.report(form="reviews")
    world.save(review, {Key("aims.story", "GBF-GOAL-B", "en"): "Much was done."})
    world.save(plan, {Key("aims.goals", WATER): ["GBF-GOAL-B"]})
    world.do(own_items.remove, plan, "aims", FOREST)
    for each in (plan, review):
        world.bring_to(each, workflow.PUBLISHED)
        world.act(each, "amend", world.actor("focal_point", "XA"))
    assert world.kept(review)["GBF-GOAL-B"].state == "hidden"
    world.save(plan, {Key("aims.goals", WATER): []}, base=1)
    assert world.book(review).answers.value("aims.story", "GBF-GOAL-B") == "Much was done."
    world.do(own_items.restore, plan, "aims", FOREST)
    assert says(world, plan, FOREST) == "Keep the forest"


def test_what_was_shown_with_another_item_is_not_submitted(world: Plans, plan: int) -> None:
    shown = world.book(plan).digest
    world.do(own_items.remove, plan, "aims", FOREST)
    with pytest.raises(Stale):
        world.act(plan, "submit", world.actor("focal_point", "XA"), digest=shown)


def test_the_frozen_copy_tells_nothing_of_an_aim_that_was_taken_out(world: Plans, plan: int) -> None:
    world.do(own_items.remove, plan, "aims", FOREST)
    world.bring_to(plan, workflow.PUBLISHED)
    book = world.book(plan)
    with world.reading() as session:
        public, private = frozen_copy_of(session, book.revision, with_private=True)
    assert b"Clean water" in public
    assert b"Keep the forest" not in public + (private or b"")


def test_a_discarded_plan_leaves_its_reviews_to_the_goals(world: Plans, plan: int) -> None:
    review = world.report(form="reviews")
    world.act(plan, "discard", world.actor("focal_point", "XA"))
    assert world.shown(review) == GOALS


def test_another_partys_plan_changes_nothing_here(world: Plans, plan: int) -> None:
    assert world.shown(world.report("XB", form="reviews")) == GOALS


def test_an_aim_counts_in_the_public_figures_for_each_goal_that_it_serves(world: Plans, plan: int) -> None:
    world.save(plan, {Key("aims.goals", FOREST): ["GBF-GOAL-A", "GBF-GOAL-B"]}, base=1)
    review = world.report(form="reviews")
    world.bring_to(review, workflow.PUBLISHED)
    with world.reading() as session:
        found = {(each.item, each.term) for each in progress_figures.said(session, form="reviews")}
        titles = {each.titles["en"] for each in progress_figures.said(session, form="reviews") if each.titles}
    assert found == {
        (FOREST, "GBF-GOAL-A"),
        (FOREST, "GBF-GOAL-B"),
        ("GBF-GOAL-C", "GBF-GOAL-C"),
        ("GBF-GOAL-D", "GBF-GOAL-D"),
    }
    assert titles == {"Keep the forest"}
