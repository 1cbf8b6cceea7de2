"""Which letters each glyph stands for, so that text can be searched, copied and read aloud from a PDF.

The renderer notes for a glyph whatever letters stood where it first met it. Where several glyphs share a place (a
letter with a vowel sign or an accent) one of them gets all letters and the others none, for the whole file: one "g̃"
can empty every later "g". The fonts know better, so what they say of a glyph goes before what the renderer says.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # the library carries no types

NO_BREAK_SPACE = "\u00a0"
#: Fonts of Han letters have far more glyphs, and no letters that share a place.
MOST_GLYPHS = 10_000
#: The shapes that letters and signs take by their neighbours.
_FEATURES = frozenset({"ccmp", "isol", "init", "medi", "fina", "rlig", "liga"})
_SINGLE, _LIGATURE, _EXTENSION = 1, 4, 7
#: From ff to st: a number such as a digest must be found again by its letters.
_LATIN_LIGATURES = frozenset(map(chr, range(0xFB00, 0xFB07)))


class LegibleFonts(dict[Any, Any]):
    """The fonts of one document, by the renderer's keys; each learns its letters as it comes in."""

    def __setitem__(self, key: Any, font: Any) -> None:
        if font.glyph_count <= MOST_GLYPHS:
            file = io.BytesIO(font.file_content)
            font.to_unicode = _Noted(letters(TTFont(file, fontNumber=font.index, lazy=True)))
        super().__setitem__(key, font)


class _Noted(dict[int, str]):
    """Letters of the glyphs in use: what the font says of a glyph goes before what the renderer says."""

    def __init__(self, known: Mapping[int, str]) -> None:
        super().__init__()
        self._known = known

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self._known.get(glyph, text))


def letters(font: TTFont) -> dict[int, str]:
    """The letters of each glyph (by number) that stands for certain letters and no others."""
    known: dict[str, set[str]] = {}
    for code, glyph in font.getBestCmap().items():
        known.setdefault(glyph, set()).add(_letter(chr(code)))
    plain = set(known)
    for _ in range(2):  # ligatures are made of the shapes found in the first round
        for glyph, text in list(_shapes(font, known)):
            if glyph not in plain:
                known.setdefault(glyph, set()).add(text)
    return {font.getGlyphID(glyph): next(iter(texts)) for glyph, texts in known.items() if len(texts) == 1}


def _letter(character: str) -> str:
    """What a character is read as: the forms and ligatures of letters that old encodings knew are those letters."""
    is_form = unicodedata.decomposition(character).startswith(("<isolated>", "<initial>", "<medial>", "<final>"))
    if not is_form and character not in _LATIN_LIGATURES:
        return " " if character == NO_BREAK_SPACE else character
    plain = unicodedata.normalize("NFKC", character)
    return character if " " in plain else plain


def _shapes(font: TTFont, known: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Glyphs that stand in place of known ones, with the letters of those."""
    only = {glyph: next(iter(texts)) for glyph, texts in known.items() if len(texts) == 1}
    for table in _substitutions(font):
        if table.LookupType == _SINGLE:
            yield from ((made, only[glyph]) for glyph, made in table.mapping.items() if glyph in only)
        elif table.LookupType == _LIGATURE:
            for first, made in table.ligatures.items():
                for ligature in made:
                    parts = [first, *ligature.Component]
                    if all(part in only for part in parts):
                        # Signs of one letter are the same in either order.
                        yield ligature.LigGlyph, unicodedata.normalize("NFC", "".join(only[part] for part in parts))


def _substitutions(font: TTFont) -> Iterator[Any]:
    if "GSUB" not in font or 0x0628 not in font.getBestCmap():  # no Arabic letters: none change by their neighbours
        return
    rules = font["GSUB"].table
    features = [(each.FeatureTag, set(each.Feature.LookupListIndex)) for each in rules.FeatureList.FeatureRecord]
    others = set().union(*(indexes for tag, indexes in features if tag not in _FEATURES))
    wanted = set().union(*(indexes for tag, indexes in features if tag in _FEATURES))
    for index, lookup in enumerate(rules.LookupList.Lookup):
        # What no feature names is called by rules that look at the neighbours.
        if index in wanted or index not in others:
            for table in lookup.SubTable:
                yield table.ExtSubTable if table.LookupType == _EXTENSION else table
