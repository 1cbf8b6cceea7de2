"""The one canonical form of formatted text: which elements it may hold, and its way from and to plain text.

nh3 (a Rust HTML sanitizer) does the cleaning; it is told to keep `lang` and `dir`, which it drops by default.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nh3

from reporting.domain.errors import NotStorable

BLOCKS = frozenset("p h3 h4 ul ol li blockquote table caption thead tbody tr th td".split())
INLINE = frozenset("strong em sub sup a br span".split())
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "*": {"lang", "dir"},
}
_SCHEMES = {"http", "https", "mailto"}
#: Deeper nesting is nobody's text and breaks layout engines.
MAX_DEPTH = 20

_CLEANER = nh3.Cleaner(
    tags=set(BLOCKS | INLINE),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    url_schemes=_SCHEMES,
    link_rel="noopener noreferrer nofollow",
    generic_attribute_prefixes=set(),
    strip_comments=True,
)


def canonical(markup: str) -> str:
    """`markup` with only what formatted text may hold; '' where no text is left. Raises NotStorable.

    The result is stable: `canonical(canonical(x)) == canonical(x)`.
    """
    cleaned = _CLEANER.clean(markup).strip()
    reader = _Reader.of(cleaned)
    if reader.deepest > MAX_DEPTH:
        raise NotStorable("markup_too_deep", depth=MAX_DEPTH)
    if not reader.plain():
        return ""
    return cleaned if reader.has_blocks else f"<p>{cleaned}</p>"


def from_plain(text: str) -> str:
    """Paragraphs from plain text: blank lines part them, single line ends stay as breaks."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return "".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def to_plain(markup: str) -> str:
    """The text of canonical markup, blocks parted by blank lines, list items marked with a dash."""
    return _Reader.of(markup).plain()


class _Reader(HTMLParser):
    """Reads canonical markup once: its plain text, its depth, and whether it holds blocks."""

    _PARTS = frozenset("p h3 h4 blockquote table ul ol".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.deepest = 0
        self.has_blocks = False
        self._depth = 0
        self._out: list[str] = []

    @classmethod
    def of(cls, markup: str) -> _Reader:
        reader = cls()
        reader.feed(markup)
        reader.close()
        return reader

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.has_blocks = self.has_blocks or tag in BLOCKS
        if tag == "br":
            self._out.append("\n")
            return
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        if tag in self._PARTS:
            self._out.append("\n\n")
        elif tag == "li":
            self._out.append("\n- ")
        elif tag == "tr":
            self._out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= 1
        if tag in self._PARTS:
            self._out.append("\n\n")
        elif tag in ("td", "th"):
            self._out.append("\t")

    def handle_data(self, data: str) -> None:
        self._out.append(re.sub(r"[ \t\r\n]+", " ", data))

    def plain(self) -> str:
        lines = (line.strip() for line in "".join(self._out).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
