"""Numbers in addresses: only those that every database takes as a key. A longer one names nothing."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.routing import IntegerConverter

MOST_PAGES = 1_000_000


class Number(IntegerConverter):
    """`<int:…>` of an address. By its pattern, so that a longer number is no match and other rules are tried."""

    regex = r"\d{1,9}"


def register(app: Flask) -> None:
    app.url_map.converters["int"] = Number


def asked_page() -> int:
    """Which page of a list is asked for; the first where the address tells no sound number."""
    return min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
