"""What follows from answers: what is asked, how far a report is, what is missing or doubtful."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.domain.answers import Completeness, Key, digest_of
from tests.unit.builders import answers, asked, structure

FEW = settings(max_examples=40, deadline=None)
#: Each question is asked when the one before is answered with yes.
CHAIN = structure(
    [
        asked("one", "yes_no", required=True),
        asked("two", "yes_no", required=True, show_if={"question": "a.one", "is": True}),
        asked("three", required=True, show_if={"question": "a.two", "is": True}),
        asked("no_three", show_if={"question": "a.three", "answered": False}),
    ]
)


def visible(values: dict[str, Any]) -> list[str]:
    found = answers(CHAIN, values)
    return [path.partition(".")[2] for path in found.form.questions if found.is_visible(path)]


def test_a_question_is_shown_when_its_condition_holds() -> None:
    assert visible({}) == ["one", "no_three"]
    assert visible({"a.one": True}) == ["one", "two", "no_three"]
    assert visible({"a.one": False}) == ["one", "no_three"]


def test_what_hangs_on_a_hidden_question_is_hidden_with_it() -> None:
    assert visible({"a.one": True, "a.two": True, "a.three": "x"}) == ["one", "two", "three"]
    assert visible({"a.one": False, "a.two": True, "a.three": "x"}) == ["one", "no_three"]


def test_a_hidden_answer_counts_again_once_its_question_is_shown_again() -> None:
    values = {"a.one": False, "a.two": True, "a.three": "x"}
    hidden = answers(CHAIN, values)
    assert hidden.value("a.three") == "x"
    assert not hidden.is_visible("a.three")
    assert answers(CHAIN, {**values, "a.one": True}).is_visible("a.three")


def test_what_is_hidden_is_not_needed() -> None:
    assert answers(CHAIN, {"a.one": False}).completeness() == Completeness(1, 1)
    assert answers(CHAIN, {"a.one": True}).completeness() == Completeness(1, 2)
    assert answers(CHAIN, {"a.one": True, "a.two": True, "a.three": ""}).completeness() == Completeness(2, 3)


def test_answers_to_questions_that_the_form_does_not_have_are_passed_over() -> None:
    found = answers(CHAIN, {"a.gone": "x", "z.q": True})
    assert found.value("a.gone") is None
    assert not found.is_visible("a.gone")
    assert [each.question for each in found.problems()] == ["a.one"]


def test_null_is_the_same_as_nothing() -> None:
    cleared, never = answers(CHAIN, {"a.one": None}), answers(CHAIN, {})
    assert cleared.languages_of("a.one") == never.languages_of("a.one") == {}
    assert list(cleared.problems()) == list(never.problems())


@pytest.mark.parametrize(
    ("given_answers", "required", "percent"),
    [(0, 0, 100), (0, 3, 0), (1, 3, 33), (2, 3, 66), (3, 3, 100), (199, 200, 99), (999, 1000, 99)],
)
def test_percents_are_rounded_down_so_that_a_hundred_means_complete(
    given_answers: int, required: int, percent: int
) -> None:
    assert Completeness(given_answers, required).percent == percent


def test_completeness_can_be_asked_of_single_sections() -> None:
    found = answers(structure([asked("q", required=True)], [asked("q", required=True), asked("r")]), {"b.q": "x"})
    assert [found.completeness([each]) for each in found.form.parts] == [Completeness(0, 1), Completeness(1, 1)]
    assert found.completeness() == Completeness(1, 2)


@pytest.mark.parametrize(
    ("values", "is_given"),
    [
        ({}, False),
        ({"a.q@sw": "habari"}, False),
        ({"a.q@en": ""}, False),
        ({"a.q@en": None, "a.q@sw": "habari"}, False),
        ({"a.q@ar": "نص"}, True),
        ({"a.q@sw": "habari", "a.q@fr": "texte"}, True),
    ],
)
def test_a_needed_text_is_given_when_one_of_the_six_languages_has_it(values: dict[str, Any], is_given: bool) -> None:
    found = answers(structure([asked("q", required=True, multilingual=True)]), values)
    assert found.completeness() == Completeness(int(is_given), 1)
    assert [each.code for each in found.problems()] == ([] if is_given else ["required"])


def test_conditions_see_a_text_in_any_language() -> None:
    data = structure([asked("q", multilingual=True), asked("r", show_if={"question": "a.q", "answered": True})])
    assert answers(data, {"a.q@sw": "habari"}).is_visible("a.r")
    assert not answers(data, {"a.q@sw": ""}).is_visible("a.r")


def test_no_and_zero_are_answers() -> None:
    found = answers(structure([asked("q", "yes_no", required=True)]), {"a.q": False})
    assert found.value("a.q") is False
    assert found.completeness().percent == 100


def test_words_are_counted_for_each_language() -> None:
    data = structure([asked("q", "long_text", multilingual=True, max_words=2)])
    found = answers(data, {"a.q@en": "one two three", "a.q@fr": "un deux", "a.q@ar": "واحد اثنان ثلاثة أربعة"})
    told = [(each.lang, each.code, each.blocking, each.params) for each in found.problems()]
    assert told == [
        ("ar", "too_many_words", True, {"words": 4, "limit": 2}),
        ("en", "too_many_words", True, {"words": 3, "limit": 2}),
    ]


def test_hidden_texts_are_not_judged() -> None:
    show_if = {"question": "a.open", "is": True}
    data = structure([asked("open", "yes_no"), asked("q", "long_text", max_words=1, show_if=show_if)])
    assert list(answers(data, {"a.q": "far too long"}).problems()) == []
    assert [each.code for each in answers(data, {"a.q": "too long", "a.open": True}).problems()] == ["too_many_words"]


def test_rules_warn_or_block_where_their_condition_holds() -> None:
    rules = [
        {"level": "warning", "if": {"question": "a.q", "is": True}},
        {"level": "blocking", "if": {"question": "a.q", "is": True, "and": {"question": "a.r", "answered": False}}},
    ]
    data = structure([asked("q", "yes_no"), asked("r")], rules=rules)
    told = [(each.question, each.code, each.blocking, each.params) for each in answers(data, {"a.q": True}).problems()]
    assert told == [
        ("a.q", "form_rule", False, {"path": "a.rule.0.message"}),
        ("a.q", "form_rule", True, {"path": "a.rule.1.message"}),
    ]
    assert [each.blocking for each in answers(data, {"a.q": True, "a.r": "x"}).problems()] == [False]
    assert list(answers(data, {"a.q": False}).problems()) == []


def test_rules_see_a_hidden_answer_as_none() -> None:
    rules = [{"level": "blocking", "if": {"question": "a.r", "answered": True}}]
    data = structure([asked("q", "yes_no"), asked("r", show_if={"question": "a.q", "is": True})], rules=rules)
    assert list(answers(data, {"a.r": "x"}).problems()) == []
    assert len(list(answers(data, {"a.r": "x", "a.q": True}).problems())) == 1


def test_problems_stand_in_the_order_of_the_form() -> None:
    data = structure([asked("z", required=True), asked("y", required=True)], [asked("a", required=True)])
    found = answers(data, {})
    assert [each.question for each in found.problems()] == ["a.z", "a.y", "b.a"]
    assert [each.question for each in found.problems([found.form.parts[1]])] == ["b.a"]


YES_NO, TEXT = st.sampled_from([True, False, None]), st.sampled_from(["x", "", None])
VALUES = st.fixed_dictionaries({}, optional={"a.one": YES_NO, "a.two": YES_NO, "a.three": TEXT, "a.no_three": TEXT})


@FEW
@given(VALUES, st.randoms())
def test_the_order_of_writing_changes_nothing(values: dict[str, Any], chance: Any) -> None:
    rows = list(values.items())
    chance.shuffle(rows)
    one, other = answers(CHAIN, values), answers(CHAIN, dict(rows))
    assert list(map(one.visible_in, one.form.parts)) == list(map(other.visible_in, other.form.parts))
    assert list(one.problems()) == list(other.problems())


@FEW
@given(VALUES)
def test_a_report_is_complete_exactly_when_nothing_needed_is_missing(values: dict[str, Any]) -> None:
    found = answers(CHAIN, values)
    missing = [each for each in found.problems() if each.code == "required"]
    assert (found.completeness().percent == 100) is (not missing)
    assert found.completeness().required - found.completeness().given == len(missing)


KEYS = st.builds(Key, st.sampled_from(["a.q", "b.q"]), st.just(""), st.sampled_from(["", "en", "fr"]))
VERSIONS = st.dictionaries(KEYS, st.integers(1, 9))


@FEW
@given(VERSIONS, st.randoms())
def test_the_digest_of_answers_does_not_hang_on_their_order(versions: dict[Key, int], chance: Any) -> None:
    rows = list(versions.items())
    chance.shuffle(rows)
    assert digest_of(rows) == digest_of(versions.items())


@FEW
@given(VERSIONS, KEYS)
def test_a_new_version_of_any_answer_changes_the_digest(versions: dict[Key, int], written: Key) -> None:
    after = {**versions, written: versions.get(written, 0) + 1}
    assert digest_of(after.items()) != digest_of(versions.items())


def test_an_answer_that_was_never_written_is_not_in_the_digest() -> None:
    assert digest_of([(Key("a.q"), 0)]) == digest_of([])
