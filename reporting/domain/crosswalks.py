"""From the terms of an earlier framework to those of another: which goals and targets took the place of which.

They stand in `crosswalks.toml` beside the later framework. A note says where the meaning changed; it is among that
framework's texts under `crosswalks.<earlier framework>.<term>.note`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.property_checks import lacking, unknown
from reporting.domain.shapes import TEXT, Each, Shape

#: Earlier framework → its term → the terms that took its place, in their framework's order.
Crosswalks = Mapping[str, Mapping[str, Sequence[str]]]

_NEEDED = ("framework", "from", "to")
#: What a row of the file may hold.
KEYS: Mapping[str, Shape] = {"framework": TEXT, "from": TEXT, "to": Each(TEXT), "note": TEXT}


def read_crosswalks(
    place: Place, rows: Sequence[Mapping[str, Any]], known: Collection[str], faults: list[Fault]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """The sound ones among rows of the shape of `KEYS`, of a framework with the `known` terms.

    Appends what is wrong to `faults`.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        here = Place(place.file, f"crosswalk {row.get('from', '?')}")
        amiss = list(_faults_of(here, row, known))
        if not amiss and row["from"] in found.get(row["framework"], {}):
            amiss.append(here.fault("stands twice"))
        if not amiss:
            found.setdefault(row["framework"], {})[row["from"]] = tuple(each for each in known if each in row["to"])
        faults += amiss
    return found


def _faults_of(here: Place, row: Mapping[str, Any], known: Collection[str]) -> Iterator[Fault]:
    yield from (*unknown(here, row, KEYS), *lacking(here, row, _NEEDED))
    for each in row.get("to", ()):
        if each not in known:
            yield here.fault(f"to names {each!r}, which is no goal or target of this framework")


def notes_in(rows: Sequence[Mapping[str, Any]], found: Crosswalks) -> Iterator[tuple[str, str]]:
    """(path among the framework's texts, text) of the note of each row that was `found` sound."""
    for row in rows:
        if row.get("note") and row.get("from") in found.get(row.get("framework", ""), {}):
            yield f"crosswalks.{row['framework']}.{row['from']}.note", row["note"]


def strays(crosswalks: Crosswalks, frameworks: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """(term or framework, sentence) of what crosswalks start from that no framework has; `frameworks` by their ids."""
    for framework, terms in crosswalks.items():
        if framework not in frameworks:
            yield framework, f"unknown framework {framework!r}"
            continue
        for term in terms:
            if term not in frameworks[framework]:
                yield term, f"{framework!r} has no goal or target {term!r}"
