"""How far a revision is, kept beside it for lists, and counted again only when a save can have changed it.

Whoever counts holds the revision's row, else two counts could each miss what the other one's transaction wrote.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import case, literal, select
from sqlalchemy.orm import Session

from reporting.domain import conditions
from reporting.domain.answers import Answers, Key
from reporting.domain.definitions import Edition
from reporting.models import Answer, RevisionProgress


class Change(NamedTuple):
    """One save, as counting sees it: which question, and whether it had and has no answer."""

    question: str
    was_blank: bool
    is_blank: bool


def follow(session: Session, revision_id: int, edition: Edition, changes: Sequence[Change]) -> None:
    """Count again where a change gave or cleared a required answer, or touched one that conditions read."""
    read, required = _read_and_required(edition)
    if any(
        each.question in read or (each.question in required and each.was_blank != each.is_blank) for each in changes
    ):
        recount(session, revision_id, edition)


def recount(session: Session, revision_id: int, edition: Edition) -> None:
    """Count from the answers. Only values that conditions read are fetched; of others it is enough that they are."""
    read, _ = _read_and_required(edition)
    value = case((Answer.question.in_(read), Answer.value), else_=literal("true")).label("value")
    rows = session.execute(
        select(Answer.question, Answer.item, Answer.lang, value).where(
            Answer.revision_id == revision_id, Answer.value.is_not(None)
        )
    )
    values = {Key(row.question, row.item, row.lang): json.loads(row.value) for row in rows}
    found = Answers(edition.form, values).completeness()
    kept = session.get(RevisionProgress, revision_id)
    if kept is None:
        session.add(RevisionProgress(revision_id=revision_id, given=found.given, required=found.required))
    else:
        kept.given, kept.required = found.given, found.required
    session.flush()


def _read_and_required(edition: Edition) -> tuple[frozenset[str], frozenset[str]]:
    """Paths that conditions read, and paths of required questions."""
    form = edition.form
    read = {path for question in form.questions.values() for path in conditions.references(question.show_if)}
    return frozenset(read), frozenset(path for path, question in form.questions.items() if question.required)
