"""The items of a repeated section as a list: how far each is, what stands for it, when it was last written."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reporting.domain.definitions import Section
from reporting.domain.runs import Item
from reporting.models import Answer
from reporting.services import progress
from reporting.services.progress import NOTHING, PartState

#: What comes first when items are ordered by state: what wants work before what is done.
_BY_STATE = ("attention", "in_progress", "empty", "optional", "complete")
ORDERS = ("form", "state", "changed")


@dataclass(frozen=True)
class ItemLine:
    """One item. `level` is the option chosen for the section's overview, '' where none is."""

    item: Item
    state: PartState
    level: str
    saved_at: dt.datetime | None


def lines(session: Session, revision_id: int, section: Section) -> list[ItemLine]:
    """Every item in the form's order; three queries, however many items."""
    states = progress.states(session, revision_id, section.id)
    levels = _levels(session, revision_id, section)
    saved = _last_saved(session, revision_id, section)
    return [
        ItemLine(item, states.get((section.id, item.key), NOTHING), levels.get(item.key, ""), saved.get(item.key))
        for item in section.items
    ]


def ordered(found: Sequence[ItemLine], order: str) -> list[ItemLine]:
    """In the form's order, by state, or by the last change, newest first."""
    if order == "state":
        return sorted(found, key=lambda line: _BY_STATE.index(line.state.name))
    if order == "changed":
        never = dt.datetime.min.replace(tzinfo=dt.UTC)
        return sorted(found, key=lambda line: line.saved_at or never, reverse=True)
    return list(found)


def _levels(session: Session, revision_id: int, section: Section) -> dict[str, str]:
    rows = session.execute(
        select(Answer.item, Answer.value).where(
            Answer.revision_id == revision_id, Answer.question == section.overview, Answer.value.is_not(None)
        )
    )
    return {row.item: json.loads(row.value) for row in rows}


def _last_saved(session: Session, revision_id: int, section: Section) -> dict[str, dt.datetime]:
    rows = session.execute(
        select(Answer.item, func.max(Answer.saved_at).label("at"))
        .where(Answer.revision_id == revision_id, Answer.question.in_([each.path for each in section.questions]))
        .group_by(Answer.item)
    )
    return {row.item: row.at for row in rows}
