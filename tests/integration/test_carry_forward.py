"""What a Party's last published report says is offered to its next one, and wants a look before it goes out again."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from reporting.domain import lineage, workflow
from reporting.domain.answers import Key
from reporting.domain.errors import Forbidden, Incomplete, Invalid, NotFound, WrongState
from reporting.domain.loader import FormSource
from reporting.models import Report
from reporting.services import (
    carried,
    carry_forward,
    editions,
    history,
    item_matches,
    moving,
    own_items,
    progress,
)  # fmt: skip
from reporting.services.carry_forward import Offer
from tests.databases import counted
from tests.plans import Plans, make_plans_world

A, B = "GBF-GOAL-A", "GBF-GOAL-B"
LEVEL, STORY = "goals.level", "goals.story"


@pytest.fixture
def world(tmp_path: Path) -> Plans:
    """A published review of one own aim for goal A, and of the other goals."""
    world = make_plans_world(tmp_path)
    plan, review = world.report(), 0
    world.add(plan, "aim-forest", "Keep the forest", (A,))
    review = world.report(form="reviews")
    world.save(
        review,
        {
            Key("aims.level", "aim-forest"): "on_track",
            Key("aims.story", "aim-forest", "en"): "It grew.",
            Key("aims.story", "aim-forest", "fr"): "Elle a grandi.",
            Key("aims.story", B, "en"): "First.\n\nSecond.",
        },
    )
    world.bring_to(review, workflow.PUBLISHED)
    return world


@pytest.fixture
def sequel(world: Plans) -> int:
    return world.report(form="sequels")


def offers(world: Plans, report: int, item: str) -> dict[str, Offer]:
    book = world.book(report)
    with world.reading() as session:
        known = carry_forward.earlier_reports(session, session.get_one(Report, report), book.revision.id, book.edition)
        part = book.edition.form.part_of(LEVEL, item)
        assert part is not None
        return {each.question.path: each for each in carry_forward.offers(session, book, known, part)}


def decide(world: Plans, report: int, question: str, item: str, decision: str) -> None:
    world.do(carry_forward.decide, report, question, item, decision)


def codes(world: Plans, report: int) -> set[tuple[str, str, str]]:
    return {(each.question, each.item, each.code) for each in world.book(report).problems() if each.code != "required"}


def blocking(world: Plans, report: int) -> int:
    """What the counts kept at each save say."""
    revision = world.book(report).revision.id
    with world.reading() as session:
        return sum(each.blocking for each in progress.states(session, revision).values())


def test_what_was_said_of_an_aim_is_offered_to_the_goal_that_it_served(world: Plans, sequel: int) -> None:
    found = offers(world, sequel, A)
    assert found[LEVEL].values == {"": "on_track"}
    assert found[STORY].values == {"en": "<p>It grew.</p>", "fr": "<p>Elle a grandi.</p>"}
    assert [each.source.item for each in found[STORY].found] == ["aim-forest"]


def test_nothing_is_offered_where_nothing_was_published(world: Plans) -> None:
    assert offers(world, world.report("XB", form="sequels"), A) == {}


def test_taken_as_it_is_an_answer_stands_in_all_its_languages_and_blocks_nothing(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "unchanged")
    book = world.book(sequel)
    assert book.answers.languages_of(STORY, A) == {"en": "<p>It grew.</p>", "fr": "<p>Elle a grandi.</p>"}
    assert book.stored[Key(STORY, A, "en")].original
    assert not book.stored[Key(STORY, A, "fr")].original
    assert codes(world, sequel) == set()


def test_taken_to_be_changed_it_blocks_until_somebody_writes(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "update")
    assert codes(world, sequel) == {(STORY, A, "not_confirmed")}
    assert blocking(world, sequel) == 1
    world.save(sequel, {Key(STORY, A, "en"): "<p>It grew again.</p>"}, base=1)
    assert codes(world, sequel) == set()
    assert blocking(world, sequel) == 0
    assert offers(world, sequel, A)[STORY].state == "updated"


def test_taken_to_be_changed_it_blocks_until_somebody_says_that_it_is_still_right(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "update")
    decide(world, sequel, STORY, A, "confirm")
    assert (codes(world, sequel), blocking(world, sequel)) == (set(), 0)


def test_nothing_is_confirmed_that_was_not_taken(world: Plans, sequel: int) -> None:
    with pytest.raises(Invalid):
        decide(world, sequel, STORY, A, "confirm")
    assert offers(world, sequel, A)[STORY].state == ""


def test_what_no_longer_applies_is_noted_and_nothing_is_written(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "gone")
    assert world.book(sequel).answers.languages_of(STORY, A) == {}
    assert offers(world, sequel, A)[STORY].state == "gone"


@pytest.mark.parametrize("decision", ["gone", "reset"])
@pytest.mark.parametrize("taken", ["unchanged", "update"])
def test_what_was_taken_goes_with_the_decision_and_its_history_keeps_it(
    world: Plans, sequel: int, taken: str, decision: str
) -> None:
    decide(world, sequel, STORY, A, taken)
    decide(world, sequel, STORY, A, decision)
    assert world.book(sequel).answers.languages_of(STORY, A) == {}
    assert offers(world, sequel, A)[STORY].state == {"gone": "gone", "reset": ""}[decision]
    assert (codes(world, sequel), blocking(world, sequel)) == (set(), 0)
    assert [each.value for each in versions(world, sequel, "fr")] == [None, "<p>Elle a grandi.</p>"]


@pytest.mark.parametrize("decision", ["gone", "reset"])
def test_what_people_have_written_since_stays(world: Plans, sequel: int, decision: str) -> None:
    decide(world, sequel, STORY, A, "unchanged")
    world.save(sequel, {Key(STORY, A, "en"): "<p>It grew again.</p>"}, base=1)
    with pytest.raises(Invalid) as refused:
        decide(world, sequel, STORY, A, decision)
    assert refused.value.code == "answer_stands"
    assert world.book(sequel).answers.languages_of(STORY, A)["en"] == "<p>It grew again.</p>"
    assert offers(world, sequel, A)[STORY].state == "updated"


def test_what_no_longer_applies_can_be_thought_over(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "gone")
    world.save(sequel, {Key(STORY, A, "en"): "<p>Our own.</p>"})
    decide(world, sequel, STORY, A, "reset")
    assert offers(world, sequel, A)[STORY].state == ""
    assert world.book(sequel).answers.languages_of(STORY, A)["en"] == "<p>Our own.</p>"


def test_a_translation_is_no_second_look(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, B, "update")
    world.save(sequel, {Key(STORY, B, "fr"): "<p>Un. Deux.</p>"})
    assert codes(world, sequel) == {(STORY, B, "not_confirmed")}


def versions(world: Plans, report: int, lang: str) -> list[history.Version]:
    book = world.book(report)
    with world.reading() as session:
        return history.versions_of(session, world.actor("focal_point", "XA"), book, Key(STORY, A, lang))


def test_history_tells_from_which_record_a_version_was_taken_over(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "unchanged")
    world.save(sequel, {Key(STORY, A, "en"): "<p>It grew again.</p>"}, base=1)
    assert [each.carried_from for each in versions(world, sequel, "en")] == [None, ("reviews", 1)]


def test_what_was_taken_over_differs_once_an_amended_record_says_something_else(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "unchanged")
    assert not offers(world, sequel, A)[STORY].differs
    amend(world, {Key("aims.story", "aim-forest", "en"): "It shrank."})
    found = offers(world, sequel, A)[STORY]
    assert (found.differs, found.state) == (True, "unchanged")
    decide(world, sequel, STORY, A, "unchanged")
    assert world.book(sequel).answers.languages_of(STORY, A)["en"] == "<p>It shrank.</p>"
    assert not offers(world, sequel, A)[STORY].differs
    assert [each.carried_from for each in versions(world, sequel, "en")] == [("reviews", 2), ("reviews", 1)]


def test_what_was_taken_over_is_still_right_although_the_record_was_amended(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "unchanged")
    amend(world, {Key("aims.story", "aim-forest", "en"): "It shrank."})
    decide(world, sequel, STORY, A, "confirm")
    assert not offers(world, sequel, A)[STORY].differs
    assert world.book(sequel).answers.languages_of(STORY, A)["en"] == "<p>It grew.</p>"


def test_what_waits_differs_once_other_items_are_meant(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "update")
    world.do(item_matches.match, sequel, "reviews", A, [B])
    assert offers(world, sequel, A)[STORY].differs


def amend(world: Plans, answers: dict[Key, str]) -> None:
    """Publish the review once more, with other answers."""
    world.clock.forward(days=1)
    review = world.report(form="reviews")
    world.act(review, "amend", world.actor("focal_point", "XA"))
    assert len(world.save(review, answers, base=1).saved) == len(answers)
    world.bring_to(review, workflow.PUBLISHED)


def test_what_waits_can_be_confirmed_where_nothing_corresponds_any_more(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "update")
    world.do(item_matches.match, sequel, "reviews", A, [])
    found = offers(world, sequel, A)
    assert (found.keys(), found[STORY].found, found[STORY].differs) == ({STORY}, [], False)
    assert codes(world, sequel) == {(STORY, A, "not_confirmed")}
    decide(world, sequel, STORY, A, "confirm")
    assert codes(world, sequel) == set()


def test_what_waits_still_waits_where_a_newer_form_asks_for_it(world: Plans, sequel: int) -> None:
    decide(world, sequel, STORY, A, "update")
    decide(world, sequel, LEVEL, A, "gone")
    digest = rename_section(world, "states")
    world.do(moving.move, sequel, digest)
    assert codes(world, sequel) == {("states.story", A, "not_confirmed")}
    assert blocking(world, sequel) == 1
    with world.reading() as session:
        assert carried.states(session, world.book(sequel).revision.id)["states.level", A] == "gone"
    world.do(moving.undo, sequel)
    assert codes(world, sequel) == {(STORY, A, "not_confirmed")}


def rename_section(world: Plans, name: str) -> str:
    """Open a second revision of the sequels, whose section has another name; returns the form's digest."""
    source = world.house.catalogue.forms["sequels"]
    structure = copy.deepcopy(dict(source.structure)) | {"revision": 2}
    structure["sections"][0]["id"] = name
    with world.house.db.transaction() as session:
        editions.open_form(session, FormSource("sequels", structure, source.texts), world.clock())
    with world.reading() as session:
        return world.house.editions.newest(session, "sequels")[1].form.digest


