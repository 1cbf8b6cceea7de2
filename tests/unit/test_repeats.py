"""Questions that are asked once for each item of a section."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.domain.answers import Answers, Completeness, Key
from reporting.domain.definitions import Edition, Form, Part
from reporting.domain.document import Document
from reporting.domain.layout import lay_out
from reporting.domain.record import ReportIdentity, StoredAnswer, freeze, reopen
from tests.unit.builders import asked, structure

PLAIN = [asked("open", "yes_no", required=True)]
OF_ITEMS = [
    asked(
        "level", "choice", required=True, options=["done", "late"], options_path="lists.level", marks={"done": "done"}
    ),
    asked("why", required=True, multilingual=True, max_words=3, show_if={"question": "b.level", "is": "late"}),
    asked("note", show_if={"question": "a.open", "is": True}),
]
RULE = {"level": "warning", "if": {"all": [{"question": "a.open", "is": False}, {"question": "b.level", "is": "done"}]}}
TEXTS = {
    "en": {
        "b.title": "Targets",
        "items.T1.title": "Clean water",
        "items.T2.title": "Old trees",
        "lists.level.done": "Done",
    }
}


def made() -> Edition:
    """Section a asks once, section b for each of two items."""
    data = structure(PLAIN, OF_ITEMS, rules=[RULE])
    data["sections"][1] |= {
        "repeat": [
            {"over": "terms:small.targets", "items": [{"key": "T1", "number": "1"}, {"key": "T2", "number": "2"}]}
        ],
        "overview": "b.level",
    }
    return Edition(1, Form.from_data(data), data, TEXTS)


def answers(values: dict[tuple[str, str], Any]) -> Answers:
    """Answers by (path, item); texts in English."""
    form = made().form
    return Answers(form, {key(form, *place): value for place, value in values.items()})


def key(form: Form, path: str, item: str) -> Key:
    return Key(path, item, "en" if form.questions[path].multilingual else "")


def part(found: Answers, item: str) -> Part:
    return Part(found.form.sections[1], item)


def test_each_item_is_a_part_of_the_form() -> None:
    assert [(each.section.id, each.item) for each in made().form.parts] == [("a", ""), ("b", "T1"), ("b", "T2")]


@pytest.mark.parametrize(("path", "item"), [("b.level", ""), ("b.level", "T9"), ("a.open", "T1"), ("b.gone", "T1")])
def test_an_answer_stands_nowhere_but_in_its_part(path: str, item: str) -> None:
    assert made().form.part_of(path, item) is None


def test_conditions_look_at_the_same_item() -> None:
    found = answers({("b.level", "T1"): "late", ("b.level", "T2"): "done"})
    assert found.is_visible("b.why", "T1")
    assert not found.is_visible("b.why", "T2")


def test_conditions_on_a_question_that_is_asked_once_hold_for_every_item() -> None:
    found = answers({("a.open", ""): True})
    assert [found.is_visible("b.note", item) for item in ("T1", "T2")] == [True, True]


def test_each_item_is_counted_by_itself() -> None:
    found = answers({("a.open", ""): True, ("b.level", "T1"): "late", ("b.level", "T2"): "done"})
    assert found.completeness([part(found, "T1")]) == Completeness(1, 2)
    assert found.completeness([part(found, "T2")]) == Completeness(1, 1)
    assert found.completeness() == Completeness(3, 4)


def test_problems_name_their_item() -> None:
    found = answers({("b.level", "T1"): "late", ("b.why", "T1"): "far too many words", ("b.level", "T2"): "done"})
    told = [(each.question, each.item, each.code) for each in found.problems(found.form.parts[1:])]
    assert told == [("b.why", "T1", "too_many_words")]


def test_a_rule_speaks_to_each_item_that_breaks_it() -> None:
    found = answers({("a.open", ""): False, ("b.level", "T1"): "done", ("b.level", "T2"): "done"})
    assert [(each.question, each.item) for each in found.problems()] == [("b.level", "T1"), ("b.level", "T2")]


def test_what_turns_on_a_question_is_known_with_what_follows_from_it() -> None:
    assert made().form.readers == {"a.open": {"b"}, "b.level": {"b"}}


def test_the_copy_keeps_the_answers_of_each_item_apart_and_leaves_hidden_ones_out() -> None:
    form = made().form
    stored = [
        StoredAnswer(key(form, *place), value)
        for place, value in {
            ("b.level", "T1"): "late", ("b.why", "T1"): "Rain", ("b.level", "T2"): "done", ("b.why", "T2"): "Sun",
        }.items()
    ]  # fmt: skip
    copy = freeze(IDENTITY, made(), stored)
    kept = {(each.key.question, each.key.item): each.value for each in reopen(copy.public).answers}
    assert kept == {("b.level", "T1"): "late", ("b.level", "T2"): "done", ("b.why", "T1"): "Rain"}


IDENTITY = ReportIdentity("XT", {"en": "Testland"}, {"en": "Tiny"}, ("en",))


def document(values: dict[tuple[str, str], Any]) -> Document:
    form = made().form
    return lay_out(IDENTITY, made(), [StoredAnswer(key(form, *place), each) for place, each in values.items()], "en")


def test_the_document_has_a_part_for_each_item_with_what_stands_for_it() -> None:
    found = document({("b.level", "T1"): "done"})
    section = found.parts[1]
    assert section.has_overview
    told = [(each.number, each.title, each.level and (each.level.text, each.level.mark)) for each in section.parts]
    assert told == [("1", "Clean water", ("Done", "done")), ("2", "Old trees", None)]
    assert [node.item for node in section.parts[1].questions] == ["T2"]


def test_one_part_is_laid_out_alone_and_the_others_are_named() -> None:
    form = made().form
    values = {("b.level", "T1"): "late", ("b.why", "T1"): "Rain", ("b.level", "T2"): "done"}
    stored = [StoredAnswer(key(form, *place), each) for place, each in values.items()]
    found = lay_out(IDENTITY, made(), stored, "en", only=[("b", "T2")])
    assert [(each.id, each.item, len(each.questions)) for each in found.pages()] == [
        ("a", "", 0), ("b", "", 0), ("b", "T1", 0), ("b", "T2", 1),
    ]  # fmt: skip
    whole = lay_out(IDENTITY, made(), stored, "en")
    assert found.part("b", "T2") == whole.part("b", "T2")
    assert [each.level for each in found.pages()] == [each.level for each in whole.pages()]
    assert found.part("b", "T3") is None


def test_the_levels_of_a_section_are_counted_in_the_order_of_the_form() -> None:
    told = [(each.label, each.mark, each.count) for each in document({("b.level", "T2"): "late"}).parts[1].levels]
    assert told == [("Done", "done", 0), ("late", "", 1), ("", "", 1)]
    assert document({}).parts[0].levels == ()


@pytest.mark.parametrize(
    ("texts", "said"),
    [({"b.why": "fr"}, "fr"), ({"b.why": "fr", "b.more": "ar"}, ""), ({"b.why": "fr", "b.more": "en"}, ""), ({}, "")],
)
def test_a_part_whose_texts_are_all_in_one_other_language_says_so(texts: dict[str, str], said: str) -> None:
    data = structure(PLAIN, [*OF_ITEMS, asked("more", multilingual=True)])
    data["sections"][1] |= {
        "repeat": [{"over": "terms:x.targets", "items": [{"key": "T1", "number": "1"}]}],
        "overview": "b.level",
    }
    stored = [
        StoredAnswer(Key("b.level", "T1"), "late"),
        *(StoredAnswer(Key(path, "T1", lang), "Text") for path, lang in texts.items()),
    ]
    found = lay_out(IDENTITY, Edition(1, Form.from_data(data), data, TEXTS), stored, "en").part("b", "T1")
    assert found is not None
    assert found.shown_in == said
