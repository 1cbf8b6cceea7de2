"""Of what kinds the values of a TOML table are, down to the last list: told before anything reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reporting.domain.faults import Fault, Place

Kinds = tuple[type, ...]
TEXT, FLAG, NUMBER, LIST, TABLE, DAY = (str,), (bool,), (int,), (list,), (dict,), (dt.date,)
ANY_NUMBER = (float,)

#: Whole numbers of more digits are not kept alike by all that read JSON.
DIGITS = 15
_SAID = {
    str: "a text",
    bool: "true or false",
    int: "a whole number above zero",
    float: "a number",
    list: "a list",
    dict: "a table",
    dt.date: "a date",
}


class Each(NamedTuple):
    """A list of values that are alike."""

    shape: Any


class Named(NamedTuple):
    """A table whose names are free; its values are alike."""

    shape: Any


class Either(NamedTuple):
    """Values of one of several shapes, each of another kind."""

    shapes: tuple[Any, ...]


#: Kinds, Each, Named, Either, or a table of known properties.
Shape = Any


def misshapen(place: Place, data: Mapping[str, Any], known: Mapping[str, Shape]) -> Iterator[Fault]:
    """A fault for each value of another kind among the `known` properties of a table, and in what they hold."""
    for key, value in data.items():
        if key in known:
            yield from (place.fault(said) for said in _wrong(key, value, known[key]))


def _wrong(name: str, value: Any, shape: Shape) -> Iterator[str]:
    fitting = next((each for each in _choices(shape) if _is(value, _kinds(each))), None)
    if fitting is None:
        kinds = [kind for each in _choices(shape) for kind in _kinds(each)]
        yield f"{name} must be {' or '.join(_SAID[each] for each in kinds)}"
    elif type(value) is int and abs(value) >= 10**DIGITS:
        yield f"{name} must have at most {DIGITS} digits"
    elif isinstance(fitting, Each):
        for n, each in enumerate(value):
            yield from _wrong(f"{name}.{n}", each, fitting.shape)
    elif isinstance(fitting, Named | Mapping):
        for key, each in value.items():
            inner = fitting.shape if isinstance(fitting, Named) else fitting.get(key)
            yield from _wrong(f"{name}.{key}", each, inner) if inner is not None else ()


def _choices(shape: Shape) -> tuple[Any, ...]:
    return shape.shapes if isinstance(shape, Either) else (shape,)


def _kinds(shape: Shape) -> Kinds:
    if isinstance(shape, Each):
        return LIST
    return TABLE if isinstance(shape, Named | Mapping) else shape


def _is(value: Any, kinds: Kinds) -> bool:
    if kinds == NUMBER:
        return type(value) is int and value > 0
    if kinds == ANY_NUMBER:
        return type(value) in (int, float)
    return isinstance(value, kinds) and not isinstance(value, dt.datetime)
