"""A series as lines over years, one for each group: one drawing for the page and for paper.

Lines are told apart by sign and dashes before colour. The drawing holds numbers only, because letters within one would
not be joined on paper; all words stand beside it. Colours are attributes, which a style sheet may lay others over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from reporting.domain.indicator_columns import PART, TYPE, UNIT, VALUE, YEAR
from reporting.domain.numbers import decimal_string, in_words
from reporting.domain.texts import Texts
from reporting.outputs.pdf_chart import Shape

#: In CSS pixels; the width is that of a line of text on paper. There is room for the larger digits of small screens.
WIDTH, HEIGHT = 552, 240
_TOP, _BOTTOM, _SIDE, _DIGIT = 10, 24, 16, 8
#: More lines than these cannot be told apart.
MOST_LINES = 6
_SPACES, _YEARS = 4, 8
_SIZE = 3.4
_GREY, _INK = "#cbd3d4", "#56636a"
_TONES = ("#0b5951", "#855000", "#1d578f", "#a5241c", "#5d6b8a", "#1b2426")
_DASHES = ("", "7 3", "2 2.5", "9 3 2 3", "4 3", "1.5 4")
_SIGN_WIDTH, _SIGN_HEIGHT = 34, 12
_MIDDLE = _SIGN_HEIGHT / 2
_UNITS = 4

Group = tuple[str, str]
Point = tuple[int, Decimal]


@dataclass(frozen=True)
class Line:
    """One line's name and, to be shown beside it, its sign."""

    name: str
    sign: tuple[Shape, ...]


@dataclass(frozen=True)
class SeriesChart:
    """The drawing of one unit: what it is called, all it says in sentences, its lines, and how many were left out."""

    title: str
    says: str
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT
    sign_width: int = _SIGN_WIDTH
    sign_height: int = _SIGN_HEIGHT


def charts_of(rows: Sequence[Mapping[str, str]], texts: Texts, *, mirrored: bool) -> list[SeriesChart]:
    """A chart for each of the first units of a series; `mirrored` where reading begins at the right.

    Rows without a year or a value are not drawn."""
    units: dict[str, dict[Group, dict[int, Decimal]]] = {}
    for row in rows:
        if row.get(YEAR, "").isdecimal() and VALUE in row:
            groups = units.setdefault(row.get(UNIT, ""), {})
            points = groups.setdefault((row.get(TYPE, ""), row.get(PART, "")), {})
            points.setdefault(int(row[YEAR]), Decimal(row[VALUE]))
    return [_chart(unit, groups, texts, mirrored) for unit, groups in list(units.items())[:_UNITS]]


def _chart(unit: str, groups: Mapping[Group, Mapping[int, Decimal]], texts: Texts, mirrored: bool) -> SeriesChart:
    drawn = {group: sorted(points.items()) for group, points in list(groups.items())[:MOST_LINES]}
    frame = _Frame.around([point for points in drawn.values() for point in points], texts.language, mirrored)
    shapes = [*frame.shapes()]
    lines = []
    for n, (group, points) in enumerate(drawn.items()):
        places = [frame.place(*point) for point in points]
        shapes += [_line(n, places), *(_sign(n, *place) for place in places)]
        sign = (_line(n, [(2, _MIDDLE), (_SIGN_WIDTH - 2, _MIDDLE)]), _sign(n, _SIGN_WIDTH / 2, _MIDDLE))
        lines.append(Line(_name(group, texts), sign))
    told = [_told(line.name, points, texts) for line, points in zip(lines, drawn.values(), strict=True)]
    return SeriesChart(unit, " ".join(told), tuple(shapes), tuple(lines), len(groups) - len(drawn))


def _name(group: Group, texts: Texts) -> str:
    kind, part = group
    if not part:
        return kind or texts("Total")
    return texts.titled(kind, part) if kind else part


def _told(name: str, points: Sequence[Point], texts: Texts) -> str:
    """The ends of a line in words."""
    (first_year, first), (last_year, last) = points[0], points[-1]
    words = {
        "line": name,
        "first": in_words(decimal_string(first), texts.language),
        "first_year": first_year,
        "last": in_words(decimal_string(last), texts.language),
        "last_year": last_year,
    }
    if len(points) == 1:
        return texts("%(line)s: %(first)s in %(first_year)s.", **words)
    return texts("%(line)s: %(first)s in %(first_year)s, %(last)s in %(last_year)s.", **words)


