"""Items out of a table of another system: read, compared with the draft, and written once somebody has seen that.

The file waits as an upload of whoever brought it. What it would change is worked out anew each time it is looked at;
nothing is written before, and then only what was shown.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.answers import Key
from reporting.domain.attachments import check_name
from reporting.domain.definitions import Edition
from reporting.domain.errors import Invalid, NotFound, Stale, TooLarge
from reporting.domain.import_plan import Plan, Planned, plan_of, with_planned
from reporting.domain.import_rules import ImportRules
from reporting.domain.import_values import Meaning, folded
from reporting.domain.item_rows import ItemReader, ReadItems
from reporting.domain.permissions import Actor
from reporting.infra import spreadsheets
from reporting.infra.file_store import TooLong
from reporting.models import Report, Upload
from reporting.models.files import READ
from reporting.services import audience, audit, drafting, holding, own_items
from reporting.services.attachments import held, may_attach
from reporting.services.drafting import MAX_WRITES, Write
from reporting.services.editions import kept_items
from reporting.services.house import House
from reporting.services.parties import names_on, party_of
from reporting.services.reports import Workbook, workbook
from reporting.services.uploads import waiting

#: What the tables of other systems put between their cells.
_SEPARATORS = (",", ";", "\t")
#: So many tables of one person wait for one report.
MAX_WAITING = 3
#: The largest file, in bytes.
_MOST = spreadsheets.BY_HAND.size


@dataclass(frozen=True)
class Waiting:
    """A file that waits to be looked at, with what it would change in a draft on this edition."""

    key: str
    name: str
    plan: Plan
    edition: Edition


def rules_of(house: House, form: str) -> ImportRules | None:
    """How tables are read into this form; None where they are not."""
    return house.catalogue.imports.get(form)


def begin(
    house: House, actor: Actor, now: dt.datetime, report_id: int, stream: IO[bytes], name: str, language: str
) -> str:
    """Take a file in; the key under which it waits. Raises Invalid where it cannot be read as a table.

    Of those that this person brought to the report before, the oldest goes where more than MAX_WAITING wait.
    """
    session = house.db.session
    report = session.get_one(Report, report_id)
    may_attach(session, actor, report)
    kept_name = check_name(name)
    _rules(house, report.form)
    house.db.end_reading()
    try:
        key = house.files.take(stream, _MOST)
    except TooLong:
        raise TooLarge("spreadsheet_too_large", megabytes=_MOST // 1_000_000, field="file") from None
    try:
        found = read(house, report_id, house.files.incoming(key), kept_name, language)
        if not found.items and found.faults:
            raise Invalid(found.faults[0].code, field="file", **found.faults[0].params)
        if not found.items:
            raise Invalid("import_nothing", field="file")
        with house.db.transaction() as writing:
            dropped = _keep_waiting(writing, actor, now, report_id, key, kept_name, house.files.length(key))
    except BaseException:
        house.files.drop(key)
        raise
    for each in dropped:
        house.files.drop(each)
    return key


def _keep_waiting(
    session: Session, actor: Actor, now: dt.datetime, report_id: int, key: str, name: str, size: int
) -> Sequence[str]:
    """Let the file under this key wait; the keys of those that go for it."""
    may_attach(session, actor, held(session, report_id))
    session.add(
        Upload(
            key=key, report_id=report_id, name=name, size=size, purpose=READ, uploader_id=actor.user_id, made_at=now
        )
    )  # fmt: skip
    session.flush()
    before = select(Upload.key).where(*waiting(actor, report_id, READ)).order_by(Upload.id.desc()).offset(MAX_WAITING)
    dropped = session.scalars(before).all()
    session.execute(delete(Upload).where(Upload.key.in_(dropped)))
    return dropped


def read(house: House, report_id: int, path: Path, name: str, language: str) -> ReadItems:
    """The items that a file holds. Raises Invalid."""
    book = _book(house, house.db.session, report_id)
    rules = _rules(house, book.report.form)
    reader = ItemReader(
        book.edition.form,
        rules,
        Meaning(book.edition.texts, rules.values, _terms(house, book.edition.form.framework)),
        _names_of_party(house.db.session, book.report, house.clock().date()),
        language if language in book.report.languages else book.report.languages[0],
        book.report.languages,
    )
    return reader.read(spreadsheets.read(path, name, _separator))


def look(house: House, actor: Actor, report_id: int, key: str, language: str) -> Waiting:
    """What a waiting file of this person would change. Raises NotFound where there is none."""
    session = house.db.session
    name = session.scalar(select(Upload.name).where(Upload.key == key, *waiting(actor, report_id, READ)))
    if name is None:
        raise NotFound
    may_attach(session, actor, session.get_one(Report, report_id))
    try:
        plan, edition = plan_for(house, report_id, house.files.incoming(key), name, language)
    except FileNotFoundError:  # written or given up in this moment
        raise NotFound from None
    return Waiting(key, name, plan, edition)


def confirm(house: House, actor: Actor, now: dt.datetime, report_id: int, key: str, language: str, shown: str) -> Plan:
    """Write what was shown, all of it or nothing. Raises Stale where it would change something else by now."""
    plan = look(house, actor, report_id, key, language).plan
    if plan.digest != shown:
        raise Stale
    house.db.end_reading()
    with house.db.transaction() as session:
        write(house, session, actor, now, report_id, plan)
        session.execute(delete(Upload).where(Upload.key == key))
    house.files.drop(key)
    return plan


def give_up(house: House, actor: Actor, report_id: int, key: str) -> None:
    """Forget a waiting file."""
    with house.db.transaction() as session:
        gone = delete(Upload).where(Upload.key == key, *waiting(actor, report_id, READ)).returning(Upload.key)
        if session.scalar(gone) is None:
            raise NotFound
    house.files.drop(key)


def plan_for(house: House, report_id: int, path: Path, name: str, language: str) -> tuple[Plan, Edition]:
    """What a file would change, and the edition of the draft with the items that it would gain. Raises Invalid."""
    found = read(house, report_id, path, name, language)
    book = _book(house, house.db.session, report_id)
    plan = _plan(house, house.db.session, book, found)
    return plan, with_planned(book.edition, plan)


def sole_focal_point(session: Session, report: Report, now: dt.datetime) -> int | None:
    """The Party's focal point for this form, where it has exactly one."""
    found = audience.people(session, report, (permissions.FOCAL_POINT,), now)
    return found[0].id if len(found) == 1 else None


