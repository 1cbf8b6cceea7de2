"""How many items are at each level, as one bar of shapes for the printed page.

Each level has the sign that it has in tables and lists, so that nothing depends on colour; words stand beside the
drawing, because letters within one would not be joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.lists import format_list

from reporting.domain.document import LevelCount, Part
from reporting.domain.texts import Texts

#: In CSS pixels; the width is that of a line of text.
WIDTH, HEIGHT = 552, 24
_SIGN = 5.0
_ACCENT, _PAPER = "#0b5951", "#ffffff"
#: Fill of the segment and colour of its sign. What is not here is left white.
_TONES: Mapping[str, tuple[str, str]] = {
    "achieved": (_ACCENT, _PAPER),
    "exceeding": (_ACCENT, _PAPER),
    "on_track": ("#9cc3bd", _ACCENT),
    "insufficient": ("#d3e4e1", _ACCENT),
}
_LINE = {"stroke": _ACCENT, "stroke-width": "1"}


@dataclass(frozen=True)
class Shape:
    """One element of the drawing; `text` is what stands within."""

    tag: str
    attributes: Mapping[str, str]
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the words beside it. `mark` is "nothing" for items without an answer."""

    mark: str
    label: str
    count: str


@dataclass(frozen=True)
class Chart:
    """The drawing, the words beside it, and all it says in one sentence."""

    shapes: tuple[Shape, ...]
    rows: tuple[Row, ...]
    says: str


def chart_of(section: Part, texts: Texts, *, mirrored: bool) -> Chart:
    """The levels of a section's items; `mirrored` where reading begins at the right."""
    nothing = texts.gettext("Not answered")
    rows = tuple(
        Row(each.mark if each.label else "nothing", each.label or nothing, texts.number(each.count))
        for each in section.levels
    )
    told = [texts.titled(row.label, row.count) for row in rows]
    return Chart(tuple(_shapes(section.levels, mirrored)), rows, format_list(told, locale=texts.language))


def _shapes(levels: tuple[LevelCount, ...], mirrored: bool) -> Iterator[Shape]:
    total = sum(each.count for each in levels)
    start = 0
    for each in levels:
        if each.count:
            left, width = WIDTH * start / total, WIDTH * each.count / total
            if mirrored:
                left = WIDTH - left - width
            yield from _segment(each.mark if each.label else "nothing", left, width, mirrored)
            start += each.count


def _segment(mark: str, left: float, width: float, mirrored: bool) -> Iterator[Shape]:
    """A box with a little room around it, and its sign where there is place for one."""
    fill, ink = _TONES.get(mark, (_PAPER, _ACCENT))
    dashes = {"stroke-dasharray": "1 2"} if mark == "nothing" else {}
    box = _numbers(x=left + 1.5, y=1.5, width=max(width - 3, 0.5), height=HEIGHT - 3)
    yield Shape("rect", {**box, "fill": fill, **_LINE, **dashes})
    if width >= 4 * _SIGN and mark != "nothing":
        yield from _sign(mark, left + width / 2, ink, mirrored)


def _sign(mark: str, x: float, ink: str, mirrored: bool) -> Iterator[Shape]:
    """The sign of a level, as the style sheet draws it for lists."""
    y = HEIGHT / 2
    if mark == "not_applicable":
        yield Shape("rect", {**_numbers(x=x - _SIGN, y=y - 0.8, width=2 * _SIGN, height=1.6), "fill": ink})
        return
    dashes = {"stroke-dasharray": "2 1.5"} if mark == "unknown" else {}
    fill = ink if mark in ("achieved", "exceeding") else "none"
    circle = _numbers(cx=x, cy=y, r=_SIGN)
    yield Shape("circle", {**circle, "fill": fill, "stroke": ink, "stroke-width": "1.4", **dashes})
    if mark == "on_track":
        sweep = "1" if mirrored else "0"
        half = f"M {x:.2f} {y - _SIGN:.2f} A {_SIGN:.2f} {_SIGN:.2f} 0 0 {sweep} {x:.2f} {y + _SIGN:.2f} Z"
        yield Shape("path", {"d": half, "fill": ink})
    if mark in ("insufficient", "exceeding"):
        dot = ink if mark == "insufficient" else _ACCENT
        yield Shape("circle", {**_numbers(cx=x, cy=y, r=1.8), "fill": dot})
    if mark == "moving_away":
        way = f"M {x - 3.5:.2f} {y + 3.5:.2f} L {x + 3.5:.2f} {y - 3.5:.2f}"
        yield Shape("path", {"d": way, "fill": "none", "stroke": ink, "stroke-width": "2"})


def _numbers(**values: float) -> dict[str, str]:
    return {name: f"{value:.2f}" for name, value in values.items()}
