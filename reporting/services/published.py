"""What each Party has published, for public pages: Parties with their records, and how many published what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reporting.models import Party, Publication, Report
from reporting.services.queries import current_records


@dataclass(frozen=True)
class Version:
    """One announced version of a report; `current` where it is the one that counts."""

    form: str
    number: int
    published_at: dt.datetime
    change_note: str
    languages: Sequence[str]
    current: bool


def forms_by_party(session: Session) -> Mapping[tuple[str, str], Sequence[str]]:
    """(agreement, Party) → the forms on which it has a public record."""
    wanted = (
        select(Report.agreement, Report.party, Report.form)
        .join(Publication, Publication.report_id == Report.id)
        .where(Publication.id.in_(current_records()))
        .distinct()
        .order_by(Report.party, Report.form)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for agreement, party, form in session.execute(wanted):
        found.setdefault((agreement, party), []).append(form)
    return found


def versions(session: Session, party: str) -> list[Version]:
    """All announced versions of a Party's public records, by form, newest first."""
    wanted = (
        select(Publication, Report.form, Report.languages, Publication.id.in_(current_records()).label("current"))
        .join(Report, Report.id == Publication.report_id)
        .where(Report.party == party, Publication.announced)
        .order_by(Report.form, Publication.number.desc())
    )
    rows = session.execute(wanted).all()
    public = {row.Publication.report_id for row in rows if row.current}
    return [
        Version(
            row.form, row.Publication.number, row.Publication.published_at, row.Publication.change_note,
            row.languages, bool(row.current),
        )
        for row in rows
        if row.Publication.report_id in public
    ]  # fmt: skip


def parties_by_form(session: Session) -> Mapping[str, int]:
    """Form → the number of Parties with a public record on it."""
    rows = session.execute(
        select(Report.form, func.count(Report.party.distinct()))
        .join(Publication, Publication.report_id == Report.id)
        .where(Publication.id.in_(current_records()))
        .group_by(Report.form)
    )
    return {form: count for form, count in rows}


def parties_of_agreements(session: Session) -> Mapping[str, int]:
    """Agreement → the number of its Parties."""
    rows = session.execute(select(Party.agreement, func.count()).group_by(Party.agreement))
    return {agreement: count for agreement, count in rows}
