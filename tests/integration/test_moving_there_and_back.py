"""Whatever a newer revision asks otherwise: a draft that is moved to it and back has every answer that it had."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.domain.answers import Key
from reporting.domain.conditions import references
from reporting.domain.loader import FormSource
from reporting.services import editions, moving
from tests.world import XA, World, write

ANSWERS: dict[Key, Any] = {
    Key("first.name", "", "en"): "Old garden",
    Key("first.name", "", "fr"): "Vieux jardin",
    Key("first.open"): True,
    Key("first.opened_on"): "2020-05-31",
    Key("first.colour"): "blue",
    Key("first.animals"): ["bees", "other"],
    Key("first.animals_other", "", "fr"): "Des chats",
    Key("first.gardener"): "Ana",
    Key("second.story", "", "en"): "<p>Rain</p>",
    Key("second.remarks", "", "en"): "A pond",
    Key("second.note_to_reviewers"): "Late",
}
#: What may become of a question: each is a change of its table, or of where it stands.
FATES = ("stays", "goes", "moves", "text", "yes_no", "multilingual", "fewer options", "once for each item")


@st.composite
def drafts(draw: st.DrawFn) -> tuple[dict[Key, Any], dict[str, str]]:
    """Some answers, and what becomes of some questions."""
    given = draw(st.dictionaries(st.sampled_from(list(ANSWERS)), st.booleans()))
    fates = draw(st.dictionaries(st.sampled_from([key.question for key in ANSWERS]), st.sampled_from(FATES)))
    return {key: ANSWERS[key] for key, is_given in given.items() if is_given}, fates


def unconditional(structure: Any) -> dict[str, Any]:
    """A structure without rules, in which no question turns on another, but for one pair."""
    made: dict[str, Any] = copy.deepcopy(dict(structure))
    for section in made["sections"]:
        section["rules"] = []
        for question in section["questions"]:
            if list(references(question.get("show_if"))) != ["first.open"] or question["id"] != "opened_on":
                question.pop("show_if", None)
    return made


def changed(structure: dict[str, Any], fates: dict[str, str]) -> dict[str, Any]:
    """The structure with every question as its fate wants it."""
    made = copy.deepcopy(structure)
    first, second = made["sections"][:2]
    come: dict[str, list[dict[str, Any]]] = {"first": [], "second": []}
    for section, other in ((first, "second"), (second, "first")):
        told = [(fates.get(f"{section['id']}.{each['id']}", "stays"), each) for each in section["questions"]]
        come[other] = [question for fate, question in told if fate == "moves"]
        section["questions"] = [otherwise(question, fate) for fate, question in told if fate not in ("goes", "moves")]
        if "once for each item" in [fate for fate, _ in told]:
            section["repeat"] = [{"over": "terms:tiny.rivers", "items": [{"key": "rhine", "number": "1"}]}]
    for section in (first, second):
        section["questions"] += come[section["id"]]
        for question in section["questions"]:
            question.pop("show_if", None)  # what it turned on may be another question now
    return made


def otherwise(question: dict[str, Any], fate: str) -> dict[str, Any]:
    if fate in ("text", "yes_no"):
        return {"id": question["id"], "type": fate}
    if fate == "multilingual" and question["type"] in ("text", "long_text", "rich_text"):
        return {**question, "multilingual": not question.get("multilingual", False)}
    if fate == "fewer options" and "options" in question:
        return {**question, "options": question["options"][:1]}
    return question


def opened(world: World, structure: dict[str, Any]) -> None:
    """The structure as the next revision."""
    with world.house.db.transaction() as session:
        _, newest = world.house.editions.newest(session, "tiny")
        next_one = {**structure, "revision": newest.form.revision + 1}
        editions.open_form(session, FormSource("tiny", next_one, newest.texts), world.clock())


def values(world: World, report: int) -> dict[Key, Any]:
    return {key: each.value for key, each in world.book(report).stored.items() if each.value is not None}


def there_and_back(world: World, report: int) -> None:
    who, known, book = world.actor("focal_point", XA), world.house.editions, world.book(report)
    with world.reading() as session:
        shown = moving.offer(session, who, known, book.report, book.revision)
    with world.house.db.transaction() as session:
        moving.move(session, who, world.clock(), known, report, shown.new.form.digest)
    assert len(values(world, report)) >= shown.kept, "what has a place in the newer form is there"
    with world.house.db.transaction() as session:
        moving.undo(session, who, world.clock(), known, report)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=drafts())
def test_a_draft_that_is_moved_and_back_is_as_it_was(tiny: World, told: tuple[dict[Key, Any], dict[str, str]]):
    written, fates = told
    structure = unconditional(tiny.house.catalogue.forms["tiny"].structure)
    opened(tiny, structure)
    report = tiny.report()
    try:
        tiny.write(report, *(write(key, value) for key, value in written.items()))
        stood_on = tiny.book(report).edition.id
        opened(tiny, changed(structure, fates))
        there_and_back(tiny, report)
        assert tiny.book(report).edition.id == stood_on
        assert values(tiny, report) == written
    finally:
        tiny.act(report, "discard", tiny.actor("focal_point", XA))
