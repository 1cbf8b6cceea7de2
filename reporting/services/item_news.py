"""What came by itself to the items of a report and waits for a look: new and covered ones, titles, orphans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reporting.domain import workflow
from reporting.domain.definitions import Section
from reporting.domain.items import Kept
from reporting.models import Answer, Report, ReportItem
from reporting.services.editions import Editions
from reporting.services.following import newest_state

#: What may have happened to an item, in the order in which it is told.
KINDS = ("orphaned", "covered", "changed", "new", "back")


@dataclass(frozen=True)
class News:
    """What happened to one item: one of `KINDS`. `answers` counts those that are kept of it."""

    kept: Kept
    kind: str
    answers: int = 0


@dataclass(frozen=True)
class Source:
    """A form that a section follows and whose report is not published yet."""

    form: str
    title: str


def waits(kept: Kept) -> bool:
    """Whether nobody has looked yet at what happened to an item."""
    return bool(kept.news or kept.written_for)


def waiting(session: Session, revision_id: int) -> Counter[str]:
    """Section → how many of its items wait for a look."""
    columns = (ReportItem.section, ReportItem.news, ReportItem.written_for)
    rows = session.execute(select(*columns).where(ReportItem.revision_id == revision_id))
    return Counter(row.section for row in rows if row.news or row.written_for)


def news_of(items: Sequence[Kept], answers: Mapping[str, int]) -> list[News]:
    """What wants a look among the items of a section; one whose title changed, too, stands there twice."""
    found = [News(each, each.news, answers.get(each.key, 0)) for each in items if each.news]
    found += [News(each, "changed", answers.get(each.key, 0)) for each in items if each.written_for]
    return sorted(found, key=lambda each: KINDS.index(each.kind))


def answers_kept(session: Session, revision_id: int, section: Section) -> dict[str, int]:
    """Item → how many questions of a section have an answer there; those of items that are not shown, too."""
    rows = session.execute(
        select(Answer.item, func.count(Answer.question.distinct()).label("answers"))
        .where(
            Answer.revision_id == revision_id,
            Answer.question.in_([each.path for each in section.questions]),
            Answer.value.is_not(None),
        )
        .group_by(Answer.item)
    )
    return {row.item: row.answers for row in rows}


def unpublished_sources(
    session: Session, editions: Editions, report: Report, section: Section, language: str
) -> list[Source]:
    """The other forms that a section follows, as far as what it follows there is not published."""
    forms = dict.fromkeys(run.source[0] for run in section.runs if run.source[0] not in ("", report.form))
    found = {form: newest_state(session, report, form) for form in forms}
    return [
        Source(form, editions.of_revision(session, state.form_revision_id).wording(language)("title"))
        for form, state in found.items()
        if state is not None and state.status not in workflow.PUBLIC
    ]
