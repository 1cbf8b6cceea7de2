"""What can be wrong with a form's files: each mistake with file, place and a sentence for its author."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporting.domain.condition_checks import check_condition
from reporting.domain.definitions import Question
from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Agreement, Framework
from reporting.domain.languages import is_tag
from reporting.domain.questions import TYPES

Sections = Sequence[tuple[Path, Mapping[str, Any]]]
Kinds = tuple[type, ...]
TEXT, FLAG, NUMBER, LIST, TABLE, DAY = (str,), (bool,), (int,), (list,), (dict,), (dt.date,)

#: Known properties, with what their values are.
QUESTION_KEYS: Mapping[str, Kinds] = {
    **dict.fromkeys(("id", "type", "label", "guidance", "example", "link"), TEXT),
    **dict.fromkeys(("required", "multilingual", "public", "personal"), FLAG),
    **dict.fromkeys(("max_words", "max_choices"), NUMBER),
    "exclusive": LIST,
    "options": (str, list),
    "show_if": TABLE,
}
SECTION_KEYS: Mapping[str, Kinds] = {
    **dict.fromkeys(("id", "number", "title", "guidance", "overview"), TEXT),
    "repeat": LIST,
}
FORM_KEYS: Mapping[str, Kinds] = {
    **dict.fromkeys(("id", "agreement", "framework", "title"), TEXT),
    **dict.fromkeys(("opens_on", "due_on"), DAY),
    "revision": NUMBER,
    "languages": LIST,
}
RULE_KEYS: Mapping[str, Kinds] = {"level": TEXT, "if": TABLE, "message": TEXT}
FILE_KEYS: Mapping[str, Kinds] = {"section": TABLE, "question": LIST, "rule": LIST}
LEVELS = ("warning", "blocking")
_SAID = {
    str: "a text",
    bool: "true or false",
    int: "a whole number above zero",
    list: "a list",
    dict: "a table",
    dt.date: "a date",
}
#: Ids stand in addresses, in names of fields and in keys of answers.
_ID = re.compile(r"[a-z][a-z0-9_-]{0,59}")
#: Other pages of a report have these addresses, where its sections have theirs.
TAKEN = ("files", "whole")


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
    faults += [place.fault(f"unknown language {each!r}") for each in data.get("languages", ()) if not is_tag(each)]
    if not sections:
        faults.append(place.fault("has no section files"))
    repeated = {str(head.get("id")) for _, each in sections if "repeat" in (head := each.get("section", {}))}
    seen: dict[str, Question] = {}
    known_sections: set[str] = set()
    for file, section in sections:
        head = section.get("section", {})
        _keys(Place(file), section, FILE_KEYS, ("section",), faults)
        _keys(Place(file, "section"), head, SECTION_KEYS, ("id", "title"), faults)
        if head.get("id") in known_sections:
            faults.append(Place(file, "section").fault(f"id {head['id']!r} is used twice"))
        if head.get("id") in TAKEN:
            faults.append(Place(file, "section").fault(f"id {head['id']!r} is the address of another page"))
        known_sections.add(head.get("id", ""))
        # What is asked once for each item can be read by its own section only.
        others = repeated - {str(head.get("id"))}
        within = {path: each for path, each in seen.items() if each.section not in others}
        _check_section(file, section, framework, within, faults)
        seen |= within


def _check_section(
    file: Path,
    section: Mapping[str, Any],
    framework: Framework | None,
    seen: dict[str, Question],
    faults: list[Fault],
) -> None:
    """Questions and rules of one file, after the questions `seen`, to which its own are added."""
    head = section.get("section", {})
    for question in section.get("question", ()):
        _check_question(file, head.get("id", ""), question, framework, seen, faults)
    for n, rule in enumerate(section.get("rule", ())):
        _check_rule(Place(file, f"rule {n}"), head.get("id", ""), rule, seen, faults)
    _check_repeat(Place(file, "section"), head, framework, seen, faults)


def _keys(
    place: Place, data: Mapping[str, Any], known: Mapping[str, Kinds], needed: Sequence[str], faults: list[Fault]
) -> None:
    faults += [place.fault(f"unknown property {key!r}") for key in data if key not in known]
    faults += [place.fault(f"lacks {key!r}") for key in needed if not data.get(key)]
    for key, value in data.items():
        if key in known and not _is(value, known[key]):
            faults.append(place.fault(f"{key} must be {' or '.join(_SAID[each] for each in known[key])}"))
    if isinstance(data.get("id"), str) and data["id"] and not _ID.fullmatch(data["id"]):
        faults.append(place.fault(f"the id {data['id']!r} must be small letters, digits, - and _, at most 60"))


def _is(value: Any, kinds: Kinds) -> bool:
    if kinds == NUMBER:
        return type(value) is int and value > 0
    return isinstance(value, kinds)


def _check_question(
    file: Path,
    section: str,
    data: Mapping[str, Any],
    framework: Framework | None,
    seen: dict[str, Question],
    faults: list[Fault],
) -> None:
    place = Place(file, f"question {data.get('id', '?')}")
    _keys(place, data, QUESTION_KEYS, ("id", "type", "label"), faults)
    path = f"{section}.{data.get('id')}"
    if path in seen:
        faults.append(place.fault("this id is used twice"))
    kind = TYPES.get(str(data.get("type", "")))
    if kind is None:
        faults.append(place.fault(f"unknown type {data.get('type')!r}"))
    elif data.get("multilingual") and not kind.is_text:
        faults.append(place.fault(f"a {kind.name} question cannot be multilingual"))
    elif kind.has_options != bool(data.get("options")):
        faults.append(place.fault("needs options" if kind.has_options else f"a {kind.name} question has no options"))
    options = _options(place, data.get("options"), framework, faults)
    faults += _choosing_faults(place, data, options)
    if "show_if" in data:
        faults += check_condition(place, section, data["show_if"], seen)
    seen[path] = Question(section, str(data.get("id")), str(data.get("type")), options=options)


def _check_repeat(
    place: Place,
    head: Mapping[str, Any],
    framework: Framework | None,
    seen: Mapping[str, Question],
    faults: list[Fault],
) -> None:
    """What a section runs over, and the choice that stands for its items."""
    for run in head.get("repeat", ()):
        over = run.get("over") if isinstance(run, Mapping) else None
        if not isinstance(over, str) or framework is None or not framework.terms(over):
            faults.append(place.fault(f"unknown repeat {over!r}: write terms:<framework>.goals or .targets"))
    if "repeat" in head and not head["repeat"]:
        faults.append(place.fault("repeat is empty"))
    if "overview" in head:
        chosen = seen.get(f"{head.get('id')}.{head['overview']}")
        if "repeat" not in head or chosen is None or chosen.type != "choice":
            faults.append(place.fault("overview must name a choice question of this repeated section"))


def _options(place: Place, options: Any, framework: Framework | None, faults: list[Fault]) -> tuple[str, ...]:
    """The ids of a question's options: of a list of the framework, or its own."""
    if isinstance(options, str) and options.startswith("terms:"):
        terms = framework.terms(options) if framework is not None else {}
        if not terms:
            faults.append(place.fault(f"unknown terms {options!r}: write terms:<framework>.goals or .targets"))
        return tuple(terms)
    if isinstance(options, str):
        owner, _, list_id = options.partition(":")
        if framework is None or owner != framework.id or list_id not in framework.lists:
            faults.append(place.fault(f"unknown option list {options!r}"))
            return ()
        return framework.lists[list_id].options
    ids = [each.get("id") if isinstance(each, Mapping) and each.get("label") else None for each in options or ()]
    if not all(isinstance(each, str) and _ID.fullmatch(each) for each in ids):
        faults.append(place.fault("each option needs an id (small letters, digits, - and _) and a label"))
    faults += [place.fault(f"the option {each!r} stands twice") for each in set(ids) if ids.count(each) > 1]
    return tuple(str(each) for each in ids)


