"""What two revisions of a form differ in, as its keepers are told."""

from __future__ import annotations

import copy
from typing import Any

from reporting.domain.form_difference import Changed, FormDifference, Reworded, form_difference
from tests.unit.builders import asked, structure

TEXTS = {"en": {"title": "Small form", "a.name.label": "Name?"}, "fr": {"title": "Petite", "a.name.label": "Nom ?"}}


def small() -> dict[str, Any]:
    made = structure([asked("name"), asked("open", "yes_no")], [asked("each")], due_on="2026-12-31")
    items = [{"key": "one", "number": "1"}, {"key": "two", "number": "2"}]
    made["sections"][1]["repeat"] = [{"over": "terms:tiny.targets", "items": items}]
    return made


def changed(into: dict[str, Any], texts: Any = TEXTS) -> FormDifference:
    return form_difference(small(), into, TEXTS, texts)


def test_a_form_does_not_differ_from_itself() -> None:
    assert not changed(small())
    assert not changed({**small(), "revision": 2})


def test_new_and_vanished_questions_sections_and_items_are_listed() -> None:
    after = small()
    first, second = after["sections"]
    first["questions"][1] = asked("shut", "yes_no")
    second["repeat"][0]["items"][1] = {"key": "three", "number": "3"}
    after["sections"].append({"id": "c", "number": "3", "questions": [], "rules": []})
    found = changed(after)
    assert (found.questions.new, found.questions.vanished) == (("a.shut",), ("a.open",))
    assert (found.new_sections, found.vanished_sections) == (("c",), ())
    assert (found.new_items, found.vanished_items) == ((("b", "three"),), (("b", "two"),))
    assert found.properties == ()
    assert found.in_structure


def test_each_property_that_changed_is_told_with_both_values() -> None:
    after = small()
    after["due_on"] = "2027-01-31"
    after["sections"][0]["number"] = "I"
    after["sections"][0]["questions"][0]["required"] = True
    after["sections"][0]["rules"] = [{"level": "warning", "if": {"question": "a.name", "answered": False}}]
    assert changed(after).properties == (
        Changed("", "due_on", "2026-12-31", "2027-01-31"),
        Changed("a", "number", "1", "I"),
        Changed("a", "rules", None, after["sections"][0]["rules"]),
        Changed("a.name", "required", None, True),
    )


def test_another_order_is_a_change() -> None:
    after = small()
    after["sections"][0]["questions"].reverse()
    assert changed(after).properties == (Changed("a", "order", ["name", "open"], ["open", "name"]),)
    after = small()
    after["sections"].reverse()
    assert changed(after).properties == (Changed("", "order", ["a", "b"], ["b", "a"]),)


def test_texts_that_read_otherwise_are_listed_in_each_language() -> None:
    after = copy.deepcopy(TEXTS)
    after["fr"]["a.name.label"] = "Quel nom ?"
    del after["fr"]["title"]
    after["ar"] = {"title": "صغير"}
    found = changed(small(), after)
    assert found.texts == {
        "fr": (Reworded("a.name.label", "Nom ?", "Quel nom ?"), Reworded("title", "Petite", "")),
        "ar": (Reworded("title", "", "صغير"),),
    }
    assert found
    assert not found.in_structure
