"""The guides for users are true: their links and pictures are there, and the words in bold stand in the interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages import pofile
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from reporting.domain.guides import INDEX, anchor
from reporting.web.guides import ORDER

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "guides"
SCREENSHOTS = ROOT / "docs" / "screenshots"
GUIDES = sorted(FOLDER.glob("*.md"))
#: For a slow line.
MOST_BYTES = 60_000


def tokens(path: Path) -> list[Token]:
    return MarkdownIt("commonmark", {"html": False}).parse(path.read_text(encoding="utf-8"))


def inline(path: Path) -> Iterator[Token]:
    for each in tokens(path):
        yield from each.children or ()


def anchors(path: Path) -> list[str]:
    pairs = pairwise(tokens(path))
    return [anchor("".join(part.content for part in inside.children or ())) for opening, inside in pairs
            if opening.type == "heading_open"]  # fmt: skip


def bold(path: Path) -> Iterator[str]:
    """The words between two pairs of asterisks."""
    open_ = False
    said = ""
    for each in inline(path):
        if each.type == "strong_open":
            open_, said = True, ""
        elif each.type == "strong_close":
            open_ = False
            yield said
        elif open_:
            said += " " if each.type == "softbreak" else each.content


def english() -> list[str]:
    """Every English text of interface, forms and frameworks."""
    found: list[str] = []
    for catalogue in sorted((ROOT / "translations" / "fr" / "LC_MESSAGES").glob("*.po")):
        with catalogue.open("rb") as file:
            for message in pofile.read_po(file):
                found += [message.id] if isinstance(message.id, str) else list(message.id)
    return [each for each in found if each]


@pytest.fixture(scope="module")
def on_pages() -> list[re.Pattern[str]]:
    """Patterns of what a page may say: a text, with anything where a parameter stands."""
    patterns = []
    for text in english():
        parts = re.split(r"%\(\w+\)s", text)
        if re.search(r"\w", "".join(parts)):
            patterns.append(re.compile(".+".join(re.escape(part) for part in parts), flags=re.IGNORECASE | re.DOTALL))
    return patterns


def test_there_is_a_guide_for_everybody_and_no_other() -> None:
    assert {path.stem for path in GUIDES} == {INDEX, *ORDER}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_links_and_pictures_are_there(path: Path) -> None:
    for each in inline(path):
        if each.type == "image":
            assert (FOLDER / str(each.attrGet("src"))).resolve().is_relative_to(SCREENSHOTS), each.attrs
            assert (FOLDER / str(each.attrGet("src"))).is_file(), each.attrs
            assert each.content, f"{each.attrGet('src')} has no words"
        elif each.type == "link_open" and not str(each.attrGet("href")).startswith("https://"):
            name, _, fragment = str(each.attrGet("href")).partition("#")
            target = FOLDER / name if name else path
            assert target in GUIDES, each.attrs
            assert not fragment or fragment in anchors(target), each.attrs


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_words_in_bold_stand_on_the_pages(path: Path, on_pages: list[re.Pattern[str]]) -> None:
    said = list(bold(path))
    assert said
    assert [each for each in said if not any(pattern.fullmatch(each) for pattern in on_pages)] == []


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_headings_can_be_told_apart(path: Path) -> None:
    assert len(set(anchors(path))) == len(anchors(path))


def test_every_picture_is_light_and_shown_somewhere() -> None:
    pages = (*GUIDES, ROOT / "docs" / "pages.md", ROOT / "README.md")
    shown = "".join(path.read_text(encoding="utf-8") for path in pages)
    for path in sorted(SCREENSHOTS.iterdir()):
        assert path.name in shown, f"{path.name} is shown nowhere"
        assert path.stat().st_size <= MOST_BYTES, f"{path.name} is heavy"
        with Image.open(path) as picture:
            picture.verify()


def test_the_readme_leads_to_the_guides() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {f"docs/guides/{name}.md" for name in ORDER if name != "api"} <= set(re.findall(r"\]\(([^)]+)\)", readme))
