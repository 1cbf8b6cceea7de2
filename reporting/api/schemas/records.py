"""Published records."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.attachments import FILE_FACTS
from reporting.api.schemas.common import (
    ADDRESS,
    LANGUAGE,
    NAME,
    ORIGIN,
    PARTY,
    SHA256,
    WHEN,
    array,
    nullable,
    number,
    page_of,
    ref,
    table,
    text,
)
from reporting.api.validation import Schema

_HEAD = {
    "party": PARTY,
    "agreement": NAME,
    "form": NAME,
    "number": number("1 for the first published version.", minimum=1),
    "languages": array(LANGUAGE),
    "published_at": WHEN,
    "sha256": {**SHA256, "description": "Of the frozen copy's bytes."},
    "address": {**ADDRESS, "description": "Where this version always stays."},
    "page": {**ADDRESS, "description": "The same for people."},
}

SCHEMAS: Mapping[str, Schema] = {
    "RecordHead": table(
        "The newest published version of a report.",
        {**_HEAD, "party_name": text(), "title": text("The form's title."), "region": NAME},
    ),
    "RecordList": page_of("RecordHead"),
    "File": table("", {"format": text(), "lang": LANGUAGE, "address": ADDRESS}),
    "Envelope": table(
        "What publication adds to the frozen copy.",
        {
            **_HEAD,
            "status": text(enum=["published", "superseded"]),
            "latest": number("The number of the newest version.", minimum=1),
            "submitted_at": nullable(WHEN),
            "change_note": text("What changed since the version before; empty for the first."),
            "copy": {**ADDRESS, "description": "The bytes of the frozen copy alone: their SHA-256 is `sha256`."},
            "files": array(ref("File")),
        },
    ),
    "FrozenAnswer": table(
        "",
        {
            "question": text(),
            "item": text(),
            "lang": text(),
            "value": {},
            "original": {"type": "boolean"},
            "machine": {"type": "boolean"},
        },
    ),
    "FrozenCopy": table(
        "Everything of a submission, in all its languages, as canonical JSON (RFC 8785). It names no author. Answers "
        "to questions that are not public are not in it; `private_sha256` is the hash of the part that holds them.",
        {
            "schema": text(),
            "agreement": {"type": "object"},
            "party": {"type": "object"},
            "languages": array(LANGUAGE),
            "entry": text(),
            "form": {"type": "object", "description": "The form's structure; `form_digest` is the SHA-256 of it."},
            "form_digest": SHA256,
            "texts": {"type": "object", "description": "Language → path → text."},
            "answers": array(ref("FrozenAnswer")),
            "attachments": array(
                table("", {**FILE_FACTS}, optional=("width", "height")),
                "The files that these answers name. Each is served at `page`/files/`sha256`.",
            ),
            "datasets": array(ORIGIN, "The datasets that series among these answers were taken from."),
            "private_sha256": SHA256,
        },
        optional=("attachments", "datasets"),
    ),
    "Record": table(
        "`copy` holds the bytes of the frozen copy as they are: cut out, or canonicalised again (RFC 8785), their "
        "SHA-256 is `envelope.sha256`.",
        {"envelope": ref("Envelope"), "copy": ref("FrozenCopy")},
    ),
}
