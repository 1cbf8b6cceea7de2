"""What can be wrong with a framework: its parts name one another, and each has an id of its own."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from typing import Any

from reporting.domain.faults import Fault, Place


def framework_faults(file: Path, data: Mapping[str, Any], agreements: Container[str]) -> Iterator[Fault]:
    """The faults of one framework's tables, each at the id of what it is about."""
    if data["agreement"] not in agreements:
        yield Place(file).fault(f"unknown agreement {data['agreement']!r}")
    groups, terms = [each["id"] for each in data.get("group", ())], [*data.get("goal", ()), *data.get("target", ())]
    lists, known = data.get("list", ()), {each["id"] for each in terms}
    yield from _twice(file, "group", groups)
    yield from _twice(file, "list", [each["id"] for each in lists])
    for each in terms:
        if each.get("group", "") not in ("", *groups):
            yield Place(file, each["id"]).fault(f"unknown group {each['group']!r}")
    for each in data.get("indicator", ()):
        for term in each.get("belongs_to", ()):
            if term not in known:
                yield Place(file, each["code"]).fault(f"belongs to {term!r}, which is no goal or target")
    for each in lists:
        yield from _twice(file, f"option of {each['id']}", [option["id"] for option in each["option"]])


def _twice(file: Path, what: str, ids: list[str]) -> Iterator[Fault]:
    for each in sorted({each for each in ids if ids.count(each) > 1}):
        yield Place(file, each).fault(f"this {what} stands twice")
