"""What the tables of form data may hold: the known properties of each, and what their values are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.shapes import (
    ANY_NUMBER,
    DAY,
    FLAG,
    NUMBER,
    TABLE,
    TEXT,
    Each,
    Either,
    Named,
    Shape,
    misshapen,
)

#: Known properties, with what their values are.
OPTION_KEYS: Mapping[str, Shape] = {"id": TEXT, "label": TEXT}
OFFER_KEYS: Mapping[str, Shape] = {"from": TEXT, "kind": Each(TEXT), "linked_to": Each(TEXT)}
PREVIOUS_KEYS: Mapping[str, Shape] = {"question": TEXT, "options": Named(TEXT), "note": TEXT}
RUN_KEYS: Mapping[str, Shape] = {"over": TEXT, **dict.fromkeys(("kind", "chosen", "linked", "without"), Each(TEXT))}
COLUMN_KEYS: Mapping[str, Shape] = {
    **dict.fromkeys(("id", "type", "label", "guidance", "unit"), TEXT),
    **dict.fromkeys(("min", "max"), ANY_NUMBER),
    **dict.fromkeys(("decimals", "max_words"), NUMBER),
    "required": FLAG,
    "options": Either((TEXT, Each(OPTION_KEYS), OFFER_KEYS)),
}
QUESTION_KEYS: Mapping[str, Shape] = {
    **COLUMN_KEYS,
    **dict.fromkeys(("example", "link"), TEXT),
    **dict.fromkeys(("multilingual", "public", "personal"), FLAG),
    **dict.fromkeys(("max_choices", "max_rows"), NUMBER),
    "exclusive": Each(TEXT),
    "columns": Each(COLUMN_KEYS),
    "rows": Either((TEXT, Each(OPTION_KEYS))),
    "items": Each(TEXT),
    "previous": Each(Either((TEXT, PREVIOUS_KEYS))),
    "show_if": TABLE,
}
SECTION_KEYS: Mapping[str, Shape] = {
    **dict.fromkeys(("id", "number", "title", "guidance", "overview", "item_title", "numbering", "datasets"), TEXT),
    "repeat": Each(RUN_KEYS),
    **dict.fromkeys(("item_links", "shows", "covers"), Each(TEXT)),
    "show_if": TABLE,
}
FORM_KEYS: Mapping[str, Shape] = {
    **dict.fromkeys(("id", "agreement", "framework", "title"), TEXT),
    **dict.fromkeys(("opens_on", "due_on"), DAY),
    "revision": NUMBER,
    "languages": Each(TEXT),
}
RULE_KEYS: Mapping[str, Shape] = {"level": TEXT, "if": TABLE, "message": TEXT}
FILE_KEYS: Mapping[str, Shape] = {"section": TABLE, "question": Each(TABLE), "rule": Each(TABLE)}
LISTED_KEYS: Mapping[str, Shape] = {"ids": Named(TEXT)}
#: Ids stand in addresses, in names of fields and in keys of answers.
ID = re.compile(r"[a-z][a-z0-9_-]{0,59}")


def check_keys(
    place: Place, data: Mapping[str, Any], known: Mapping[str, Shape], needed: Sequence[str], faults: list[Fault]
) -> None:
    """Append what is wrong with the properties of a table to `faults`."""
    faults += unknown(place, data, known)
    faults += lacking(place, data, needed)
    faults += misshapen(place, data, known)
    if isinstance(data.get("id"), str) and data["id"] and not ID.fullmatch(data["id"]):
        faults.append(place.fault(f"the id {data['id']!r} must be small letters, digits, - and _, at most 60"))


def unknown(place: Place, data: Mapping[str, Any], known: Collection[str], of: str = "") -> Iterator[Fault]:
    """Properties that nothing reads, with the known one that may be meant; `of` says whose they are."""
    for key in data:
        if key not in known:
            meant = difflib.get_close_matches(key, known, 1, 0.75)
            yield place.fault(f"unknown property {key!r}{of}{f': is {meant[0]!r} meant?' if meant else ''}")


def lacking(place: Place, data: Mapping[str, Any], needed: Sequence[str]) -> Iterator[Fault]:
    yield from (place.fault(f"lacks {key!r}") for key in needed if not data.get(key))
