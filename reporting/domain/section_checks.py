"""What can be wrong with a section: its questions and rules, and what it runs over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reporting.domain.condition_checks import check_condition
from reporting.domain.faults import Place
from reporting.domain.property_checks import FILE_KEYS, RULE_KEYS, SECTION_KEYS, check_keys
from reporting.domain.question_checks import Known, check_question

LEVELS = ("warning", "blocking")
#: Other pages of a report have these addresses, where its sections have theirs.
TAKEN = ("files", "whole")


def check_section(file: Path, section: Mapping[str, Any], known: Known) -> None:
    """Append every fault of one file; its questions are seen from then on."""
    head, place = section.get("section", {}), Place(file, "section")
    check_keys(Place(file), section, FILE_KEYS, ("section",), known.faults)
    check_keys(place, head, SECTION_KEYS, ("id", "title"), known.faults)
    if head.get("id") in TAKEN:
        known.faults.append(place.fault(f"id {head['id']!r} is the address of another page"))
    for question in section.get("question", ()):
        check_question(file, head.get("id", ""), question, known)
    for n, rule in enumerate(section.get("rule", ())):
        _check_rule(Place(file, f"rule {n}"), head.get("id", ""), rule, known)
    _check_repeat(place, head, known)


def _check_repeat(place: Place, head: Mapping[str, Any], known: Known) -> None:
    """What a section runs over, and the choice that stands for its items."""
    for run in head.get("repeat", ()):
        over = run.get("over") if isinstance(run, Mapping) else None
        if not isinstance(over, str) or known.framework is None or not known.framework.terms(over):
            known.faults.append(place.fault(f"unknown repeat {over!r}: write terms:<framework>.goals or .targets"))
    if "repeat" in head and not head["repeat"]:
        known.faults.append(place.fault("repeat is empty"))
    if "overview" in head:
        chosen = known.seen.get(f"{head.get('id')}.{head['overview']}")
        if "repeat" not in head or chosen is None or chosen.type != "choice":
            known.faults.append(place.fault("overview must name a choice question of this repeated section"))


def _check_rule(place: Place, section: str, rule: Mapping[str, Any], known: Known) -> None:
    check_keys(place, rule, RULE_KEYS, ("level", "if", "message"), known.faults)
    if rule.get("level") not in LEVELS:
        known.faults.append(place.fault(f"level must be one of {', '.join(LEVELS)}"))
    if rule.get("if"):
        known.faults += check_condition(place, section, rule["if"], known.seen)
