"""What earlier reports say, as pages show it beside a question and in the list of what goes on from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import flash, g

from reporting.domain import lineage
from reporting.domain.definitions import Part
from reporting.domain.document import Value
from reporting.domain.errors import Invalid, NotFound
from reporting.domain.languages import name
from reporting.domain.layout import reader
from reporting.domain.questions import type_of
from reporting.domain.sentences import N_
from reporting.models.carried import GONE, TO_CONFIRM, UNCHANGED, UPDATED
from reporting.services import carry_forward
from reporting.services.carry_forward import Earlier, Found, Offer
from reporting.services.reports import Workbook
from reporting.web.access import actor, house, now, texts
from reporting.web.i18n import localised_url
from reporting.web.item_names import Name, name_of

#: What was decided, in words.
STATES = {
    TO_CONFIRM: N_("Taken over, to be confirmed"),
    UNCHANGED: N_("Confirmed unchanged"),
    UPDATED: N_("Updated since it was taken over"),
    GONE: N_("No longer applies"),
}


@dataclass(frozen=True)
class RecordView:
    """The record that an earlier report is, with a link to its page."""

    form: str
    title: str
    number: str
    date: str
    url: str


@dataclass(frozen=True)
class EarlierAnswer:
    """One earlier answer. `name` is that of its item where it is another one, `becomes` what a choice is called now;
    where it `fits` nothing of now, people choose."""

    record: RecordView
    label: str
    number: str
    name: Name | None
    note: str
    value: Value
    becomes: str
    fits: bool
    is_choice: bool


@dataclass(frozen=True)
class EarlierView:
    """What stands beside one question, and what can be done with it. Without `answers`: what was taken over came from a
    record that is none now. `foreign` names the languages of texts, where this report is written in none of them."""

    question: str
    answers: Sequence[EarlierAnswer]
    state: str
    words: str
    can_take: bool
    can_drop: bool
    can_confirm: bool
    can_reset: bool
    is_taken: bool
    differs: bool
    foreign: Sequence[str]

    @property
    def open(self) -> bool:
        """Whether somebody should look at it now."""
        return self.can_confirm or self.differs or (not self.state and (self.can_take or self.can_drop))

    @property
    def records(self) -> Sequence[RecordView]:
        return list(dict.fromkeys(each.record for each in self.answers))


@dataclass(frozen=True)
class Reading:
    """One earlier report being read: its words in the language of the interface, its texts in that of the page."""

    earlier: Earlier
    language: str

    @cached_property
    def record(self) -> RecordView:
        identity, form = self.earlier.copy.identity, self.earlier.edition.form.id
        number = self.earlier.number
        return RecordView(
            form=form,
            title=self.wording("title"),
            number=texts().number(number),
            date=texts().date(self.earlier.published_at.date()),
            url=localised_url("records.version", party=identity.party, form=form, number=number),
        )

    @cached_property
    def wording(self) -> Any:
        return self.earlier.edition.wording(g.language)

    @cached_property
    def _readers(self) -> Mapping[bool, Any]:
        """Whether it is a text → how it is read."""
        copy = self.earlier.copy
        return {
            is_text: reader(copy.edition, copy.answers, language)
            for is_text, language in ((False, g.language), (True, self.language))
        }

    def value(self, question: str, item: str) -> Value | None:
        is_text = self.earlier.edition.form.questions[question].multilingual
        found: Value | None = self._readers[is_text](question, item)
        return found

    def section(self, question: str) -> str:
        """The section of a question, with its number."""
        found = self.earlier.edition.form.section(self.earlier.edition.form.questions[question].section)
        return f"{found.number} {self.wording.title(Part(found))}".strip() if found else ""

    def name(self, question: str, item: str) -> tuple[str, Name]:
        """The number and name of the item, or else of the section."""
        form = self.earlier.edition.form
        section = form.section(form.questions[question].section)
        assert section is not None
        known = section.item(item)
        return known.number if known else section.number, name_of(Part(section, item), self.wording)


def decide(report_id: int, question: str, item: str, decision: str) -> None:
    """Do it and say so, or say why not: somebody may have answered or decided in between."""
    say = texts()
    try:
        with house().db.transaction() as session:
            gone = carry_forward.decide(session, actor(), now(), house().editions, report_id, question, item, decision)
    except Invalid as refusal:
        flash(say.sentence(refusal.code, refusal.params), "error")
    except NotFound:
        flash(say("There is no earlier answer to this any more."), "error")
    else:
        state = carry_forward.DECISIONS[decision]
        words = say.gettext(STATES[state]) if state else say("Nothing is decided about the earlier answer now")
        removed = say("The answer that was taken over is no longer in this report; its history keeps it.")
        flash(say.titled(words, removed) if gone else words, "success")


def views(book: Workbook, here: Part, language: str, *, editable: bool) -> Mapping[str, EarlierView]:
    """Question path → what earlier reports say to it; nothing in sections that go on from none."""
    if not any(each.previous or (each.path, here.item) in book.unconfirmed for each in here.section.questions):
        return {}
    session = house().db.session
    earlier = carry_forward.earlier_reports(session, book.report, book.revision.id, book.edition)
    readings = {each.publication_id: Reading(each, language) for each in earlier}
    found = carry_forward.offers(session, book, earlier, here) if earlier or book.unconfirmed else []
    return {each.question.path: view(book, each, readings, editable=editable) for each in found}


def view(book: Workbook, offer: Offer, readings: Mapping[int, Reading], *, editable: bool) -> EarlierView:
    answers = [_answer(book, offer, each, readings[each.earlier.publication_id]) for each in offer.found]
    return EarlierView(
        question=offer.question.path,
        answers=[each for each in answers if each is not None],
        state=offer.state,
        words=texts().gettext(STATES[offer.state]) if offer.state else "",
        can_take=editable and offer.can_take,
        can_drop=editable and offer.can_drop,
        can_confirm=editable and offer.can_confirm,
        can_reset=editable and offer.can_reset,
        is_taken=offer.is_taken,
        differs=offer.differs,
        foreign=_foreign(book, offer),
    )


def _foreign(book: Workbook, offer: Offer) -> list[str]:
    """The names of the languages in which earlier texts are, where this report is written in none of them."""
    tags = {tag for each in offer.found for tag in each.values if tag and tag not in book.report.languages}
    shown = offer.question.multilingual and not offer.values and not offer.given
    return [name(tag, g.language) for tag in sorted(tags)] if shown else []


def _answer(book: Workbook, offer: Offer, found: Found, reading: Reading) -> EarlierAnswer | None:
    question, item, previous = found.source
    value = reading.value(question, item)
    if value is None:
        return None
    wording, there = book.edition.wording(g.language), reading.earlier.edition.form.questions[question]
    number, name = reading.name(question, item)
    is_choice = there.type in lineage.CHOOSING
    kept = [
        lineage.carried(book.edition.form, offer.question, reading.earlier.edition.form, found.source, each)
        for each in found.values.values()
    ]
    now = next((each for each in kept if each is not None), None)
    return EarlierAnswer(
        record=reading.record,
        label=reading.wording.label(there),
        number=number,
        name=name if item and item != offer.item else None,
        note=wording(f"{offer.question.path}.previous.{offer.question.previous.index(previous)}.note"),
        value=value,
        becomes=type_of(offer.question).text(offer.question, now, wording) if is_choice and now is not None else "",
        fits=now is not None,
        is_choice=is_choice,
    )
