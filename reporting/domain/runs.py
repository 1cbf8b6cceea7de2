"""The items of a repeated section, and the runs that say where they come from."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

#: Keys that programs and pages make for the items that a Party adds.
OWN_KEY = "[A-Za-z0-9][A-Za-z0-9_-]{7,63}"


@dataclass(frozen=True)
class Item:
    """One row of a repeated section: its stable key, the number that readers know it by, and what it belongs to.

    Its title and summary stand in the texts under `items.<key>`.
    """

    key: str
    number: str = ""
    links: tuple[str, ...] = ()

    def is_linked(self, ids: Container[str]) -> bool:
        """Whether it is one of `ids` or belongs to one."""
        return self.key in ids or any(each in ids for each in self.links)

    def to_data(self) -> dict[str, Any]:
        return {"key": self.key, "number": self.number, "links": list(self.links)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Item:
        return cls(data["key"], data.get("number", ""), tuple(data.get("links", ())))


@dataclass(frozen=True)
class Run:
    """A run of items: `over` is "own", "terms:<framework>.<kind>" or "items:<form>.<section>".

    `items` are the terms it can have. With `chosen`, `linked` or `without` (references `<form>:<section>.<question>`)
    it has those alone that the answers name, that are linked to what they name, or that they do not name.
    """

    over: str
    items: tuple[Item, ...] = ()
    chosen: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether every report has the same items in it."""
        return self.over.startswith("terms:") and not self.filters

    @property
    def filters(self) -> tuple[str, ...]:
        return (*self.chosen, *self.linked, *self.without)

    @property
    def source(self) -> tuple[str, str]:
        """(form, section) of the items that it follows; ('', '') where it follows none."""
        form, _, section = self.over.removeprefix("items:").partition(".")
        return (form, section) if self.over.startswith("items:") else ("", "")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Run:
        filters = {name: tuple(data.get(name, ())) for name in ("chosen", "linked", "without")}
        return cls(data["over"], tuple(Item.from_data(each) for each in data.get("items", ())), **filters)
