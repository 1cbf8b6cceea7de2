"""Which items of earlier reports the items of a new one go on from: as their links say, or as the Party said once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from reporting.domain import lineage
from reporting.domain.errors import Invalid, NotFound
from reporting.domain.lineage import Match
from reporting.domain.permissions import Actor
from reporting.models import ItemMatch
from reporting.services import audit, carry_forward
from reporting.services.carry_forward import Earlier
from reporting.services.editions import Editions
from reporting.services.reports import Workbook


def matches(book: Workbook, earlier: Sequence[Earlier]) -> list[tuple[Earlier, Match]]:
    """Each item that goes on from items of an earlier report, in the form's order."""
    form = book.edition.form
    return [(each, made) for each in earlier for made in lineage.matches(form, each.edition.form, each.matched)]


def match(
    session: Session, actor: Actor, now: dt.datetime, editions: Editions, report_id: int, form: str, item: str,
    earlier: Sequence[str] | None,
) -> None:  # fmt: skip
    """Say once from which items of an earlier report an item goes on; None: from those that the links lead to. Raises
    NotFound where it goes on from none, Invalid where one of them is none of these."""
    book = carry_forward.held(session, actor, now, editions, report_id)
    report = book.report
    known = next((e for e in carry_forward.earlier_reports(session, report, book.revision.id, book.edition)
                  if e.edition.form.id == form), None)  # fmt: skip
    found = lineage.matches(book.edition.form, known.edition.form) if known else []
    candidates = {key for each in found if each.item == item for key in each.candidates}
    if not candidates:
        raise NotFound
    if not candidates.issuperset(earlier or ()):
        raise Invalid("unknown_item", field="earlier")
    at = {"revision_id": book.revision.id, "form": form, "item": item}
    if earlier is None:
        session.execute(delete(ItemMatch).filter_by(**at))
    else:
        session.merge(ItemMatch(**at, earlier=list(dict.fromkeys(earlier))))
    audit.record(
        session, "item:matched", actor=actor, now=now, party=report.party, report_id=report_id, section=form, item=item
    )
