"""What programs send: query parameters and JSON bodies, read and held against what the operation declares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from reporting.api.schemas import SCHEMAS
from reporting.api.validation import Fault, Place, Schema, faults
from reporting.domain.errors import Invalid, NotFound, ReportingError

#: Deeper nesting is no answer to any question.
MAX_DEPTH = 32
#: More faults than these are not told at once.
MOST_FAULTS = 100


@dataclass(frozen=True)
class Parameter:
    """A parameter of an address: its name, schema and meaning; `default` is what its absence means."""

    name: str
    schema: Schema
    says: str
    default: Any = None


def read_query(declared: Sequence[Parameter]) -> dict[str, Any]:
    """Every declared parameter by its name. Raises Invalid where one is unknown, stands twice or does not fit."""
    known = {each.name: each for each in declared}
    found: dict[str, Any] = {each.name: each.default for each in declared}
    wrong: list[Fault] = []
    for name, texts in request.args.lists():
        if name not in known:
            wrong.append(Fault(_plain(name), "unknown_name"))
        elif len(texts) > 1:
            wrong.append(Fault(name, "too_many", {"limit": 1}))
        else:
            found[name] = _typed(texts[0], known[name].schema)
            wrong += faults(found[name], known[name].schema, Place(SCHEMAS, name))
    _refuse(wrong)
    return found


def _typed(text: str, schema: Schema) -> Any:
    """Whole numbers come as digits; what is none stays a text and is found to be of the wrong type."""
    if schema.get("type") == "integer" and text.isascii() and text.isdigit() and len(text) < 16:
        return int(text)
    return text


def check_path(path: Mapping[str, Any], declared: Mapping[str, Parameter]) -> None:
    """Raise NotFound where a part of the address cannot name anything."""
    for name, value in path.items():
        if any(True for _ in faults(value, declared[name].schema, Place(SCHEMAS, name))):
            raise NotFound


def read_body(schema: Schema) -> Any:
    """The JSON body. Raises 400 `not_json`, or Invalid with every place that does not fit `schema`."""
    body = _json(request.get_data(cache=False))
    _refuse(faults(body, schema, Place(SCHEMAS)))
    return body


def _json(sent: bytes) -> Any:
    try:
        body = json.loads(sent.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ReportingError("not_json") from None
    if _is_deep(body):
        raise Invalid(details=[Fault("", "too_deep", {"limit": MAX_DEPTH})])
    return body


def _no_number(name: str) -> Any:
    raise ValueError(f"JSON knows no {name}")


def _is_deep(body: Any) -> bool:
    """Whether lists and objects are nested more deeply than MAX_DEPTH. Walks without recursion."""
    level = [body]
    for _ in range(MAX_DEPTH + 1):
        level = [inner for each in level for inner in _inside(each)]
    return bool(level)


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _plain(name: str) -> str:
    return name[:40].encode("ascii", "backslashreplace").decode()


def _refuse(wrong: Iterator[Fault] | list[Fault]) -> None:
    told = [fault for _, fault in zip(range(MOST_FAULTS), wrong, strict=False)]
    if told:
        raise Invalid(details=told)
