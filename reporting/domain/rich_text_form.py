"""The one shape of formatted text: which blocks may hold which, and one way to write each of them.

Blocks are paragraphs, headings, lists, quotes and tables; the text in them is a row of pieces, each with its marks.
Whatever comes in is brought into this shape, so that the same text is always the same string: the editor in the
browser (web/editor/serializer.js) writes it by the same rules.

- Text stands in a paragraph, heading or caption only. A paragraph without attributes is written bare in a list item or
  cell where nothing but lists is beside it.
- Runs of blanks are one blank, none stands at the edges of a block or beside a break; a break neither.
- Marks are nested in one order, neighbours with the same marks are one; language and direction of a passage are a span.
- Blocks without text that can be seen are left out, but for the cells of a table.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import takewhile

from reporting.domain.characters import can_be_seen, clean

REL = "noopener noreferrer nofollow"
_TEXTS = frozenset({"p", "h3", "h4", "caption"})
_LISTS = frozenset({"ul", "ol"})
_BARE_IN = frozenset({"li", "td", "th"})
_MARKS = ("span", "a", "strong", "em", "sub", "sup")
_BLANKS = re.compile("[ \t\n\r\f]+")
_ADDRESS = re.compile("(?:https?://|mailto:)[^\x00-\x20\x7f]+", re.IGNORECASE)
_ORDER = ("start", "colspan", "rowspan", "scope", "lang", "dir")
_PLAIN_VALUES = {"start": "1", "colspan": "1", "rowspan": "1"}

Attributes = tuple[tuple[str, str], ...]
#: Attributes of each mark that a piece of text has, by the mark's tag.
Marks = Mapping[str, Attributes]


@dataclass(frozen=True)
class Piece:
    """Text with its marks; "\\n" is a break and stands alone."""

    text: str
    marks: Marks

    @property
    def is_break(self) -> bool:
        return self.text == "\n"


@dataclass
class Block:
    """A block with the blocks in it, or with pieces of text."""

    tag: str
    attributes: Attributes = ()
    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


@dataclass
class Element:
    """An element of the markup as it came. Children are elements and texts."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element | str] = field(default_factory=list)


