"""What is kept of answers that came from earlier reports: which of them nobody has looked at yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from reporting.domain.definitions import Form
from reporting.domain.permissions import Actor
from reporting.models import CarriedAnswer
from reporting.models.carried import TO_CONFIRM, UPDATED

Place = tuple[str, str]


def unconfirmed(session: Session, revision_id: int, form: Form) -> frozenset[Place]:
    """(question, item) of what was taken over and wants a look; forms that go on from none are not asked."""
    if not any(each.previous for each in form.questions.values()):
        return frozenset()
    return frozenset(place for place, state in states(session, revision_id).items() if state == TO_CONFIRM)


def states(session: Session, revision_id: int) -> dict[Place, str]:
    """(question, item) → what was decided."""
    rows = session.execute(
        select(CarriedAnswer.question, CarriedAnswer.item, CarriedAnswer.state).where(
            CarriedAnswer.revision_id == revision_id
        )
    )
    return {(row.question, row.item): row.state for row in rows}


def written(
    session: Session, revision_id: int, form: Form, places: Collection[Place], actor: Actor, now: dt.datetime
) -> set[Place]:
    """Note that people have written there: what was taken over has been looked at. Returns where that was so."""
    found = {each for each in unconfirmed(session, revision_id, form) if each in places} if places else set()
    for question, item in found:
        session.execute(
            update(CarriedAnswer)
            .where(
                CarriedAnswer.revision_id == revision_id,
                CarriedAnswer.question == question,
                CarriedAnswer.item == item,
            )
            .values(state=UPDATED, decided_by=actor.user_id, decided_at=now)
        )
    return found


def note(session: Session, revision_id: int, places: Collection[Place], actor: Actor, now: dt.datetime) -> None:
    """Note that answers were taken over in places about which nothing was decided, and want a look."""
    common = {"revision_id": revision_id, "state": TO_CONFIRM, "decided_by": actor.user_id, "decided_at": now}
    if places:
        rows = [common | {"question": question, "item": item} for question, item in places]
        session.execute(insert(CarriedAnswer), rows)


def decide(session: Session, revision_id: int, place: Place, state: str, actor: Actor, now: dt.datetime) -> None:
    session.merge(
        CarriedAnswer(
            revision_id=revision_id, question=place[0], item=place[1], state=state, decided_by=actor.user_id,
            decided_at=now,
        )
    )  # fmt: skip
    session.flush()
