"""What is kept of answers that came from earlier reports: which of them nobody has looked at yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from reporting.domain.definitions import Form
from reporting.domain.permissions import Actor
from reporting.models import CarriedAnswer
from reporting.models.carried import TO_CONFIRM, UNCHANGED, UPDATED

Place = tuple[str, str]
#: (question, item) → what was decided, and when.
Decisions = Mapping[Place, tuple[str, dt.datetime | None]]
_AS_TAKEN = frozenset({TO_CONFIRM, UNCHANGED})


def unconfirmed(session: Session, revision_id: int, form: Form) -> frozenset[Place]:
    """(question, item) of what was taken over and wants a look; forms that go on from none are not asked."""
    if not _goes_on(form):
        return frozenset()
    return frozenset(place for place, state in states(session, revision_id).items() if state == TO_CONFIRM)


def _goes_on(form: Form) -> bool:
    return any(each.previous for each in form.questions.values())


def states(session: Session, revision_id: int) -> dict[Place, str]:
    """(question, item) → what was decided."""
    return {at: state for at, (state, _) in decisions(session, revision_id).items()}


def decisions(session: Session, revision_id: int) -> Decisions:
    rows = session.execute(
        select(CarriedAnswer.question, CarriedAnswer.item, CarriedAnswer.state, CarriedAnswer.decided_at).where(
            CarriedAnswer.revision_id == revision_id
        )
    )
    return {(row.question, row.item): (row.state, row.decided_at) for row in rows}


def written(
    session: Session, revision_id: int, form: Form, places: Collection[Place], actor: Actor, now: dt.datetime
) -> set[Place]:
    """Note that people have written over what stood there: what was taken over has been looked at, and is no longer as
    it was. Returns where it waited to be confirmed."""
    if not places or not _goes_on(form):
        return set()
    taken = {at: state for at, state in states(session, revision_id).items() if at in places and state in _AS_TAKEN}
    for question, item in taken:
        session.execute(
            update(CarriedAnswer)
            .where(
                CarriedAnswer.revision_id == revision_id,
                CarriedAnswer.question == question,
                CarriedAnswer.item == item,
            )
            .values(state=UPDATED, decided_by=actor.user_id, decided_at=now)
        )
    return {at for at, state in taken.items() if state == TO_CONFIRM}


def note(session: Session, revision_id: int, places: Collection[Place], actor: Actor, now: dt.datetime) -> None:
    """Note that answers were taken over in places about which nothing was decided, and want a look."""
    common = {"revision_id": revision_id, "state": TO_CONFIRM, "decided_by": actor.user_id, "decided_at": now}
    if places:
        rows = [common | {"question": question, "item": item} for question, item in places]
        session.execute(insert(CarriedAnswer), rows)


def decide(session: Session, revision_id: int, place: Place, state: str, actor: Actor, now: dt.datetime) -> None:
    """Note what was decided; the state '' takes back what was."""
    at = {"revision_id": revision_id, "question": place[0], "item": place[1]}
    if state:
        session.merge(CarriedAnswer(**at, state=state, decided_by=actor.user_id, decided_at=now))
    else:
        session.execute(delete(CarriedAnswer).filter_by(**at))
    session.flush()


def moved(session: Session, revision_id: int, paths: Mapping[str, str]) -> None:
    """Let what was decided of questions (old path → new) hold where these stand now; it stays at the old paths too, for
    a move that is undone."""
    here = select(CarriedAnswer).where(CarriedAnswer.revision_id == revision_id, CarriedAnswer.question.in_(paths))
    for each in session.scalars(here).all():
        session.merge(
            CarriedAnswer(
                revision_id=revision_id, question=paths[each.question], item=each.item, state=each.state,
                decided_by=each.decided_by, decided_at=each.decided_at,
            )
        )  # fmt: skip