class Tree(HTMLParser):
    """Reads markup whose tags are balanced; `deepest` tells how far elements are nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.deepest = 0
        self._open = [self.root]

    @classmethod
    def of(cls, markup: str) -> Tree:
        tree = cls()
        tree.feed(markup)
        tree.close()
        return tree

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(made)
        if tag != "br":
            self.deepest = max(self.deepest, len(self._open))
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def in_shape(self) -> str:
        """The same text in the one shape; '' where no text is left."""
        return "".join(map(_written, _Flow.of(self.root, {})))


# ------------------------------------------------------------------------------------------------- from the elements


class _Flow:
    """Blocks one after the other, made from elements in any order: loose text becomes a paragraph."""

    def __init__(self, tag: str = "p", attributes: Attributes = ()) -> None:
        self.blocks: list[Block] = []
        self._text = Block(tag, attributes)
        self._loose_list: Block | None = None

    @classmethod
    def of(cls, element: Element, marks: Marks) -> list[Block]:
        flow = cls()
        flow.take(element.children, marks)
        flow.end_text()
        return flow.blocks

    def take(self, nodes: Iterable[Element | str], marks: Marks) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._text.pieces.append(Piece(_BLANKS.sub(" ", clean(node)), marks))
            elif node.tag == "br":
                self._text.pieces.append(Piece("\n", marks))
            elif node.tag in _MARKS:
                self.take(node.children, _with_mark(marks, node))
            else:
                self._block(node, marks)

    def end_text(self, tag: str = "p", attributes: Attributes = ()) -> None:
        """The text so far is a block; what follows goes into one with this tag."""
        pieces = _tidy(self._text.pieces)
        if _visible(pieces):
            self._add(Block(self._text.tag, self._text.attributes, pieces=pieces))
        self._text = Block(tag, attributes)

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        self._loose_list = None

    def _block(self, node: Element, marks: Marks) -> None:
        around = self._text
        if node.tag in _TEXTS:
            # A paragraph in a heading is part of the heading.
            inner = around.tag if node.tag == "p" and around.tag != "p" else node.tag
            self.end_text(inner if inner != "caption" else "p", _kept(node))
            self.take(node.children, marks)
        elif node.tag in ("thead", "tbody", "tr", "td", "th"):
            self.end_text()
            self.take(node.children, marks)
        else:
            self.end_text()
            self._container(node, marks)
        self.end_text(around.tag, around.attributes)

    def _container(self, node: Element, marks: Marks) -> None:
        if node.tag == "li":
            made = Block("li", _kept(node), _Flow.of(node, marks))
            if made.blocks and self._loose_list is not None:
                self._loose_list.blocks.append(made)
            elif made.blocks:
                self._add(Block("ul", (), [made]))
                self._loose_list = self.blocks[-1]
        elif node.tag in _LISTS:
            items = _items(node, marks)
            if items:
                self._add(Block(node.tag, _kept(node), items))
        elif node.tag == "table":
            for each in _table(node, marks):
                self._add(each)
        else:
            inside = _Flow.of(node, marks)
            if inside:
                self._add(Block(node.tag, _kept(node), inside))


def _items(node: Element, marks: Marks) -> list[Block]:
    """The items of a list. A list right in a list belongs to the item before it; loose text is an item of its own."""
    items: list[Block] = []
    for child in node.children:
        tag = child.tag if isinstance(child, Element) else ""
        if isinstance(child, Element) and tag == "li":
            items.append(Block("li", _kept(child), _Flow.of(child, marks)))
            continue
        blocks = _Flow.of(Element("", {}, [child]), marks)
        if blocks and tag in _LISTS and items:
            items[-1].blocks += blocks
        elif blocks:
            items.append(Block("li", (), blocks))
    return [each for each in items if each.blocks]


def _table(node: Element, marks: Marks) -> Iterator[Block]:
    """A table: its caption, rows of its head, other rows. Nothing where no text can be seen in it."""
    captions = [each for each in _parts(node) if each.tag == "caption"]
    head, body = list(_rows(node, ("thead",), marks)), list(_rows(node, ("tbody", "tr"), marks))
    caption = Block("caption", _kept(captions[0]) if captions else ())
    for each in captions:
        for block in _Flow.of(each, marks):
            caption.pieces += [Piece("\n", {})] if caption.pieces else []
            caption.pieces += _texts_of(block)
    caption.pieces = _tidy(caption.pieces)
    rows = head + body
    if not rows:
        if _visible(caption.pieces):
            yield Block("p", caption.attributes, pieces=caption.pieces)
    elif _visible(caption.pieces) or any(cell.blocks for row in rows for cell in row.blocks):
        yield Block("table", _kept(node), [
            *([caption] if _visible(caption.pieces) else []),
            *([Block("thead", (), head)] if head else []),
            *([Block("tbody", (), body)] if body else []),
        ])  # fmt: skip


def _parts(node: Element) -> list[Element]:
    return [each for each in node.children if isinstance(each, Element)]


def _rows(node: Element, within: Sequence[str], marks: Marks) -> Iterator[Block]:
    for part in (each for each in _parts(node) if each.tag in within):
        rows = [part] if part.tag == "tr" else [each for each in _parts(part) if each.tag == "tr"]
        inherited = {} if part.tag == "tr" else dict(_kept(part))
        for row in rows:
            cells = [
                Block(each.tag, _kept(each), _Flow.of(each, marks)) for each in _parts(row) if each.tag in ("td", "th")
            ]
            if cells:
                yield Block("tr", _sorted(inherited | dict(_kept(row))), cells)


def _texts_of(block: Block) -> list[Piece]:
    """All pieces of a block in one row, its inner blocks parted by breaks."""
    found = list(block.pieces)
    for each in block.blocks:
        found += [Piece("\n", {})] if found else []
        found += _texts_of(each)
    return found


def _with_mark(marks: Marks, node: Element) -> Marks:
    """The marks of what stands in `node`; language and direction of any of them are those of a span."""
    made = dict(marks)
    passage = {name: value for name, value in node.attributes.items() if name in ("lang", "dir")}
    if passage:
        made["span"] = _sorted(dict(made.get("span", ())) | passage)
    if node.tag == "a":
        address = _BLANKS.sub(lambda blank: "%20" * blank[0].count(" "), node.attributes.get("href", "").strip())
        if _ADDRESS.fullmatch(address):
            made["a"] = (("href", address), ("rel", REL))
    elif node.tag != "span":
        made[node.tag] = ()
    return made


def _kept(node: Element) -> Attributes:
    """A block's attributes, without those that say what goes without saying."""
    found = {name: value for name, value in node.attributes.items() if name in _ORDER}
    for name in _PLAIN_VALUES.keys() & found.keys():
        found[name] = str(int(found[name]))
    return _sorted({name: value for name, value in found.items() if value not in (_PLAIN_VALUES.get(name), "0", "")})


