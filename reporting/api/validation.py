"""Values held against JSON Schema: the part of it that our schemas use, so that what is documented is what is checked.

A keyword that is not known here raises KeyError: a schema cannot promise what nobody checks.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """What does not fit: where (`answers[3].version`), and the code with its parameters."""

    at: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where in a value we are. `strict` finds fault with fields that the schema does not name."""

    schemas: Mapping[str, Schema]
    path: str = ""
    strict: bool = False

    def at(self, name: str | int) -> Place:
        joined = f"{self.path}[{name}]" if isinstance(name, int) else f"{self.path}.{name}" if self.path else name
        return Place(self.schemas, joined, self.strict)

    def fault(self, code: str, **params: Any) -> Fault:
        return Fault(self.path, code, params)


def faults(value: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    """Everything about `value` that does not fit `schema`; of a wrong type only that is told."""
    if "$ref" in schema:
        yield from faults(value, place.schemas[schema["$ref"].rpartition("/")[2]], place)
        return
    if "type" in schema:
        wrong = list(_type(value, schema["type"], place))
        if wrong:
            yield from wrong
            return
    for keyword, told in schema.items():
        if keyword not in _ANNOTATIONS:
            yield from _KEYWORDS[keyword](value, told, schema, place)
    if place.strict and isinstance(value, dict) and "properties" in schema and "additionalProperties" not in schema:
        for name in value.keys() - schema["properties"].keys():
            yield place.at(name).fault("unknown_name")


_ANNOTATIONS = frozenset({"type", "description", "title", "examples", "default", "contentMediaType"})
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}
#: No column and no document can hold these.
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")


def _type(value: Any, wanted: str | Sequence[str], place: Place) -> Iterator[Fault]:
    names = [wanted] if isinstance(wanted, str) else wanted
    if not any(_TYPES[name](value) for name in names):
        yield place.fault("wrong_type", type=", ".join(names))
    elif isinstance(value, str) and _UNUSABLE.search(value):
        yield place.fault("not_text")


def _properties(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    for name, inner in told.items() if isinstance(value, dict) else ():
        if name in value:
            yield from faults(value[name], inner, place.at(name))


def _required(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    for name in told if isinstance(value, dict) else ():
        if name not in value:
            yield place.at(name).fault("missing")


def _additional(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    for name in value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else ():
        if told is False:
            yield place.at(name[:40].encode("ascii", "backslashreplace").decode()).fault("unknown_name")
        else:
            yield from faults(value[name], told, place.at(name))


def _items(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    for n, each in enumerate(value if isinstance(value, list) else ()):
        yield from faults(each, told, place.at(n))


def _any_of(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    tried = [list(faults(value, each, place)) for each in told]
    if all(tried):
        yield from min(tried, key=len)


def _enum(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    if not any(type(each) is type(value) and each == value for each in told):
        yield place.fault("not_one_of", values=", ".join(map(str, told)))


def _const(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    yield from _enum(value, [told], schema, place)


def _pattern(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and not _compiled(told).search(value):
        yield place.fault("wrong_form", form=told)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """`$` of JSON Schema is the very end; Python's also stands before a last line end."""
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)


def _format(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    if isinstance(value, str) and not _FORMATS[told](value):
        yield place.fault("not_a_date")


def _is_date(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: str) -> bool:
    try:
        return dt.datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "date-time": _is_moment,
    "uri": lambda value: "://" in value,
}


def _range(code: str, outside: Callable[[Any, Any], bool]) -> _Keyword:
    def check(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
        if outside(value, told):
            yield place.fault(code, limit=told)

    return check


def _unique(value: Any, told: Any, schema: Schema, place: Place) -> Iterator[Fault]:
    if isinstance(value, list) and len({json.dumps(each, sort_keys=True) for each in value}) < len(value):
        yield place.fault("not_distinct")


def _number(value: Any) -> bool:
    return _TYPES["number"](value)


_Keyword = Callable[[Any, Any, Schema, Place], Iterator[Fault]]
_KEYWORDS: Mapping[str, _Keyword] = {
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "items": _items,
    "anyOf": _any_of,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "format": _format,
    "uniqueItems": _unique,
    "minimum": _range("too_small", lambda value, least: _number(value) and value < least),
    "maximum": _range("too_great", lambda value, most: _number(value) and value > most),
    "minLength": _range("too_short", lambda value, least: isinstance(value, str) and len(value) < least),
    "maxLength": _range("too_long", lambda value, most: isinstance(value, str) and len(value) > most),
    "minItems": _range("too_few", lambda value, least: isinstance(value, list) and len(value) < least),
    "maxItems": _range("too_many", lambda value, most: isinstance(value, list) and len(value) > most),
}
