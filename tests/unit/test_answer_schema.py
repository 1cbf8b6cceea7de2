"""The JSON Schema of a form's answers says which items, languages and values there can be."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from reporting import paths
from reporting.api.shapes.answer_schema import schema_of_answers
from reporting.api.validation import Place, faults
from reporting.domain.definitions import Edition, Form
from reporting.domain.loader import load
from tests.unit.builders import TRANSLATIONS, asked, structure

TERMS = [{"key": "T1", "number": "1"}, {"key": "T2", "number": "2"}]


def schema_of(*questions: dict[str, Any], **section: Any) -> dict[str, Any]:
    data = structure(list(questions))
    data["sections"][0] |= section
    return schema_of_answers(Edition(1, Form.from_data(data), data, {"en": {}}), "en", "https://a.example/schema")


def fits(schema: dict[str, Any], answer: dict[str, Any]) -> bool:
    tested = {name: each for name, each in schema.items() if name not in ("$schema", "$id", "$defs")}
    return not list(faults([answer], tested, Place(schema["$defs"])))


def said(item: str = "", lang: str = "", value: Any = "A", question: str = "a.name") -> dict[str, Any]:
    return {"question": question, "item": item, "lang": lang, "value": value}


@pytest.mark.parametrize(
    ("runs", "good", "bad"),
    [
        ([], [""], ["T1"]),
        ([{"over": "terms:t.targets", "items": TERMS}], ["T1", "T2"], ["", "T3"]),
        ([{"over": "own"}], ["abcdefgh", "0a_-3456"], ["", "short", "a" * 65, "-abcdefgh"]),
        ([{"over": "items:other.aims"}], ["T1", "A.1", "abcdefgh"], ["", "a b", ".a"]),
        ([{"over": "own"}, {"over": "terms:t.targets", "items": TERMS}], ["T1", "abcdefgh"], ["T3", ""]),
        ([{"over": "terms:t.targets", "items": TERMS, "without": ["x:y.z"]}], ["T1"], ["T3"]),
    ],
)
def test_items_are_terms_or_keys_of_those_that_a_party_adds(
    runs: list[dict[str, Any]], good: list[str], bad: list[str]
) -> None:
    made = schema_of(asked("name"), **({"repeat": runs} if runs else {}))
    assert [each for each in good if not fits(made, said(each))] == []
    assert [each for each in bad if fits(made, said(each))] == []


def test_a_question_that_is_asked_of_some_items_takes_no_others() -> None:
    made = schema_of(asked("name", items=["T2"]), repeat=[{"over": "terms:t.targets", "items": TERMS}, {"over": "own"}])
    assert fits(made, said("T2"))
    assert not fits(made, said("T1"))
    assert not fits(made, said("abcdefgh"))


def test_a_multilingual_answer_names_its_language_and_others_never_do() -> None:
    made = schema_of(asked("name", multilingual=True), asked("open", "yes_no"))
    assert fits(made, said(lang="zh-Hant"))
    assert not fits(made, said())
    assert not fits(made, said(lang="français"))
    assert fits(made, said(question="a.open", value=False))
    assert not fits(made, said(question="a.open", value=False, lang="en"))
    assert fits(made, said(question="a.open", value=None)), "a cleared answer"


def test_items_that_are_chosen_are_known_to_a_report_alone() -> None:
    made = schema_of(asked("aims", "items", options_of="b"), asked("note", "note"))
    assert fits(made, said(question="a.aims", value=["abcdefgh"]))
    assert not fits(made, said(question="a.aims", value=["abcdefgh", "abcdefgh"]))
    assert list(made["$defs"]) == ["a.aims"], "a note takes no answer"


@cache
def shipped() -> dict[str, Edition]:
    found = load([paths.data("forms")], TRANSLATIONS).forms
    return {key: Edition(1, Form.from_data(each.structure), each.structure, each.texts) for key, each in found.items()}


@pytest.mark.parametrize("form", ["nt7", "nr7", "nr6", "chm"])
def test_the_schema_of_a_shipped_form_takes_no_answer_of_nothing(form: str) -> None:
    made = schema_of_answers(shipped()[form], "fr", "https://a.example/schema")
    for path in made["$defs"]:
        assert not fits(made, said(question=path, item="no such item", value=None))
        assert not fits(made, said(question=path, value={"never": "a value"}, lang="fr"))
