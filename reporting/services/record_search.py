"""Finding published reports by words: the names of Parties and the titles of forms, in any language."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from reporting.domain.terms import folded
from reporting.models import Party, Report
from reporting.services import directory
from reporting.services.editions import Editions


def matching(session: Session, editions: Editions, typed: str) -> ColumnElement[bool] | None:
    """The reports in whose Party's names or form's titles each typed word stands; None where nothing is typed.

    Case and accents make no difference, names that no longer hold count, and so do the Party's codes.
    """
    wanted = folded(typed).split()
    if not wanted:
        return None
    parties = {
        (row.agreement, row.code): _together(
            [row.code, row.iso3, *(name for each in row.names for name in each["names"].values())]
        )
        for row in session.scalars(select(Party))
    }
    ways: list[ColumnElement[bool]] = []
    for each in directory.forms(session, editions):
        titles = _together(texts.get("title", "") for texts in each.edition.texts.values())
        left = [word for word in wanted if word not in titles]
        codes = [
            code
            for (agreement, code), names in parties.items()
            if agreement == each.row.agreement and all(word in names for word in left)
        ]
        ways.append(and_(Report.form == each.row.form, Report.party.in_(codes) if left else Report.id.is_not(None)))
    return or_(false(), *ways)


def _called(party: Party) -> str:
    names = [name for each in party.names for name in each["names"].values()]
    return _together([party.code, party.iso3, *names])


def _together(names: Iterable[str]) -> str:
    return folded("\n".join(names))
