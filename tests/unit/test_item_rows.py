"""Tables of another system, read row by row: what is understood as which answer, and what is told and left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from reporting import paths
from reporting.domain.answers import Key
from reporting.domain.definitions import Form
from reporting.domain.import_plan import Plan, plan_of
from reporting.domain.import_rules import ImportRules, read_rules
from reporting.domain.import_values import Meaning, folded
from reporting.domain.item_rows import MAX_ITEMS, ItemReader, ReadItems
from reporting.domain.loader import Catalogue, load
from reporting.domain.runs import Item
from reporting.domain.spreadsheet import Cell, Table


@cache
def catalogue() -> Catalogue:
    return load([paths.CHECKOUT / "forms"], [paths.CHECKOUT / "translations"])


@cache
def form(*keys: str) -> Form:
    made = Form.from_data(catalogue().forms["nt7"].structure)
    return made.with_items({"targets": [Item(key) for key in keys], "indicators": []})


def read(headings: Sequence[str], *rows: Sequence[Cell], language: str = "en") -> ReadItems:
    source, rules = catalogue().forms["nt7"], catalogue().imports["nt7"]
    framework = catalogue().frameworks["kmgbf"]
    also = {key: (row["number"], f"target {row['number']}") for key, row in framework.targets.items()}
    also |= {key: (row["number"], f"goal {row['number']}") for key, row in framework.goals.items()}
    also |= {code: (row["identifier"],) for code, row in framework.indicators.items()}
    reader = ItemReader(
        form(), rules, Meaning(source.texts, rules.values, also), {"xt", "testland"}, language, ("en", "fr", "ar")
    )
    return reader.read([Table("", [(n, row) for n, row in enumerate([headings, *rows], 1)])])


def meant(column: str, cell: Cell) -> Any:
    """The one answer beside the title that a cell makes."""
    found = read(["title", column], ["A title", cell])
    others = {path: value for (path, _), value in found.items[0].values.items() if path != "targets.title"}
    assert len(others) <= 1
    return next(iter(others.values()), None)


def codes(found: ReadItems) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in found.faults]


@pytest.mark.parametrize("heading", ["title", "Title", " TITLE ", "ti_tle"])
def test_headings_are_known_in_any_case_and_with_any_blanks(heading: str) -> None:
    assert read([heading], ["Restore forest"]).items[0].values == {("targets.title", "en"): "Restore forest"}


@pytest.mark.parametrize("heading", ["title (fr)", "title_fr", "Title [fr]", "title.FR"])
def test_a_heading_may_name_the_language_of_its_texts(heading: str) -> None:
    found = read(["title", heading], ["Forest", "Forêt"]).items[0].values
    assert found == {("targets.title", "en"): "Forest", ("targets.title", "fr"): "Forêt"}


def test_rows_of_one_key_are_one_target_in_several_languages() -> None:
    found = read(["uniqueId", "language", "title"], ["CHM-NT7-XT-261234-1", "en", "Forest"],
                 ["CHM-NT7-XT-261234-2", "fr", "Forêt"])  # fmt: skip
    (item,) = found.items
    assert (item.rows, sorted(lang for _, lang in item.values)) == ([2, 3], ["en", "fr"])


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("GBF-TARGET-02: High", [("02", "high")]),
        ("GBF-TARGET-02 (high)", [("02", "high")]),
        ("GBF-TARGET-2 - HIGH; GBF-TARGET-012=Low", [("02", "high"), ("12", "low")]),
        ("Target 3: Moyen|2 Élevé", [("02", "high"), ("03", "medium")]),
        ("GBF-TARGET-05\nGBF-TARGET-06: none", [("05", "not_judged"), ("06", "not_judged")]),
        ("GBF-TARGET-07, AABF237C-F906-40D2-9595-5226C8B18A58", [("07", "high")]),
        ("GBF-TARGET-01, GBF-TARGET-02", [("01", "not_judged"), ("02", "not_judged")]),
    ],
)
def test_global_targets_come_with_their_degree(said: str, rows: Sequence[tuple[str, str]]) -> None:
    expected = [{"id": f"GBF-TARGET-{number}", "degree": degree} for number, degree in rows]
    assert meant("globalTargetAndDegreeOfAlignment", said) == expected


@pytest.mark.parametrize(
    ("column", "said", "value"),
    [
        ("globalGoalAlignmentIds", "GBF-GOAL-A; Goal B", ["GBF-GOAL-A", "GBF-GOAL-B"]),
        ("gbfTargetConsideration", "Gender|Inter-generational equity", ["gender", "between_generations"]),
        ("gbfTargetConsideration", '["Right to development","Gender"]', ["right_to_development", "gender"]),
        ("componentIndicators", "GBF-INDICATOR-143; A.CT.2", ["A.CT.1", "A.CT.2"]),
        ("hasNonStateActors", "TRUE", True),
        ("hasNonStateActors", "non", False),
        ("hasNonStateActors", True, True),
        ("additionalImplementation", "additionalImplementationOther", "other"),
        ("additionalImplementation", "The means that are needed are at hand", "available"),
        ("description", "One\n\nTwo <3", "<p>One</p><p>Two &lt;3</p>"),
        ("description", "<p>One</p><script>alert(1)</script>", "<p>One</p>"),
        ("description", "a\x00b", "<p>ab</p>"),
        ("description", "", None),
    ],
)
def test_a_cell_means_an_answer(column: str, said: Cell, value: Any) -> None:
    assert meant(column, said) == value


def test_each_thing_that_is_not_understood_is_told_with_its_place() -> None:
    found = read(
        ["title", "globalTargetAndDegreeOfAlignment", "hasNonStateActors", "gbfTargetConsideration"],
        ["Forest", "GBF-TARGET-99: High; GBF-TARGET-02: Enormous; GBF-TARGET-03: Low", "perhaps", "Magic; Gender"],
    )
    assert codes(found) == [
        (2, "B", "import_unknown_option"), (2, "B", "import_unknown_option"), (2, "C", "row_not_yes_or_no"),
        (2, "D", "import_unknown_option"),
    ]  # fmt: skip
    assert found.items[0].values[("targets.considerations", "")] == ["gender"]
    assert found.items[0].values[("targets.alignment", "")] == [{"id": "GBF-TARGET-03", "degree": "low"}]


def test_rows_without_a_title_or_with_one_that_stood_before_are_left_out() -> None:
    found = read(["title", "description"], ["Forest", ""], ["", "Nothing"], ["FOREST", ""])
    assert codes(found) == [(3, "A", "import_no_title"), (4, "A", "import_twice")]
    assert len(found.items) == 1


def test_what_a_later_row_of_one_entry_says_otherwise_is_told_and_left_out() -> None:
    found = read(
        ["uniqueId", "language", "title", "description"],
        ["NT-1", "en", "Forest", "Trees"],
        ["NT-1", "fr", "Forêt", ""],
        ["NT-1", "en", "Forest", "Shrubs"],
    )
    assert codes(found) == [(4, "D", "import_differs")]
    assert found.faults[0].params == {"place": 2, "headings": "description"}
    assert found.items[0].values[("targets.description", "en")] == "<p>Trees</p>"


def test_rows_of_other_parties_are_left_out_and_counted() -> None:
    found = read(["government", "title"], ["XT", "One"], ["Testland", "Two"], ["xo", "Three"], ["", "Four"])
    assert ([each.rows for each in found.items], found.others) == ([[2], [3], [5]], 1)


def test_columns_that_mean_nothing_here_are_named_and_known_ones_are_not() -> None:
    assert read(["title", "recordUrl", "colour"], ["Forest", "https://x.example", "red"]).unread_columns == ["colour"]


def test_a_language_that_the_report_lacks_is_told() -> None:
    found = read(["title", "language"], ["Wald", "de"])
    assert codes(found) == [(2, "B", "import_unknown_language")]
    assert found.items[0].values == {("targets.title", "en"): "Wald"}


def test_a_table_without_titles_is_refused_as_a_whole() -> None:
    assert codes(read(["colour", "size"], ["red", "3"])) == [(0, "", "import_headings_missing")]


def test_more_targets_than_anybody_has_are_not_read() -> None:
    found = read(["title"], *([f"Target {n}"] for n in range(MAX_ITEMS + 5)))
    assert (len(found.items), codes(found)[0][2]) == (MAX_ITEMS, "too_many")


def planned(found: ReadItems, present: Mapping[Key, tuple[Any, int]], *keys: str, removed: Sequence[str] = ()) -> Plan:
    taken_out = {("targets", key) for key in removed}
    return plan_of(form(*keys), catalogue().imports["nt7"], found, present, taken_out)


def test_a_target_is_known_again_by_its_title_or_by_the_key_it_came_with() -> None:
    first = planned(read(["uniqueId", "title"], ["CHM-NT7-XT-261234-1", "Forest"]), {})
    (key,) = [each.key for each in first.items]
    title = {Key("targets.title", key, "en"): ("Forest", 1)}
    renamed = planned(read(["uniqueId", "title"], ["CHM-NT7-XT-261234-2", "More forest"]), title, key)
    assert [(each.key, each.state) for each in renamed.items] == [(key, "changed")]
    by_hand = {Key("targets.title", "byhand", "en"): ("Forest", 3)}
    same = planned(read(["uniqueId", "title"], ["CHM-NT7-XT-261234-1", "forest"]), by_hand, "byhand")
    assert [(each.key, each.state) for each in same.items] == [("byhand", "changed")]
    assert [(each.old, each.new, each.version) for each in same.items[0].changes] == [("Forest", "forest", 3)]


def test_what_the_table_does_not_name_is_left_alone() -> None:
    present = {Key("targets.title", "other", "en"): ("Rivers", 1)}
    made = planned(read(["title"], ["Forest"]), present, "other")
    assert (made.untouched, [each.state for each in made.items]) == (["other"], ["new"])


def test_a_target_that_was_taken_out_comes_back() -> None:
    found = read(["title"], ["Forest"])
    (key,) = [each.key for each in planned(found, {}).items]
    present = {Key("targets.title", key, "en"): ("Forest", 1)}
    assert [each.state for each in planned(found, present, removed=[key]).items] == ["back"]


def test_indicators_that_several_rows_name_are_one_item_linked_to_each() -> None:
    made = planned(
        read(["title", "otherNationalIndicators"], ["Forest", "Trees alive; Birds"], ["Rivers", "birds"]), {}
    )
    forest, rivers, trees, birds = made.items
    assert (trees.section, trees.titles) == ("indicators", {"en": "Trees alive"})
    assert [each.new for each in birds.changes if each.question == "indicators.national_targets"] == [
        [forest.key, rivers.key]
    ]


def test_an_indicator_is_linked_no_more_to_a_target_that_was_taken_out() -> None:
    """No answer can name it any more, and the rest of the table would be refused with it."""
    found = read(["title", "otherNationalIndicators"], ["Forest", "Birds"])
    forest, birds = planned(found, {}).items
    present = {Key("indicators.national_targets", birds.key): (["taken-out"], 1)}
    made = planned(found, present, removed=["taken-out"]).items[1]
    assert [each.new for each in made.changes if each.question == "indicators.national_targets"] == [[forest.key]]


@pytest.mark.parametrize(
    "broken",
    [
        {"section": "targets", "columns": {"nothing": ["x"]}},
        {"section": "targets", "columns": {"files": ["x"]}},
        {"section": "targets", "columns": {"title": "title"}},
        {"section": "targets", "colums": {}},
        {"section": "targets", "columns": {}, "values": {"title": {"a": "b"}}},
        {"section": "targets", "lists": [{"question": "targets.title", "columns": ["x"], "links": "targets.title"}]},
    ],
)
def test_rules_that_fit_no_form_are_told(broken: Mapping[str, Any]) -> None:
    sections = [
        {
            "section": {"id": "targets"},
            "question": [{"id": "title", "type": "text"}, {"id": "files", "type": "files"}],
        }
    ]
    with pytest.raises(ValueError, match=r"names|must be|unknown|no items"):
        read_rules(broken, sections)


def test_the_rules_of_national_targets_name_the_columns_of_the_export() -> None:
    rules = catalogue().imports["nt7"]
    assert isinstance(rules, ImportRules)
    known = {folded(each) for names in rules.columns.values() for each in names}
    assert {"nonstateactorcommitmentinfo", "additionalimplementationcustomvalue", "degreeofalignmentinfo"} <= known
    assert [each.question for each in rules.lists] == ["indicators.name"]
