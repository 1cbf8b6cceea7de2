"""The letters that the pinned fonts' glyphs stand for."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from fontTools.ttLib import TTFont

from reporting.outputs.pdf_letters import MOST_GLYPHS, LegibleFonts, letters
from tests.documents import FONTS

NASKH = FONTS / "NotoNaskhArabic_400Regular.ttf"
SANS = FONTS / "NotoSans_400Regular.ttf"

pytestmark = pytest.mark.skipif(not NASKH.is_file(), reason="the pinned fonts are not there: `make test` brings them")


def of(path: Path) -> dict[str, str]:
    font = TTFont(path)
    return {font.getGlyphName(number): text for number, text in letters(font).items()}


def test_letters_and_signs_stand_for_themselves() -> None:
    known, names = of(NASKH), TTFont(NASKH).getBestCmap()
    assert {known[names[ord(each)]] for each in "أبُ٣"} == {"أ", "ب", "ُ", "٣"}
    known, names = of(SANS), TTFont(SANS).getBestCmap()
    assert [known[names[ord(each)]] for each in "g\u0303é²"] == ["g", "\u0303", "é", "²"]


def test_shapes_and_ligatures_stand_for_their_letters() -> None:
    known = of(NASKH)
    assert list(known.values()).count("ب") == 4
    assert {known["uniFEFB"], known["uniFDF2"]} == {"لا", "الله"}
    # Lam and alef as two glyphs that lean on each other.
    assert (known["uni0644.rlig"], known["uniFE8E.rlig"]) == ("ل", "ا")


def test_latin_ligatures_stand_for_their_letters() -> None:
    known, names = of(SANS), TTFont(SANS).getBestCmap()
    assert [known[names[code]] for code in (0xFB00, 0xFB01, 0xFB03)] == ["ff", "fi", "ffi"]


def test_the_font_goes_before_the_renderer_for_glyphs_in_use_only() -> None:
    font = SimpleNamespace(glyph_count=900, file_content=NASKH.read_bytes(), index=0, to_unicode={})
    fonts = LegibleFonts()
    fonts["key"] = font
    damma = TTFont(NASKH).getReverseGlyphMap()[TTFont(NASKH).getBestCmap()[0x64F]]
    font.to_unicode[damma] = "أُ"
    font.to_unicode[65_000] = "as the renderer says"
    assert font.to_unicode == {damma: "ُ", 65_000: "as the renderer says"}


def test_large_fonts_are_left_to_the_renderer() -> None:
    font = SimpleNamespace(glyph_count=MOST_GLYPHS + 1, to_unicode={})
    LegibleFonts()["key"] = font
    assert type(font.to_unicode) is dict
