"""What people do with the items of a report: add, remove and bring back own ones, put them in order, keep orphans, and
say that they have looked at what came by itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.definitions import Form, Section
from reporting.domain.errors import Invalid, NotFound, Stale, WrongState
from reporting.domain.item_order import placed
from reporting.domain.permissions import Actor, Subject
from reporting.domain.runs import OWN_KEY
from reporting.models import ItemList, Report, ReportItem, Revision
from reporting.services import audit, following, holding
from reporting.services.editions import Editions
from reporting.services.reports import newest_revision

#: More own items than this in one section are refused.
MOST = 500
_KEY = re.compile(OWN_KEY)


@dataclass(frozen=True)
class _Held:
    """A report whose revision is held against saves and steps, with its form as stored."""

    report: Report
    revision: Revision
    form: Form


def add(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str, key: str,
    after: str | None = None,
) -> bool:  # fmt: skip
    """Add an own item under a key that its author made; at the end, or after another. False where it is there already.

    Raises NotFound for a section without own items, Invalid for a key that is taken otherwise or badly made.
    """
    held = _held(session, actor, editions, report_id)
    rows = _own_rows(session, held, section)
    shown = [row for row in rows if row.state == "shown"]
    place = next((n for n, row in enumerate(shown, 1) if row.key == after), len(shown))
    taken = _taken(session, editions, held, section, [key])
    if not _begin(session, now, held, section, rows, taken, key, place):
        return False
    for n, row in enumerate([*shown[:place], None, *shown[place:]]):
        if row is not None:
            row.place = n
    if after is not None:
        _arrange(session, held.revision, section)
    _settle(session, actor, now, editions, held, section, "item:added", key)
    return True


def add_all(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str,
    keys: Sequence[str],
) -> None:  # fmt: skip
    """Add own items at the end, as `add` does one; what depends on them is brought up to date once."""
    held = _held(session, actor, editions, report_id)
    rows = _own_rows(session, held, section)
    last = max((row.place for row in rows), default=-1)
    taken = _taken(session, editions, held, section, keys)
    added = [key for n, key in enumerate(keys, 1) if _begin(session, now, held, section, rows, taken, key, last + n)]
    if added:
        _settle(session, actor, now, editions, held, section, "item:added", *added)


def _own_rows(session: Session, held: _Held, section: str) -> list[ReportItem]:
    """The items of a section to which the Party adds its own. Raises NotFound for another one."""
    if not _section(held.form, section).is_own:
        raise NotFound
    return _rows(session, held.revision, section)


def _begin(
    session: Session, now: dt.datetime, held: _Held, section: str, rows: list[ReportItem], taken: Container[str],
    key: str, place: int,
) -> bool:  # fmt: skip
    """Put an own item among the rows of its section; False where it is there already. Raises Invalid."""
    known = next((row for row in rows if row.key == key), None)
    if known is not None and known.origin == "own":
        return False
    if known is not None or key in taken or _means_another(held.form, key):
        raise Invalid("key_taken", field="key")
    if not _KEY.fullmatch(key):
        raise Invalid("invalid", field="key")
    if sum(row.origin == "own" for row in rows) >= MOST:
        raise Invalid("too_many", field="key", limit=MOST)
    row = ReportItem(
        revision_id=held.revision.id, section=section, key=key, place=place, origin="own", state="shown",
        number="", links=[], texts={}, written_for=None, news="", changed_at=now,
    )  # fmt: skip
    session.add(row)
    rows.append(row)
    return True


def _taken(session: Session, editions: Editions, held: _Held, section: str, keys: Collection[str]) -> set[str]:
    """Which of these keys items of other sections have that can stand in one report with those of this one.

    Titles stand under keys alone, and so would call one item by another's.
    """
    report = held.report
    beside = editions.reach(session).beside.get((report.form, section), ())
    wanted = (
        select(ReportItem.key)
        .join(Revision, Revision.id == ReportItem.revision_id)
        .join(Report, Report.id == Revision.report_id)
        .where(
            Report.party == report.party,
            Report.agreement == report.agreement,
            tuple_(Report.form, ReportItem.section).in_(sorted(beside)),
            ReportItem.key.in_(keys),
            ReportItem.origin != "term",
            Revision.status.not_in((workflow.DISCARDED, workflow.SUPERSEDED)),
        )
    )
    return set(session.scalars(wanted)) if beside else set()


def _means_another(form: Form, key: str) -> bool:
    """Whether a key is a term of the form, which would be called by the item's title."""
    return key in form.items or any(key in (*each.options, *each.rows) for each in form.questions.values())


def remove(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str, key: str
) -> None:
    """Take an own item or an orphan out. Its answers stay and come back with it."""
    held = _held(session, actor, editions, report_id)
    row = _row(session, held.revision, section, key)
    if row.state == "removed":
        return
    if row.origin != "own" and row.state != "orphaned":
        raise Invalid("item_not_own")
    row.origin, row.state, row.news, row.changed_at = "own", "removed", "", now
    _settle(session, actor, now, editions, held, section, "item:removed", key)


