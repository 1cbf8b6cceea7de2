"""What this installation knows of Parties and forms, for whoever asks: all of it is public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reporting.domain.definitions import Edition
from reporting.domain.errors import NotFound
from reporting.models import FormRevision, Party
from reporting.services.editions import Editions, open_forms
from reporting.services.queries import PER_PAGE, Page


def parties(
    session: Session, *, agreement: str = "", region: str = "", page: int = 1, per_page: int = PER_PAGE
) -> Page[Party]:
    """Parties in the order of their codes."""
    wanted = select(Party)
    for column, value in ((Party.agreement, agreement), (Party.region, region)):
        if value:
            wanted = wanted.where(column == value)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.scalars(
        wanted.order_by(Party.code, Party.agreement).offset((page - 1) * per_page).limit(per_page)
    ).all()
    return Page(rows, page, per_page, total)


def all_parties(session: Session) -> Sequence[Party]:
    """Every Party of every agreement."""
    return session.scalars(select(Party).order_by(Party.agreement, Party.code)).all()


@dataclass(frozen=True)
class OpenForm:
    """A form that reports can be written on: its newest stored revision."""

    row: FormRevision
    edition: Edition


def forms(session: Session, editions: Editions) -> Sequence[OpenForm]:
    """All open forms, by id."""
    rows = list(open_forms(session))
    found = editions.of_revisions(session, [row.id for row in rows])
    return [OpenForm(row, found[row.id]) for row in rows]


def titles(session: Session, editions: Editions, language: str) -> dict[str, str]:
    """Form id → its title."""
    return {each.row.form: each.edition.wording(language)("title") for each in forms(session, editions)}


def form(session: Session, editions: Editions, form_id: str, revision: int | None = None) -> Edition:
    """One stored revision of a form, or its newest. Raises NotFound."""
    if revision is None:
        return editions.newest(session, form_id)[1]
    found = session.scalar(
        select(FormRevision.id).where(FormRevision.form == form_id, FormRevision.revision == revision)
    )
    if found is None:
        raise NotFound
    return editions.of_revision(session, found)
