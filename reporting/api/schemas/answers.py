"""Answers as they are read and written."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import (
    LANGUAGE,
    WHEN,
    anything,
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
from reporting.services.drafting import MAX_WRITES

_MOST = 2_147_483_647
_VALUE = anything("As /forms/{form}/schema says for the question; null is no answer.")
_KEY = {
    "question": text("`<section>.<id>`."),
    "item": text("Path of item keys; empty outside of repeated sections."),
    "lang": {**LANGUAGE, "description": "A language tag; empty where the value has none."},
}
_OUTCOME = {"write_id": text(), **_KEY}

SCHEMAS: Mapping[str, Schema] = {
    "Answer": table(
        "An answer that was ever written. One that is not in the list has version 0.",
        {
            **_KEY,
            "value": _VALUE,
            "version": number("Counts writes; a write names the version that it was made on.", minimum=1),
            "original": flag("Whether the other languages are translated from this one."),
            "source_version": number("The version of the original that this was translated from; 0 for none."),
            "stale": flag("Whether the original now differs from the text that this was translated from."),
            "machine": flag("Translated by a machine and not confirmed by anybody."),
            "active": flag("False while the question is hidden: the answer is kept, but not part of the report."),
            "editable": flag("Whether this actor may write it now."),
            "author": nullable(text("Who wrote it; null for a former user or where an amendment was filled.")),
            "saved_at": WHEN,
            "problems": array(ref("Problem")),
        },
    ),
    "AnswerList": page_of("Answer"),
    "Write": table(
        "",
        {
            "write_id": text(
                "128 random bits of the writer's making (16 to 64 letters, digits, - and _). "
                "Sent again, it gets its first answer again."
            ),
            **_KEY,
            "value": _VALUE,
            "version": number("The version that the writer saw, 0 for none.", minimum=0, maximum=_MOST),
        },
        optional=("item", "lang"),
        closed=True,
    ),
    "Writes": table(
        "",
        {
            "revision": number("The report's revision.", minimum=1, maximum=_MOST),
            "form_digest": text("As the report told it.", maxLength=64),
            "answers": array(ref("Write"), maxItems=MAX_WRITES),
        },
        closed=True,
    ),
    "Saved": table(
        "",
        {
            **_OUTCOME,
            "version": number("The version that it now has.", minimum=0),
            "value": anything("As it is stored: in canonical form, merged where another change can stand beside it."),
            "problems": array(ref("Problem"), "What this value breaks. It is saved nevertheless."),
        },
    ),
    "Conflict": table(
        "Somebody else wrote in between, and both changes cannot stand. Nothing was overwritten.",
        {
            **_OUTCOME,
            "base": anything("The value at the version that the write named."),
            "theirs": anything("The value now."),
            "mine": anything("The value that was sent."),
            "version": number("The version now: name it to write once more.", minimum=0),
            "author": nullable(text("Who wrote it.")),
            "saved_at": nullable(WHEN),
        },
    ),
    "Rejected": table("Cannot be stored at all.", {**_OUTCOME, "code": text(), "message": text()}),
    "Outcome": table(
        "Each write stands in exactly one of the lists.",
        {
            "saved": array(ref("Saved")),
            "conflicts": array(ref("Conflict")),
            "rejected": array(ref("Rejected")),
        },
    ),
}
