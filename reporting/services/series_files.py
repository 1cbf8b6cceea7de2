"""Indicator data of a whole section, out to a spreadsheet and in again. Nothing is written before its author agreed.

The file that somebody brought waits as it came, and is read anew against the report as it stands whenever it is looked
at; so what is shown is what would be written.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from reporting.domain.answers import Key
from reporting.domain.attachments import clean_name
from reporting.domain.definitions import Form, Part, Question, Section, Wording
from reporting.domain.errors import NotFound, TooLarge
from reporting.domain.indicator_columns import FOOTNOTE, HEADINGS, PART, TYPE, UNIT, VALUE, YEAR, Vocabulary, separator
from reporting.domain.indicator_rows import Found, Reader
from reporting.domain.languages import INTERFACE
from reporting.domain.permissions import Actor
from reporting.domain.questions.series import FIRST_YEAR, LAST_YEAR
from reporting.domain.runs import Item
from reporting.domain.series_changes import REPLACE, Row, SeriesChange, compare
from reporting.domain.texts import Texts
from reporting.infra import spreadsheets
from reporting.infra.file_store import TooLong
from reporting.models import Report, Spreadsheet
from reporting.outputs.spreadsheets import Sheet
from reporting.services import attachments, drafting, holding, reports
from reporting.services.drafting import Outcome, Write
from reporting.services.house import House
from reporting.services.reports import Workbook

#: An empty series begins with a row for each year from this one to the present.
SINCE = 2020
_WIDTHS = (12, 44, 16, 20, 26, 8, 16, 14, 30)
_PLACES = {name: n for n, name in enumerate(HEADINGS)}


def question_of(section: Section) -> Question | None:
    """The series that spreadsheets fill: the section's first one that does not take over datasets."""
    if not section.repeated:
        return None
    return next((each for each in section.questions if each.type == "series" and each.path != section.datasets), None)


def section_named(form: Form, section_id: str) -> tuple[Section, Question]:
    """The section with its series. Raises NotFound where it has none that spreadsheets fill."""
    section = form.section(section_id)
    question = question_of(section) if section is not None else None
    if section is None or question is None:
        raise NotFound
    return section, question


def codes_of(section: Section) -> dict[str, Item]:
    """What spreadsheets know each item by, an indicator's code or an own item's number: code → item."""
    found: dict[str, Item] = {}
    for item in section.items:
        found[item.key if not item.number or item.number in found else item.number] = item
    return found


def shown_by(question: Question) -> tuple[str, Any] | None:
    """The answer by which a question is asked, where that is one option of one other: (path, option)."""
    condition = question.show_if or {}
    return (condition["question"], condition["is"]) if condition.keys() == {"question", "is"} else None


# ------------------------------------------------------------------------------------------------------------------ out


def template(book: Workbook, section: Section, question: Question, wording: Wording, say: Texts, year: int) -> Sheet:
    """A table with the rows that there are; an empty series has one row for each year, the present one first."""
    rows: list[list[str]] = []
    for code, item in codes_of(section).items():
        present = _rows(book, question, item)
        years = range(year, SINCE - 1, -1)
        title = wording.title(Part(section, item.key))
        rows += [_line(code, title, row, say) for row in present or [{YEAR: str(each)} for each in years]]
    return Sheet(
        title=wording(f"{section.id}.title"),
        headings=[say(each) for each in HEADINGS.values()],
        rows=rows,
        widths=_WIDTHS,
        numbers=frozenset({_PLACES[YEAR], _PLACES[VALUE]}),
        choices={2: [say("Yes"), say("No")]},
        whole={_PLACES[YEAR]: (FIRST_YEAR, LAST_YEAR)},
        right_to_left=say.dir == "rtl",
    )


def _line(code: str, title: str, row: Row, say: Texts) -> list[str]:
    is_part = "" if VALUE not in row else say("Yes") if row.get(PART) or row.get(TYPE) else say("No")
    return [code, title, is_part, *(row.get(name, "") for name in (TYPE, PART, YEAR, UNIT, VALUE, FOOTNOTE))]


def _rows(book: Workbook, question: Question, item: Item) -> Sequence[Row]:
    stored = book.stored.get(Key(question.path, item.key))
    return stored.value or () if stored else ()


# ------------------------------------------------------------------------------------------------------------------- in


@dataclass(frozen=True)
class ItemChange:
    """What a file says of one item. `version` is that of the answer which it was compared with; `kept_back` tells that
    another answer of the item keeps the series from being shown."""

    code: str
    item: Item
    change: SeriesChange
    version: int
    kept_back: bool


@dataclass(frozen=True)
class Look:
    """A file that waits, as it was understood now."""

    name: str
    found: Found
    items: Sequence[ItemChange]

    @cached_property
    def changed(self) -> list[ItemChange]:
        return [each for each in self.items if each.change.changes]


