"""Numbers in addresses: only those that every database takes as a key. A larger one names nothing."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

MOST = 2_147_483_647
MOST_PAGES = 1_000_000


class Number(IntegerConverter):
    """`<int:…>` of an address, up to MOST."""

    regex = r"\d{1,10}"

    def __init__(self, map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = MOST) -> None:
        super().__init__(map, fixed_digits, min, max)


def register(app: Flask) -> None:
    app.url_map.converters["int"] = Number


def asked_page() -> int:
    """Which page of a list is asked for; the first where the address tells no sound number."""
    return min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
