"""Opening forms, and the editions that were stored when they opened.

Opening stores a form whole: structure and all texts. Changed structure needs a higher revision and is refused
otherwise; changed texts make a new text edition.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Collection, Iterable
from itertools import chain

import rfc8785
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, defer

from reporting.domain.definitions import Edition, Form, digest
from reporting.domain.errors import NotFound, ReportingError
from reporting.domain.faults import Fault, Place
from reporting.domain.id_checks import lost_ids
from reporting.domain.items import Kept, overlay
from reporting.domain.loader import Catalogue, FormSource
from reporting.domain.official_texts import Layer, Official, lay
from reporting.domain.reach import Reach, reach_of
from reporting.infra.db import alone
from reporting.models import FormRevision, Party, ReportItem, Revision, TextEdition
from reporting.services import audit
from reporting.services.official_texts import official_texts

_log = logging.getLogger(__name__)


class StructureChanged(ReportingError):
    """The form's source differs from what was opened under the same revision number."""

    default_code = "structure_changed"


class Editions:
    """The editions of this installation, each built once for a process. They never change, so they are never stale."""

    def __init__(self) -> None:
        self._known: dict[int, Edition] = {}
        self._reach: tuple[int, Reach] = (0, Reach())

    def of_revision(self, session: Session, form_revision_id: int) -> Edition:
        """The newest text edition of a stored form revision."""
        return self.of_revisions(session, [form_revision_id])[form_revision_id]

    def of_revisions(self, session: Session, ids: Collection[int]) -> dict[int, Edition]:
        """The newest text edition of each of these stored form revisions; one statement however many they are."""
        newest = session.execute(
            select(TextEdition.form_revision_id, func.max(TextEdition.id))
            .where(TextEdition.form_revision_id.in_(ids))
            .group_by(TextEdition.form_revision_id)
        ).all()
        if len(newest) < len(ids):
            raise NotFound
        for _, edition in newest:
            if edition not in self._known:
                self._known[edition] = _built(session, edition)
        return {revision: self._known[edition] for revision, edition in newest}

    def of(self, session: Session, revision: Revision) -> Edition:
        """The edition that a report's revision stands on, with the items that this report has."""
        return self.with_items_of(session, revision.id, revision.form_revision_id)

    def with_items_of(self, session: Session, revision_id: int, form_revision_id: int) -> Edition:
        """The same, by the ids of the report's and the form's revision."""
        edition = self.of_revision(session, form_revision_id)
        if edition.form.is_fixed:
            return edition
        kept = kept_items(session, revision_id)
        shown = {
            section.id: [each for each in kept.get(section.id, ()) if each.state == "shown"]
            for section in edition.form.sections
            if not section.is_fixed
        }
        items = {section: [each.item for each in found] for section, found in shown.items()}
        return edition.with_items(items, overlay(chain.from_iterable(kept.values()), edition.texts))

    def newest(self, session: Session, form: str) -> tuple[int, Edition]:
        """The id of the newest stored revision of `form`, and its edition."""
        revision_id = session.scalar(
            select(FormRevision.id).where(FormRevision.form == form).order_by(FormRevision.revision.desc()).limit(1)
        )
        if revision_id is None:
            raise NotFound
        return revision_id, self.of_revision(session, revision_id)

    def reach(self, session: Session) -> Reach:
        """How far changes reach among all forms that are stored; worked out anew when another one has been."""
        newest = session.scalar(select(func.max(FormRevision.id))) or 0
        if self._reach[0] != newest:
            forms = [Form.from_data(json.loads(each)) for each in session.scalars(select(FormRevision.structure))]
            self._reach = newest, reach_of(forms)
        return self._reach[1]

    def due_on(self, session: Session, row: FormRevision) -> str:
        """The day (ISO) by which reports on this form are due, or ''."""
        return self.of_revision(session, row.id).form.due_on


def kept_items(session: Session, revision_id: int) -> dict[str, list[Kept]]:
    """Section → its items of one revision in their order, shown or not."""
    rows = session.scalars(
        select(ReportItem).where(ReportItem.revision_id == revision_id).order_by(ReportItem.section, ReportItem.place)
    )
    found: dict[str, list[Kept]] = {}
    for row in rows:
        found.setdefault(row.section, []).append(
            Kept(
                row.key, row.place, row.origin, row.state, row.number, tuple(row.links), row.texts, row.written_for,
                row.news,
            )
        )  # fmt: skip
    return found


def _built(session: Session, text_edition_id: int) -> Edition:
    row = session.execute(
        select(TextEdition.texts, TextEdition.ours, FormRevision.structure)
        .join(FormRevision, FormRevision.id == TextEdition.form_revision_id)
        .where(TextEdition.id == text_edition_id)
    ).one()
    structure = json.loads(row.structure)
    official = {language: frozenset(paths) for language, paths in json.loads(row.ours or "{}").items()}
    return Edition(text_edition_id, Form.from_data(structure), structure, json.loads(row.texts), official)


