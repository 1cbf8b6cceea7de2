"""Datasets beside an item, as its page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g

from reporting.domain.answers import Key
from reporting.domain.definitions import Part
from reporting.domain.document import Value
from reporting.domain.questions import type_of
from reporting.domain.texts import Texts
from reporting.services import offers, reports
from reporting.services.datasets import Source
from reporting.services.offers import ItemOffer
from reporting.services.reports import Workbook
from reporting.web.access import actor, house, texts


@dataclass(frozen=True)
class OfferView:
    """`value` is the series as reading pages show it, None where it is no longer offered; `changes` says how the
    answer differs from it; `anchor` and `label` name it on its page."""

    source: Source
    value: Value | None
    used: bool
    changes: str
    declined: str
    reason: str
    version: int
    label: str

    @property
    def anchor(self) -> str:
        return f"dataset-{self.source.edition}"


def offer_views(book: Workbook, here: Part) -> list[OfferView]:
    """What is offered beside this item; nothing on the pages of sections that take no datasets over."""
    found = offers.of_item(house().db.session, book, here)
    people = reports.names_of_people(house().db.session, {each.declined.user_id for each in found if each.declined})
    return [_view(book, here, each, people) for each in found]


def _view(book: Workbook, here: Part, offer: ItemOffer, people: dict[int, str]) -> OfferView:
    say, declined = texts(), ""
    if offer.declined is not None:
        at = say.moment(offer.declined.at, actor().time_zone)
        declined = say("Not used: decided on %(at)s by %(by)s.", at=at, by=people.get(offer.declined.user_id, ""))
    return OfferView(
        source=offer.source,
        value=_value(book, here, offer.rows) if offer.rows else None,
        used=offer.used,
        changes=_changes(offer, say),
        declined=declined,
        reason=offer.declined.reason if offer.declined else "",
        version=book.version(Key(here.section.datasets, here.item)),
        label=offer.source.title,
    )


def _value(book: Workbook, here: Part, rows: Sequence[object]) -> Value:
    """The rows that are offered, as a value that can be read."""
    question, wording = book.edition.form.questions[here.section.datasets], book.edition.wording(g.language)
    kind = type_of(question)
    kept = kind.storable(question, rows)
    return Value(
        kind=question.type,
        text=kind.text(question, kept, wording),
        lang=g.language,
        dir=texts().dir,
        rows=tuple(kind.rows(kept)),
        table=kind.table(question, kept, wording),
    )


def _changes(offer: ItemOffer, say: Texts) -> str:
    """How the answer differs from what was offered: “Changed: 1 · Added: 2”."""
    altered = offer.altered
    if not altered:
        return ""
    counts = (
        (say("Changed"), len(altered.edited)), (say("Added"), len(altered.added)), (say("Taken out"), altered.missing),
    )  # fmt: skip
    return " · ".join(say.titled(word, say.number(count)) for word, count in counts if count)
