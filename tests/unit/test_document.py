"""A report laid out for reading: every value in the best language there is, and saying which."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reporting.domain.definitions import Edition, Form
from reporting.domain.document import Document, QuestionNode, Value
from reporting.domain.layout import lay_out
from reporting.domain.record import ReportIdentity, StoredAnswer
from tests.unit.builders import asked, key, structure, tiny

IDENTITY = ReportIdentity(
    party="XA",
    party_names={"en": "Arland", "fr": "Arlande"},
    agreement_names={"en": "Tiny agreement", "fr": "Petit accord"},
    languages=("en", "fr"),
)


def stored(values: dict[str, Any], original: str = "", machine: str = "") -> list[StoredAnswer]:
    """Answers by "path@language"; `original` and `machine` are languages."""
    made = ((key(name), value) for name, value in values.items())
    return [
        StoredAnswer(where, value, original=where.lang == original != "", machine=where.lang == machine != "")
        for where, value in made
    ]


def laid_out(values: dict[str, Any], language: str = "en", original: str = "", machine: str = "") -> Document:
    return lay_out(IDENTITY, tiny(), stored(values, original, machine), language)


def nodes(document: Document) -> dict[str, QuestionNode]:
    return {each.path: each for part in document.parts for each in part.questions}


def value_of(path: str, document: Document) -> Value:
    found = nodes(document)[path].value
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("languages", "original", "asked_for", "shown"),
    [
        ("en fr ar", "en", "fr", "fr"),
        ("en ar", "ar", "fr", "ar"),
        ("en ar", "", "fr", "ar"),
        ("zh ru", "", "en", "ru"),
        ("sw zh", "", "en", "zh"),
        ("sw zh", "sw", "en", "sw"),
        ("sw fa", "", "en", "fa"),
        ("sw", "", "en", "sw"),
    ],
)
def test_a_text_is_shown_in_the_language_asked_then_the_original_then_one_of_the_six_then_any(
    languages: str, original: str, asked_for: str, shown: str
) -> None:
    values = {f"first.name@{each}": f"text in {each}" for each in languages.split()}
    value = value_of("first.name", laid_out(values, asked_for, original))
    assert (value.lang, value.text) == (shown, f"text in {shown}")
    assert value.fallback is (shown != asked_for)


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("pa-Arab", "rtl"), ("sw", "ltr")])
def test_a_text_runs_as_its_own_language_does(lang: str, direction: str) -> None:
    assert value_of("first.name", laid_out({f"first.name@{lang}": "x"})).dir == direction


def test_a_blank_text_is_passed_over_for_another_language() -> None:
    value = value_of("first.name", laid_out({"first.name@en": "", "first.name@fr": "Jardin"}))
    assert (value.lang, value.fallback) == ("fr", True)


def test_values_without_a_language_are_said_in_the_language_of_the_reader() -> None:
    values = {"first.open": True, "first.colour": "green", "first.opened_on": "2020-05-01"}
    french, arabic = laid_out(values, "fr"), laid_out(values, "ar")
    assert [value_of(path, french).text for path in values] == ["Oui", "Vert", "1 mai 2020"]
    assert [value_of(path, arabic).lang for path in values] == ["ar"] * 3
    assert {value_of(path, arabic).dir for path in values} == {"rtl"}
    assert not any(value_of(path, french).fallback for path in values)


def test_several_choices_are_told_one_by_one() -> None:
    value = value_of("first.animals", laid_out({"first.animals": ["bees", "birds"]}, "fr"))
    assert value.items == ("Abeilles", "Oiseaux")
    assert value.text == "Abeilles; Oiseaux"


def test_one_choice_is_told_as_an_item_too() -> None:
    assert value_of("first.colour", laid_out({"first.colour": "red"})).items == ("Red",)


def test_formatted_text_comes_with_and_without_its_format() -> None:
    value = value_of("second.story", laid_out({"second.story@en": "<p>A <em>good</em> year.</p>"}))
    assert (value.html, value.text) == ("<p>A <em>good</em> year.</p>", "A good year.")
    assert value_of("first.name", laid_out({"first.name@en": "<p>x</p>"})).html == ""


def test_no_is_an_answer() -> None:
    assert value_of("first.open", laid_out({"first.open": False})).text == "No"


@pytest.mark.parametrize("values", [{}, {"first.name@en": None}, {"first.name@en": ""}])
def test_a_question_without_an_answer_is_shown_as_such(values: dict[str, Any]) -> None:
    node = nodes(laid_out(values))["first.name"]
    assert node.value is None
    assert (node.label, node.required, node.public) == ("What is the name of the garden?", True, True)


def test_questions_that_are_not_asked_are_left_out() -> None:
    assert "first.opened_on" not in nodes(laid_out({"first.opened_on": "2020-05-01"}))
    assert "first.opened_on" in nodes(laid_out({"first.opened_on": "2020-05-01", "first.open": True}))


def test_a_section_without_a_question_to_show_is_left_out() -> None:
    show_if = {"question": "a.q", "is": True}
    data = structure([asked("q", "yes_no")], [asked("q", show_if=show_if), asked("r", show_if=show_if)])
    edition = Edition(1, Form.from_data(data), data, {"en": {"a.title": "First", "b.title": "Second"}})
    shown = [lay_out(IDENTITY, edition, stored({"a.q": each}), "en").parts for each in (True, False)]
    assert [[part.title for part in parts] for parts in shown] == [["First", "Second"], ["First"]]


def test_marks_of_options_and_work_of_machines_are_told() -> None:
    options = {"options": ["good", "bad"], "options_path": "lists.x", "marks": {"good": "achieved"}}
    data = structure([asked("q", "choice", **options)])
    edition = Edition(1, Form.from_data(data), data, {})
    for chosen, mark in (("good", "achieved"), ("bad", "")):
        assert value_of("a.q", lay_out(IDENTITY, edition, stored({"a.q": chosen}), "en")).mark == mark
    for machine in ("en", "fr"):
        assert value_of("first.name", laid_out({"first.name@en": "x"}, machine=machine)).machine is (machine == "en")


def test_the_document_says_whose_it_is_in_the_language_of_the_reader() -> None:
    french, arabic = laid_out({}, "fr"), laid_out({}, "ar")
    assert (french.title, french.party_name, french.agreement_name) == ("Petit rapport", "Arlande", "Petit accord")
    assert (french.dir, arabic.dir) == ("ltr", "rtl")
    assert (arabic.party_name, arabic.agreement_name) == ("Arland", "Tiny agreement")
    assert [(part.number, part.title) for part in french.parts] == [
        ("I", "Première section"),
        ("II", "Deuxième section"),
    ]


def test_a_party_without_names_is_called_by_its_code() -> None:
    nameless = ReportIdentity("XA", {}, {}, ("en",))
    assert lay_out(nameless, tiny(), [], "en").party_name == "XA"


def test_the_tree_is_plain_data() -> None:
    values = {"first.name@ar": "نص", "first.animals": ["bees"], "second.story@en": "<p>a</p>"}
    document = lay_out(IDENTITY, tiny(), stored(values), "en", {"number": 1})
    data = json.loads(json.dumps(document.to_data()))
    assert data["meta"] == {"number": 1}
    assert data["parts"][0]["questions"][0]["value"]["lang"] == "ar"
    assert [part["id"] for part in data["parts"]] == ["first", "second"]