def open_form(session: Session, source: FormSource, now: dt.datetime, laid: Layer | None = None) -> int:
    """Store `source` as it is now, with the texts that are laid over its own, unless it is stored already; returns the
    form revision's id.

    Raises StructureChanged where the revision number is taken by another structure.
    """
    structure_digest = digest(source.structure)
    row = session.scalar(
        select(FormRevision).where(
            FormRevision.form == source.id, FormRevision.revision == source.structure["revision"]
        )
    )
    if row is None:
        row = FormRevision(
            agreement=source.structure["agreement"],
            form=source.id,
            revision=source.structure["revision"],
            structure=rfc8785.dumps(source.structure).decode(),
            digest=structure_digest,
            opened_at=now,
        )
        session.add(row)
        session.flush()
        audit.record(session, "form:opened", actor=None, now=now, form=source.id, revision=row.revision)
    elif row.digest != structure_digest:
        raise StructureChanged(form=source.id, revision=row.revision)
    newest = session.scalar(
        select(TextEdition).where(TextEdition.form_revision_id == row.id).order_by(TextEdition.number.desc()).limit(1)
    )
    _keep_texts(session, row, newest, laid or Layer(source.texts, {}), now)
    return row.id


def _keep_texts(
    session: Session, form: FormRevision, newest: TextEdition | None, laid: Layer, now: dt.datetime
) -> None:
    texts_digest, ours = digest(laid.texts), rfc8785.dumps(laid.ours).decode() if laid.ours else None
    if newest is not None and (newest.digest, newest.ours) == (texts_digest, ours):
        return
    session.add(
        TextEdition(
            form_revision_id=form.id,
            number=1 if newest is None else newest.number + 1,
            texts=rfc8785.dumps(laid.texts).decode(),
            digest=texts_digest,
            made_at=now,
            ours=ours,
        )
    )
    session.flush()
    if newest is not None:
        audit.record(session, "form:edition", actor=None, now=now, form=form.form, revision=form.revision)


def open_due_forms(session: Session, sources: Catalogue, now: dt.datetime) -> list[Fault]:
    """Open every sound form whose day has come with the official texts of this installation, lay these over other
    revisions too, and keep the Parties current. Returns why forms were refused."""
    alone(session.connection(), "open forms")
    official, refused, opened = official_texts(session), list[Fault](), set[int]()
    keep_parties(session, sources)
    for source in sources.forms.values():
        if source.faults or source.structure["opens_on"] > now.date().isoformat():
            continue
        if wrong := against_opened(session, source):
            refused += wrong
        else:
            opened.add(open_form(session, source, now, lay(sources, official, source.structure, source.texts)))
    _lay_over_others(session, sources, official, opened, now)
    for fault in refused:
        _log.error("form not opened: %s", fault)
    return refused


def _lay_over_others(
    session: Session, sources: Catalogue, official: Official, opened: Collection[int], now: dt.datetime
) -> None:
    """Revisions on which drafts may still stand: their own texts stay, with today's official ones over them."""
    newest = select(func.max(TextEdition.id)).group_by(TextEdition.form_revision_id)
    found = select(FormRevision, TextEdition).join(TextEdition, TextEdition.form_revision_id == FormRevision.id)
    found = found.where(TextEdition.id.in_(newest), FormRevision.id.not_in(opened)).order_by(FormRevision.id)
    for row, edition in session.execute(found if official else found.where(TextEdition.ours.is_not(None))).all():
        below = Layer(json.loads(edition.texts), json.loads(edition.ours or "{}")).below
        _keep_texts(session, row, edition, lay(sources, official, json.loads(row.structure), below), now)


def against_opened(session: Session, source: FormSource) -> list[Fault]:
    """Why a form without faults cannot be opened beside its stored revisions."""
    stored = session.scalars(select(FormRevision).where(FormRevision.form == source.id)).all()
    number, wrong = source.structure["revision"], list[str]()
    same = next((row for row in stored if row.revision == number), None)
    newest = max((row.revision for row in stored), default=0)
    if same is not None and same.digest != digest(source.structure):
        wrong.append(f"its structure changed after revision {number} was opened: raise the revision")
    elif same is None and number < newest:
        wrong.append(f"revision {number} is below revision {newest}, which is open: raise the revision")
    lost = dict.fromkeys(said for row in stored for said in lost_ids(json.loads(row.structure), source.ids))
    return [
        *(Place(source.folder / "form.toml").fault(said) for said in wrong),
        *(Place(source.folder / "ids.toml").fault(said) for said in lost),
    ]


def keep_parties(session: Session, catalogue: Catalogue) -> None:
    """The table of Parties as the agreements' data say it. Parties are added and renamed, never removed."""
    known = {(row.agreement, row.code): row for row in session.scalars(select(Party))}
    for agreement in catalogue.agreements.values():
        for party in agreement.parties.values():
            names = [
                {"names": dict(each.names)} | ({"until": each.until.isoformat()} if each.until else {})
                for each in party.names
            ]
            row = known.get((agreement.id, party.code))
            if row is None:
                session.add(
                    Party(agreement=agreement.id, code=party.code, iso3=party.iso3, region=party.region, names=names)
                )
            elif (row.iso3, row.region, row.names) != (party.iso3, party.region, names):
                row.iso3, row.region, row.names = party.iso3, party.region, names
    session.flush()


def open_forms(session: Session) -> Iterable[FormRevision]:
    """The newest stored revision of each form; their structures are read where an edition is built."""
    newest = select(FormRevision.form, func.max(FormRevision.revision)).group_by(FormRevision.form)
    this = tuple_(FormRevision.form, FormRevision.revision)
    found = select(FormRevision).where(this.in_(newest)).order_by(FormRevision.form)
    return session.scalars(found.options(defer(FormRevision.structure)))
