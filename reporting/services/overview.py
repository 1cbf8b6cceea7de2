"""A report at a glance: sections, what is missing, what can be done next and by whom, what happened so far."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain import permissions, workflow
from reporting.domain.answers import Completeness
from reporting.domain.definitions import Edition, Form, Wording
from reporting.domain.due import is_over
from reporting.domain.permissions import Actor, Subject
from reporting.domain.sentences import N_
from reporting.domain.texts import Texts
from reporting.models import Answer, FrozenCopy, Report, Revision, RevisionStep
from reporting.services import item_news, moving, progress, queries
from reporting.services.editions import Editions
from reporting.services.parties import name_of, party_of
from reporting.services.progress import NOTHING, PartState
from reporting.services.reports import digest_now, names_of_people, subject_of


@dataclass(frozen=True)
class SectionLine:
    """A section with its items taken together; `items` and `complete` count these, `waiting` those that nobody has
    looked at since they came, went or changed by themselves."""

    id: str
    number: str
    title: str
    state: PartState
    items: int
    complete: int
    waiting: int = 0


@dataclass(frozen=True)
class StepLine:
    """One step of the report's story, with the words that came with it."""

    action: str
    from_status: str
    to_status: str
    by: str
    at: dt.datetime
    comment: str
    due_on: dt.date | None


@dataclass(frozen=True)
class Overview:
    """`sections` are empty where the reader may not see the draft's content.

    `newer_form` tells that the draft stands on an older revision of its form and may be moved, `moved_at` when it was.
    """

    report: Report
    revision: Revision
    edition: Edition
    title: str
    party_name: str
    subject: Subject
    completeness: Completeness
    state: PartState
    sections: Sequence[SectionLine]
    translated: Sequence[tuple[str, int, int]]
    actions: Sequence[workflow.Action]
    steps: Sequence[StepLine]
    next_step: str
    digest: str
    sha256: str
    due_on: str
    late: bool
    may_draft: bool
    may_read: bool
    may_settle: bool
    newer_form: bool
    moved_at: dt.datetime | None


def of_report(
    session: Session,
    actor: Actor,
    editions: Editions,
    report: Report,
    revision: Revision,
    language: str,
    texts: Texts,
    now: dt.datetime,
) -> Overview:
    """The overview as this reader may see it, from what is counted at each save; the answers' values are not read."""
    subject = subject_of(session, report, revision)
    permissions.require(actor, "report:overview", subject)
    edition = editions.of(session, revision)
    wording, states = edition.wording(language), progress.states(session, revision.id)
    whole = _together(states.values())
    sees_draft = permissions.permits(actor, "report:read_draft", subject)
    may_move = permissions.permits(actor, "report:move", subject)
    move = moving.last_move(session, revision) if may_move else None
    amends = session.scalar(select(queries.amends()).where(Revision.id == revision.id)) or False
    due = due_on(revision, edition.form.due_on, amends=amends)
    return Overview(
        report=report,
        revision=revision,
        edition=edition,
        title=wording("title"),
        party_name=name_of(party_of(session, report.agreement, report.party), language, revision.changed_at.date()),
        subject=subject,
        completeness=whole.completeness,
        state=whole,
        sections=_sections(edition.form, wording, states, _waiting(session, edition.form, revision))
        if sees_draft
        else (),
        translated=_translated(session, report, revision, edition) if sees_draft else (),
        actions=permissions.actions_open_to(actor, subject),
        steps=_steps(session, revision),
        next_step=next_step(actor, subject, texts, complete=whole.is_ready),
        digest=digest_now(session, revision, edition.form),
        sha256=session.scalar(select(FrozenCopy.sha256).where(FrozenCopy.id == revision.frozen_copy_id)) or "",
        due_on=due,
        late=bool(due) and is_over(due, revision.submitted_at or now),
        may_draft=permissions.permits(actor, "report:draft", subject),
        may_read=permissions.permits(actor, "report:read", subject),
        may_settle=permissions.permits(actor, "report:settings", subject),
        newer_form=may_move and moving.newer(session, editions, revision) is not None,
        moved_at=move.moved_at if move else None,
    )


def due_on(revision: Revision, of_form: str, *, amends: bool) -> str:
    """The day (ISO) on which the revision is due, or '': its own, else the form's, which binds no amendment."""
    return revision.due_on.isoformat() if revision.due_on else "" if amends else of_form


