"""Tables and series: what is understood as typed or pasted, what is told about it and where, how two changes meet."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting import paths
from reporting.domain.definitions import Question, Wording
from reporting.domain.errors import NotStorable
from reporting.domain.places import sentence_of
from reporting.domain.questions import TYPES, type_of
from reporting.domain.texts import texts_of
from tests.tables import ALIGNMENT, ANSWERS, AREAS, FOREST, MEANS
from tests.unit.builders import tables

TABLE, SERIES = TYPES["table"], TYPES["series"]
FEW = settings(max_examples=30, deadline=None)
Rows = list[dict[str, Any]]


def of(key: Any) -> Question:
    return tables().form.questions[key.question]


def said(question: Question, value: Any, language: str = "en") -> list[str]:
    texts = texts_of(language, paths.data("translations"))
    wording = tables().wording(language)
    return [sentence_of(code, params, wording, texts) for code, params in type_of(question).problems(question, value)]


def refusal(question: Question, typed: list[str], language: str = "en") -> str:
    with pytest.raises(NotStorable) as refused:
        type_of(question).parse(question, typed, language)
    texts = texts_of(language, paths.data("translations"))
    return sentence_of(refused.value.code, refused.value.params, tables().wording(language), texts)


@pytest.mark.parametrize("key", [AREAS, ALIGNMENT, MEANS, FOREST])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_answer_comes_back_from_its_fields_and_from_storage(key: Any, language: str) -> None:
    question, value = of(key), ANSWERS[key]
    kind = type_of(question)
    assert kind.storable(question, value) == value
    assert kind.parse(question, kind.typed(question, value, language), language) == value
    loaded = kind.load(kind.dump(value))
    assert loaded == value
    wording = tables().wording(language)
    assert kind.text(question, loaded, wording) == kind.text(question, value, wording)
    assert kind.unchanged(question, value, kind.typed(question, value, language), language)


def test_the_cells_of_each_column_are_read_by_its_type() -> None:
    typed = ["", " North  coast ", "sea", "1 234,5", "2021-05-04", "no", "Two\r\nlines"]
    (row,) = TABLE.parse(of(AREAS), typed, "fr")
    assert {name: cell for name, cell in row.items() if name != "id"} == {
        "name": "North coast", "kind": "sea", "size": "1234.5", "since": "2021-05-04", "marked": False,
        "remarks": "Two\nlines",
    }  # fmt: skip


def test_blank_cells_are_absent_and_blank_rows_vanish() -> None:
    value = TABLE.parse(of(MEANS), ["people", "", "", "money", "0", ""])
    assert value == [{"id": "money", "wanted": 0}]
    assert TABLE.parse(of(MEANS), ["money", "", "", "people", " ", ""]) is None
    assert TABLE.named(value) == ["money"]


def test_fixed_rows_stand_in_the_order_of_the_form_and_no_others_are_taken() -> None:
    value = TABLE.storable(of(MEANS), [{"id": "people", "wanted": 1}, {"id": "money", "wanted": 2}])
    assert [row["id"] for row in value] == ["money", "people"]
    for stray in ("time", "", "MONEY"):
        with pytest.raises(NotStorable) as refused:
            TABLE.storable(of(MEANS), [{"id": stray, "wanted": 1}])
        assert refused.value.code == "unknown_row"


def test_a_row_without_an_id_gets_the_same_one_again() -> None:
    typed = ["", "A", "", "", "", "", "", "", "B", "", "", "", "", ""]
    first, again = (TABLE.parse(of(AREAS), typed) for _ in range(2))
    assert first == again
    ids = [row["id"] for row in first]
    assert len(set(ids)) == 2
    # A further row that says the same beside the first is a row of its own.
    more = TABLE.parse(of(AREAS), [*TABLE.typed(of(AREAS), first), *typed[:7]])
    assert [row["id"] for row in more][:2] == ids
    assert len({row["id"] for row in more}) == 3


def test_problems_name_rows_and_columns() -> None:
    areas: Rows = [
        {"id": "a", "kind": "sea"},
        {"id": "b", "name": "B", "size": "-2", "remarks": "word " * 21},
        {"id": "c", "size": "1"},
    ]
    assert said(of(AREAS), areas) == [
        "Rows 1 and 3, Name: This must be filled in.",
        "Row 2, Size: This is too small; the least is 0.",
        "Row 2, Remarks: This text has 21 words; the limit is 20.",
    ]
    assert said(of(MEANS), [{"id": "people", "found": 1}]) == ["People, Wanted: This must be filled in."]
    assert said(of(AREAS), [{"id": str(n), "name": "x"} for n in range(21)]) == ["There are 21 rows; the most is 20."]
    assert said(of(AREAS), areas, "ar")[0].startswith("الصفوف 1 و3، Name: ")


def test_many_rows_with_one_problem_are_told_once() -> None:
    (needed,) = said(of(AREAS), [{"id": str(n), "kind": "sea"} for n in range(15)])
    assert needed.startswith("Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and …, Name:")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["", "A", "", "about 3", "", "", ""], "Row 1, Size: This is not a number."),
        (["", "A", "", "", "", "", "", "", "B", "", "", "4 May", "", ""], "Row 2, Protected since: "),
        (["", "A", "lake", "", "", "", ""], "Row 1, Kind: "),
    ],
)
def test_a_cell_that_is_not_understood_is_named(typed: list[str], told: str) -> None:
    assert refusal(of(AREAS), typed).startswith(told)
    assert refusal(of(MEANS), ["people", "many", ""]).startswith("People, Wanted: ")


def test_a_table_reads_as_one_line_for_each_row() -> None:
    english = tables().wording("en")
    assert TABLE.text(of(AREAS), ANSWERS[AREAS], english) == (
        "Name: North coast; Kind: At sea; Size (km²): 1,234.5; Protected since: 4 May 2021; Marked on maps: Yes\n"
        "Name: تلال الشرق; Kind: On land; Size (km²): 80; Remarks: Enlarged.\nTwice."
    )
    lines = TABLE.cells(of(ALIGNMENT), ANSWERS[ALIGNMENT], english)
    assert lines == ["2 Restore degraded ecosystems; Degree: Low", "3 Conserve land, waters and seas; Degree: High"]
    assert TABLE.table(of(MEANS), ANSWERS[MEANS], english).rows[0].cells == ("1,000,000", "0")  # type: ignore[union-attr]


def rows(names: str = "abcdef") -> st.SearchStrategy[Rows]:
    cells = st.fixed_dictionaries({"name": st.sampled_from(["x", "y", "z"])})
    return st.lists(st.sampled_from(names), unique=True, max_size=6).flatmap(
        lambda ids: st.tuples(*(cells.map(lambda row, row_id=row_id: {"id": row_id, **row}) for row_id in ids)).map(
            list
        )
    )


@FEW
@given(rows(), rows(), rows())
def test_rows_meet_by_their_ids(base: Rows, theirs: Rows, mine: Rows) -> None:
    before = copy.deepcopy((base, theirs, mine))
    done, merged = TABLE.merge(base, theirs, mine)
    assert (base, theirs, mine) == before
    sides = [{row["id"]: row for row in side} for side in (base, theirs, mine)]
    was, other, own = sides
    both = [
        each
        for each in was.keys() | other.keys() | own.keys()
        if was.get(each) not in (other.get(each), own.get(each)) and other.get(each) != own.get(each)
    ]
    assert done == (not both)
    if done:
        found = {row["id"]: row for row in merged or ()}
        for each in was.keys() | other.keys() | own.keys():
            changed = own if own.get(each) != was.get(each) else other
            assert found.get(each) == changed.get(each)
        assert len(found) == len(merged or ())


@FEW
@given(rows(), rows())
def test_what_one_side_alone_changed_stands(base: Rows, mine: Rows) -> None:
    assert TABLE.merge(base, copy.deepcopy(base), mine) == (True, mine)
    assert TABLE.merge(base, mine, copy.deepcopy(base)) == (True, mine)


def entry(year: str, value: str = "1", unit: str = "ha", **more: str) -> dict[str, str]:
    return {"id": f"r{year}{value}{unit}{len(more)}", "year": year, "value": value, "unit": unit, **more}


def test_a_series_tells_what_is_missing_and_what_is_doubtful() -> None:
    value = [entry("1850"), {"id": "b", "year": "2020"}, entry("2021", unit="km²"), entry("2021", "2", unit="km²")]
    assert said(of(FOREST), value) == [
        "Row 1, Year: The year 1850 is not plausible. Please check it.",
        "Row 2, Value: This must be filled in.",
        "Row 2, Unit: This must be filled in.",
        "Rows 3 and 4: These rows are about the same year, unit and disaggregation. Please keep one of them.",
        "This series has several units: ha; km². Please check that this is meant.",
    ]
    codes = [code for code, _ in SERIES.problems(of(FOREST), value)]
    assert set(codes) & SERIES.warnings == {"series_units"}


@pytest.mark.parametrize("year", ["1899", "2101", "0000"])
def test_years_that_nobody_can_mean_are_doubted(year: str) -> None:
    assert [code for code, _ in SERIES.problems(of(FOREST), [entry(year)])] == ["year_not_plausible"]
    assert list(SERIES.problems(of(FOREST), [entry("1900"), entry("2100")])) == []


def test_groups_of_one_year_are_no_doubles() -> None:
    value = [entry("2020"), entry("2020", disaggregation="Forest"), entry("2020", disaggregation_type="Biome")]
    assert list(SERIES.problems(of(FOREST), value)) == []


PASTED = 'Year\tValue\tUnit\r\n2019\t1.204,5\tha\tBiome\t"Wet ""forest"""\r\n\r\n2020\t٧\tha\t\t\t"Two\nlines"\r\n'


