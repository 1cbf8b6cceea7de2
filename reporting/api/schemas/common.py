"""What schemas are built of, and those that many operations share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reporting.api.validation import Schema

Made = dict[str, Any]


def text(says: str = "", **rules: Any) -> Made:
    return _said({"type": "string", **rules}, says)


def number(says: str = "", **rules: Any) -> Made:
    return _said({"type": "integer", **rules}, says)


def flag(says: str = "") -> Made:
    return _said({"type": "boolean"}, says)


def nullable(schema: Schema) -> Made:
    """The same, or null. Only for schemas with a plain type."""
    return {**schema, "type": [schema["type"], "null"]}


def ref(name: str) -> Made:
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Schema, says: str = "", **rules: Any) -> Made:
    return _said({"type": "array", "items": items, **rules}, says)


def anything(says: str) -> Made:
    return {"description": says}


def table(says: str, properties: Mapping[str, Schema], optional: Sequence[str] = (), *, closed: bool = False) -> Made:
    """An object. All its fields are there, but for the `optional` ones; `closed` refuses any other."""
    made: Made = {"type": "object", "properties": dict(properties)}
    required = [name for name in properties if name not in optional]
    if required:
        made["required"] = required
    if closed:
        made["additionalProperties"] = False
    return _said(made, says)


def page_of(name: str) -> Made:
    """A list of entries of the schema `name`, one page of it."""
    return table(
        "",
        {
            "items": array(ref(name)),
            "page": number("Which page this is, from 1.", minimum=1),
            "per_page": number("How many entries a full page has.", minimum=1),
            "total": number("How many entries there are on all pages.", minimum=0),
        },
    )


def _said(schema: Made, says: str) -> Made:
    return {**schema, "description": says} if says else schema


WHEN: Made = {"type": "string", "format": "date-time"}
DAY: Made = {"type": "string", "format": "date"}
SHA256: Made = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
PARTY: Made = {"type": "string", "pattern": "^[A-Z]{2}$"}
NAME: Made = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"}
LANGUAGE: Made = {"type": "string", "description": "A language tag (BCP 47)."}
ADDRESS: Made = {"type": "string", "format": "uri"}

SCHEMAS: Mapping[str, Schema] = {
    "Error": table(
        "Every refusal. `code` is stable; `message` is a sentence for people in the language asked.",
        {
            "error": table(
                "",
                {
                    "code": text(),
                    "message": text(),
                    "details": array(
                        anything("An object: a fault of the request (field, code, message) or a problem of an answer.")
                    ),
                },
            )
        },
    ),
}

ORIGIN = table(
    "A dataset, in the edition that rows were taken from.",
    {"edition": number(minimum=1), "title": text(), "provider": text(), "link": text(), "dated_on": DAY},
)
