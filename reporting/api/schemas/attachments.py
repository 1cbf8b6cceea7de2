"""Files attached to reports."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import ADDRESS, SHA256, number, page_of, table, text
from reporting.api.validation import Schema

#: What is known of a file; `width` and `height` of images only.
FILE_FACTS: Mapping[str, Schema] = {
    "sha256": {**SHA256, "description": "Of the content: the `id` by which an answer names the file."},
    "name": text("The name under which it was first attached to this report."),
    "type": text("The media type, judged by the content."),
    "size": number("In bytes.", minimum=1),
    "width": number("In pixels.", minimum=1),
    "height": number("In pixels.", minimum=1),
}

SCHEMAS: Mapping[str, Schema] = {
    "Attachment": table(
        "A file of a report. It belongs to the report once an answer names it; what none ever names is deleted after "
        "two days.",
        {**FILE_FACTS, "address": ADDRESS},
        optional=("width", "height"),
    ),
    "AttachmentList": page_of("Attachment"),
}
