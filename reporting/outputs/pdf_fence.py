"""The fence around the printer: what of a page may reach it, and what it may fetch (nothing).

A second line behind the cleaning of answers: whatever a page holds, no element that loads something, no style, no
class but the templates' own and no link but to the web, a mailbox or a place in the file comes through. It also fits
answers to the sheet: what is too wide is told to keep within the margins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.urls import URLFetcher

from reporting.domain import rich_text

#: What people may write in an answer. What is not here is dropped with everything in it.
OF_ANSWERS = rich_text.BLOCKS | rich_text.INLINE | {"h5", "h6"}
#: What the templates are made of besides.
OF_TEMPLATES = OF_ANSWERS | {"html", "head", "meta", "title", "body", "main", "nav", "section", "div", "h1", "h2"}
#: What their charts are drawn with; the first holds the others, and nothing else stands in it.
SVG = "{http://www.w3.org/2000/svg}"
OF_DRAWINGS = {f"{SVG}{name}" for name in ("title", "desc", "rect", "circle", "path", "text")}
#: Elements within each other. Layout engines follow by recursion, so what is deeper is refused with a sentence.
MAX_DEPTH = 60
#: Letters of a word that may be broken anywhere.
LONG_WORD = 60
#: Letters that stand side by side in a table within the margins.
TABLE_LETTERS = 84

_OUR_OWN = {name: re.compile(r".+", re.DOTALL) for name in ("class", "id", "data-report", "data-mark", "data-head")}
_EVERYWHERE = {"lang": re.compile(r"[A-Za-z0-9-]{2,35}"), "dir": re.compile("ltr|rtl")}
_SMALL = re.compile(r"[0-9]{1,2}")
_BY_ELEMENT = {
    "a": {"href": re.compile(r"(?:https?://|mailto:|#)[^\s\x00-\x1f]+", re.IGNORECASE)},
    "meta": {"charset": re.compile("utf-8"), "name": re.compile(r"[\w.]+"), "content": re.compile(r".*", re.DOTALL)},
    "td": {"colspan": _SMALL, "rowspan": _SMALL},
    "th": {"colspan": _SMALL, "rowspan": _SMALL, "scope": re.compile("row|col|rowgroup|colgroup")},
    "ol": {"start": re.compile(r"[0-9]{1,6}")},
}
_LENGTH = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_SIZE = {"width": _LENGTH, "height": _LENGTH, "viewBox": re.compile(rf"0 0 {_LENGTH.pattern} {_LENGTH.pattern}")}
_COLOUR = re.compile("none|#[0-9a-f]{6}")
_SHAPE = {
    **_SIZE,
    **dict.fromkeys(("x", "y", "cx", "cy", "r", "stroke-width", "font-size"), _LENGTH),
    **dict.fromkeys(("fill", "stroke"), _COLOUR),
    "stroke-dasharray": re.compile(rf"{_LENGTH.pattern}( {_LENGTH.pattern}){{1,3}}"),
    "text-anchor": re.compile("start|middle|end"),
    "direction": re.compile("ltr"),
    # A line of the longest series: some 2,000 places.
    "d": re.compile(r"[MALHVZalhmv0-9. -]{1,40000}"),
}
_LONG = re.compile(rf"\S{{{LONG_WORD},}}")
# Han and Kana need no space to be broken.
_WORD = re.compile(r"[^\s\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_FIGURE = re.compile(r"[-+−–±<>≤≥~≈(]*[0-9٠-٩][0-9٠-٩\s.,٫٬’'/)–−-]*(?:%|٪|‰)?\)?|[–—-]|n/?a|\.\.\.?|…", re.IGNORECASE)


class Fetcher(URLFetcher):  # type: ignore[misc]  # the library carries no types
    """Fetches nothing: pinned fonts come by fontconfig, and no page of ours refers to anything outside itself."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        raise ValueError("nothing is fetched")


class TooDeep(Exception):
    """A page nested deeper than can be laid out."""


def fence(root: Element) -> None:
    """Leave in the HTML page under `root` only what may be printed. Raises TooDeep."""
    _clean(root, 0, foreign=False)


def _clean(element: Element, depth: int, *, foreign: bool) -> None:
    """`foreign`: within an answer's formatted text, which people wrote and the templates did not."""
    if depth > MAX_DEPTH:
        raise TooDeep(f"elements stand more than {MAX_DEPTH} deep within each other")
    _clean_attributes(element, foreign)
    inner = foreign or "formatted" in element.get("class", "").split()
    for child in list(element):
        if child.tag in (OF_ANSWERS if inner else OF_TEMPLATES):
            _clean(child, depth + 1, foreign=inner)
        elif not inner and child.tag == f"{SVG}svg":
            _clean_drawing(element, child)
        else:
            _drop(element, child)
    if inner:
        _fit(element)


def _clean_drawing(parent: Element, drawing: Element) -> None:
    """Keep a drawing of sound size, and in it shapes with sound numbers; one without a size cannot be laid out."""
    if any(not rule.fullmatch(drawing.get(name, "")) for name, rule in _SIZE.items()):
        _drop(parent, drawing)
        return
    for element in list(drawing.iter()):
        for child in list(element):
            if child.tag not in OF_DRAWINGS:
                _drop(element, child)
        for name, value in list(element.attrib.items()):
            if name not in _SHAPE or not _SHAPE[name].fullmatch(value):
                del element.attrib[name]


def _clean_attributes(element: Element, foreign: bool) -> None:
    allowed = _EVERYWHERE | _BY_ELEMENT.get(element.tag, {}) | ({} if foreign else _OUR_OWN)
    for name, value in list(element.attrib.items()):
        if name not in allowed or not allowed[name].fullmatch(value):
            del element.attrib[name]


def _drop(parent: Element, child: Element) -> None:
    """Take `child` out; the text that follows it stays."""
    at = list(parent).index(child)
    if child.tail and at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
    elif child.tail:
        parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _fit(element: Element) -> None:
    if element.tag == "table":
        _fit_table(element)
    elif any(text and _LONG.search(text) for text in (element.text, *(child.tail for child in element))):
        _add_class(element, "long")


def _fit_table(table: Element) -> None:
    """Keep a table within the margins, repeat its head on each page, set figures (but no row's name) below figures."""
    rows = [[(cell, "".join(cell.itertext()).strip()) for cell in row] for row in table.iter("tr")]
    columns = list(zip_longest(*rows, fillvalue=(table, "")))
    if sum(_longest_word(text for _, text in column) + 2 for column in columns) > TABLE_LETTERS:
        _add_class(table, "wide")
    if any("rowspan" in cell.attrib or "colspan" in cell.attrib for row in rows for cell, _ in row):
        return
    _lift_head(table)
    for column in columns[1:]:
        values = [text for cell, text in column if cell.tag == "td" and text]
        if values and all(map(_FIGURE.fullmatch, values)):
            _align(cell for cell, _ in column if cell is not table)


def _align(cells: Iterable[Element]) -> None:
    for cell in cells:
        _add_class(cell, "figure")
        if cell.tag == "td":  # in a line that runs from the right, "3 020" would be read as "020 3"
            cell.set("dir", "ltr")


def _lift_head(table: Element) -> None:
    """Editors write the head as the first row of the body; only a `thead` is repeated and tagged as one."""
    body = table.find("tbody")
    if body is None or table.find("thead") is not None or len(body) < 2 or any(cell.tag != "th" for cell in body[0]):
        return
    head = Element("thead")
    head.append(body[0])
    body.remove(body[0])
    table.insert(list(table).index(body), head)


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in _WORD.findall(text)), default=1)


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())
