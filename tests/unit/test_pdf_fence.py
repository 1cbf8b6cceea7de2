"""What the fence lets through to the printer, and how it fits answers to the sheet."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, tostring

import pytest
from weasyprint import HTML

from reporting import paths
from reporting.domain.texts import texts_of
from reporting.outputs.pdf_fence import MAX_DEPTH, SVG, Fetcher, TooDeep, fence
from reporting.outputs.series_chart import charts_of
from tests.attacks import ATTACKS


def fenced(answer: str) -> Element:
    """The answer's element after the fence."""
    page = HTML(string=f'<div class="answer formatted">{answer}</div>').etree_element
    fence(page)
    found = page.find(".//div")
    assert found is not None
    return found


def markup(answer: str) -> str:
    return tostring(fenced(answer), encoding="unicode", method="html")


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_of_an_attack_comes_through(name: str) -> None:
    left = markup(ATTACKS[name].format(web="http://attacker.example", file="file:///etc/passwd"))
    for trace in ("attacker", "file:", "passwd", "script", "style=", "svg", "cover-mark", "data:", "99999999"):
        assert trace not in left


@pytest.mark.parametrize("address", ["http://a.example/", "https://a.example/", "file:///etc/hosts", "data:,a"])
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(ValueError, match="nothing is fetched"):
        Fetcher().fetch(address)


def test_text_after_what_is_dropped_stays() -> None:
    assert "".join(fenced("one <img src=a> two <b>three</b> four").itertext()) == "one  two  four"


@pytest.mark.parametrize("address", ["https://a.example/b?c=d#e", "http://a.example", "mailto:a@b.example", "#first"])
def test_links_for_people_stay(address: str) -> None:
    assert f'href="{address}"' in markup(f'<a href="{address}">a</a>')


def test_language_and_direction_stay() -> None:
    assert '<p lang="ar" dir="rtl">' in markup('<p lang="ar" dir="rtl" dir="auto">a</p>')
    assert "dir" not in markup('<p dir="auto">a</p>')


def drawn(drawing: str) -> list[tuple[str, dict[str, str]]]:
    """What is left of a drawing that stands in a page of the templates' own: names and attributes."""
    page = HTML(string=f"<div>{drawing}</div>").etree_element
    fence(page)
    found = page.find(".//div")
    assert found is not None
    return [(each.tag.removeprefix(SVG), dict(each.attrib)) for each in list(found.iter())[1:]]


SIZE = {"width": "9", "height": "9.50", "viewBox": "0 0 9 9.50"}


def test_a_drawing_of_the_templates_keeps_sound_shapes_and_nothing_else() -> None:
    kept = drawn(
        '<svg width="9" height="9.50" viewBox="0 0 9 9.50" onload="a()" style="fill: red"><title>Two</title>'
        '<rect x="1" width="1e400" fill="url(http://a.example)" stroke="#00ff00"/><script>a()</script><style>a</style>'
        '<image href="file:///etc/passwd"/><path d="M 1 2 A 1 1 0 0 1 3 3 Z" class="x"/></svg>'
    )
    assert kept == [
        ("svg", SIZE),
        ("title", {}),
        ("rect", {"x": "1", "stroke": "#00ff00"}),
        ("path", {"d": "M 1 2 A 1 1 0 0 1 3 3 Z"}),
    ]


@pytest.mark.parametrize(
    "size",
    ['width="9" height="9"', 'width="1e400" height="9" viewBox="0 0 9 9"', 'width="9" height="9" viewBox="0 0 x"'],
)
def test_a_drawing_without_a_sound_size_goes(size: str) -> None:
    assert drawn(f"<svg {size}><rect/></svg>") == []


def test_an_answer_holds_no_drawing() -> None:
    assert "svg" not in markup('<svg width="9" height="9.50" viewBox="0 0 9 9.50"><rect/></svg>')


def test_deep_nesting_is_refused_with_a_sentence() -> None:
    with pytest.raises(TooDeep, match=str(MAX_DEPTH)):
        fenced("<blockquote>" * 5_000)


def test_a_head_in_the_body_becomes_a_head() -> None:
    table = fenced("<table><tbody><tr><th>a</th></tr><tr><td>b</td></tr></tbody></table>").find("table")
    assert table is not None
    assert [child.tag for child in table] == ["thead", "tbody"]


def test_figures_stand_below_figures_but_years_that_name_rows_do_not() -> None:
    left = markup(
        "<table><tr><th>Year</th><th>Area</th><th>Remark</th></tr>"
        "<tr><td>2015</td><td>12 400.5</td><td>a</td></tr><tr><td>2025</td><td>−3 %</td><td>b</td></tr></table>"
    )
    assert left.count('<td class="figure" dir="ltr">') == 2
    assert '<th class="figure">Area</th>' in left


def test_merged_cells_are_left_alone() -> None:
    assert "figure" not in markup("<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>1</td></tr></table>")


def test_what_is_too_wide_is_told_to_keep_within_the_margins() -> None:
    words = "".join(f"<td>{'w' * 20}</td>" for _ in range(5))
    assert '<table class="wide">' in markup(f"<table><tr>{words}</tr></table>")
    assert "<table>" in markup(
        "<table><tr><td>a long sentence of many short words, which may well be broken</td></tr></table>"
    )
    assert '<p class="long">' in markup(f"<p>a {'w' * 80}</p>")
    assert "<p>" in markup(f"<p>{'short words ' * 20}</p>")


def shape(tag: str, attributes: Mapping[str, str], text: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{said}>{text}</{tag}>"


def test_the_drawing_of_a_series_comes_through_whole() -> None:
    years = [{"year": str(1900 + n), "value": str(n % 7), "unit": "ha"} for n in range(90)]
    rows = [{**row, "disaggregation": "ab"[n % 2]} for n, row in enumerate(years)]
    (chart,) = charts_of(rows, texts_of("en", paths.data("translations")), mirrored=False)
    shapes = "".join(shape(each.tag, each.attributes, each.text) for each in chart.shapes)
    size = f'width="{chart.width}" height="{chart.height}" viewBox="0 0 {chart.width} {chart.height}"'
    _, *left = drawn(f"<svg {size}>{shapes}</svg>")
    assert left == [
        (each.tag, {name: value for name, value in each.attributes.items() if name != "class"}) for each in chart.shapes
    ]
