"""The questionnaires on the binary indicators in the seventh national report, against those of the Convention.

`ASKED` is their table: a line for each binary indicator with what it belongs to, then its questions as key, answers and
`*` where an answer is required. `IF` holds what each follow-up turns on; several conditions there mean: any of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from reporting import paths
from reporting.domain.conditions import references
from reporting.domain.definitions import Form, Item, Question, Section
from reporting.domain.loader import load

ASKED = """
B.b GBF-GOAL-B: b_1 S4* b_2 S4* b_3 S4* b_4 S4*
1.b GBF-TARGET-01: q1 YN* q1_1 heading q1_1_a S4* q1_1_b S4* q1_1_c S4* q1_2 several4*
5.b GBF-TARGET-05: q5_1 several5*
6.b GBF-TARGET-06: q6_1 S4* q6_2 S4* q6_3 S4*
8.b GBF-TARGET-08: q8_1 several3* q8_2 S4* q8_3 S4* q8_4 S4* q8_5 S4* q8_6 S4* q8_7 several6* q8_7_1 text \
q8_8 S4* q8_9 S4*
9.b GBF-TARGET-09: q9_1 S4* q9_2 S4* q9_3 S4* q9_3_1 several4* q9_4 S5*
12.b GBF-TARGET-12: q12_1 S4* q12_2 S4*
13.b GBF-TARGET-13 GBF-GOAL-C: q13_1 S5* q13_2 S5* q13_3 S4* q13_4 YNA* q13_5 S5* q13_6 S5* q13_7 S5*
14.b GBF-TARGET-14: q14_1 S4* q14_2 S4* q14_3 S4* q14_3_a several12 q14_3_a_1 text q14_4 S4* q14_5 S4*
15.b GBF-TARGET-15: q15_1 S4* q15_2 S4* q15_3 S4* q15_4 S4* q15_5 S4*
16.b GBF-TARGET-16: q16_1 S4* q16_2 S4* q16_3 S4*
17.b GBF-TARGET-17: q17_1 S4* q17_2 S4* q17_3 S4* q17_4 S4* q17_5 S4* q17_6 S4*
20.b GBF-TARGET-20: q20_1 S4* q20_2 G6* q20_2_1 text q20_3 S5* q20_4 G6* q20_4_1 text q20_5 S4* q20_5_1 text
22.b GBF-TARGET-22: q22_1 heading q22_1_a G6* q22_1_a_1 text q22_1_b several5* q22_1_c YN* q22_1_d G6* q22_1_d_1 text \
q22_1_e G6* q22_1_e_1 text q22_2 S4* q22_3 heading q22_3_a G6* q22_3_a_1 text q22_3_b several5* q22_3_c YN*
23.b GBF-TARGET-23: q23_1 S4* q23_2 S4* q23_3 S4* q23_4 S4*
"""
S4 = ("no", "under_development", "partially", "fully")
YN = ("yes", "no")
LISTS: Mapping[str, tuple[str, ...]] = {
    "S4": S4,
    "S5": (*S4, "not_applicable"),
    "YN": YN,
    "YNA": (*YN, "not_applicable"),
    "G6": (
        "indigenous_peoples_local_communities", "women_girls", "children_youth", "persons_with_disabilities", "other",
        "none",
    ),
}  # fmt: skip
BEGUN, IN_FORCE = S4[1:], S4[2:]
IF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "q1_1_c": {"q1": ("no",)},
    "q1_2": {"q1_1_a": BEGUN, "q1_1_b": BEGUN, "q1_1_c": BEGUN},
    "q8_7_1": {"q8_7": ("other",)},
    "q9_3_1": {"q9_3": IN_FORCE},
    "q14_3_a": {"q14_3": IN_FORCE},
    "q14_3_a_1": {"q14_3_a": ("other",)},
    "q20_2_1": {"q20_2": ("other",)},
    "q20_4_1": {"q20_4": ("other",)},
    "q20_5_1": {"q20_5": BEGUN},
    "q22_1_a_1": {"q22_1_a": ("other",)},
    "q22_1_d_1": {"q22_1_d": ("other",)},
    "q22_1_e_1": {"q22_1_e": ("other",)},
    "q22_3_a_1": {"q22_3_a": ("other",)},
}
#: What stands in this form alone: what the answers mean, and the comments.
OURS = ("scale", "comments")
#: Several may be chosen in all that the Convention's questionnaires call a checkbox but in this scale.
ONE_OF_A_SCALE = "q9_3"


def told() -> dict[str, tuple[list[str], list[tuple[str, str, bool]]]]:
    """Code → (what it belongs to, its questions as key, answers and whether required)."""
    found = {}
    for line in ASKED.strip().splitlines():
        head, _, asked = line.partition(": ")
        code, *belongs_to = head.split()
        words = asked.split()
        rows = [(key, kind.rstrip("*"), kind.endswith("*")) for key, kind in zip(words[::2], words[1::2], strict=True)]
        found[code] = (belongs_to, rows)
    return found


@cache
def form() -> Form:
    return Form.from_data(load([paths.data("forms")], [paths.data("translations")]).forms["nr7"].structure)


def section() -> Section:
    found = form().section("questionnaires")
    assert found is not None
    return found


def questions_of(code: str) -> list[Question]:
    """The Convention's own that are asked of an indicator, in the form's order."""
    return [each for each in section().questions if each.id not in OURS and code in each.items]


def answers_of(question: Question) -> str:
    """How `ASKED` writes the kind of answer: a list's name, how many there are to choose several from, or the type."""
    if question.type == "note":
        return "heading"
    if question.type == "choice" or question.options_path == "lists.groups_of_people":
        return next(name for name, options in LISTS.items() if options == question.options)
    return f"several{len(question.options)}" if question.type == "choices" else question.type


