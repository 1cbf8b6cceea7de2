"""The one canonical form of formatted text: which elements it may hold, and its way from and to plain text.

nh3 (a Rust HTML sanitizer) does the cleaning; it is told to keep `lang` and `dir`, which it drops by default. What it
leaves is brought into one shape (rich_text_form.py). Characters are composed there, in the text and not in the markup
(`>` and a combining stroke would make one character), and references such as `&#8;` bring no control character in.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nh3

from reporting.domain.characters import clean, encodable, has_control
from reporting.domain.errors import NotStorable
from reporting.domain.rich_text_form import REL, Tree

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
_DIRECTIONS = {"ltr", "rtl"}
_SCOPES = {"row", "col", "rowgroup", "colgroup"}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
_NUMBER = re.compile(r"[0-9]{1,3}")
_HEADING = re.compile(r"(</?h)([34])\b")
# No table of a report has more columns or rows to a cell; each costs a place in the editor's map of the table.
_SPAN = re.compile(r"[0-9]{1,2}")
#: Deeper nesting is nobody's text and breaks layout engines.
MAX_DEPTH = 20
#: More tags than the longest answer has. Parsing costs the square of the depth, so their number is bounded before it.
MAX_TAGS = 10_000
# Taking an unknown element away can put a paragraph into a paragraph, which parses as two: clean until nothing changes.
_MOST_ROUNDS = 10


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value if the attribute may hold it, else None: then the attribute goes and its element stays."""
    sound = {
        "lang": _LANGUAGE_TAG.fullmatch(value),
        "dir": value in _DIRECTIONS,
        "scope": value in _SCOPES,
        "href": not has_control(value),
        "colspan": _SPAN.fullmatch(value),
        "rowspan": _SPAN.fullmatch(value),
        "start": _NUMBER.fullmatch(value),
    }
    return value if sound.get(name, True) else None


_CLEANER = nh3.Cleaner(
    tags=set(BLOCKS | INLINE),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_attribute,
    url_schemes=_SCHEMES,
    link_rel=REL,
    generic_attribute_prefixes=set(),
    strip_comments=True,
)


def canonical(markup: str) -> str:
    """`markup` with only what formatted text may hold; '' where no text is left. Raises NotStorable.

    The result is stable: `canonical(canonical(x)) == canonical(x)`.
    """
    markup = encodable(markup)
    if markup.count("<") > MAX_TAGS:
        raise NotStorable("too_much_markup", limit=MAX_TAGS)
    for _ in range(_MOST_ROUNDS):
        made = _cleaned(markup)
        if made == markup:
            return made
        markup = made
    raise NotStorable("markup_too_deep", depth=MAX_DEPTH)


def _cleaned(markup: str) -> str:
    """One round of cleaning."""
    tree = Tree.of(_CLEANER.clean(markup))
    if tree.deepest > MAX_DEPTH:
        raise NotStorable("markup_too_deep", depth=MAX_DEPTH)
    return tree.in_shape()


def from_plain(text: str) -> str:
    """Paragraphs from plain text: blank lines part them, single line ends stay as breaks."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    return "".join(f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def below(markup: str, level: int) -> str:
    """Canonical markup with its headings ranked below a heading of `level` (2 to 4)."""
    return _HEADING.sub(lambda tag: f"{tag[1]}{int(tag[2]) + level - 2}", markup)


def to_plain(markup: str) -> str:
    """The text of canonical markup, blocks parted by blank lines, list items marked with a dash."""
    return _Plain.of(markup)


class _Plain(HTMLParser):
    """Reads canonical markup as plain text. The editor does the same (web/editor/plain.js)."""

    _PARTS = frozenset("p h3 h4 blockquote table ul ol".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []

    @classmethod
    def of(cls, markup: str) -> str:
        reader = cls()
        reader.feed(markup)
        reader.close()
        lines = (line.strip(" \t\n") for line in "".join(reader._out).split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(" \t\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._out.append("\n")
        elif tag in self._PARTS:
            at_dash = self._out[-1:] == ["\n- "]
            self._out.append("" if at_dash else "\n\n")
        elif tag == "li":
            self._out.append("\n- ")
        elif tag == "tr":
            self._out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._PARTS:
            self._out.append("\n\n")
        elif tag == "caption":
            self._out.append("\n")
        elif tag in ("td", "th"):
            self._out.append("\t")

    def handle_data(self, data: str) -> None:
        self._out.append(re.sub(r"[ \t\n]+", " ", clean(data)))
