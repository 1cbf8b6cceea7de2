"""How tables of another system are read into the items of a form: `import.toml` beside the form's files.

It names the section whose items the rows are, and for its questions the headings under which such tables hold their
answers. What is written in it says nothing about any draft, so that it may change while a form is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reporting.domain.faults import Place
from reporting.domain.property_checks import unknown
from reporting.domain.shapes import TEXT, Each, Named, Shape, misshapen

#: Types whose answers can be read out of a cell.
READABLE = frozenset("text long_text rich_text yes_no choice choices terms table".split())
_LISTS = ("key", "party", "language", "unread")
_LIST_KEYS: Mapping[str, Shape] = {"question": TEXT, "columns": Each(TEXT), "links": TEXT}
_KEYS: Mapping[str, Shape] = {
    "section": TEXT,
    "columns": Named(Each(TEXT)),
    "values": Named(Named(TEXT)),
    "lists": Each(_LIST_KEYS),
    **dict.fromkeys(_LISTS, Each(TEXT)),
}


@dataclass(frozen=True)
class Listed:
    """Cells that list items of another section: each entry is the answer to `question`, and `links` names the row."""

    question: str
    columns: tuple[str, ...]
    links: str


@dataclass(frozen=True)
class ImportRules:
    """The headings of all that is read. `key` tells rows apart, `party` says whose a row is, `language` in which
    language its texts are; columns `unread` are known and left out. `values` are other names of options."""

    section: str
    key: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lists: tuple[Listed, ...] = ()


def read_rules(data: Mapping[str, Any], sections: Iterable[Mapping[str, Any]]) -> ImportRules:
    """The rules of a file. Raises ValueError with the first thing that is wrong."""
    asked = {
        f"{each['section']['id']}.{question['id']}": question
        for each in sections
        for question in each.get("question", ())
    }
    for fault in (*unknown(Place(Path()), data, _KEYS), *misshapen(Place(Path()), data, _KEYS)):
        raise ValueError(fault.sentence)
    section = str(data.get("section", ""))
    columns = {f"{section}.{name}": tuple(titles) for name, titles in data.get("columns", {}).items()}
    for path in columns:
        if asked.get(path, {}).get("type") not in READABLE:
            raise ValueError(f"columns names {path!r}, which no section asks or no cell can hold")
    values = {f"{section}.{name}": dict(named) for name, named in data.get("values", {}).items()}
    if strange := values.keys() - columns.keys():
        raise ValueError(f"values names {min(strange)!r}, which has no columns")
    return ImportRules(
        section,
        columns=columns,
        values=values,
        lists=tuple(_listed(each, asked) for each in data.get("lists", ())),
        **{name: tuple(data.get(name, ())) for name in _LISTS},
    )


def _listed(data: Mapping[str, Any], asked: Mapping[str, Mapping[str, Any]]) -> Listed:
    if data.keys() != _LIST_KEYS.keys():
        raise ValueError(f"a list has {', '.join(sorted(_LIST_KEYS))}")
    for name, kind in (("question", "text"), ("links", "items")):
        if asked.get(data[name], {}).get("type") != kind:
            raise ValueError(f"a list names {data[name]!r}, which is no {kind} question")
    return Listed(data["question"], tuple(data["columns"]), data["links"])
