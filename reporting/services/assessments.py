"""How far each published record says that its Party has come, kept as rows for the public figures."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from reporting.domain.definitions import Form, Section
from reporting.domain.record import Reopened, reopen
from reporting.models import Assessment, FrozenCopy, Publication, Revision
from reporting.services.editions import Editions


def assessed_sections(form: Form) -> Iterator[Section]:
    """The sections whose items have a level: those that name the question which holds it."""
    return (each for each in form.sections if each.repeated and each.overview)


def keep(session: Session, publication: Publication, copy: Reopened | None = None) -> None:
    """Write the rows of one publication from the public part of its copy. Harmless when they are there."""
    if copy is None:
        wanted = select(FrozenCopy.public).where(FrozenCopy.id == publication.frozen_copy_id)
        copy = reopen(session.scalars(wanted).one())
    rows = [{"publication_id": publication.id, **row} for row in _rows(copy)]
    session.execute(delete(Assessment).where(Assessment.publication_id == publication.id))
    if rows:
        session.execute(insert(Assessment), rows)


def _rows(copy: Reopened) -> Iterator[dict[str, str]]:
    """An item that is a term of the framework counts for that term."""
    given = {(each.key.question, each.key.item): each.value for each in copy.answers}
    for section in assessed_sections(copy.edition.form):
        for item in section.items:
            level = given.get((section.overview, item.key))
            if isinstance(level, str) and level:
                yield {"question": section.overview, "item": item.key, "term": item.key, "level": level}


def keep_missing(session: Session, editions: Editions) -> None:
    """Of records that were published before rows were kept."""
    known = select(Assessment.publication_id).where(Assessment.publication_id == Publication.id).exists()
    without = select(Publication, Revision.form_revision_id).join(Revision).where(~known)
    for row in session.execute(without).all():
        if any(assessed_sections(editions.of_revision(session, row.form_revision_id).form)):
            keep(session, row.Publication)