def _waiting(session: Session, form: Form, revision: Revision) -> Mapping[str, int]:
    """Section → how many of its items wait for a look."""
    return {} if form.is_fixed or revision.status not in workflow.EDITABLE else item_news.waiting(session, revision.id)


def _sections(
    form: Form, wording: Wording, states: Mapping[tuple[str, str], PartState], waiting: Mapping[str, int]
) -> list[SectionLine]:
    lines = []
    for section in form.sections:
        found = [states.get((section.id, key), NOTHING) for key in section.keys]
        complete = sum(each.name == "complete" for each in found)
        title = wording(f"{section.id}.title")
        state, waits = _together(found), waiting.get(section.id, 0)
        lines.append(SectionLine(section.id, section.number, title, state, len(section.items), complete, waits))
    return lines


def _together(states: Iterable[PartState]) -> PartState:
    return PartState(*(sum(column) for column in zip(NOTHING, *states, strict=True)))


def _translated(session: Session, report: Report, revision: Revision, edition: Edition) -> list[tuple[str, int, int]]:
    """(language, texts given, texts to give) of each working language: of multilingual answers with an original."""
    rows = session.execute(
        select(Answer.question, Answer.item, Answer.lang).where(
            Answer.revision_id == revision.id, Answer.lang != "", Answer.value.is_not(None)
        )
    )
    languages: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        languages.setdefault((row.question, row.item), set()).add(row.lang)
    answers = progress.deciding(session, revision.id, edition.form)
    wanted = [texts for place, texts in languages.items() if answers.is_visible(*place)]
    return [(language, sum(language in texts for texts in wanted), len(wanted)) for language in report.languages]


def _steps(session: Session, revision: Revision) -> list[StepLine]:
    rows = session.scalars(
        select(RevisionStep)
        .join(Revision, Revision.id == RevisionStep.revision_id)
        .where(Revision.report_id == revision.report_id)
        .order_by(RevisionStep.id.desc())
    ).all()
    people = names_of_people(session, (row.actor_id for row in rows))
    return [
        StepLine(
            row.action,
            row.from_status,
            row.to_status,
            people.get(row.actor_id, ""),
            row.at,
            row.comment,
            row.due_on,
        )
        for row in rows
    ]


def next_step(actor: Actor, subject: Subject, texts: Texts, *, complete: bool = False) -> str:
    """What is to be done next, said to this reader. `complete` where nothing is known to stand against submission."""
    national = permissions.national(actor, subject)
    mine = {action.name for action in permissions.actions_open_to(actor, subject)}
    if national and subject.status in workflow.EDITABLE and not permissions.permits(actor, "report:draft", subject):
        return texts(N_("The Party is working on it."))
    if complete and subject.status == workflow.DRAFT and "submit" in mine:
        return texts(N_("Nothing required is missing. Read the report once more, then submit it."))
    return texts(_next_of_party(subject.status, mine) if national else _next_of_secretariat(subject.status, mine))


def _next_of_party(status: str, mine: set[str]) -> str:
    if status == workflow.DRAFT:
        if "submit" in mine:
            return N_("Fill in what is missing, then submit.")
        return N_("Fill in what is yours; the focal point submits.")
    if status == workflow.RETURNED:
        if "submit" in mine:
            return N_("Read the secretariat’s comment, correct the report and submit it again.")
        return N_("Read the secretariat’s comment and correct what is yours; the focal point submits again.")
    if status in (workflow.SUBMITTED, workflow.UNDER_REVIEW, workflow.APPROVED):
        return N_("Nothing to do: the secretariat has the report.")
    if status == workflow.DISCARDED:
        return N_("This draft was discarded. A new one can be begun in the workspace.")
    return N_("Nothing to do: the report is published. An amendment opens a new draft.")


def _next_of_secretariat(status: str, mine: set[str]) -> str:
    if "start_review" in mine:
        return N_("Start the review.")
    if "approve" in mine:
        return N_("Read the report, then return or approve it.")
    if "publish" in mine:
        return N_("Publish the approved report.")
    if status in workflow.EDITABLE:
        return N_("The Party is working on it.")
    return N_("Nothing to do.")