def restore(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str, key: str
) -> None:
    """Bring a removed item back, at the end; or keep an orphan as an item of the Party's own."""
    held = _held(session, actor, editions, report_id)
    row = _row(session, held.revision, section, key)
    if row.state not in ("removed", "orphaned"):
        return
    row.origin, row.state, row.news, row.changed_at = "own", "shown", "", now
    row.place = 1 + max((each.place for each in _rows(session, held.revision, section)), default=0)
    _settle(session, actor, now, editions, held, section, "item:restored", key)


def arrange(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str,
    keys: Sequence[str], version: int,
) -> None:  # fmt: skip
    """Put the shown items of a section in this order. Raises Stale where somebody did so since `version`."""
    held = _held(session, actor, editions, report_id)
    if _section(held.form, section).is_fixed:
        raise NotFound
    if version != order_version(session, held.revision.id, section):
        raise Stale
    rows = {row.key: row for row in _rows(session, held.revision, section) if row.state == "shown"}
    wanted = [key for key in dict.fromkeys(keys) if key in rows]
    for n, key in enumerate([*wanted, *(key for key in rows if key not in wanted)]):
        rows[key].place = n
    _arrange(session, held.revision, section)
    _settle(session, actor, now, editions, held, section, "item:arranged", "")


def place(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str, key: str,
    after: str,
) -> None:  # fmt: skip
    """Put one shown item behind another, or before all where `after` is ''. Raises Invalid where there is none such."""
    held = _held(session, actor, editions, report_id)
    if _section(held.form, section).is_fixed:
        raise NotFound
    rows = {row.key: row for row in _rows(session, held.revision, section) if row.state == "shown"}
    if key not in rows:
        raise NotFound
    if after == key or (after and after not in rows):
        raise Invalid("unknown_item", field="after")
    for n, each in enumerate(placed(list(rows), key, after)):
        rows[each].place = n
    _arrange(session, held.revision, section)
    _settle(session, actor, now, editions, held, section, "item:arranged", key)


def look(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, section: str, key: str = ""
) -> None:
    """Note that somebody has looked at what came by itself: at one item, or at all of the section."""
    held = _held(session, actor, editions, report_id)
    _section(held.form, section)
    for row in _rows(session, held.revision, section):
        if key in ("", row.key) and row.state != "orphaned":
            row.news, row.written_for, row.changed_at = "", None, now
    audit.record(
        session, "item:looked_at", actor=actor, now=now, party=held.report.party, report_id=report_id,
        section=section, item=key,
    )  # fmt: skip


def order_version(session: Session, revision_id: int, section: str) -> int:
    """How often the order of a section was changed by hand."""
    kept = session.get(ItemList, (revision_id, section))
    return kept.version if kept else 0


def _held(session: Session, actor: Actor, editions: Editions, report_id: int) -> _Held:
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound
    holding.before_changing(session, editions, report)
    revision = newest_revision(session, report)
    session.refresh(revision, with_for_update=True)
    # Who may not is told so before the state is.
    subject = Subject(party=report.party, agreement=report.agreement, form=report.form, status=workflow.DRAFT)
    permissions.require(actor, "report:draft", subject)
    if revision.status not in workflow.EDITABLE:
        raise WrongState(status=revision.status)
    return _Held(report, revision, editions.of_revision(session, revision.form_revision_id).form)


def _section(form: Form, name: str) -> Section:
    found = form.section(name)
    if found is None:
        raise NotFound
    return found


def _rows(session: Session, revision: Revision, section: str) -> list[ReportItem]:
    return list(
        session.scalars(
            select(ReportItem)
            .where(ReportItem.revision_id == revision.id, ReportItem.section == section)
            .order_by(ReportItem.place)
        )
    )


def _row(session: Session, revision: Revision, section: str, key: str) -> ReportItem:
    row = session.get(ReportItem, (revision.id, section, key))
    if row is None:
        raise NotFound
    return row


def _arrange(session: Session, revision: Revision, section: str) -> None:
    kept = session.get(ItemList, (revision.id, section))
    if kept is None:
        kept = ItemList(revision_id=revision.id, section=section, version=0, arranged=True)
        session.add(kept)
    kept.version, kept.arranged = kept.version + 1, True


def _settle(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, held: _Held, section: str, event: str,
    *keys: str,
) -> None:  # fmt: skip
    """Bring all that depends on these items up to date, here and in the Party's other reports, and record the event."""
    session.flush()
    following.items_changed(session, editions, now, held.report, held.revision, section)
    for key in keys:
        audit.record(
            session, event, actor=actor, now=now, party=held.report.party, report_id=held.report.id,
            section=section, item=key,
        )  # fmt: skip
