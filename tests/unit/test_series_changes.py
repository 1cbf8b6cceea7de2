"""What becomes of a series when other rows come, and how rows that were offered are known again."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reporting.domain import offered
from reporting.domain.series_changes import ADD, REPLACE, cells, compare, identity


def row(year: str, value: str, id: str = "", **more: str) -> dict[str, str]:
    blank = {"unit": "km2", "disaggregation_type": "", "disaggregation": "", "footnote": ""}
    return {**({"id": id} if id else {}), "year": year, "value": value, **blank, **more}


def kinds(change: Any) -> list[tuple[str, str]]:
    return [(each.kind, each.row["year"]) for each in change.rows]


PRESENT = [row("2022", "1", "a"), row("2023", "2", "b"), row("2024", "3", "c")]
CAME = [row("2024", "3"), row("2023", "5"), row("2025", "4")]
ROWS = st.lists(
    st.builds(row, st.sampled_from(["2021", "2022", "2023"]), st.sampled_from(["0", "1"]), unit=st.sampled_from("ab")),
    max_size=6, unique_by=identity,
)  # fmt: skip


def test_each_row_is_new_changed_gone_or_the_same() -> None:
    change = compare(PRESENT, CAME)
    assert kinds(change) == [("same", "2024"), ("changed", "2023"), ("new", "2025"), ("gone", "2022")]
    assert change.value == [row("2024", "3", "c"), row("2023", "5", "b"), row("2025", "4")]


def test_rows_may_be_added_to_those_that_are_there() -> None:
    change = compare(PRESENT, CAME, ADD)
    assert kinds(change)[-1] == ("kept", "2022")
    assert [each["year"] for each in change.value] == ["2024", "2023", "2025", "2022"]
    assert {kind: change.count(kind) for kind in ("same", "changed", "new", "kept")} == {
        "same": 1,
        "changed": 1,
        "new": 1,
        "kept": 1,
    }


def test_a_row_that_stood_there_twice_goes_or_stays_like_any_other() -> None:
    twice = [row("2022", "1", "a"), row("2022", "9", "b")]
    assert kinds(compare(twice, [row("2022", "1")])) == [("same", "2022"), ("gone", "2022")]
    assert len(compare(twice, [row("2022", "1")], ADD).value) == 2


@given(ROWS, ROWS)
def test_the_rows_that_came_stand_there_afterwards(present: list[dict[str, str]], came: list[dict[str, str]]) -> None:
    assert [cells(each) for each in compare(present, came, REPLACE).value] == came
    added = compare(present, came, ADD).value
    assert {identity(each) for each in added} == {identity(each) for each in (*present, *came)}
    assert not compare(came, came).changes


def test_offered_rows_are_as_they_were_until_somebody_changes_one() -> None:
    rows = offered.offered(12, [row("2023", "1"), row("2024", "2")])
    assert offered.edition_of(rows) == 12
    assert not offered.altered(rows)
    edited = [rows[0], {**rows[1], "value": "3"}]
    assert offered.altered(edited) == offered.Altered(edited=frozenset({rows[1]["id"]}))
    assert not offered.altered([rows[1], rows[0]]), "their order says nothing"


def test_rows_that_were_added_and_taken_out_are_told() -> None:
    rows = offered.offered(12, [row("2023", "1"), row("2024", "2")])
    assert offered.altered([rows[0]]) == offered.Altered(missing=1)
    own, other = row("2025", "3", "mine"), offered.offered(13, [row("2026", "1")])[0]
    assert offered.altered([*rows, own, other]).added == {"mine", other["id"]}


def test_a_series_of_the_partys_own_has_nothing_to_be_altered() -> None:
    assert offered.edition_of(PRESENT) is None
    assert not offered.altered(PRESENT)
    assert not offered.altered(None)


@given(ROWS.filter(bool), st.integers(1, 10**8), st.data())
def test_any_change_of_any_cell_is_seen(rows: list[dict[str, str]], edition: int, data: st.DataObject) -> None:
    taken = offered.offered(edition, rows)
    assert not offered.altered(taken)
    place = data.draw(st.integers(0, len(taken) - 1))
    column = data.draw(st.sampled_from(sorted(cells(taken[place]))))
    taken[place][column] += "9"
    assert offered.altered(taken).edited == {taken[place]["id"]}
