"""Numbers in cells that have two readings: which are asked about, and what becomes of the one that is picked."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.domain.definitions import Question
from reporting.domain.questions import type_of
from reporting.domain.questions.cells import Cells
from reporting.domain.questions.readings import doubts, settled
from tests.tables import AREAS, FOREST, MEANS
from tests.unit.builders import tables


def of(key: Any) -> tuple[Cells, Question]:
    question = tables().form.questions[key.question]
    kind = type_of(question)
    assert isinstance(kind, Cells)
    return kind, question


def row(value: str, year: str = "2020") -> list[str]:
    return ["", year, value, "ha", "", "", ""]


def values(typed: list[str], picks: list[str], language: str = "en") -> list[str]:
    return settled(*of(FOREST), typed, picks, language)[2::7]


@pytest.mark.parametrize(
    ("typed", "sign"), [("1,234", ","), ("1.234", "."), ("١,٢٣٤", ","), ("\u200f١٢.٣٤٥", "."), ("１，２３４", ",")]
)
def test_a_cell_with_two_readings_is_asked_about(typed: str, sign: str) -> None:
    (found,) = doubts(*of(FOREST), [*row("7"), *row(typed)], "ar")
    assert (found.row, found.column, found.sign) == (2, 2, sign)


def test_what_the_rules_of_a_column_decide_is_not_asked() -> None:
    assert list(doubts(*of(MEANS), ["money", "1,234", ""], "en")) == []
    assert list(doubts(*of(AREAS), ["", "1,234", "", "-1,5", "", "", ""], "en")) == []
    assert list(doubts(*of(FOREST), [*row("1,234"), "2020\t5,678\tha"], "fr")) == []


def test_a_pick_is_put_in_the_place_of_what_was_typed_so_that_it_can_mean_nothing_else() -> None:
    typed = [*row("1,234"), *row("5,678")]
    assert values(typed, ["2:2:5.6780"]) == ["1,234", "5.6780"]
    assert values(typed, ["1:2:1234", "2:2:5.6780"]) == ["1234", "5.6780"]
    kind, question = of(FOREST)
    parsed = kind.parse(question, settled(kind, question, typed, ["1:2:1234", "2:2:5.6780"], "en"), "en")
    assert [each["value"] for each in parsed] == ["1234", "5.678"]


@pytest.mark.parametrize("pick", ["", "1:2:7", "2:2:1234", "1:3:1234", "9:9:1234", "1234", ";:0", ",:2", "1:2"])
def test_a_pick_that_is_about_something_else_changes_nothing(pick: str) -> None:
    assert values([*row("1,234"), *row("5")], [pick]) == ["1,234", "5"]


def test_all_that_one_sign_leaves_open_is_settled_at_once() -> None:
    typed = [*row("1,234"), *row("12.345"), *row("5,678"), *row("1,234.5"), *row("about 1,234")]
    assert values(typed, [",:0"]) == ["1234", "12.345", "5678", "1,234.5", "about 1,234"]
    assert values(typed, [",:1", ".:0"]) == ["1.2340", "12345", "5.6780", "1,234.5", "about 1,234"]


def test_pasted_lines_become_rows_where_one_has_to_be_asked_about() -> None:
    pasted = 'Year\tValue\tUnit\n2021\t1,234\tha\tBiome\tForest\t"Two\nlines"\n2022\t8\tha\n'
    typed = [*row("7"), *row("", year=""), *row("", year=""), pasted]
    typed[14 + 3] = ""
    typed[7 + 3] = ""
    made = settled(*of(FOREST), typed, [], "en")
    assert made == [
        *row("7"), "", "2021", "1,234", "ha", "Biome", "Forest", "Two lines", "", "2022", "8", "ha", "", "", "",
    ]  # fmt: skip
    assert settled(*of(FOREST), [*typed[:-1], pasted.replace("1,234", "9")], [], "en")[-1] != ""


@pytest.mark.parametrize(
    "pasted", ["2021\t1,234\tha\ta\tb\tc\td\n", "2020\t1,234\n" * 2_001, '2021\t1,234\t"' + "a" * 200_000]
)
def test_lines_that_fit_no_rows_stay_as_they_were_pasted(pasted: str) -> None:
    assert settled(*of(FOREST), [*row("7"), pasted], [], "en") == [*row("7"), pasted]