def turns_on(condition: Any) -> dict[str, tuple[str, ...]]:
    """A condition as `IF` writes it: question → the answers of which one is needed."""
    if "any" in condition:
        return {key: needed for each in condition["any"] for key, needed in turns_on(each).items()}
    key = condition["question"].removeprefix("questionnaires.")
    wanted = condition.get("any_of") or [condition["is"] if "is" in condition else condition["includes"]]
    assert condition.keys() <= {"question", "any_of", "is", "includes"}
    return {key: tuple(wanted)}


def test_there_are_fifteen_items_for_sixteen_goals_and_targets() -> None:
    items: dict[str, Item] = {each.key: each for each in section().items}
    assert set(items) == set(told())
    assert {code: sorted(each.links) for code, each in items.items()} == {
        code: sorted(belongs_to) for code, (belongs_to, _) in told().items()
    }
    assert (len(items), sum(len(each.links) for each in items.values())) == (15, 16)


@pytest.mark.parametrize("code", told())
def test_each_questionnaire_asks_what_the_conventions_own_asks(code: str) -> None:
    found = [(each.id, answers_of(each), each.required) for each in questions_of(code)]
    assert found == told()[code][1]


def test_eighty_three_questions_are_asked_of_one_item_each_and_ninety_counted_by_goal_and_target() -> None:
    own = [each for each in section().questions if each.id not in OURS]
    assert all(len(each.items) == 1 for each in own)
    links = {each.key: len(each.links) for each in section().items}
    rows = [each for each in own if each.type != "note" for _ in range(links[each.items[0]])]
    assert len({each.id for each in rows}) == 83
    assert Counter(each.type for each in rows) == {"choice": 66 + 1, "choices": 15 - 1, "text": 9}
    scale = next(each for each in own if each.id == ONE_OF_A_SCALE)
    assert (scale.type, scale.options) == ("choice", S4)
    assert sum(each.type == "note" for each in own) == 3


def test_follow_ups_turn_on_what_they_turn_on_there() -> None:
    found = {each.id: turns_on(each.show_if) for each in section().questions if each.show_if}
    assert found == IF
    for each in section().questions:
        for path in references(each.show_if):
            assert form().questions[path].items == each.items


def test_none_and_not_applicable_stand_alone_where_several_may_be_chosen() -> None:
    several = [each for each in section().questions if each.type == "choices"]
    for each in several:
        assert each.exclusive == tuple(option for option in each.options if option in ("none", "not_applicable"))
    assert {each.id for each in several if not each.exclusive} == {"q8_7", "q9_3_1", "q14_3_a"}


def test_texts_are_in_several_languages_and_comments_are_for_all() -> None:
    texts = [each for each in section().questions if each.type in ("text", "long_text")]
    assert all(each.multilingual and not each.required for each in texts)
    assert [(each.id, each.items) for each in texts if each.type == "long_text"] == [("comments", ())]
    (scale,) = (each for each in section().questions if each.id == "scale")
    with_scale = {code for code, (_, rows) in told().items() if any(kind in ("S4", "S5") for _, kind, _ in rows)}
    assert set(scale.items) == with_scale


def test_option_ids_are_spelt_right() -> None:
    plans = next(each for each in section().questions if each.id == "q1_2")
    waters = ("for_terrestrial_planning", "for_inland_water_planning", "for_coastal_marine_planning")
    assert plans.options == (*waters, "none")


def test_each_questionnaire_has_a_short_title_and_the_indicators_name_below() -> None:
    texts = load([paths.data("forms")], [paths.data("translations")]).forms["nr7"].texts
    for language, known in texts.items():
        for code in told():
            title, name = known[f"items.{code}.title"], known[f"items.{code}.summary"]
            assert len(title) < min(90, len(name) + 10), (language, code)