@dataclass(frozen=True)
class _Frame:
    """Where years and values stand. `labels` are the values at which there is a line, and how they are written."""

    first: int
    last: int
    low: float
    high: float
    labels: Mapping[float, str]
    room: float
    mirrored: bool

    @classmethod
    def around(cls, points: Sequence[Point], language: str, mirrored: bool) -> _Frame:
        years, values = [year for year, _ in points], [value for _, value in points]
        ticks = list(_ticks(min(values), max(values)))
        labels = {float(each): in_words(decimal_string(each), language).strip("\u200e") for each in ticks}
        room = max(map(len, labels.values())) * _DIGIT + 8
        return cls(min(years), max(years), float(ticks[0]), float(ticks[-1]), labels, room, mirrored)

    def place(self, year: int, value: Decimal) -> tuple[float, float]:
        return self.across(year), self.down(float(value))

    def across(self, year: int) -> float:
        inside = WIDTH - self.room - 2 * _SIDE
        share = (year - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        x = self.room + _SIDE + inside * share
        return WIDTH - x if self.mirrored else x

    def down(self, value: float) -> float:
        return _TOP + (HEIGHT - _TOP - _BOTTOM) * (self.high - value) / (self.high - self.low)

    def shapes(self) -> Iterator[Shape]:
        """Lines behind the drawing with their values, and the years below it."""
        side, end = (WIDTH - self.room, 0.0) if self.mirrored else (self.room, float(WIDTH))
        for value, label in self.labels.items():
            y = self.down(value)
            yield Shape("path", {"d": f"M {side:.1f} {y:.1f} H {end:.1f}", "stroke": _GREY, "class": "rule"})
            x, anchor = (side + 6, "start") if self.mirrored else (side - 6, "end")
            yield _words(x, y + 3.5, label, anchor)
        step = max(1, -(-(self.last - self.first) // _YEARS))
        for year in range(self.first, self.last + 1, step):
            yield _words(self.across(year), HEIGHT - 7, str(year), "middle")


def _words(x: float, y: float, text: str, anchor: str) -> Shape:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "font-size": "10", "fill": _INK}
    return Shape("text", place, text)


def _ticks(low: Decimal, high: Decimal) -> Iterator[Decimal]:
    """Round values around all that is drawn, a few of them; from zero on where that leaves the lines room."""
    if 0 <= low <= high / 2 or low == high > 0:
        low = Decimal(0)
    elif low / 2 <= high <= 0:
        high = Decimal(0)
    if low == high:
        high = low + 1
    step = _step((high - low) / _SPACES)
    value = (low / step).to_integral_value(ROUND_FLOOR) * step
    while value < high:
        yield value
        value += step
    yield value


def _step(least: Decimal) -> Decimal:
    """The next of 1, 2, 5, 10, 20 …"""
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * each for each in (1, 2, 5, 10) if power * each >= least)


def _line(n: int, places: Sequence[tuple[float, float]]) -> Shape:
    path = "M " + " L ".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dashes = {"stroke-dasharray": _DASHES[n]} if _DASHES[n] else {}
    return Shape("path", {"d": path, "stroke-width": "2", "fill": "none", **_tone(n), **dashes})


def _sign(n: int, x: float, y: float) -> Shape:
    """The sign of a line at one of its places: circle, square, triangle, lozenge, triangle on its tip, cross."""
    r = _SIZE
    outline = (
        f"M {x - r:.1f} {y:.1f} a {r} {r} 0 1 0 {2 * r:.1f} 0 a {r} {r} 0 1 0 {-2 * r:.1f} 0 Z",
        f"M {x - r:.1f} {y - r:.1f} h {2 * r:.1f} v {2 * r:.1f} h {-2 * r:.1f} Z",
        f"M {x:.1f} {y - r - 1:.1f} l {r + 1:.1f} {2 * r:.1f} h {-2 * r - 2:.1f} Z",
        f"M {x:.1f} {y - r - 1:.1f} l {r + 1:.1f} {r + 1:.1f} l {-r - 1:.1f} {r + 1:.1f} l {-r - 1:.1f} {-r - 1:.1f} Z",
        f"M {x:.1f} {y + r + 1:.1f} l {r + 1:.1f} {-2 * r:.1f} h {-2 * r - 2:.1f} Z",
        f"M {x - r:.1f} {y - r:.1f} l {2 * r:.1f} {2 * r:.1f} m 0 {-2 * r:.1f} l {-2 * r:.1f} {2 * r:.1f}",
    )
    return Shape("path", {"d": outline[n], "stroke-width": "1.6", "fill": "#ffffff", **_tone(n, "sign")})


def _tone(n: int, *more: str) -> dict[str, str]:
    return {"stroke": _TONES[n], "class": " ".join((f"tone-{n}", *more))}
