"""The file that Testland attaches: a chart, drawn when the demonstration is loaded."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

_SIZE = (960, 540)
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 900, 90, 460
_INK, _LINE, _LAND, _SEA, _PAPER = "#1d2b2f", "#c9d3d4", "#3f7d4e", "#1f6f9f", "#ffffff"
#: Year → protected and conserved areas, per cent of land and inland waters, and of the sea.
_SHARES = {2015: (12.4, 3.8), 2020: (14.2, 4.1), 2023: (17.0, 5.2), 2025: (19.8, 11.6)}
_HIGHEST = 30


def chart() -> bytes:
    """A PNG with the shares that Testland's text on target 3 tells."""
    image = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    small, large = ImageFont.load_default(18), ImageFont.load_default(24)
    draw.text((_LEFT, 28), "Testland: protected and conserved areas (%)", _INK, large)
    for mark in range(0, _HIGHEST + 1, 10):
        y = _height(mark)
        draw.line((_LEFT, y, _RIGHT, y), _LINE, 2)
        draw.text((_LEFT - 14, y), str(mark), _INK, small, anchor="rm")
    step = (_RIGHT - _LEFT) / len(_SHARES)
    for n, (year, shares) in enumerate(_SHARES.items()):
        middle = _LEFT + step * (n + 0.5)
        draw.text((middle, _BOTTOM + 24), str(year), _INK, small, anchor="mm")
        for share, colour, left in zip(shares, (_LAND, _SEA), (middle - 62, middle + 2), strict=True):
            draw.rectangle((left, _height(share), left + 60, _BOTTOM), colour)
            draw.text((left + 30, _height(share) - 14), str(share), _INK, small, anchor="mm")
    for colour, told, x in ((_LAND, "Land and inland waters", _LEFT), (_SEA, "Sea", _LEFT + 260)):
        draw.rectangle((x, 506, x + 18, 524), colour)
        draw.text((x + 28, 515), told, _INK, small, anchor="lm")
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _height(share: float) -> float:
    return _BOTTOM - share * (_BOTTOM - _TOP) / _HIGHEST
