"""What can be wrong with a form's files: each mistake with file, place and a sentence for its author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from reporting.domain import conditions
from reporting.domain.conditions import Condition
from reporting.domain.framework import Agreement, Framework
from reporting.domain.questions import TYPES

QUESTION_KEYS = frozenset(
    [
        "id",
        "type",
        "label",
        "guidance",
        "example",
        "required",
        "multilingual",
        "max_words",
        "options",
        "show_if",
        "public",
        "personal",
        "link",
    ]
)
SECTION_KEYS = frozenset({"id", "number", "title", "guidance"})
FORM_KEYS = frozenset("id agreement framework revision title languages opens_on due_on".split())
LEVELS = ("warning", "blocking")
Sections = Sequence[tuple[Path, Mapping[str, Any]]]


class Fault(NamedTuple):
    """A mistake in form data, for its author (in English)."""

    file: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place + ': ' if self.place else ''}{self.sentence}"


@dataclass(frozen=True)
class Place:
    file: Path
    name: str = ""

    def fault(self, sentence: str) -> Fault:
        return Fault(str(self.file), self.name, sentence)


def check_form(
    place: Place,
    data: Mapping[str, Any],
    sections: Sections,
    agreements: Mapping[str, Agreement],
    framework: Framework | None,
    faults: list[Fault],
) -> None:
    """Append every fault of one form's tables to `faults`."""
    _keys(place, data, FORM_KEYS, ("id", "agreement", "revision", "title", "languages"), faults)
    if data.get("agreement") not in agreements:
        faults.append(place.fault(f"unknown agreement {data.get('agreement')!r}"))
    if data.get("framework") and framework is None:
        faults.append(place.fault(f"unknown framework {data['framework']!r}"))
    if "en" not in data.get("languages", ()):
        faults.append(place.fault("languages must hold 'en', the source"))
    if not sections:
        faults.append(place.fault("has no section files"))
    seen: dict[str, Mapping[str, Any]] = {}
    known_sections: set[str] = set()
    for file, section in sections:
        head = section.get("section", {})
        _keys(Place(file, "section"), head, SECTION_KEYS, ("id", "title"), faults)
        if head.get("id") in known_sections:
            faults.append(Place(file, "section").fault(f"id {head['id']!r} is used twice"))
        known_sections.add(head.get("id", ""))
        for question in section.get("question", ()):
            _check_question(file, head.get("id", ""), question, framework, seen, faults)
        for n, rule in enumerate(section.get("rule", ())):
            _check_rule(Place(file, f"rule {n}"), head.get("id", ""), rule, seen, faults)


def _keys(
    place: Place, data: Mapping[str, Any], known: frozenset[str], needed: Sequence[str], faults: list[Fault]
) -> None:
    faults += [place.fault(f"unknown property {key!r}") for key in data if key not in known]
    faults += [place.fault(f"lacks {key!r}") for key in needed if not data.get(key)]


def _check_question(
    file: Path,
    section: str,
    data: Mapping[str, Any],
    framework: Framework | None,
    seen: dict[str, Mapping[str, Any]],
    faults: list[Fault],
) -> None:
    place = Place(file, f"question {data.get('id', '?')}")
    _keys(place, data, QUESTION_KEYS, ("id", "type", "label"), faults)
    path = f"{section}.{data.get('id')}"
    if path in seen:
        faults.append(place.fault("this id is used twice"))
    kind = TYPES.get(data.get("type", ""))
    if kind is None:
        faults.append(place.fault(f"unknown type {data.get('type')!r}"))
    elif data.get("multilingual") and not kind.is_text:
        faults.append(place.fault(f"a {kind.name} question cannot be multilingual"))
    elif kind.has_options != bool(data.get("options")):
        faults.append(place.fault("needs options" if kind.has_options else f"a {kind.name} question has no options"))
    if isinstance(data.get("options"), str):
        _check_list(place, data["options"], framework, faults)
    _check_condition(place, section, data.get("show_if"), seen, faults)
    seen[path] = {**data, "option_ids": _option_ids(data.get("options"), framework)}


def _check_list(place: Place, name: str, framework: Framework | None, faults: list[Fault]) -> None:
    owner, _, list_id = name.partition(":")
    if framework is None or owner != framework.id or list_id not in framework.lists:
        faults.append(place.fault(f"unknown option list {name!r}"))


def _option_ids(options: Any, framework: Framework | None) -> Sequence[str]:
    if isinstance(options, str):
        found = framework.lists.get(options.partition(":")[2]) if framework else None
        return found.options if found else ()
    return [each.get("id", "") for each in options or ()]


def _check_rule(
    place: Place, section: str, rule: Mapping[str, Any], seen: Mapping[str, Mapping[str, Any]], faults: list[Fault]
) -> None:
    _keys(place, rule, frozenset({"level", "if", "message"}), ("level", "if", "message"), faults)
    if rule.get("level") not in LEVELS:
        faults.append(place.fault(f"level must be one of {', '.join(LEVELS)}"))
    _check_condition(place, section, rule.get("if"), seen, faults)


def _check_condition(
    place: Place,
    section: str,
    condition: Condition | None,
    seen: Mapping[str, Mapping[str, Any]],
    faults: list[Fault],
) -> None:
    if condition is None:
        return
    for part in _parts(condition):
        faults += [
            place.fault(f"unknown word {key!r} in a condition") for key in part if key not in conditions.KNOWN_KEYS
        ]
        if "question" not in part:
            continue
        path = part["question"] if "." in part["question"] else f"{section}.{part['question']}"
        if path not in seen:
            faults.append(place.fault(f"its condition points to {path!r}, which does not stand before it"))
            continue
        if sum(key in part for key in conditions.COMPARISONS) != 1:
            faults.append(place.fault("a condition on a question needs exactly one of is, any_of, includes, answered"))
        options = seen[path]["option_ids"]
        named = [part[key] for key in ("is", "includes") if key in part] + list(part.get("any_of", ()))
        faults += [place.fault(f"{path!r} has no option {each!r}") for each in named if options and each not in options]


def _parts(condition: Condition) -> list[Condition]:
    """The condition and every condition inside it."""
    inner = [*condition.get("all", ()), *condition.get("any", ())]
    inner += [condition[key] for key in ("not", "and") if key in condition]
    return [condition, *(part for each in inner for part in _parts(each))]


def check_ids(place: Place, ids: Mapping[str, str], sections: Sections, faults: list[Fault]) -> None:
    """`ids.toml` holds every id ever used with its type; an id is never used again for another type."""
    for file, section in sections:
        for question in section.get("question", ()):
            path = f"{section.get('section', {}).get('id')}.{question.get('id')}"
            kind = question.get("type")
            if path not in ids:
                faults.append(place.fault(f"lacks the id {path!r} of {file.name}"))
            elif ids[path] != kind:
                faults.append(place.fault(f"{path!r} was a {ids[path]} and cannot become a {kind}: take a new id"))
