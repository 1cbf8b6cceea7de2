"""What earlier reports say to a draft."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import NAME, WHEN, anything, array, flag, nullable, number, ref, table, text
from reporting.api.validation import Schema
from reporting.models.carried import STATES
from reporting.services.carry_forward import DECISIONS

_PLACE = {"question": text("`<section>.<id>`."), "item": text("The item's key; empty outside of repeated sections.")}
_VALUES = anything("An object: language (empty where the value has none) → value, as answers have it.")
_OF_RECORD = {"form": NAME, "number": number("The number of the published version.", minimum=1)}

SCHEMAS: Mapping[str, Schema] = {
    "EarlierAnswer": table(
        "An answer of an earlier record, as it stands there: `question` and `item` are those of its form.",
        {**_OF_RECORD, **_PLACE, "values": _VALUES},
    ),
    "CarryOffer": table(
        "What earlier records say to one question.",
        {
            **_PLACE,
            "state": text("What was decided; empty where nothing was.", enum=["", *STATES]),
            "given": flag("Whether an answer stands."),
            "differs": flag("Whether what stands was taken over, and the earlier record says something else now."),
            "values": {
                **_VALUES,
                "description": "What would be written, by language; empty where people must choose or nothing fits.",
            },
            "found": array(ref("EarlierAnswer")),
        },
    ),
    "CarryMatch": table(
        "An item that goes on from items of an earlier record.",
        {
            "form": NAME,
            "section": text("The section of this report's form that the item stands in."),
            "item": text("The item's key."),
            "candidates": array(text(), "The earlier items that it may go on from."),
            "earlier": array(text(), "Those that it goes on from as it stands."),
            "said": flag("Whether the Party said so; otherwise the links lead there."),
        },
    ),
    "CarryMatches": table("", {"items": array(ref("CarryMatch"))}),
    "CarryForward": table(
        "What the Party's newest records on earlier forms say to this report.",
        {
            "records": array(table("", {**_OF_RECORD, "published_at": WHEN})),
            "offers": array(ref("CarryOffer"), "In the form's order."),
            "matches": array(ref("CarryMatch"), "In the form's order."),
            "left_over": array(ref("EarlierAnswer"), "Answers that no question here goes on from."),
        },
    ),
    "CarryDecision": table(
        "",
        {
            "question": text("`<section>.<id>`.", maxLength=200),
            "item": text("The item's key; empty outside of repeated sections.", maxLength=300),
            "decision": text(
                "`unchanged`: take the values as they are; `update`: take them, to be confirmed or changed; `confirm`: "
                "what was taken is still right; `gone`: the earlier answer no longer applies; `reset`: nothing is "
                "decided any more. With the last two an answer that was taken and not changed since goes again.",
                enum=list(DECISIONS),
            ),
        },
        optional=("item",),
        closed=True,
    ),
    "CarryItems": table(
        "From which items of an earlier record an item goes on.",
        {
            "form": text("The form of the earlier record.", maxLength=32),
            "item": text("The key of this report's item.", maxLength=300),
            "earlier": nullable(
                array(text(maxLength=300), "The earlier items; null: those that the links lead to.", maxItems=1000)
            ),
        },
        closed=True,
    ),
}
