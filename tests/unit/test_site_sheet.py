"""The one sheet of style: light on the wire, and made of what it says it is made of."""

from __future__ import annotations

import re

import pytest

from reporting.web.assets import FOLDER, SHEETS, SITE_SHEET, Assets

#: Bytes over the wire for all pages together.
MOST = 9_000
#: Set where they are used: a tone of its own for each state.
LOCAL = {"tone"}


@pytest.fixture(scope="module")
def sheet() -> str:
    return Assets({}).files[SITE_SHEET].encodings[""].decode()


def test_it_is_light() -> None:
    assert 1_000 < len(Assets({}).files[SITE_SHEET].encodings["br"]) <= MOST


def test_it_holds_every_sheet_in_the_order_of_the_layers(sheet: str) -> None:
    assert "@layer tokens, base, forms, components, print;" in sheet
    starts = [sheet.index((FOLDER / "css" / f"{each}.css").read_text(encoding="utf-8")) for each in SHEETS]
    assert starts == sorted(starts)


def test_every_token_that_is_used_is_defined(sheet: str) -> None:
    assert set(re.findall(r"var\(--([\w-]+)", sheet)) <= set(re.findall(r"--([\w-]+)\s*:", sheet)) | LOCAL


def test_sides_are_logical(sheet: str) -> None:
    """Nothing says left or right: Arabic pages are the same sheet."""
    sided = r"\b(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|\b(?:left|right)\s*:"
    assert re.findall(sided, sheet) == []