def _choosing_faults(place: Place, data: Mapping[str, Any], options: Sequence[str]) -> Iterator[Fault]:
    """What does not fit the properties of questions where several options may be chosen."""
    kind, given = TYPES.get(str(data.get("type", ""))), data.get("options")
    if kind is None:
        return
    is_of_terms = isinstance(given, str) and given.startswith("terms:")
    if given and is_of_terms != (kind.name == "terms"):
        yield place.fault("options of a terms question, and of no other, are terms:<framework>.goals or .targets")
    for name in ("exclusive", "max_choices"):
        if name in data and not kind.takes_several:
            yield place.fault(f"a {kind.name} question has no {name}")
    exclusive = data.get("exclusive", ())
    for each in exclusive if isinstance(exclusive, list) else ():
        if each not in options:
            yield place.fault(f"exclusive names {each!r}, which is no option")


def _check_rule(
    place: Place, section: str, rule: Mapping[str, Any], seen: Mapping[str, Question], faults: list[Fault]
) -> None:
    _keys(place, rule, RULE_KEYS, ("level", "if", "message"), faults)
    if rule.get("level") not in LEVELS:
        faults.append(place.fault(f"level must be one of {', '.join(LEVELS)}"))
    if rule.get("if"):
        faults += check_condition(place, section, rule["if"], seen)


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
