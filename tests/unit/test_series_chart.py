"""The drawing of a series: where lines and words stand, what is said of them, what is left out."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting import paths
from reporting.domain.texts import Texts, texts_of
from reporting.outputs.series_chart import HEIGHT, MOST_LINES, WIDTH, SeriesChart, charts_of

Row = dict[str, str]


def row(year: int, value: str, unit: str = "ha", kind: str = "", part: str = "") -> Row:
    return {"year": str(year), "value": value, "unit": unit, "disaggregation_type": kind, "disaggregation": part}


def texts(language: str) -> Texts:
    return texts_of(language, paths.data("translations"))


def drawn(rows: list[Row], language: str = "en") -> SeriesChart:
    (chart,) = charts_of(rows, texts(language), mirrored=language == "ar")
    return chart


def lines(chart: SeriesChart) -> list[list[tuple[float, float]]]:
    """The places of each line, from the first year to the last."""
    paths = [each.attributes["d"] for each in chart.shapes if each.attributes.get("stroke-width") == "2"]
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path)] for path in paths]


def words(chart: SeriesChart) -> dict[str, tuple[float, float]]:
    places = [(each.text, each.attributes) for each in chart.shapes if each.tag == "text"]
    return {text: (float(place["x"]), float(place["y"])) for text, place in places}


def test_years_run_with_reading_and_higher_values_stand_higher() -> None:
    rows = [row(2012, "30"), row(2010, "10"), row(2011, "20")]
    ((first, second, third),) = lines(drawn(rows))
    assert first[0] < second[0] < third[0]
    assert first[1] > second[1] > third[1]
    ((first, second, third),) = lines(drawn(rows, "ar"))
    assert first[0] > second[0] > third[0]


def test_a_line_for_each_group_and_a_drawing_for_each_unit() -> None:
    rows = [row(2010, "1"), row(2010, "2", part="Old", kind="Age"), row(2010, "3", part="New"), row(2010, "4", "km²")]
    hectares, other = charts_of(rows, texts("fr"), mirrored=False)
    assert [line.name for line in hectares.lines] == ["Total", "Age\u00a0: Old", "New"]
    assert (hectares.title, other.title, len(other.lines)) == ("ha", "km²", 1)


def test_all_that_a_line_says_is_said_in_words() -> None:
    chart = drawn([row(2010, "1200.5"), row(2020, "-3"), row(2011, "7", part="Old")])
    assert chart.says == "Total: 1,200.5 in 2010, -3 in 2020. Old: 7 in 2011."


def test_rows_without_a_year_or_a_value_are_not_drawn() -> None:
    assert charts_of([{"year": "2010", "unit": "ha"}, {"value": "1", "unit": "ha"}], texts("en"), mirrored=False) == []
    assert charts_of([], texts("en"), mirrored=False) == []


def test_of_many_lines_the_first_are_drawn_each_with_a_sign_of_its_own() -> None:
    chart = drawn([row(2010, str(n), part=f"Group {n}") for n in range(9)])
    assert (len(chart.lines), chart.left_out) == (MOST_LINES, 9 - MOST_LINES)
    dashes = {line.sign[0].attributes.get("stroke-dasharray") for line in chart.lines}
    shapes = {line.sign[1].attributes["d"] for line in chart.lines}
    assert len(dashes) == len(shapes) == MOST_LINES


NUMBERS = st.decimals(-(10**15), 10**15, allow_nan=False, places=4).map(lambda number: format(number.normalize(), "f"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1900, 2100), NUMBERS), min_size=1, max_size=30), st.sampled_from(["en", "ar"]))
def test_everything_stands_within_the_drawing(points: list[tuple[int, str]], language: str) -> None:
    chart = drawn([row(year, value) for year, value in points], language)
    for x, y in (place for line in lines(chart) for place in line):
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    marks = words(chart)
    values = [text for text in marks if len(text) != 4 or not text.isdigit()]
    assert 2 <= len(values) <= 8
    assert len([text for text in marks if text.isdigit() and len(text) == 4]) <= 10


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("900", "1047", ["900", "950", "1,000", "1,050"]),
        ("10", "40", ["0", "10", "20", "30", "40"]),
        ("5", "5", ["0", "2", "4", "6"]),
        ("0", "0", ["0", "0.5", "1"]),
        ("-4", "-1", ["-4", "-3", "-2", "-1", "0"]),
        ("-5", "5", ["-5", "0", "5"]),
        ("0.001", "0.003", ["0", "0.001", "0.002", "0.003"]),
    ],
)
def test_values_are_marked_at_round_numbers(low: str, high: str, expected: list[str]) -> None:
    chart = drawn([row(2000, low), row(2001, high)])
    marks = {text: y for text, (x, y) in words(chart).items() if text not in ("2000", "2001")}
    assert list(marks) == expected
    heights = [marks[text] for text in expected]
    assert all(lower > higher for lower, higher in pairwise(heights))
    assert Decimal(expected[0].replace(",", "")) <= Decimal(low)
