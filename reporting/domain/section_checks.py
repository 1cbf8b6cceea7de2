"""What can be wrong with a section: its questions and rules, and what it runs over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reporting.domain.condition_checks import whole_condition
from reporting.domain.faults import Place
from reporting.domain.property_checks import FILE_KEYS, RULE_KEYS, SECTION_KEYS, check_keys
from reporting.domain.question_checks import Known, check_question
from reporting.domain.run_checks import check_asked_of, check_repeat

LEVELS = ("warning", "blocking")
#: Other pages of a report have these addresses, where its sections have theirs.
TAKEN = ("coverage", "files", "whole")


def check_section(file: Path, section: Mapping[str, Any], known: Known) -> None:
    """Append every fault of one file; its questions are seen from then on."""
    head, place = section.get("section", {}), Place(file, "section")
    check_keys(Place(file), section, FILE_KEYS, ("section",), known.faults)
    check_keys(place, head, SECTION_KEYS, ("id", "title"), known.faults)
    if head.get("id") in TAKEN:
        known.faults.append(place.fault(f"id {head['id']!r} is the address of another page"))
    within, wrong = whole_condition(place, str(head.get("id")), head.get("show_if"), known.seen)
    known.faults += wrong
    known = replace(known, within=within)
    for question in section.get("question", ()):
        check_question(file, head.get("id", ""), question, known)
    for n, rule in enumerate(section.get("rule", ())):
        _check_rule(Place(file, f"rule {n}"), head.get("id", ""), rule, known)
    known.faults += check_repeat(place, head, known.framework, known.seen, within)
    known.faults += check_asked_of(file, section, known.framework)


def _check_rule(place: Place, section: str, rule: Mapping[str, Any], known: Known) -> None:
    check_keys(place, rule, RULE_KEYS, ("level", "if", "message"), known.faults)
    if rule.get("level") not in LEVELS:
        known.faults.append(place.fault(f"level must be one of {', '.join(LEVELS)}"))
    known.faults += whole_condition(place, section, rule.get("if"), known.seen, known.within)[1]
