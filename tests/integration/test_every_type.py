"""One form with a question of every type: saved, hidden and shown again, frozen, read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reporting import wiring
from reporting.domain.answers import Key
from reporting.domain.document import Document
from reporting.domain.layout import lay_out
from reporting.domain.questions import TYPES
from reporting.domain.record import freeze, reopen
from reporting.services import own_items
from reporting.services.reports import Workbook, identity_of
from tests.papers import attach
from tests.world import TINY, XA, XB, FixedClock, World, open_forms, settings

FORMS = TINY.parent / "everything" / "forms"
PLACE, SWITCH = "place-by-the-river", Key("all.switch")
VALUES: dict[str, Any] = {
    "text": "A text", "long_text": "First.\n\nSecond.", "rich_text": "<p>A <strong>bold</strong> word</p>",
    "yes_no": False, "date": "2026-02-28", "integer": 0, "decimal": "1200.5", "percentage": "0", "year": 1999,
    "contact": {"name": "Ana Poe", "function": "", "institution": "Office", "address": "", "email": "", "phone": ""},
    "links": [{"url": "https://example.org/plan", "title": "The plan"}],
    "choice": "blue", "choices": ["red", "blue"], "terms": ["GBF-TARGET-03"], "items": [PLACE], "parties": [XB],
    "table": [{"id": "r1", "name": "Oak", "size": "0"}, {"id": "r2", "name": "Elm", "size": "2.5"}],
    "series": [{"id": "s1", "year": "2020", "value": "0", "unit": "ha"}],
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock = FixedClock()
    told = settings(tmp_path, forms_path=f"{TINY / 'forms'}:{FORMS}", translations_path=str(TINY / "translations"))
    house = wiring.make_house(told, clock)
    open_forms(house)
    made = World(house, clock, agreement="tiny", form="everything", parties=(XA, XB))
    for party in made.parties:
        made.user("focal_point", party)
    yield made
    house.db.dispose()


@pytest.fixture
def report(world: World) -> int:
    """A report in which every question is answered."""
    made = world.report(languages=("en",))
    with world.house.db.transaction() as session:
        who = world.actor_in(session, "focal_point", XA)
        own_items.add(session, who, world.clock(), world.house.editions, made, "places", PLACE)
    file = attach(world, made)
    files = [{"id": file.sha256, "name": file.name, "description": "The plan"}]
    multilingual = ("text", "long_text", "rich_text")
    answers = {Key(f"all.a_{kind}", "", "en" if kind in multilingual else ""): VALUES[kind] for kind in VALUES}
    named = {Key("places.name", PLACE, "en"): "By the river", Key("all.a_files"): files}
    outcome = world.save(made, {SWITCH: True, **answers, **named})
    assert outcome.rejected == []
    return made


def shown(book: Workbook) -> dict[str, Any]:
    """Question id → value, of what is asked."""
    asked = [each for part in book.edition.form.parts for each in book.answers.visible_questions(part)]
    return {each.id: book.answers.value(each.path) for each in asked if each.section == "all"}


def document(world: World, book: Workbook) -> Document:
    with world.reading() as session:
        identity = identity_of(session, session.merge(book.report, load=False), book.edition, world.clock().date())
    return lay_out(identity, book.edition, book.stored.values(), "en")


def test_the_form_has_a_question_of_every_type(world: World, report: int) -> None:
    questions = world.book(report).edition.form.questions.values()
    assert {each.type for each in questions} == set(TYPES)


def test_every_answer_stands_as_it_was_given_and_breaks_no_rule(world: World, report: int) -> None:
    book = world.book(report)
    given = {kind: book.answers.value(f"all.a_{kind}") for kind in VALUES}
    assert given == VALUES
    assert book.problems() == []


def test_what_is_hidden_comes_back_as_it_was(world: World, report: int) -> None:
    before = shown(world.book(report))
    world.save(report, {SWITCH: False}, base=1)
    assert shown(world.book(report)) == {"switch": False}
    world.save(report, {SWITCH: True}, base=2)
    assert shown(world.book(report)) == before


def test_what_is_hidden_is_in_no_copy_and_in_no_document(world: World, report: int) -> None:
    world.save(report, {SWITCH: False}, base=1)
    book = world.book(report)
    with world.reading() as session:
        identity = identity_of(session, session.merge(book.report, load=False), book.edition, world.clock().date())
    copy = reopen(freeze(identity, book.edition, book.stored.values()).public)
    assert {each.key.question for each in copy.answers} == {"places.name", "all.switch"}
    assert [each.path for part in document(world, book).parts for each in part.questions] == ["all.switch"]


def test_every_answer_reads_in_words(world: World, report: int) -> None:
    part = document(world, world.book(report)).part("all")
    assert part is not None
    said = {each.type: each.value.text for each in part.questions if each.value and each.path != "all.switch"}
    assert said.keys() >= TYPES.keys() - {"note"}
    for kind, words in {
        "decimal": "1,200.5", "integer": "0", "year": "1999", "percentage": "0", "parties": "Beland",
        "items": "By the river", "terms": "Conserve land", "table": "Elm", "series": "2020", "yes_no": "No",
    }.items():  # fmt: skip
        assert words in said[kind], kind