def test_lines_of_a_spreadsheet_come_behind_the_rows() -> None:
    there = ["r1", "2018", "3", "ha", "", "", ""]
    value = SERIES.parse(of(FOREST), [*there, PASTED], "es")
    assert [{name: cell for name, cell in row.items() if name != "id"} for row in value] == [
        {"year": "2018", "value": "3", "unit": "ha"},
        {"year": "2019", "value": "1204.5", "unit": "ha", "disaggregation_type": "Biome",
         "disaggregation": 'Wet "forest"'},
        {"year": "2020", "value": "7", "unit": "ha", "footnote": "Two lines"},
    ]  # fmt: skip
    assert value[0]["id"] == "r1"
    assert SERIES.parse(of(FOREST), [*there, PASTED], "es") == value
    assert SERIES.parse(of(FOREST), ["", "", "", "", "", "", "", ""]) is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("2020\tmuch\tha", "Pasted line 2, Value: This is not a number."),
        ("20\t1\tha", "Pasted line 2, Year: This is not a year."),
        ("2020\t1\tha\ta\tb\tc\td", "Pasted line 2: There are more cells here than columns."),
        (f"2020\t1\t{'a' * 301}", "Pasted line 2, Unit: "),
        ("2020\t1.234\tha", "Pasted line 2, Value: Do you mean 1,234 or 1.234?"),
    ],
)
def test_a_pasted_line_that_is_not_understood_is_named(line: str, told: str) -> None:
    assert refusal(of(FOREST), [f"2019\t1\tha\n{line}\n"]).startswith(told)


