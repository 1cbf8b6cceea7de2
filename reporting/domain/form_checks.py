"""What can be wrong with a form's files: each mistake with file, place and a sentence for its author.

Its sections, questions, options, conditions, properties and ids each have a module of checks beside this one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Agreement, Framework
from reporting.domain.languages import is_tag
from reporting.domain.property_checks import (
    FILE_KEYS,
    FORM_KEYS,
    QUESTION_KEYS,
    RULE_KEYS,
    SECTION_KEYS,
    check_keys,
)
from reporting.domain.question_checks import Known
from reporting.domain.section_checks import check_section
from reporting.domain.shapes import misshapen

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
    faults += _language_faults(place, data.get("languages", ()))
    if {"opens_on", "due_on"} <= data.keys() and str(data["due_on"]) < str(data["opens_on"]):
        faults.append(place.fault("due_on is before opens_on"))
    if not sections:
        faults.append(place.fault("has no section files"))
    agreement = agreements.get(str(data.get("agreement")))
    _check_sections(sections, Known(framework, faults, parties=tuple(agreement.parties) if agreement else ()))


def _check_sections(sections: Sections, known: Known) -> None:
    heads = [each.get("section", {}) for _, each in sections]
    repeated = {str(head.get("id")) for head in heads if "repeat" in head}
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


def _language_faults(place: Place, languages: Any) -> Iterator[Fault]:
    if "en" not in languages:
        yield place.fault("languages must hold 'en', the source")
    for each in dict.fromkeys(languages):
        if not is_tag(each):
            yield place.fault(f"unknown language {each!r}")
        if list(languages).count(each) > 1:
            yield place.fault(f"the language {each!r} stands twice")


def misshapen_form(place: Place, data: Mapping[str, Any], sections: Sections) -> Iterator[Fault]:
    """Values of other kinds than the files of a form may hold, which keep it from being looked at any further."""
    yield from misshapen(place, data, FORM_KEYS)
    for file, data in sections:
        wrong = list(misshapen(Place(file), data, FILE_KEYS))
        yield from wrong
        if wrong:
            continue
        yield from misshapen(Place(file, "section"), data.get("section", {}), SECTION_KEYS)
        for question in data.get("question", ()):
            yield from misshapen(Place(file, f"question {question.get('id', '?')}"), question, QUESTION_KEYS)
        for n, rule in enumerate(data.get("rule", ())):
            yield from misshapen(Place(file, f"rule {n}"), rule, RULE_KEYS)
