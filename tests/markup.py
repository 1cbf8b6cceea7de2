"""Formatted texts that nobody wrote: sound ones of every shape, and tags thrown together."""

from __future__ import annotations

from random import Random

from reporting.domain.errors import NotStorable
from reporting.domain.rich_text import BLOCKS, INLINE, canonical

_WORDS = (
    "oak",
    "e",
    "\u0301",
    "river ",
    " and",
    "&amp;",
    "&lt;",
    "&nbsp;",
    "\u200b",
    "الأرز",
    "森林",
    "\n",
    "x&gt;y",
    '"',
)
_OPENINGS = (
    '<p lang="fa" dir="rtl">', '<em dir="ltr">', '<span lang="sw">', '<a href="https://example.org/?a=1&amp;b=&quot;">',
    '<ol start="7">', '<td colspan="2">', '<th scope="row" rowspan="3">', "<table><tr><td>", "<ul><li>", "<caption>",
    '<tr lang="fr">', '<li dir="rtl">', "<br>",
)  # fmt: skip
_THROWN = [f"<{slash}{tag}>" for tag in sorted(BLOCKS | INLINE) for slash in ("", "/")]


def thrown(chance: Random) -> str:
    """Tags and words in no order."""
    return "".join(chance.choices([*_THROWN, *_OPENINGS * 2, *_WORDS * 3], k=chance.randint(1, 40)))


def texts(count: int, seed: int) -> list[str]:
    """`count` canonical texts, half of them from thrown tags, half from sound ones."""
    chance, found = Random(seed), set[str]()
    while len(found) < count:
        try:
            made = canonical(thrown(chance) if len(found) % 2 else _blocks(chance, 0))
        except NotStorable:
            continue
        if made:
            found.add(made)
    return sorted(found)


def _passage(chance: Random) -> str:
    return chance.choice(["", "", "", ' lang="fr"', ' dir="rtl"', ' lang="ar" dir="rtl"'])


def _words(chance: Random) -> str:
    made = []
    for _ in range(chance.randint(1, 4)):
        words = "".join(chance.choices(_WORDS, k=chance.randint(1, 3)))
        for tag in chance.sample(sorted(INLINE), k=chance.randint(0, 3)):
            href = ' href="mailto:a@example.org"' if tag == "a" else ""
            words = words + "<br>" if tag == "br" else f"<{tag}{href}{_passage(chance)}>{words}</{tag}>"
        made.append(words)
    return "".join(made)


def _blocks(chance: Random, depth: int) -> str:
    return "".join(_block(chance, depth) for _ in range(chance.randint(1, 3)))


def _block(chance: Random, depth: int) -> str:
    tag = chance.choice(["p", "p", "h3", "h4", *(["ul", "ol", "blockquote", "table"] if depth < 2 else [])])
    passage = _passage(chance)
    if tag in ("ul", "ol"):
        items = "".join(f"<li{_passage(chance)}>{_blocks(chance, depth + 1)}</li>" for _ in range(chance.randint(1, 3)))
        return f"<{tag}{passage}>{items}</{tag}>"
    if tag == "blockquote":
        return f"<{tag}{passage}>{_blocks(chance, depth + 1)}</{tag}>"
    if tag == "table":
        return f"<table{passage}>{_rows(chance, depth)}</table>"
    return f"<{tag}{passage}>{_words(chance)}</{tag}>"


def _rows(chance: Random, depth: int) -> str:
    caption = f"<caption>{_words(chance)}</caption>" if chance.random() < 0.4 else ""
    rows = []
    for _ in range(chance.randint(1, 3)):
        cells = [chance.choice(["td", "td", 'td colspan="2"', 'th scope="col"', 'td rowspan="2"']) for _ in range(2)]
        rows.append("".join(f"<{each}>{_blocks(chance, depth + 1)}</{each[:2]}>" for each in cells))
    head = chance.randint(0, 1)
    parts = [("thead", rows[:head]), ("tbody", rows[head:])]
    return caption + "".join(f"<{tag}><tr>{'</tr><tr>'.join(part)}</tr></{tag}>" for tag, part in parts if part)
