"""The items of a report: listed, added, put in order, removed and brought back."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response

from reporting.api import parameters as take
from reporting.api.access import actor, house, named_report, now
from reporting.api.bodies import Parameter
from reporting.api.operations import PREFIX, Asked, operation
from reporting.api.responses import answer, whole
from reporting.api.shapes import items as shapes
from reporting.api.validation import Fault
from reporting.domain.errors import Invalid
from reporting.services import own_items
from reporting.services.editions import kept_items
from reporting.services.queries import MAX_PER_PAGE

TAG = "Items"
_PER_PAGE = Parameter("per_page", take.PER_PAGE_.schema, take.PER_PAGE_.says, MAX_PER_PAGE)
_ONLY = Parameter("repeat", take.SECTION.schema, "Only items of this section.", "")
_WHERE = Parameter("repeat", take.SECTION.schema, "The section, where several have an item of this key.", "")


@operation(
    "GET", "/reports/<int:report_id>/items", permission="report:read_draft", tag=TAG,
    says="The items of all sections whose items differ from report to report, in their order; hidden, orphaned and "
    "removed ones included, with what nobody has looked at yet.",
    query=(_ONLY, take.PAGE, _PER_PAGE), answers={200: "ReportItemList"}, refuses=(403, 404),
)  # fmt: skip
def item_list(asked: Asked, report_id: int) -> Response:
    repeat = asked.query["repeat"]
    made = [each for each in _items(asked) if repeat in ("", each["repeat"])]
    return answer(whole(made, page=asked.query["page"], per_page=asked.query["per_page"]))


@operation(
    "POST", "/reports/<int:report_id>/items", permission="report:read_draft", tag=TAG,
    says="Add an item of the Party's own: 201, or 200 where the key was added before.",
    body="NewItem", answers={201: "ReportItem", 200: "ReportItem"}, refuses=(403, 404, 409, 422),
)  # fmt: skip
def item_add(asked: Asked, report_id: int) -> Response:
    who, sent, editions = actor(), asked.body, house().editions
    repeat, key = sent["repeat"], sent.get("key") or secrets.token_hex(16)
    with house().db.transaction() as session:
        is_new = own_items.add(session, who, now(), editions, report_id, repeat, key, sent.get("after"))
    headers = {"Location": f"{PREFIX}/reports/{report_id}/items/{key}"} if is_new else {}
    return answer(_one(asked, repeat, key), 201 if is_new else 200, headers)


@operation(
    "PATCH", "/reports/<int:report_id>/items/<key>", permission="report:read_draft", tag=TAG,
    says="Put an item in another place.",
    query=(_WHERE,), body="ItemPlace", answers={200: "ReportItem"}, refuses=(403, 404, 409, 422),
)  # fmt: skip
def item_place(asked: Asked, report_id: int, key: str) -> Response:
    who, editions, repeat = actor(), house().editions, _section(asked, key)
    with house().db.transaction() as session:
        own_items.place(session, who, now(), editions, report_id, repeat, key, asked.body["after"] or "")
    return answer(_one(asked, repeat, key))


@operation(
    "DELETE", "/reports/<int:report_id>/items/<key>", permission="report:read_draft", tag=TAG,
    says="Take an item of the Party's own, or one that lost its source, out of the report. Its answers are kept.",
    query=(_WHERE,), answers={200: "ReportItem"}, refuses=(403, 404, 409, 422),
)  # fmt: skip
def item_remove(asked: Asked, report_id: int, key: str) -> Response:
    who, editions, repeat = actor(), house().editions, _section(asked, key)
    with house().db.transaction() as session:
        own_items.remove(session, who, now(), editions, report_id, repeat, key)
    return answer(_one(asked, repeat, key))


@operation(
    "POST", "/reports/<int:report_id>/items/<key>/restore", permission="report:read_draft", tag=TAG,
    says="Bring a removed item back with its answers, or keep one that lost its source as the Party's own.",
    query=(_WHERE,), answers={200: "ReportItem"}, refuses=(403, 404, 409, 422),
)  # fmt: skip
def item_restore(asked: Asked, report_id: int, key: str) -> Response:
    who, editions, repeat = actor(), house().editions, _section(asked, key)
    with house().db.transaction() as session:
        own_items.restore(session, who, now(), editions, report_id, repeat, key)
    return answer(_one(asked, repeat, key))


def _items(asked: Asked) -> list[dict[str, Any]]:
    """All items as they are now."""
    session, revision = house().db.session, named_report().revision
    edition = house().editions.of(session, revision)
    kept = kept_items(session, revision.id)
    return list(shapes.items(edition.form, kept, edition.wording(asked.language)))


def _one(asked: Asked, repeat: str, key: str) -> dict[str, Any]:
    found = (each for each in _items(asked) if (each["repeat"], each["key"]) == (repeat, key))
    return next(found)


def _section(asked: Asked, key: str) -> str:
    """The section of the item that the address names, '' where none has it: rights are told before that. Raises Invalid
    where several have such a key."""
    named: str = asked.query["repeat"]
    if named:
        return named
    kept = kept_items(house().db.session, named_report().revision.id)
    found = [section for section, items in kept.items() if any(each.key == key for each in items)]
    if len(found) > 1:
        raise Invalid(details=[Fault("repeat", "item_in_several")])
    return found[0] if found else ""
