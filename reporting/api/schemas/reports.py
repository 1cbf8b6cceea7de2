"""Reports before they are records, the steps through the workflow, documents and exports."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import (
    ADDRESS,
    DAY,
    LANGUAGE,
    NAME,
    ORIGIN,
    PARTY,
    SHA256,
    WHEN,
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
from reporting.domain import workflow
from reporting.domain.languages import INTERFACE

_STATUS = text(enum=list(workflow.STATUSES))
_HEAD = {
    "id": number(minimum=1),
    "party": PARTY,
    "party_name": text(),
    "agreement": NAME,
    "form": NAME,
    "entry": text("Empty for forms with one report for each Party."),
    "title": text("The form's title."),
    "languages": array(LANGUAGE, "The working languages, the main one first."),
    "status": _STATUS,
    "revision": number("The number of the revision that work is about.", minimum=1),
    "completeness": ref("Completeness"),
    "changed_at": WHEN,
}
_DIGEST = "Names the answers as they stand: equal exactly while no answer gets a new version."

SCHEMAS: Mapping[str, Schema] = {
    "Completeness": table(
        "How many of the required questions that are shown have an answer.",
        {"given": number(minimum=0), "required": number(minimum=0), "percent": number(minimum=0, maximum=100)},
    ),
    "ReportHead": table("", _HEAD),
    "ReportList": page_of("ReportHead"),
    "NewReport": table(
        "",
        {
            "party": PARTY,
            "form": NAME,
            "entry": text("For forms that have one report for each entry; none does yet.", maxLength=0),
            "languages": array(
                text(minLength=2, maxLength=12),
                "The working languages, at least one of the six. Without it English.",
                minItems=1,
                maxItems=20,
            ),
        },
        optional=("entry", "languages"),
        closed=True,
    ),
    "Problem": table(
        "Something missing or doubtful. `blocking` ones keep a report from being submitted, never from being saved.",
        {
            "question": text(),
            "item": text(),
            "lang": text(),
            "code": text(),
            "message": text(),
            "blocking": flag(),
            "label": text("The question, in the language asked."),
        },
    ),
    "Expected": table(
        "What the actor was shown.",
        {
            "status": _STATUS,
            "digest": nullable(
                text(
                    "For `submit` the report's digest, for `approve` and `publish` the frozen copy's SHA-256; "
                    "not needed for others.",
                    maxLength=64,
                )
            ),
        },
        optional=("digest",),
        closed=True,
    ),
    "OpenAction": table(
        "A step that this actor may take now. Send `expect` as it stands here.",
        {
            "action": text(enum=list(workflow.ACTIONS)),
            "needs_comment": flag("`publish` needs one, too, from the second version on: it is the change note."),
            "expect": ref("Expected"),
        },
    ),
    "Report": table(
        "A report with its working revision, as this actor may see it.",
        {
            **_HEAD,
            "form_revision": number(minimum=1),
            "form_digest": {**SHA256, "description": "The form revision's digest; writes name it."},
            "digest": {**SHA256, "description": _DIGEST},
            "sha256": nullable({**SHA256, "description": "Of the newest frozen copy's public part."}),
            "due_on": nullable(DAY),
            "late": flag(),
            "opened_at": WHEN,
            "submitted_at": nullable(WHEN),
            "may_read": flag("Whether this actor may read its document."),
            "may_draft": flag("Whether this actor may write answers now."),
            "problems": array(ref("Problem"), "Empty for whoever may not read the draft, and while it is not edited."),
            "actions": array(ref("OpenAction")),
        },
    ),
    "Action": table(
        "",
        {
            "comment": text(maxLength=20_000),
            "due_on": nullable({**DAY, "description": "For `return`: by when the Party should answer."}),
            "flags": array({"type": "object"}, "Flags on single answers are not taken yet.", maxItems=0),
            "expect": ref("Expected"),
        },
        optional=("comment", "due_on", "flags"),
        closed=True,
    ),
    "Value": table(
        "One answered value. `lang` is that of the text; `fallback` says that it is not the language asked for.",
        {
            "kind": text(),
            "text": text(),
            "lang": LANGUAGE,
            "dir": text(enum=["ltr", "rtl"]),
            "html": text(),
            "items": array(text()),
            "rows": array({"type": "object"}, "Of links, files (with what is known of each) and contacts."),
            "table": {
                "anyOf": [{"type": "object"}, {"type": "null"}],
                "description": "Columns and rows in words, of tables and series.",
            },
            "mark": text(),
            "fallback": flag(),
            "machine": flag("Translated by a machine and not confirmed by anybody."),
            "origin": {
                "anyOf": [ORIGIN, {"type": "null"}],
                "description": "Of a series: the dataset that it was taken from.",
            },
            "altered": flag("The Party changed what this dataset offered."),
        },
    ),
    "DocumentQuestion": table(
        "",
        {
            "path": text(),
            "label": text(),
            "type": text(),
            "value": {"anyOf": [ref("Value"), {"type": "null"}], "description": "Null: not answered."},
            "item": text(),
            "public": flag(),
            "required": flag(),
        },
    ),
    "DocumentLevel": table(
        "", {"label": text("Empty for items without an answer."), "mark": text(), "count": number(minimum=0)}
    ),
    "DocumentReference": table(
        "An item of another section that is named here, or a goal or target that an item is about.",
        {
            "section": text("Empty for what the report has no page of."),
            "item": text(),
            "number": text(),
            "title": text(),
            "level": {"anyOf": [ref("Value"), {"type": "null"}], "description": "The answer that stands for it."},
        },
    ),
    "DocumentShown": table(
        "What stands under an item by reference.",
        {"title": text("The title of its section."), "references": array(ref("DocumentReference"))},
    ),
    "DocumentPart": table(
        "A section, or one item of a repeated section.",
        {
            "id": NAME,
            "number": text(),
            "title": text(),
            "questions": array(ref("DocumentQuestion")),
            "item": text("The item's key; empty for a section."),
            "summary": text("What an item is about."),
            "level": {"anyOf": [ref("Value"), {"type": "null"}], "description": "The answer that stands for an item."},
            "parts": array(ref("DocumentPart"), "The items of a repeated section."),
            "has_overview": flag("Whether the levels of its items are shown as a table."),
            "levels": array(ref("DocumentLevel"), "How many items are at each level, in the form's order."),
            "shown_in": text("The one language of all its texts, where it is not the language asked for; else empty."),
            "about": array(ref("DocumentReference"), "The goals, targets and items that it belongs to."),
            "shown": array(ref("DocumentShown"), "Items of other sections that belong to it."),
            "lang": text("The language of its title, where the language asked for has none; else empty."),
        },
    ),
    "Document": table(
        "The report laid out for reading in one language.",
        {
            "title": text(),
            "party": PARTY,
            "party_name": text(),
            "agreement_name": text(),
            "form": NAME,
            "language": LANGUAGE,
            "dir": text(enum=["ltr", "rtl"]),
            "languages": array(LANGUAGE),
            "parts": array(ref("DocumentPart")),
            "meta": {"type": "object", "description": "Status, revision and, of a frozen copy, its SHA-256."},
        },
    ),
    "NewExport": table(
        "",
        {"format": text(enum=["pdf"]), "lang": text(enum=list(INTERFACE))},
        optional=("lang",),
        closed=True,
    ),
    "ExportAsked": table("", {"job": number("Ask /jobs/{id} how far it is.", minimum=1)}),
    "Job": table(
        "The making of a file.",
        {
            "id": number(minimum=1),
            "report": number(minimum=1),
            "format": text(),
            "lang": LANGUAGE,
            "status": text(enum=["waiting", "running", "done", "failed"]),
            "progress": number("In percent.", minimum=0, maximum=100),
            "result": nullable({**ADDRESS, "description": "Where the file is, once it is made."}),
            "made_at": WHEN,
            "ended_at": nullable(WHEN),
        },
    ),
}
