"""The part of JSON Schema that the API's schemas use."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.api.schemas import SCHEMAS
from reporting.api.validation import _ANNOTATIONS, _KEYWORDS, Place, Schema, faults

CASES: tuple[tuple[Schema, Any, list[tuple[str, str]]], ...] = (
    ({"type": "integer"}, 5, []),
    ({"type": "integer"}, True, [("", "wrong_type")]),
    ({"type": "integer"}, 5.0, [("", "wrong_type")]),
    ({"type": "number"}, 5.5, []),
    ({"type": ["string", "null"]}, None, []),
    ({"type": ["string", "null"]}, 1, [("", "wrong_type")]),
    ({"type": "string"}, "a\x00", [("", "not_text")]),
    ({"type": "string"}, "\udfff", [("", "not_text")]),
    ({"type": "integer", "minimum": 1, "maximum": 3}, 0, [("", "too_small")]),
    ({"type": "integer", "minimum": 1, "maximum": 3}, 4, [("", "too_great")]),
    ({"type": "string", "minLength": 2, "maxLength": 3}, "a", [("", "too_short")]),
    ({"type": "string", "minLength": 2, "maxLength": 3}, "abcd", [("", "too_long")]),
    ({"type": "string", "pattern": "^[A-Z]{2}$"}, "XT", []),
    ({"type": "string", "pattern": "^[A-Z]{2}$"}, "XT\n", [("", "wrong_form")]),
    ({"enum": ["a", 1]}, 1, []),
    ({"enum": ["a", 1]}, True, [("", "not_one_of")]),
    ({"const": ""}, "x", [("", "not_one_of")]),
    ({"type": "string", "format": "date"}, "2026-02-28", []),
    ({"type": "string", "format": "date"}, "2026-02-30", [("", "not_a_date")]),
    ({"type": "string", "format": "date"}, "20260228", [("", "not_a_date")]),
    ({"type": "string", "format": "date-time"}, "2026-02-28T09:00:00", [("", "not_a_date")]),
    ({"type": "array", "items": {"type": "string"}, "maxItems": 2}, ["a", 1], [("[1]", "wrong_type")]),
    ({"type": "array", "maxItems": 1, "minItems": 1}, [1, 2], [("", "too_many")]),
    ({"type": "array", "minItems": 1}, [], [("", "too_few")]),
    ({"type": "array", "uniqueItems": True}, [1, 1], [("", "not_distinct")]),
    ({"anyOf": [{"type": "null"}, {"type": "string"}]}, 1, [("", "wrong_type")]),
    ({"anyOf": [{"type": "null"}, {"type": "string"}]}, None, []),
    ({"type": "object", "required": ["a"], "properties": {"a": {}}}, {}, [("a", "missing")]),
    ({"type": "object", "additionalProperties": False}, {"b": 1}, [("b", "unknown_name")]),
    ({"type": "object", "additionalProperties": {"type": "string"}}, {"b": 1}, [("b", "wrong_type")]),
    ({"$ref": "#/components/schemas/Deep"}, {"list": [{"n": "x"}]}, [("list[0].n", "wrong_type")]),
)
DEEP: dict[str, Schema] = {
    "Deep": {
        "type": "object",
        "properties": {
            "list": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}}
        },
    }
}


@pytest.mark.parametrize(("schema", "value", "expected"), CASES)
def test_a_value_is_held_against_its_schema(schema: Schema, value: Any, expected: list[tuple[str, str]]) -> None:
    assert [(each.at, each.code) for each in faults(value, schema, Place(DEEP))] == expected


def test_a_strict_place_finds_fault_with_fields_that_nobody_declared() -> None:
    schema = {"type": "object", "properties": {"a": {}}}
    assert [each.at for each in faults({"a": 1, "b": 2}, schema, Place({}, strict=True))] == ["b"]
    assert list(faults({"a": 1, "b": 2}, schema, Place({}))) == []


def test_every_keyword_of_every_schema_is_checked() -> None:
    def keywords(schema: Any) -> set[str]:
        found = set(schema) - {"$ref"}
        inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
        inner += [schema[name] for name in ("items", "additionalProperties") if isinstance(schema.get(name), dict)]
        return found.union(*(keywords(each) for each in inner))

    for schema in SCHEMAS.values():
        assert keywords(schema) - _KEYWORDS.keys() - _ANNOTATIONS == set()
