"""What can be wrong with the ids of a form: each that was ever used stays on record, with its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.questions import TYPES


def lost_ids(opened: Mapping[str, Any], ids: Mapping[str, str]) -> Iterator[str]:
    """What `ids.toml` no longer says as a stored revision (its structure) has it."""
    for section in opened["sections"]:
        for question in section["questions"]:
            path, kind = f"{section['id']}.{question['id']}", question["type"]
            asked = f"which revision {opened['revision']} asked"
            if path not in ids:
                yield f"lacks the id {path!r}, {asked}: ids stay on record when their questions go"
            elif ids[path] != kind:
                yield f"{path!r}, {asked}, was a {kind} and cannot become a {ids[path]}: take a new id"


def check_ids(
    place: Place, ids: Mapping[str, str], sections: Sequence[tuple[Path, Mapping[str, Any]]], faults: list[Fault]
) -> None:
    """`ids.toml` holds every id ever used with its type; an id is never used again for another type."""
    for path, kind in ids.items():
        if kind not in TYPES:
            faults.append(place.fault(f"{path!r} has the unknown type {kind!r}"))
        if not all(path.partition(".")[::2]):
            faults.append(place.fault(f"{path!r} must be the ids of a section and a question, with a dot between"))
    for file, section in sections:
        for question in section.get("question", ()):
            path = f"{section.get('section', {}).get('id')}.{question.get('id')}"
            kind = question.get("type")
            if path not in ids:
                faults.append(place.fault(f'lacks the id {path!r} of {file.name}: add the line "{path}" = "{kind}"'))
            elif ids[path] != kind:
                faults.append(place.fault(f"{path!r} was a {ids[path]} and cannot become a {kind}: take a new id"))