def _sorted(attributes: Mapping[str, str]) -> Attributes:
    return tuple((name, attributes[name]) for name in _ORDER if name in attributes)


# ------------------------------------------------------------------------------------------------- pieces of text


def _tidy(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces without blanks that do not show; neighbours with the same marks are one."""
    made: list[Piece] = []
    for piece in pieces:
        if piece.is_break:
            _drop_last_blank(made)
            if made:
                made.append(piece)
            continue
        at_edge = not made or made[-1].text.endswith((" ", "\n"))
        text = piece.text.removeprefix(" ") if at_edge else piece.text
        if text and made and made[-1].marks == piece.marks and not made[-1].is_break:
            made[-1] = Piece(made[-1].text + text, piece.marks)
        elif text:
            made.append(Piece(text, piece.marks))
    _drop_last_blank(made)
    while made and made[-1].is_break:
        made.pop()
        _drop_last_blank(made)
    return [piece if piece.is_break else Piece(clean(piece.text), piece.marks) for piece in made]


def _drop_last_blank(pieces: list[Piece]) -> None:
    if pieces and pieces[-1].text.endswith(" "):
        text = pieces[-1].text[:-1]
        pieces[-1:] = [Piece(text, pieces[-1].marks)] if text else []


def _visible(pieces: Sequence[Piece]) -> bool:
    return can_be_seen("".join(piece.text for piece in pieces))


# ------------------------------------------------------------------------------------------------- writing


def _written(block: Block) -> str:
    inside = _written_pieces(block.pieces) + "".join(_inside(block))
    return f"<{block.tag}{_written_attributes(block.attributes)}>{inside}</{block.tag}>"


def _inside(block: Block) -> Iterator[str]:
    first, rest = block.blocks[:1], block.blocks[1:]
    lists = all(each.tag in _LISTS for each in rest)
    for each in first:
        bare = block.tag in _BARE_IN and lists and each.tag == "p" and not each.attributes
        yield _written_pieces(each.pieces) if bare else _written(each)
    yield from map(_written, rest)


def _written_pieces(pieces: Sequence[Piece]) -> str:
    made: list[str] = []
    marks: list[tuple[str, Attributes]] = []
    for piece in pieces:
        wanted = [(tag, piece.marks[tag]) for tag in _MARKS if tag in piece.marks]
        kept = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(marks, wanted, strict=False))))
        made += [f"</{tag}>" for tag, _ in reversed(marks[kept:])]
        made += [f"<{tag}{_written_attributes(attributes)}>" for tag, attributes in wanted[kept:]]
        made.append("<br>" if piece.is_break else _escaped(piece.text))
        marks = wanted
    return "".join(made) + "".join(f"</{tag}>" for tag, _ in reversed(marks))


def _written_attributes(attributes: Attributes) -> str:
    return "".join(f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"' for name, value in attributes)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\xa0", "&nbsp;")
