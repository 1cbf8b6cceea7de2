"""What can be wrong with a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reporting.domain.condition_checks import whole_condition
from reporting.domain.conditions import Condition
from reporting.domain.definitions import Question
from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Framework
from reporting.domain.lineage_checks import check_previous
from reporting.domain.option_checks import choosing_faults, link_faults, option_ids
from reporting.domain.property_checks import QUESTION_KEYS, check_keys
from reporting.domain.table_checks import check_table
from reporting.domain.type_checks import type_faults


@dataclass
class Known:
    """What the checks of one form have at hand: its framework, the Parties of its agreement, the questions `seen` so
    far by path, and its faults."""

    framework: Framework | None
    faults: list[Fault]
    seen: dict[str, Question] = field(default_factory=dict)
    #: Under which the section that is looked at is asked.
    within: Condition | None = None
    #: The codes of the Parties of its agreement.
    parties: tuple[str, ...] = ()


def check_question(file: Path, section: str, data: Mapping[str, Any], known: Known) -> None:
    """Append every fault of a question; from then on it is seen."""
    place = Place(file, f"question {data.get('id', '?')}")
    check_keys(place, data, QUESTION_KEYS, ("id", "type", "label"), known.faults)
    path = f"{section}.{data.get('id')}"
    if path in known.seen:
        known.faults.append(place.fault("this id is used twice"))
    known.faults += type_faults(place, data)
    if data.get("type") == "table":
        check_table(place, data, known.framework, known.faults)
    options = option_ids(place, data.get("options"), known.framework, known.faults)
    known.faults += choosing_faults(place, data, options)
    known.faults += link_faults(place, section, data.get("options"), known.seen)
    if data.get("type") == "parties":
        options = known.parties
    known.faults += check_previous(place, data.get("previous"), options)
    items = tuple(data.get("items", ()))
    condition, wrong = whole_condition(place, section, data.get("show_if"), known.seen, known.within, items)
    known.faults += wrong
    known.seen[path] = Question(
        section, str(data.get("id")), str(data.get("type")), bool(data.get("required")), options=options,
        exclusive=tuple(data.get("exclusive", ())), items=items, show_if=condition,
    )  # fmt: skip
