"""The guides for users: Markdown made into pages.

markdown-it-py (CommonMark) reads them and lets no markup of their own through; nh3 then keeps only what a guide needs.
On the pages a guide is addressed by its name, so that the same file can be read with its links where it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

#: The file of the page that names the others.
INDEX = "README"
_ELEMENTS = set("h2 h3 p ul ol li a strong em code pre img br blockquote hr".split())
_CLEANER = nh3.Cleaner(
    tags=_ELEMENTS,
    attributes={
        "a": {"href"}, "h2": {"id"}, "h3": {"id"}, "ol": {"start"}, "img": {"src", "alt", "width", "height", "loading"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)  # fmt: skip
_READER = MarkdownIt("commonmark", {"html": False})
_GUIDE_LINK = re.compile(r"([a-z-]+|README)\.md(#[\w-]+)?")
_PICTURE = re.compile(r"\.\./screenshots/([\w-]+\.png)")


@dataclass(frozen=True)
class Picture:
    """Where a picture is served, and how large it is, in pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Guide:
    """`name` is the file's name without `.md`; `contents` are (anchor, title) of its parts; `markup` has no title."""

    name: str
    title: str
    contents: tuple[tuple[str, str], ...]
    markup: str

    @classmethod
    def read(cls, name: str, text: str, picture: Callable[[str], Picture]) -> Guide:
        """`picture` finds one by its file's name (LookupError where there is none). Raises LookupError, ValueError."""
        tokens = _READER.parse(text)
        if [each.tag for each in tokens[:1]] != ["h1"]:
            raise ValueError(f"the guide {name!r} does not begin with its title")
        title, tokens = _plain(tokens[1]), tokens[3:]
        contents = []
        for opening, inside in pairwise(tokens):
            if opening.type == "heading_open":
                opening.attrSet("id", anchor(_plain(inside)))
                contents += [(anchor(_plain(inside)), _plain(inside))] if opening.tag == "h2" else []
            for each in opening.children or ():
                _point(each, picture)
        markup = _READER.renderer.render(tokens, _READER.options, {})
        return cls(name, title, tuple(contents), _CLEANER.clean(markup))


def anchor(title: str) -> str:
    """The fragment by which a heading is found: "Begin the report" is `begin-the-report`."""
    return re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-")


def _plain(inline: Token) -> str:
    return "".join(each.content for each in _all_of(inline.children or ()))


def _all_of(tokens: Sequence[Token]) -> list[Token]:
    return [each for each in tokens if each.type in ("text", "code_inline")]


def _point(token: Token, picture: Callable[[str], Picture]) -> None:
    """Turn the address of a link or picture among the files into that of the pages."""
    if token.type == "link_open" and (found := _GUIDE_LINK.fullmatch(str(token.attrGet("href")))):
        token.attrSet("href", f"{'./' if found[1] == INDEX else found[1]}{found[2] or ''}")
    elif token.type == "image" and (found := _PICTURE.fullmatch(str(token.attrGet("src")))):
        shown = picture(found[1])
        attributes: dict[str, Any] = {
            "src": shown.url, "width": shown.width, "height": shown.height, "loading": "lazy",
        }  # fmt: skip
        token.attrs.update(attributes)