def test_an_answer_that_stands_is_not_written_over(world: Plans, sequel: int) -> None:
    world.save(sequel, {Key(LEVEL, A): "achieved"})
    with pytest.raises(Invalid):
        decide(world, sequel, LEVEL, A, "unchanged")
    assert world.book(sequel).answers.value(LEVEL, A) == "achieved"


def test_all_can_be_taken_at_once_and_then_each_wants_a_look(world: Plans, sequel: int) -> None:
    world.save(sequel, {Key(LEVEL, B): "achieved"})
    assert world.do(carry_forward.take_all, sequel) == 5  # levels of A, C and D, stories of A and B
    assert len(codes(world, sequel)) == blocking(world, sequel) == 5
    with pytest.raises(Incomplete):
        world.act(sequel, "submit", world.actor("focal_point", "XA"))
    assert world.do(carry_forward.take_all, sequel) == 0


def test_the_party_says_once_which_earlier_items_an_item_goes_on_from(world: Plans, sequel: int) -> None:
    world.do(item_matches.match, sequel, "reviews", A, [B])
    assert [each.source.item for each in offers(world, sequel, A)[STORY].found] == [B]


def test_the_party_leaves_it_to_the_links_again(world: Plans, sequel: int) -> None:
    world.do(item_matches.match, sequel, "reviews", A, [B])
    world.do(item_matches.match, sequel, "reviews", A, None)
    assert [each.source.item for each in offers(world, sequel, A)[STORY].found] == ["aim-forest"]


