"""How far each published record says that its Party has come, kept as rows for the public figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from reporting.domain.definitions import Form, Section
from reporting.domain.record import Reopened, reopen
from reporting.domain.runs import Item
from reporting.models import Assessment, FrozenCopy, Publication, Revision
from reporting.services.editions import Editions


def assessed_sections(form: Form) -> Iterator[Section]:
    """The sections whose items tell how far a goal or target has come: by the question that they name for it."""
    return (each for each in form.sections if each.overview and assessed_terms(each))


def assessed_terms(section: Section) -> list[Item]:
    """The goals and targets that a section's items can be about."""
    return [item for run in section.runs if run.over.endswith((".goals", ".targets")) for item in run.items]


def keep(session: Session, publication: Publication, copy: Reopened | None = None) -> None:
    """Write the rows of one publication from the public part of its copy. Harmless when they are there."""
    if copy is None:
        wanted = select(FrozenCopy.public).where(FrozenCopy.id == publication.frozen_copy_id)
        copy = reopen(session.scalars(wanted).one())
    rows = [{"publication_id": publication.id, **row} for row in _rows(copy)]
    session.execute(delete(Assessment).where(Assessment.publication_id == publication.id))
    if rows:
        session.execute(insert(Assessment), rows)


def _rows(copy: Reopened) -> Iterator[dict[str, Any]]:
    """An item that is a term of the framework counts for that term, another for each term that it is linked to."""
    given = {(each.key.question, each.key.item): each.value for each in copy.answers}
    for section in assessed_sections(copy.edition.form):
        terms = {each.key for each in assessed_terms(section)}
        for item in section.items:
            level = given.get((section.overview, item.key))
            about = {item.key} & terms or terms.intersection(item.links)
            titles = {} if item.key in terms else _titles(copy, item.key)
            for term in about if isinstance(level, str) and level else ():
                row = {"question": section.overview, "item": item.key, "term": term, "level": level}
                yield {**row, "titles": titles}


def _titles(copy: Reopened, item: str) -> dict[str, str]:
    """What an item is called, by language."""
    path = f"items.{item}.title"
    return {language: texts[path] for language, texts in copy.edition.texts.items() if path in texts}


def keep_missing(session: Session, editions: Editions) -> None:
    """Of records that were published before rows were kept."""
    known = select(Assessment.publication_id).where(Assessment.publication_id == Publication.id).exists()
    without = select(Publication, Revision.form_revision_id).join(Revision).where(~known)
    for row in session.execute(without).all():
        if any(assessed_sections(editions.of_revision(session, row.form_revision_id).form)):
            keep(session, row.Publication)
