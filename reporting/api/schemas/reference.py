"""Agreements, Parties, frameworks and forms."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import (
    DAY,
    LANGUAGE,
    NAME,
    PARTY,
    SHA256,
    array,
    flag,
    nullable,
    number,
    page_of,
    ref,
    table,
    text,
)
from reporting.api.validation import Schema

_MARKS = [
    "achieved", "exceeding", "on_track", "insufficient", "no_change", "moving_away", "unknown", "not_applicable",
]  # fmt: skip
_GOAL = {
    "id": NAME,
    "number": text(),
    "title": text(),
    "summary": text("In this system's own words."),
    "horizon": nullable(number("The year by which it is to be reached.")),
    "facts": array(ref("Fact")),
}
_FORM_HEAD = {
    "id": NAME,
    "agreement": NAME,
    "framework": text("The framework's id, or empty."),
    "revision": number(minimum=1),
    "digest": {**SHA256, "description": "SHA-256 of the structure's canonical JSON (RFC 8785)."},
    "title": text(),
    "languages": array(LANGUAGE, "The languages that the form's texts exist in."),
    "opens_on": nullable(DAY),
    "due_on": nullable({**DAY, "description": "A due date lasts until it has ended everywhere (UTC-12)."}),
}

SCHEMAS: Mapping[str, Schema] = {
    "Region": table("", {"id": NAME, "name": text()}),
    "Agreement": table(
        "A convention or treaty.",
        {
            "id": NAME,
            "name": text(),
            "regions": array(ref("Region")),
            "frameworks": array(NAME, "Ids of its frameworks."),
            "forms": array(NAME, "Ids of its forms that are open."),
        },
    ),
    "AgreementList": page_of("Agreement"),
    "PartyName": table("", {"name": text(), "until": nullable({**DAY, "description": "First day it no longer held."})}),
    "Party": table(
        "A Party of one agreement.",
        {
            "code": {**PARTY, "description": "ISO 3166-1 alpha-2, or EU."},
            "iso3": text("ISO 3166-1 alpha-3.", pattern="^[A-Z]{3}$"),
            "agreement": NAME,
            "region": NAME,
            "region_name": text(),
            "name": text("The name that holds today."),
            "names": array(ref("PartyName"), "All names, oldest first; `until` null is today's."),
            "invented": flag("Whether this Party exists only in this installation's demonstration."),
        },
    ),
    "PartyList": page_of("Party"),
    "Fact": table(
        "What a goal or target says in numbers. Without a value, `unit` says all.",
        {"label": text(), "value": nullable({"type": "number"}), "unit": text(), "by": nullable(number("A year."))},
    ),
    "Goal": table("", _GOAL),
    "Target": table("", {**_GOAL, "group": nullable(NAME)}),
    "Group": table("", {"id": NAME, "title": text()}),
    "Indicator": table(
        "",
        {
            "code": text("Such as A.1; stable."),
            "identifier": text(),
            "kind": text(enum=["headline", "binary", "component", "complementary"]),
            "belongs_to": array(NAME, "Ids of goals and targets."),
            "name": text(),
        },
    ),
    "Option": table("", {"id": text(), "label": text(), "mark": nullable(text(enum=[*_MARKS, None]))}),
    "OptionList": table(
        "",
        {
            "id": NAME,
            "provisional": flag("Whether the wording is this system's own until an official list replaces it."),
            "options": array(ref("Option")),
        },
    ),
    "FrameworkHead": table(
        "", {"id": NAME, "agreement": NAME, "title": text(), "goals": number(), "targets": number()}
    ),
    "FrameworkList": page_of("FrameworkHead"),
    "Framework": table(
        "Goals, targets, indicators and the lists that forms offer.",
        {
            "id": NAME,
            "agreement": NAME,
            "title": text(),
            "language": LANGUAGE,
            "groups": array(ref("Group")),
            "goals": array(ref("Goal")),
            "targets": array(ref("Target")),
            "indicators": array(ref("Indicator")),
            "lists": array(ref("OptionList")),
        },
    ),
    "FormHead": table("", _FORM_HEAD),
    "FormList": page_of("FormHead"),
    "Question": table(
        "",
        {
            "question": text("`<section>.<id>`: by this answers name it."),
            "type": text("What the value is; /forms/{form}/schema says it as JSON Schema."),
            "label": text(),
            "guidance": text(),
            "example": text(),
            "required": flag("Whether it needs an answer whenever it is shown."),
            "multilingual": flag("Whether it is answered once in each language."),
            "max_words": nullable(number()),
            "max_choices": nullable(number("The most options that may be chosen.")),
            "min": nullable({"type": "number", "description": "The least number."}),
            "max": nullable({"type": "number", "description": "The greatest number."}),
            "decimals": nullable(number("The most decimals.")),
            "unit": text("What the number counts, or empty."),
            "exclusive": array(text(), "The options that exclude all others."),
            "options": array(ref("Option")),
            "show_if": nullable({"type": "object", "description": "The condition under which it is shown, as data."}),
            "public": flag("False: the answer never leaves the Party and the secretariat."),
            "personal": flag(),
            "link": text("Address of the decision that asks this, or empty."),
        },
    ),
    "Rule": table(
        "",
        {"level": text(enum=["warning", "blocking"]), "if": {"type": "object"}, "message": text()},
    ),
    "Item": table("", {"key": text("Stable."), "number": text(), "title": text(), "summary": text()}),
    "Section": table(
        "",
        {
            "id": NAME,
            "number": text(),
            "title": text(),
            "guidance": text(),
            "repeated": flag("Whether its questions are asked once for each item."),
            "items": array(ref("Item")),
            "overview": nullable(text("The question whose answer stands for an item in lists.")),
            "questions": array(ref("Question")),
            "rules": array(ref("Rule")),
        },
    ),
    "Form": table(
        "One revision of a form: its structure with the texts of one language.",
        {**_FORM_HEAD, "language": LANGUAGE, "sections": array(ref("Section"))},
    ),
    "JsonSchema": {"type": "object", "description": "A JSON Schema (2020-12)."},
    "OpenApi": {"type": "object", "description": "This document."},
}