@pytest.mark.parametrize(("form", "item"), [("plans", A), ("reviews", "nowhere")])
def test_an_item_that_goes_on_from_none_is_matched_with_none(world: Plans, sequel: int, form: str, item: str) -> None:
    with pytest.raises(NotFound):
        world.do(item_matches.match, sequel, form, item, [])


def test_an_item_is_matched_with_earlier_items_alone(world: Plans, sequel: int) -> None:
    with pytest.raises(Invalid):
        world.do(item_matches.match, sequel, "reviews", A, [B, "nowhere"])


def test_what_the_party_said_goes_on_in_an_amendment(world: Plans, sequel: int) -> None:
    world.do(item_matches.match, sequel, "reviews", A, [B])
    decide(world, sequel, STORY, A, "gone")
    world.bring_to(sequel, workflow.PUBLISHED)
    world.act(sequel, "amend", world.actor("focal_point", "XA"))
    found = offers(world, sequel, A)[STORY]
    assert ([each.source.item for each in found.found], found.state) == ([B], "gone")


def test_what_has_no_counterpart_is_listed(world: Plans, sequel: int) -> None:
    world.do(item_matches.match, sequel, "reviews", A, [])
    book = world.book(sequel)
    with world.reading() as session:
        known = carry_forward.earlier_reports(session, session.get_one(Report, sequel), book.revision.id, book.edition)
    assert {(question, item) for _, question, item in carry_forward.left_over(book, known)} == {
        ("aims.level", "aim-forest"),
        ("aims.story", "aim-forest"),
    }


