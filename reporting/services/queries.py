"""Lists, and the list-filter twin of each rule in the permission table. Queries do not grow with the rows shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from reporting.domain import workflow
from reporting.domain.permissions import ALL_FORMS, Actor, Membership
from reporting.models import Assessment, FrozenCopy, Party, Publication, Report, Revision, RevisionProgress

T = TypeVar("T")
PER_PAGE = 50
MAX_PER_PAGE = 200


@dataclass(frozen=True)
class Page(Generic[T]):
    items: Sequence[T]
    page: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True)
class ReportRow:
    """A report in a list: its working revision with how far it is, and whether it amends a published one."""

    report: Report
    revision: Revision
    given: int
    required: int
    amends: bool

    @property
    def percent(self) -> int:
        return self.given * 100 // self.required if self.required else 0


@dataclass(frozen=True)
class RecordRow:
    """A published record in a list; `id` is its publication's."""

    id: int
    party: str
    agreement: str
    form: str
    number: int
    languages: Sequence[str]
    published_at: dt.datetime
    sha256: str
    region: str


def _reports_of(membership: Membership) -> ColumnElement[bool]:
    """The reports that one membership is about."""
    wanted = [Report.agreement == membership.agreement] if membership.agreement else []
    if membership.party:
        wanted.append(Report.party == membership.party)
    if ALL_FORMS not in membership.forms:
        wanted.append(Report.form.in_(sorted(membership.forms)))
    return and_(true(), *wanted)


def visible_reports(actor: Actor) -> ColumnElement[bool]:
    """Twin of `report:overview`: a Party's own reports, all of its agreement for the secretariat."""
    return or_(false(), *(_reports_of(each) for each in actor.memberships))


def readable_reports(actor: Actor) -> ColumnElement[bool]:
    """Twin of `report:read`: of others' reports only those with a frozen copy."""
    frozen = Revision.status.in_([*workflow.FROZEN, workflow.RETURNED])
    return or_(
        false(),
        *(_reports_of(each) if each.party else and_(_reports_of(each), frozen) for each in actor.memberships),
    )


def _working_revision() -> Select[tuple[int]]:
    """Ids of the revision that work is about in each report: the open one, else the newest not discarded."""
    rank = (
        func.row_number()
        .over(
            partition_by=Revision.report_id,
            order_by=[
                Revision.status.in_(workflow.OPEN).desc(),
                (Revision.status != workflow.DISCARDED).desc(),
                Revision.number.desc(),
            ],
        )
        .label("rank")
    )
    ranked = select(Revision.id, rank).subquery()
    return select(ranked.c.id).where(ranked.c.rank == 1)


def amends() -> ColumnElement[bool]:
    """Whether another revision of the report than this one, its newest, has been published."""
    return exists().where(Publication.report_id == Revision.report_id, Publication.revision_id != Revision.id)


def reports(
    session: Session,
    actor: Actor,
    *,
    party: str = "",
    form: str = "",
    statuses: Sequence[str] = (),
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[ReportRow]:
    """The reports that the actor may know of, newest change first."""
    wanted = (
        select(
            Report,
            Revision,
            func.coalesce(RevisionProgress.given, 0),
            func.coalesce(RevisionProgress.required, 0),
            amends(),
        )
        .join(Revision, Revision.report_id == Report.id)
        .outerjoin(RevisionProgress, RevisionProgress.revision_id == Revision.id)
        .where(Revision.id.in_(_working_revision()), visible_reports(actor))
    )
    if party:
        wanted = wanted.where(Report.party == party)
    if form:
        wanted = wanted.where(Report.form == form)
    if statuses:
        wanted = wanted.where(Revision.status.in_(statuses))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(
        wanted.order_by(Revision.changed_at.desc(), Report.id.desc()).offset((page - 1) * per_page).limit(per_page)
    )
    return Page([ReportRow(*row) for row in rows], page, per_page, total)


def current_records() -> Select[int]:
    """Ids of the publications that count: of each report the newest announced one, while it is public."""
    newest = (
        select(func.max(Publication.id).label("id"))
        .where(Publication.announced)
        .group_by(Publication.report_id)
        .subquery()
    )
    return (
        select(Publication.id)
        .join(newest, newest.c.id == Publication.id)
        .join(Revision, Revision.id == Publication.revision_id)
        .where(Revision.status.in_(workflow.PUBLIC))
        .correlate(None)  # it stands inside of queries of publications
    )


def records(
    session: Session,
    *,
    party: str = "",
    form: str = "",
    region: str = "",
    target: str = "",
    progress: str = "",
    matching: ColumnElement[bool] | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[RecordRow]:
    """The newest announced record of each report, newest first.

    With `target` those that assess this global target, with `progress` those that say this level of it, or of any.
    `matching` is a further condition on reports.
    """
    wanted = (
        select(
            Publication.id, Report.party, Report.agreement, Report.form, Publication.number, Report.languages,
            Publication.published_at, FrozenCopy.sha256, Party.region,
        )
        .join(Report, Report.id == Publication.report_id)
        .join(Party, and_(Party.agreement == Report.agreement, Party.code == Report.party))
        .join(FrozenCopy, FrozenCopy.id == Publication.frozen_copy_id)
        .where(Publication.id.in_(current_records()))
    )  # fmt: skip
    for column, value in ((Report.party, party), (Report.form, form), (Party.region, region)):
        if value:
            wanted = wanted.where(column == value)
    if target or progress:
        wanted = wanted.where(_assessed(target, progress))
    if matching is not None:
        wanted = wanted.where(matching)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = session.execute(
        wanted.order_by(Publication.published_at.desc(), Publication.id.desc())
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    return Page([RecordRow(*row) for row in rows], page, per_page, total)


def _assessed(target: str, level: str) -> ColumnElement[bool]:
    """Publications with an assessment of this target (else of any) at this level (else at any)."""
    wanted = select(Assessment.publication_id)
    for column, value in ((Assessment.term, target), (Assessment.level, level)):
        if value:
            wanted = wanted.where(column == value)
    return Publication.id.in_(wanted)


def record_numbers(session: Session, report_id: int) -> Sequence[Publication]:
    """All announced versions of a report's record, newest first."""
    return session.scalars(
        select(Publication)
        .where(Publication.report_id == report_id, Publication.announced)
        .order_by(Publication.number.desc())
    ).all()


def counts_by_status(session: Session, actor: Actor) -> Mapping[str, int]:
    """Status → number of reports that the actor may know of."""
    rows = session.execute(
        select(Revision.status, func.count())
        .join(Report, Report.id == Revision.report_id)
        .where(Revision.id.in_(_working_revision()), visible_reports(actor))
        .group_by(Revision.status)
    )
    return {status: count for status, count in rows}


#: permission → its list filter. The tests hold each pair against the other.
TWINS = {"report:overview": visible_reports, "report:read": readable_reports}


def published_facets(session: Session) -> Mapping[str, Sequence[str]]:
    """The Parties, forms and regions that have a public record."""
    wanted = (
        select(Report.party, Report.form, Party.region)
        .join(Publication, Publication.report_id == Report.id)
        .join(Party, and_(Party.agreement == Report.agreement, Party.code == Report.party))
        .where(Publication.id.in_(current_records()))
        .distinct()
    )
    rows = session.execute(wanted).all()
    return {name: sorted({getattr(row, name) for row in rows}) for name in ("party", "form", "region")}
