"""What earlier reports say to a draft."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import NAME, WHEN, anything, array, flag, number, ref, table, text
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
            "values": {
                **_VALUES,
                "description": "What would be written, by language; empty where people must choose or nothing fits.",
            },
            "found": array(ref("EarlierAnswer")),
        },
    ),
    "CarryForward": table(
        "What the Party's newest records on earlier forms say to this report.",
        {
            "records": array(table("", {**_OF_RECORD, "published_at": WHEN})),
            "offers": array(ref("CarryOffer"), "In the form's order."),
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
                "what was taken is still right; `gone`: the earlier answer no longer applies.",
                enum=list(DECISIONS),
            ),
        },
        optional=("item",),
        closed=True,
    ),
}
