"""What can be wrong with a form's files: each mistake with file, place and a sentence for its author.

Its sections, questions, options, conditions, properties and ids each have a module of checks beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Agreement, Framework
from reporting.domain.languages import is_tag
from reporting.domain.property_checks import FORM_KEYS, check_keys
from reporting.domain.question_checks import Known
from reporting.domain.section_checks import check_section

Sections = Sequence[tuple[Path, Mapping[str, Any]]]


def check_form(
    place: Place,
    data: Mapping[str, Any],
    sections: Sections,
    agreements: Mapping[str, Agreement],
    framework: Framework | None,
    faults: list[Fault],
) -> None:
    """Append every fault of one form's tables to `faults`."""
    check_keys(place, data, FORM_KEYS, ("id", "agreement", "revision", "title", "languages"), faults)
    if data.get("agreement") not in agreements:
        faults.append(place.fault(f"unknown agreement {data.get('agreement')!r}"))
    if data.get("framework") and framework is None:
        faults.append(place.fault(f"unknown framework {data['framework']!r}"))
    if "en" not in data.get("languages", ()):
        faults.append(place.fault("languages must hold 'en', the source"))
    faults += [place.fault(f"unknown language {each!r}") for each in data.get("languages", ()) if not is_tag(each)]
    if not sections:
        faults.append(place.fault("has no section files"))
    agreement = agreements.get(str(data.get("agreement")))
    _check_sections(sections, Known(framework, faults, parties=tuple(agreement.parties) if agreement else ()))


def _check_sections(sections: Sections, known: Known) -> None:
    repeated = {str(head.get("id")) for _, each in sections if "repeat" in (head := each.get("section", {}))}
    names = set[Any]()
    for file, section in sections:
        head = section.get("section", {})
        if head.get("id") in names:
            known.faults.append(Place(file, "section").fault(f"id {head['id']!r} is used twice"))
        names.add(head.get("id", ""))
        # What is asked once for each item can be read by its own section only.
        others = repeated - {str(head.get("id"))}
        within = replace(known, seen={path: each for path, each in known.seen.items() if each.section not in others})
        check_section(file, section, within)
        known.seen |= within.seen
