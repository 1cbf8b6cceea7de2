"""What the tables of a form may hold: the known properties of each, and what their values are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from reporting.domain.faults import Fault, Place

Kinds = tuple[type, ...]
TEXT, FLAG, NUMBER, LIST, TABLE, DAY = (str,), (bool,), (int,), (list,), (dict,), (dt.date,)
ANY_NUMBER = (float,)

#: Known properties, with what their values are.
QUESTION_KEYS: Mapping[str, Kinds] = {
    **dict.fromkeys(("id", "type", "label", "guidance", "example", "link", "unit"), TEXT),
    **dict.fromkeys(("min", "max"), ANY_NUMBER),
    "decimals": NUMBER,
    **dict.fromkeys(("required", "multilingual", "public", "personal"), FLAG),
    **dict.fromkeys(("max_words", "max_choices", "max_rows"), NUMBER),
    **dict.fromkeys(("exclusive", "columns"), LIST),
    "rows": (str, list),
    "options": (str, list, dict),
    **dict.fromkeys(("items", "previous"), LIST),
    "show_if": TABLE,
}
SECTION_KEYS: Mapping[str, Kinds] = {
    **dict.fromkeys(("id", "number", "title", "guidance", "overview", "item_title", "numbering", "datasets"), TEXT),
    **dict.fromkeys(("repeat", "item_links", "shows", "covers"), LIST),
    "show_if": TABLE,
}
FORM_KEYS: Mapping[str, Kinds] = {
    **dict.fromkeys(("id", "agreement", "framework", "title"), TEXT),
    **dict.fromkeys(("opens_on", "due_on"), DAY),
    "revision": NUMBER,
    "languages": LIST,
}
RULE_KEYS: Mapping[str, Kinds] = {"level": TEXT, "if": TABLE, "message": TEXT}
FILE_KEYS: Mapping[str, Kinds] = {"section": TABLE, "question": LIST, "rule": LIST}
_SAID = {
    str: "a text",
    bool: "true or false",
    int: "a whole number above zero",
    float: "a number",
    list: "a list",
    dict: "a table",
    dt.date: "a date",
}
#: Ids stand in addresses, in names of fields and in keys of answers.
ID = re.compile(r"[a-z][a-z0-9_-]{0,59}")


def check_keys(
    place: Place, data: Mapping[str, Any], known: Mapping[str, Kinds], needed: Sequence[str], faults: list[Fault]
) -> None:
    faults += [place.fault(f"unknown property {key!r}") for key in data if key not in known]
    faults += [place.fault(f"lacks {key!r}") for key in needed if not data.get(key)]
    for key, value in data.items():
        if key in known and not _is(value, known[key]):
            faults.append(place.fault(f"{key} must be {' or '.join(_SAID[each] for each in known[key])}"))
    if isinstance(data.get("id"), str) and data["id"] and not ID.fullmatch(data["id"]):
        faults.append(place.fault(f"the id {data['id']!r} must be small letters, digits, - and _, at most 60"))


def _is(value: Any, kinds: Kinds) -> bool:
    if kinds == NUMBER:
        return type(value) is int and value > 0
    if kinds == ANY_NUMBER:
        return type(value) in (int, float)
    return isinstance(value, kinds)
