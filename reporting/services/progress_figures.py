"""How far Parties say that the world is: public figures for each global target and level.

Only the newest announced public record of each report counts. An assessment counts for each global target that it is
aligned to, and nothing is weighted. The European Union stands apart, for its members report, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, distinct, func, literal, select, union_all
from sqlalchemy.orm import Session

from reporting.domain.definitions import Edition, Form, Question
from reporting.domain.runs import Item
from reporting.models import Assessment, Party, Publication, Report
from reporting.services import directory
from reporting.services.assessments import assessed_sections, assessed_terms
from reporting.services.editions import Editions
from reporting.services.queries import current_records

TARGET, REGION, PARTY = "target", "region", "party"
WAYS = (TARGET, REGION, PARTY)
EU = "EU"


@dataclass(frozen=True)
class Count:
    """Assessments of one target at one level, and the Parties that made them."""

    assessments: int
    parties: int


@dataclass(frozen=True)
class Group:
    """Parties counted together. `counts` is term → level → Count, without what nobody said.

    `assessed` is term → the number of Parties that assess it at all.
    """

    id: str
    parties: int
    with_record: int
    counts: Mapping[str, Mapping[str, Count]] = field(default_factory=dict)
    assessed: Mapping[str, int] = field(default_factory=dict)

    @property
    def without_record(self) -> int:
        return self.parties - self.with_record

    def at(self, term: str, level: str) -> Count:
        return self.counts.get(term, {}).get(level, Count(0, 0))

    def silent(self, term: str) -> int:
        """Parties whose record does not assess this target."""
        return self.with_record - self.assessed.get(term, 0)


@dataclass(frozen=True)
class Figures:
    """`groups` are without the European Union; `eu` is None where it is no Party."""

    groups: Sequence[Group]
    eu: Group | None


def assessing_forms(session: Session, editions: Editions) -> list[Edition]:
    """The newest editions of the forms that ask how far targets have come, the one of the newest cycle first."""
    found = [each.edition for each in directory.forms(session, editions) if any(assessed_sections(each.edition.form))]
    return sorted(found, key=lambda each: (each.form.opens_on, each.form.id), reverse=True)


def terms_of(form: Form) -> list[Item]:
    """The global targets that a form asks about, in its order."""
    return list({item.key: item for section in assessed_sections(form) for item in assessed_terms(section)}.values())


def level_question(form: Form) -> Question:
    """The question whose options are the levels."""
    return form.questions[next(assessed_sections(form)).overview]


def figures(session: Session, form: Form, by: str = TARGET, term: str = "") -> Figures:
    """The counts of all Parties together, or of each region or Party, in the order of their ids; of one `term` or all.

    Two statements, however many Parties there are.
    """
    counts: dict[str, dict[str, dict[str, Count]]] = {}
    assessed: dict[str, dict[str, int]] = {}
    for place, target, level, assessments, parties in session.execute(_counts(form, by, term)):
        if level:
            counts.setdefault(place, {}).setdefault(target, {})[level] = Count(assessments, parties)
        else:
            assessed.setdefault(place, {})[target] = parties
    groups = [
        Group(place, parties, with_record, counts.get(place, {}), assessed.get(place, {}))
        for place, parties, with_record in session.execute(_parties(form, by))
    ]
    return Figures([each for each in groups if each.id != EU], next((each for each in groups if each.id == EU), None))


def together(groups: Sequence[Group]) -> Group:
    """The sum of groups that share no Party."""
    counts: dict[str, dict[str, Count]] = {}
    assessed: dict[str, int] = {}
    for group in groups:
        for term, levels in group.counts.items():
            sums = counts.setdefault(term, {})
            for level, count in levels.items():
                before = sums.get(level, Count(0, 0))
                sums[level] = Count(before.assessments + count.assessments, before.parties + count.parties)
        for term, parties in group.assessed.items():
            assessed[term] = assessed.get(term, 0) + parties
    return Group("", sum(each.parties for each in groups), sum(each.with_record for each in groups), counts, assessed)


def _place(by: str) -> ColumnElement[str]:
    """What a Party is counted under."""
    under: ColumnElement[str] = {REGION: Party.region, PARTY: Party.code}.get(by, literal(""))  # type: ignore[assignment]
    return case((Party.code == EU, literal(EU)), else_=under).label("place")


def _reports(form: Form) -> Subquery:
    """The current records on a form: publication and Party."""
    return (
        select(Publication.id, Report.party)
        .join(Report, Report.id == Publication.report_id)
        .where(Report.form == form.id, Publication.id.in_(current_records()))
        .subquery()
    )


def _counts(form: Form, by: str, term: str) -> Any:
    """(place, term, level, assessments, Parties), and with '' for the level the same of all levels together."""
    records = _reports(form)
    wanted = (
        select(_place(by), Assessment.term, Assessment.level, records.c.party)
        .join(records, records.c.id == Assessment.publication_id)
        .join(Party, and_(Party.agreement == form.agreement, Party.code == records.c.party))
    )
    if term:
        wanted = wanted.where(Assessment.term == term)
    rows = wanted.cte("said")
    sums = (func.count(), func.count(distinct(rows.c.party)))
    return union_all(
        select(rows.c.place, rows.c.term, rows.c.level, *sums).group_by(rows.c.place, rows.c.term, rows.c.level),
        select(rows.c.place, rows.c.term, literal(""), *sums).group_by(rows.c.place, rows.c.term),
    )


def _parties(form: Form, by: str) -> Any:
    """(place, Parties, those of them with a record)."""
    records = _reports(form)
    rows = (
        select(_place(by), Party.code, records.c.party)
        .outerjoin(records, records.c.party == Party.code)
        .where(Party.agreement == form.agreement)
        .subquery()
    )
    return (
        select(rows.c.place, func.count(distinct(rows.c.code)), func.count(distinct(rows.c.party)))
        .group_by(rows.c.place)
        .order_by(rows.c.place)
    )


@dataclass(frozen=True)
class Said:
    """One assessment in a record: which item of whose report counts for which term, and at which level."""

    publication: int
    party: str
    form: str
    question: str
    item: str
    term: str
    level: str
    titles: Mapping[str, str] | None = None

    @property
    def section(self) -> str:
        return self.question.partition(".")[0]


def said(session: Session, *, form: str = "", party: str = "", term: str = "", among: Iterable[int] = ()) -> list[Said]:
    """The assessments of current records: of a form, a Party, a term, or `among` these publications."""
    wanted = (
        select(
            Publication.id, Report.party, Report.form, Assessment.question, Assessment.item, Assessment.term,
            Assessment.level, Assessment.titles,
        )
        .join(Publication, Publication.id == Assessment.publication_id)
        .join(Report, Report.id == Publication.report_id)
        .where(Publication.id.in_(current_records()))
        .order_by(Assessment.question, Assessment.item)
    )  # fmt: skip
    for column, value in ((Report.form, form), (Report.party, party), (Assessment.term, term)):
        if value:
            wanted = wanted.where(column == value)
    publications = list(among)
    if publications:
        wanted = wanted.where(Publication.id.in_(publications))
    return [Said(*row) for row in session.execute(wanted)]
