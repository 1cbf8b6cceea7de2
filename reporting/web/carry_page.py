"""The page of carrying forward: a whole report against the earlier ones that it goes on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import g
from sqlalchemy.orm import Session

from reporting.domain import lineage
from reporting.domain.definitions import Part
from reporting.domain.document import Value
from reporting.domain.layout import reader
from reporting.domain.lineage import Match
from reporting.models.carried import GONE, TO_CONFIRM
from reporting.services import carry_forward
from reporting.services.carry_forward import Earlier, Offer
from reporting.services.reports import Workbook
from reporting.web.earlier import Reading, RecordView
from reporting.web.fields import id_of
from reporting.web.item_names import Name, name_of
from reporting.web.parts import part_url

Readings = Mapping[int, Reading]


@dataclass(frozen=True)
class Line:
    """An answer of this report, as it stands."""

    question: str
    item: str
    number: str
    name: Name
    label: str
    url: str
    value: Value | None


@dataclass(frozen=True)
class MatchView:
    """An item with the earlier items that it may go on from; `chosen` are these as it stands, as the Party `said`."""

    form: str
    item: str
    number: str
    name: Name
    options: Sequence[Mapping[str, Any]]
    chosen: Sequence[str]
    said: bool


@dataclass(frozen=True)
class Left:
    """Answers of one earlier section or item that nothing here goes on from."""

    record: RecordView
    section: str
    number: str
    name: Name
    answers: Sequence[tuple[str, Value]]


def page(session: Session, book: Workbook, earlier: Sequence[Earlier]) -> dict[str, Any]:
    """All that the page's template is given of the report."""
    offers = carry_forward.all_offers(session, book, earlier)
    readings = {each.publication_id: Reading(each, g.language) for each in earlier}
    return {
        "title": book.edition.wording(g.language)("title"),
        "records": [each.record for each in readings.values()],
        "counts": {
            "open": sum(map(_is_open, offers)),
            "taken": sum(each.state not in ("", GONE) for each in offers),
            "waiting": sum(each.state == TO_CONFIRM for each in offers),
            "gone": sum(each.state == GONE for each in offers),
            "by_hand": sum(not each.values and not each.given and not each.state for each in offers),
        },
        "open": list(_lines(book, filter(_is_open, offers))),
        "differing": list(_lines(book, (each for each in offers if each.differs))),
        "waiting": list(_lines(book, (each for each in offers if each.state == TO_CONFIRM))),
        "by_hand": list(_lines(book, (each for each in offers if not (each.values or each.given or each.state)))),
        "matches": [view for each in earlier for view in _matches(book, each, readings[each.publication_id])],
        "left": list(_left(book, earlier, readings)),
    }


def _is_open(offer: Offer) -> bool:
    return offer.can_take and not offer.state


def _lines(book: Workbook, offers: Iterator[Offer]) -> Iterator[Line]:
    wording, read = book.edition.wording(g.language), reader(book.edition, book.stored.values(), g.language)
    for offer in offers:
        section = book.edition.form.section(offer.question.section)
        assert section is not None
        here, known = Part(section, offer.item), section.item(offer.item)
        yield Line(
            question=offer.question.path,
            item=offer.item,
            number=known.number if known else section.number,
            name=name_of(here, wording),
            label=wording.label(offer.question),
            url=f"{part_url(book, here)}#{id_of(offer.question.path)}-question",
            value=read(offer.question.path, offer.item),
        )


def _matches(book: Workbook, earlier: Earlier, reading: Reading) -> Iterator[MatchView]:
    """Items for which links do not give exactly one, and those of which the Party has said it."""
    wording, there = book.edition.wording(g.language), earlier.edition.form
    for each in lineage.matches(book.edition.form, there, earlier.matched):
        section = book.edition.form.section(each.section)
        if section is None or (len(each.chosen) == 1 and each.item not in earlier.matched):
            continue
        known = section.item(each.item)
        options = list(_options(each, earlier, reading))
        yield MatchView(
            form=there.id,
            item=each.item,
            number=known.number if known else "",
            name=name_of(Part(section, each.item), wording),
            options=options,
            chosen=[option["id"] for option in options if option["checked"]],
            said=each.item in earlier.matched,
        )


def _options(match: Match, earlier: Earlier, reading: Reading) -> Iterator[Mapping[str, Any]]:
    """The earlier items that can be chosen, each with its number and name."""
    form = earlier.edition.form
    for key in match.candidates:
        section = next(each for each in form.sections if each.item(key))
        item = section.item(key)
        yield {
            "id": key,
            "number": item.number if item else "",
            "name": name_of(Part(section, key), reading.wording),
            "checked": key in match.chosen,
        }


def _left(book: Workbook, earlier: Sequence[Earlier], readings: Readings) -> Iterator[Left]:
    found = carry_forward.left_over(book, earlier)

    def place(each: tuple[Earlier, str, str]) -> tuple[int, str, str]:
        report, question, item = each
        return report.publication_id, question.partition(".")[0], item

    for (publication, _, item), group in groupby(found, place):
        reading = readings[publication]
        answers = [(question, reading.value(question, item)) for _, question, item in group]
        given = [(question, value) for question, value in answers if value is not None]
        if given:
            questions = reading.earlier.edition.form.questions
            number, name = reading.name(given[0][0], item)
            labelled = [(reading.wording.label(questions[question]), value) for question, value in given]
            yield Left(reading.record, reading.section(given[0][0]), number, name, labelled)
