"""The items of sections whose items differ from report to report."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import LANGUAGE, NAME, array, nullable, number, page_of, table, text
from reporting.api.validation import Schema
from reporting.domain.items import NEWS, ORIGINS, STATES

_TITLES = {"type": "object", "additionalProperties": text(), "description": "Language → title."}

SCHEMAS: Mapping[str, Schema] = {
    "ReportItem": table(
        "An item of a section whose items differ from report to report.",
        {
            "repeat": {**NAME, "description": "The section's id."},
            "key": text("Names the item in answers."),
            "place": number("Its rank among the items of the section that are shown; null for others.", minimum=1)
            | {"type": ["integer", "null"]},
            "number": text("By which readers know it; may be empty."),
            "title": text("In the language asked, or else in `title_lang`; empty while it has none."),
            "title_lang": LANGUAGE,
            "links": array(text(), "The terms and items that it belongs to."),
            "origin": text("Added by the Party, a term of the framework, or from another form.", enum=list(ORIGINS)),
            "state": text("Only shown items are asked. The answers of others are kept.", enum=list(STATES)),
            "news": text("What happened to it that nobody has looked at yet; empty for nothing.", enum=list(NEWS)),
            "written_for": nullable(_TITLES)
            | {"description": "The titles that its answers were written for, where they have changed since."},
        },
    ),
    "ReportItemList": page_of("ReportItem"),
    "NewItem": table(
        "",
        {
            "repeat": {**NAME, "description": "The id of a section to which the Party adds items."},
            "key": text(
                "Of the sender's making: 8 to 64 letters, digits, - and _, which nothing else in the Party's reports "
                "has. Sent again, it adds nothing. Without it the server makes one.",
                maxLength=64,
            ),
            "after": nullable(text("The key of the item that it follows; without it, it stands last.", maxLength=100)),
        },
        optional=("key", "after"),
        closed=True,
    ),
    "ItemPlace": table(
        "",
        {"after": nullable(text("The key of the item that it shall follow; null for the first place.", maxLength=100))},
        closed=True,
    ),
}