def bring(
    house: House, actor: Actor, now: dt.datetime, report_id: int, section: str, stream: IO[bytes], name: str,
    language: str,
) -> None:  # fmt: skip
    """Take a file in, in place of the one that this person brought before. Raises Invalid where it cannot be read."""
    attachments.may_attach(house.db.session, actor, house.db.session.get_one(Report, report_id))
    house.db.end_reading()
    try:
        key = house.files.take(stream, spreadsheets.BY_HAND.size)
    except TooLong:
        megabytes = spreadsheets.BY_HAND.size // 1_000_000
        raise TooLarge("spreadsheet_too_large", megabytes=megabytes, field="file") from None
    vocabulary = Vocabulary(map(house.texts, INTERFACE))
    try:
        spreadsheets.read(house.files.incoming(key), name, lambda lines: separator(lines, vocabulary))
    except BaseException:
        house.files.drop(key)
        raise
    with house.db.transaction() as session:
        attachments.may_attach(session, actor, attachments.held(session, report_id))
        dropped = _forget(session, actor, report_id, section)
        session.add(
            Spreadsheet(
                report_id=report_id, section=section, user_id=actor.user_id, key=key, name=clean_name(name)[:200],
                language=language, made_at=now,
            )
        )  # fmt: skip
    if dropped:
        house.files.drop(dropped)


def waiting(house: House, actor: Actor, report_id: int, section: str) -> Spreadsheet | None:
    """The file that this person brought, while it is there."""
    found = house.db.session.get(Spreadsheet, (report_id, section, actor.user_id))
    return found if found is not None and house.files.incoming(found.key).is_file() else None


def discard(house: House, actor: Actor, report_id: int, section: str) -> None:
    """Forget the file that this person brought, if there is one."""
    with house.db.transaction() as session:
        dropped = _forget(session, actor, report_id, section)
    if dropped:
        house.files.drop(dropped)


def _forget(session: Session, actor: Actor, report_id: int, section: str) -> str | None:
    """The key of the file that waited, if there was one."""
    mine = (Spreadsheet.report_id == report_id, Spreadsheet.section == section, Spreadsheet.user_id == actor.user_id)
    return session.scalar(delete(Spreadsheet).where(*mine).returning(Spreadsheet.key))


def look(house: House, book: Workbook, section: Section, question: Question, file: Spreadsheet) -> Look:
    """What the file says, beside what the report says now. Raises NotFound where it has gone in this moment."""
    codes, vocabulary = codes_of(section), Vocabulary(map(house.texts, INTERFACE))
    path = house.files.incoming(file.key)
    try:
        tables = spreadsheets.read(path, file.name, lambda lines: separator(lines, vocabulary))
    except FileNotFoundError:  # written, given up or replaced
        raise NotFound from None
    found = Reader(vocabulary, file.language, codes.keys()).read(tables)
    return Look(file.name, found, list(_changes(book, question, codes, found)))


def _changes(book: Workbook, question: Question, codes: Mapping[str, Item], found: Found) -> Iterator[ItemChange]:
    shown = shown_by(question)
    for (_, code), rows in found.rows.items():
        item = codes[code]
        change = compare(_rows(book, question, item), rows, REPLACE)
        answer = book.answers.value(shown[0], item.key) if shown else None
        hidden = not book.answers.is_visible(question.path, item.key) and not (shown and answer is None)
        yield ItemChange(code, item, change, book.version(Key(question.path, item.key)), hidden)


def save(
    house: House, actor: Actor, now: dt.datetime, report_id: int, section_id: str, *,
    revision: int, form_digest: str, mode: str, versions: Mapping[str, int],
) -> Outcome:  # fmt: skip
    """Write what the waiting file says; of answers that changed since `versions` (by item) were shown, nothing.

    An answer that nobody gave, and by which alone the series would be asked, is given with it. The file goes once all
    is written: while it waits, something is left. Raises NotFound where none waits, and what `drafting.save` raises.
    """
    session = house.db.session
    attachments.may_attach(session, actor, session.get_one(Report, report_id))
    file = waiting(house, actor, report_id, section_id)
    if file is None:
        raise NotFound
    book = reports.workbook(session, house.editions, session.get_one(Report, report_id))
    section, question = section_named(book.edition.form, section_id)
    seen = look(house, book, section, question, file)
    ready = [each for each in seen.changed if versions.get(each.item.key) == each.version]
    writes = [write for each in ready for write in _writes(book, question, each, mode)]
    outcome = _saved(house, actor, now, book, revision, form_digest, writes)
    if len(ready) == len(seen.changed) and not outcome.conflicts and not outcome.rejected:
        discard(house, actor, report_id, section_id)
    return outcome


def _writes(book: Workbook, question: Question, change: ItemChange, mode: str) -> Iterator[Write]:
    came = [row.after for row in change.change.rows if row.after is not None]
    value = compare(_rows(book, question, change.item), came, mode).value
    yield Write(secrets.token_urlsafe(16), Key(question.path, change.item.key), value, change.version)
    shown = shown_by(question)
    if shown is not None and book.answers.value(shown[0], change.item.key) is None:
        chooser = Key(shown[0], change.item.key)
        yield Write(secrets.token_urlsafe(16), chooser, shown[1], book.version(chooser))


def _saved(
    house: House, actor: Actor, now: dt.datetime, book: Workbook, revision: int, form_digest: str,
    writes: Sequence[Write],
) -> Outcome:  # fmt: skip
    """Everything in one transaction, in as many portions as one save takes."""
    made, most = Outcome(), drafting.MAX_WRITES
    with house.db.transaction() as session:
        holding.before_changing(session, house.editions, book.report)
        for first in range(0, max(1, len(writes)), most):
            part = drafting.save(
                session, actor, now, house.editions, report_id=book.report.id,
                revision=revision, form_digest=form_digest, writes=writes[first : first + most],
            )  # fmt: skip
            made.saved += part.saved
            made.conflicts += part.conflicts
            made.rejected += part.rejected
    return made
