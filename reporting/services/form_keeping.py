"""What those who keep forms look at: what is stored of each, what its source has beside that, and how two differ."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from reporting.domain import permissions, workflow
from reporting.domain.definitions import Texts, Wording
from reporting.domain.errors import NotFound
from reporting.domain.faults import Fault
from reporting.domain.form_difference import FormDifference, form_difference
from reporting.domain.loader import Catalogue, FormSource
from reporting.domain.permissions import Actor
from reporting.models import FormRevision, Revision, TextEdition
from reporting.services.editions import against_opened

#: How the files of a form are called among its revisions.
SOURCE = "source"


@dataclass(frozen=True)
class Texted:
    """One text edition of a stored revision."""

    number: int
    made_at: dt.datetime
    digest: str


@dataclass(frozen=True)
class Stored:
    """One stored revision, its text editions newest first; `drafts` is how many reports are written on it now."""

    revision: int
    opened_at: dt.datetime
    digest: str
    drafts: int
    editions: Sequence[Texted]


@dataclass(frozen=True)
class Kept:
    """A form: its stored revisions newest first, its source (None: none that can be read), what is wrong with it.

    `changed` says whether the source holds anything that the newest stored revision does not.
    """

    form: str
    stored: Sequence[Stored]
    source: FormSource | None
    faults: Sequence[Fault]
    changed: bool


@dataclass(frozen=True)
class Side:
    """One edition of a form that is compared: a stored one, or the source (`revision` and `edition` None)."""

    structure: Mapping[str, Any]
    texts: Texts
    revision: int | None = None
    edition: int | None = None

    def wording(self, language: str) -> Wording:
        return Wording(self.texts, language)


def overview(session: Session, actor: Actor, catalogue: Catalogue) -> tuple[list[Kept], list[Fault]]:
    """Every form that is stored or has a source, by id; and the faults of data that belong to none of them."""
    permissions.require(actor, "forms:keep")
    stored = _stored(session)
    forms = [_kept(session, each, stored.get(each, []), catalogue) for each in sorted({*stored, *catalogue.forms})]
    told = {fault for each in forms for fault in each.faults}
    return forms, [each for each in catalogue.faults if each not in told]


def _stored(session: Session) -> dict[str, list[Stored]]:
    editable = Revision.status.in_(workflow.EDITABLE)
    counted = select(Revision.form_revision_id, func.count()).where(editable).group_by(Revision.form_revision_id)
    drafts: dict[int, int] = {form_revision: count for form_revision, count in session.execute(counted)}
    texts: dict[int, list[Texted]] = {}
    wanted = select(TextEdition).options(defer(TextEdition.texts)).order_by(TextEdition.number.desc())
    for row in session.scalars(wanted):
        texts.setdefault(row.form_revision_id, []).append(Texted(row.number, row.made_at, row.digest))
    made: dict[str, list[Stored]] = {}
    stored = select(FormRevision).options(defer(FormRevision.structure))
    for each in session.scalars(stored.order_by(FormRevision.form, FormRevision.revision.desc())):
        made.setdefault(each.form, []).append(
            Stored(each.revision, each.opened_at, each.digest, drafts.get(each.id, 0), texts.get(each.id, []))
        )
    return made


def _kept(session: Session, form: str, stored: Sequence[Stored], catalogue: Catalogue) -> Kept:
    source = catalogue.forms.get(form)
    if source is None:
        return Kept(form, stored, None, [], False)
    found = [each for each in catalogue.faults if source.folder in (Path(each.file), Path(each.file).parent)]
    changed = bool(stored) and bool(_compared(_newest(session, form), _of(source)))
    return Kept(form, stored, source, [*found, *against_opened(session, source)], changed)


def compare(
    session: Session, actor: Actor, catalogue: Catalogue, form: str, old: str = "", new: str = SOURCE
) -> tuple[Side, Side, FormDifference]:
    """Two editions of a form and what they differ in. Raises NotFound.

    Each is called "source", "2" (the newest texts of revision 2) or "2.1" (its first ones); '' is the newest stored.
    """
    permissions.require(actor, "forms:keep")
    one, other = (_side(session, catalogue, form, each) for each in (old, new))
    return one, other, _compared(one, other)


def _compared(one: Side, other: Side) -> FormDifference:
    return form_difference(one.structure, other.structure, one.texts, other.texts)


def _side(session: Session, catalogue: Catalogue, form: str, name: str) -> Side:
    if name == SOURCE:
        if form not in catalogue.forms:
            raise NotFound
        return _of(catalogue.forms[form])
    revision, _, edition = name.partition(".")
    if not all(each.isdecimal() and len(each) < 9 for each in (revision or "0", edition or "0")):
        raise NotFound
    return _newest(session, form, int(revision or 0), int(edition or 0))


def _of(source: FormSource) -> Side:
    return Side(source.structure, source.texts)


def _newest(session: Session, form: str, revision: int = 0, edition: int = 0) -> Side:
    """A stored edition; 0 stands for the newest."""
    wanted = (
        select(FormRevision.structure, TextEdition.texts, FormRevision.revision, TextEdition.number)
        .join(TextEdition, TextEdition.form_revision_id == FormRevision.id)
        .where(FormRevision.form == form)
    )
    if revision:
        wanted = wanted.where(FormRevision.revision == revision)
    if edition:
        wanted = wanted.where(TextEdition.number == edition)
    found = session.execute(
        wanted.order_by(FormRevision.revision.desc(), TextEdition.number.desc()).limit(1)
    ).one_or_none()
    if found is None:
        raise NotFound
    structure, texts, *numbers = found
    return Side(json.loads(structure), json.loads(texts), *numbers)