def test_what_cannot_be_lines_of_a_spreadsheet_is_refused() -> None:
    for pasted in ("a" * 1_000_001, '2020\t"' + "a" * 200_000):
        with pytest.raises(NotStorable):
            SERIES.parse(of(FOREST), [pasted])


def test_pasted_lines_and_cells_that_moved_are_changes() -> None:
    shown = [*SERIES.typed(of(FOREST), ANSWERS[FOREST]), *[""] * 21, ""]
    assert SERIES.unchanged(of(FOREST), ANSWERS[FOREST], shown)
    assert not SERIES.unchanged(of(FOREST), ANSWERS[FOREST], [*shown[:-1], "2030\t1\tha"])
    assert TABLE.compared(of(MEANS), ["money", "1", ""]) != TABLE.compared(of(MEANS), ["money", "", "1"])


def test_what_was_typed_is_told_row_by_row() -> None:
    typed = ["r1", "2018", "3", "ha", "", "", "", "", "", "", "", "", "", "", "2019\t4"]
    assert SERIES.lines_typed(of(FOREST), typed) == ["2018 · 3 · ha", "2019\t4"]  # type: ignore[attr-defined]


def test_a_series_is_read_without_columns_that_hold_nothing() -> None:
    table = SERIES.table(of(FOREST), [entry("2020", "1234.5")], Wording(tables().texts, "fr"))
    assert table is not None
    assert [(column.id, column.figure) for column in table.columns] == [
        ("year", False),
        ("value", True),
        ("unit", False),
    ]
    assert table.rows[0].cells == ("2020", "1\u202f234,5", "ha")


def test_the_labels_of_a_series_stand_in_each_edition_that_has_one() -> None:
    labels = [tables().wording("en").label(column) for column in SERIES.columns(of(FOREST))]  # type: ignore[attr-defined]
    assert labels == ["Year", "Value", "Unit", "Disaggregation type", "Disaggregation", "Footnote"]