def write(house: House, session: Session, actor: Actor, now: dt.datetime, report_id: int, plan: Plan) -> None:
    """Add and bring back the items, then save their answers. Raises Stale where somebody wrote in between."""
    editions, report = house.editions, session.get_one(Report, report_id)
    permissions.require(actor, "report:overview", permissions.Subject(report.party, report.agreement, report.form))
    holding.before_changing(session, editions, report)
    new = plan.of("new")
    for section in dict.fromkeys(each.section for each in new):
        keys = [each.key for each in new if each.section == section]
        own_items.add_all(session, actor, now, editions, report_id, section, keys)
    for each in plan.of("back"):
        own_items.restore(session, actor, now, editions, report_id, each.section, each.key)
    writes = [write for each in plan.items for write in _writes(each)]
    book = _book(house, session, report_id)
    for start in range(0, len(writes), MAX_WRITES):
        outcome = drafting.save(
            session, actor, now, editions, report_id=report_id, revision=book.revision.number,
            form_digest=book.edition.form.digest, writes=writes[start : start + MAX_WRITES],
        )  # fmt: skip
        if outcome.conflicts:
            raise Stale
        if outcome.rejected:
            raise Invalid(outcome.rejected[0].code, **outcome.rejected[0].params)
    audit.record(
        session, "report:import", actor=actor, now=now, party=report.party, report_id=report_id,
        items=len(plan.items), answers=len(writes),
    )  # fmt: skip


def _writes(planned: Planned) -> Sequence[Write]:
    return [
        Write(secrets.token_urlsafe(16), Key(each.question, planned.key, each.lang), each.new, each.version)
        for each in planned.changes
    ]


def _plan(house: House, session: Session, book: Workbook, found: ReadItems) -> Plan:
    removed = {
        (section, each.key)
        for section, items in kept_items(session, book.revision.id).items()
        for each in items
        if each.state == "removed"
    }
    values = {key: (kept.value, book.version(key)) for key, kept in book.stored.items()}
    return plan_of(book.edition.form, _rules(house, book.report.form), found, values, removed)


def _rules(house: House, form: str) -> ImportRules:
    found = rules_of(house, form)
    if found is None:
        raise NotFound
    return found


def _book(house: House, session: Session, report_id: int) -> Workbook:
    return workbook(session, house.editions, session.get_one(Report, report_id))


def _names_of_party(session: Session, report: Report, day: dt.date) -> frozenset[str]:
    """What tables may call the Party, folded: both codes and the names of today."""
    party = party_of(session, report.agreement, report.party)
    return frozenset(map(folded, (party.code, party.iso3, *names_on(party, day).values())))


def _terms(house: House, framework: str) -> Mapping[str, Sequence[str]]:
    """Term → what tables may call it beside its id and title."""
    found = house.catalogue.frameworks.get(framework)
    if found is None:
        return {}
    numbered: dict[str, Sequence[str]] = {}
    for word, terms in (("goal", found.goals), ("target", found.targets)):
        numbered |= {key: _numbers(word, row) for key, row in terms.items()}
    return numbered | {code: (str(row.get("identifier", "")),) for code, row in found.indicators.items()}


def _numbers(word: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    number = str(row.get("number", ""))
    return (number, f"{word} {number}") if number else ()


def _separator(lines: Sequence[str]) -> str:
    """What stands between the cells of a text table, from its first line."""
    head = next((each for each in lines if each.strip()), "")
    return max(_SEPARATORS, key=head.count)