def test_an_earlier_report_is_unpacked_once_and_asked_for_in_one_statement(world: Plans, sequel: int) -> None:
    book = world.book(sequel)
    with world.reading() as session:
        report = session.get_one(Report, sequel)
        known = carry_forward.earlier_reports(session, report, book.revision.id, book.edition)
        with counted() as asked:
            again = carry_forward.earlier_reports(session, report, book.revision.id, book.edition)
        assert again[0].copy is known[0].copy
        assert len(asked) == 2, "the record, and what the Party said of items"
        other = session.get_one(Report, world.report("XB", form="sequels"))
        with counted() as asked:
            assert not carry_forward.has_earlier(session, other, book.edition)
            assert carry_forward.earlier_reports(session, other, book.revision.id, book.edition) == []
        assert len(asked) == 2


def test_an_item_tells_which_earlier_items_it_goes_on_from_and_which_there_are(world: Plans, sequel: int) -> None:
    world.do(item_matches.match, sequel, "reviews", B, [])
    book = world.book(sequel)
    with world.reading() as session:
        known = carry_forward.earlier_reports(session, session.get_one(Report, sequel), book.revision.id, book.edition)
    found = {each.item: each for each in lineage.matches(book.edition.form, known[0].edition.form, known[0].matched)}
    assert (found[A].section, found[A].chosen, found[B].chosen) == ("goals", ("aim-forest",), ())
    assert {"aim-forest", B} < set(found[A].candidates)


def test_who_may_not_draft_decides_nothing(world: Plans, sequel: int) -> None:
    observer = world.actor("observer", "XA")
    with pytest.raises(Forbidden), world.house.db.transaction() as session:
        carry_forward.decide(session, observer, world.clock(), world.house.editions, sequel, STORY, A, "gone")


def test_nothing_is_decided_while_a_report_cannot_be_changed(world: Plans, sequel: int) -> None:
    world.bring_to(sequel, workflow.SUBMITTED)
    with pytest.raises(WrongState):
        decide(world, sequel, STORY, A, "gone")


@pytest.mark.parametrize(("question", "item"), [("goals.none", A), (STORY, "nowhere"), (STORY, "")])
def test_there_is_nothing_to_decide_where_nothing_is_offered(
    world: Plans, sequel: int, question: str, item: str
) -> None:
    with pytest.raises(NotFound):
        decide(world, sequel, question, item, "gone")


def test_an_item_of_ones_own_is_no_way_to_another_partys_answers(world: Plans) -> None:
    other = world.report("XB")
    with world.house.db.transaction() as session:
        own_items.add(
            session, world.actor_in(session, "focal_point", "XB"), world.clock(), world.house.editions, other, "aims",
            "aim-forest",
        )  # fmt: skip
    assert offers(world, world.report("XB", form="sequels"), A) == {}
