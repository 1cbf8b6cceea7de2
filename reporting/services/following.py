"""Keeps the items of a report in step with what they come from: answers of its own, items and answers of other forms.

Nothing moves while a revision cannot be edited; whoever opens one again calls `follow`. Callers hold its row, and
before it the Party where other reports are concerned (`holding`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain import workflow
from reporting.domain.definitions import Form, Section, Texts
from reporting.domain.items import Kept, Titles, Wanted, numbered, settle, titles, titles_of, wanted_terms
from reporting.domain.questions import TYPES, type_of
from reporting.domain.questions.base import QuestionType
from reporting.models import Answer, ItemList, Report, ReportItem, Revision
from reporting.services import progress
from reporting.services.editions import Editions, kept_items

#: (form, section or question path): what a report was changed in, as other reports read it.
Place = tuple[str, str]
#: Types whose answers name something, so that a change of theirs can change items.
NAMING = frozenset(name for name, kind in TYPES.items() if type(kind).named is not QuestionType.named)


@dataclass
class _Source:
    """What a report reads of one form of its Party: its own, or another one's newest state."""

    session: Session
    form: Form
    revision_id: int
    texts: Texts = field(default_factory=dict)
    settled: dict[str, list[Kept]] = field(default_factory=dict)

    def items(self, section: Section) -> list[Kept]:
        """The shown items of a section, in order."""
        if section.is_fixed:
            return [Kept(each.key, n, "term", "shown", each.number, each.links) for n, each in enumerate(section.items)]
        if section.id not in self.settled:
            self.settled[section.id] = kept_items(self.session, self.revision_id).get(section.id, [])
        return [each for each in self.settled[section.id] if each.state == "shown"]

    @cached_property
    def terms(self) -> Mapping[str, Titles]:
        return titles_of(self.form.items, self.texts)

    def named(self, path: str) -> dict[str, list[str]]:
        """Id → the items whose answers to this question name it."""
        question = self.form.questions[path]
        section = self.form.section(question.section)
        shown = {each.key for each in self.items(section)} if section and section.repeated else {""}
        found: dict[str, list[str]] = {}
        for item, value in self._values(path):
            for name in type_of(question).named(value) if item in shown else ():
                found.setdefault(name, []).append(item)
        return found

    def _values(self, path: str) -> list[tuple[str, object]]:
        rows = self.session.execute(
            select(Answer.item, Answer.value)
            .where(Answer.revision_id == self.revision_id, Answer.question == path, Answer.value.is_not(None))
            .order_by(Answer.item)
        )
        return [(row.item, json.loads(row.value or "null")) for row in rows]

    def titles(self, path: str) -> dict[str, dict[str, str]]:
        """Item → language → title, the original first."""
        rows = self.session.execute(
            select(Answer.item, Answer.lang, Answer.value, Answer.original).where(
                Answer.revision_id == self.revision_id, Answer.question == path, Answer.value.is_not(None)
            )
        ).all()
        found: dict[str, dict[str, str]] = {}
        originals = {row.item: row.lang for row in rows if row.original}
        for row in rows:
            found.setdefault(row.item, {})[row.lang] = json.loads(row.value or "null")
        return {item: titles(texts, originals.get(item, "")) for item, texts in found.items()}


@dataclass
class _Follower:
    session: Session
    editions: Editions
    report: Report
    own: _Source

    @cached_property
    def answered(self) -> Mapping[str, list[str]]:
        """Section → the item keys under which there are answers."""
        rows = self.session.execute(
            select(Answer.question, Answer.item)
            .where(Answer.revision_id == self.own.revision_id, Answer.value.is_not(None), Answer.item != "")
            .distinct()
            .order_by(Answer.item)
        )
        found: dict[str, list[str]] = {}
        for row in rows:
            keys = found.setdefault(row.question.partition(".")[0], [])
            if row.item not in keys:
                keys.append(row.item)
        return found

    def wanted(self, section: Section, known: Iterable[Kept]) -> list[Wanted]:
        """What the section's runs want now, in their order. What the Party kept of a source has no number any more: it
        told a place in that source, and another item may stand there now."""
        found: dict[str, Wanted] = {}
        for run in section.runs:
            if run.over == "own":
                each_run = self._own(section, known)
            elif run.source[0]:
                each_run = self._followed(*run.source)
            else:
                named = {each: self._named(each) for each in run.filters}
                choosers: dict[str, list[str]] = {}
                for reference in run.chosen:
                    for name, items in named[reference].items():
                        choosers.setdefault(name, []).extend(items)
                each_run = wanted_terms(run, named, choosers)
            found |= {each.key: each for each in each_run if each.key not in found}
        adopted = [each for each in known if each.origin == "own" and each.state == "shown" and each.key not in found]
        return [*found.values(), *(Wanted(each.key, "own", "", each.links, each.texts) for each in adopted)]

    def _own(self, section: Section, known: Iterable[Kept]) -> list[Wanted]:
        shown = [each for each in known if each.origin == "own" and each.state == "shown"]
        texts = self.own.titles(section.item_title)
        links: dict[str, list[str]] = {each.key: [] for each in shown}
        for path in section.item_links:
            for name, items in self._of_all(path, links).items():
                for item in items:
                    links[item].append(name)
        return [
            Wanted(each.key, "own", links=tuple(dict.fromkeys(links[each.key])), texts=texts.get(each.key, {}))
            for each in shown
        ]

    def _of_all(self, path: str, keys: Iterable[str]) -> dict[str, list[str]]:
        """What the answers of these items name, though the section is not settled yet."""
        question, wanted = self.own.form.questions[path], set(keys)
        found: dict[str, list[str]] = {}
        for item, value in self.own._values(path):
            for name in type_of(question).named(value) if item in wanted else ():
                found.setdefault(name, []).append(item)
        return found

    def _followed(self, form: str, section: str) -> list[Wanted]:
        source = self._source(form)
        found = source.form.section(section) if source else None
        if source is None or found is None:
            return []
        foreign = {key: texts for key, texts in source.terms.items() if key not in self.own.form.items}
        return [
            Wanted(each.key, "term", each.number, each.links, foreign.get(each.key))
            if each.origin == "term"
            else Wanted(each.key, "form", each.number, each.links, each.texts)
            for each in source.items(found)
        ]

    def _named(self, reference: str) -> dict[str, list[str]]:
        form, _, path = reference.partition(":")
        source = self._source(form)
        return source.named(path) if source is not None and path in source.form.questions else {}

    def _source(self, form: str) -> _Source | None:
        """The newest state of the Party's report on a form; None where it has none."""
        if form == self.own.form.id:
            return self.own
        if form not in self._others:
            self._others[form] = _newest(self.session, self.editions, self.report, form)
        return self._others[form]

    @cached_property
    def _others(self) -> dict[str, _Source | None]:
        return {}


def _newest(session: Session, editions: Editions, report: Report, form: str) -> _Source | None:
    found = newest_state(session, report, form)
    if found is None:
        return None
    edition = editions.of_revision(session, found.form_revision_id)
    return _Source(session, edition.form, found.id, edition.texts)


def newest_state(session: Session, report: Report, form: str) -> Revision | None:
    """The revision of the same Party's report on another form that is followed: its newest, open draft included."""
    return session.scalars(
        select(Revision)
        .join(Report, Report.id == Revision.report_id)
        .where(
            Report.party == report.party,
            Report.agreement == report.agreement,
            Report.form == form,
            Report.entry == "",
            Revision.status.not_in((workflow.DISCARDED, workflow.SUPERSEDED)),
        )
        .order_by(Revision.number.desc())
        .limit(1)
    ).one_or_none()


def follow(session: Session, editions: Editions, now: dt.datetime, report: Report, revision: Revision) -> set[Place]:
    """Bring the items of an editable revision up to date and count what that changes; returns the sections changed."""
    form = editions.of_revision(session, revision.form_revision_id).form
    if form.is_fixed or revision.status not in workflow.EDITABLE:
        return set()
    known = kept_items(session, revision.id)
    arranged = set(
        session.scalars(select(ItemList.section).where(ItemList.revision_id == revision.id, ItemList.arranged))
    )
    follower = _Follower(session, editions, report, _Source(session, form, revision.id))
    changed: set[Place] = set()
    for section in form.sections:
        if section.is_fixed:
            continue
        before = known.get(section.id, [])
        candidates = {item.key for run in section.runs for item in run.items}
        after = settle(
            {each.key: each for each in before},
            follower.wanted(section, before),
            candidates,
            follower.answered.get(section.id, ()),
            arranged=section.id in arranged,
        )
        after = list(numbered(after, section.numbering))
        follower.own.settled[section.id] = after
        if after != before:
            _write(session, revision.id, section.id, before, after, now)
            changed.add((form.id, section.id))
    if changed:
        progress.keep_up(session, revision.id, editions.of(session, revision))
    return changed


def _write(
    session: Session, revision_id: int, section: str, before: Sequence[Kept], after: Sequence[Kept], now: dt.datetime
) -> None:
    old = {each.key: each for each in before}
    here = select(ReportItem).where(ReportItem.revision_id == revision_id, ReportItem.section == section)
    known = {row.key: row for row in session.scalars(here)}  # all at once: no merge asks for its row again
    for key in known.keys() - {each.key for each in after}:
        session.delete(known[key])
    for each in after:
        if old.get(each.key) != each:
            session.merge(row_of(revision_id, section, each, now))
    session.flush()


def row_of(revision_id: int, section: str, each: Kept, now: dt.datetime) -> ReportItem:
    return ReportItem(
        revision_id=revision_id,
        section=section,
        key=each.key,
        place=each.place,
        origin=each.origin,
        state=each.state,
        number=each.number,
        links=list(each.links),
        texts=None if each.texts is None else dict(each.texts),
        written_for=None if each.written_for is None else dict(each.written_for),
        news=each.news,
        changed_at=now,
    )


def items_changed(
    session: Session, editions: Editions, now: dt.datetime, report: Report, revision: Revision, section: str
) -> None:
    """After people changed the items of a section by hand: count them, and tell whatever follows them."""
    form = editions.of_revision(session, revision.form_revision_id).form
    changed = follow(session, editions, now, report, revision) | {(form.id, section)}
    progress.keep_up(session, revision.id, editions.of(session, revision))
    spread(session, editions, now, report, changed)


def spread(session: Session, editions: Editions, now: dt.datetime, report: Report, changed: set[Place]) -> None:
    """Bring other editable reports of the Party up to date that read what was `changed` in this one, or in those."""
    if not changed:
        return
    rows = session.execute(
        select(Report, Revision)
        .join(Revision, Revision.report_id == Report.id)
        .where(
            Report.party == report.party,
            Report.agreement == report.agreement,
            Report.id != report.id,
            Revision.status.in_(workflow.EDITABLE),
        )
        .order_by(Report.id)
    ).all()
    for _ in rows:  # forms follow each other in no circle, so that no chain is longer
        spreading, changed = changed, set()
        for other, revision in rows:
            form = editions.of_revision(session, revision.form_revision_id).form
            if spreading & form.sources:
                session.refresh(revision, with_for_update=True)
                changed |= follow(session, editions, now, other, revision)


def after_save(
    session: Session, editions: Editions, now: dt.datetime, revision_id: int, form: Form, questions: Iterable[str]
) -> None:
    """What new answers to these questions change in the items of this report and of others of its Party."""
    places = {
        (form.id, path) for path in questions if (form.id, path) in form.sources or form.questions[path].type in NAMING
    }
    if not places:
        return
    revision = session.get_one(Revision, revision_id)
    report = session.get_one(Report, revision.report_id)
    if places & form.sources:
        places |= follow(session, editions, now, report, revision)
    spread(session, editions, now, report, places)


def reopened(session: Session, editions: Editions, now: dt.datetime, report: Report, revision: Revision) -> None:
    """After a step: what came meanwhile where the revision can be edited again; what others followed where it ended."""
    changed = follow(session, editions, now, report, revision)
    if revision.status == workflow.DISCARDED:
        changed = _everything(editions.of_revision(session, revision.form_revision_id).form)
    spread(session, editions, now, report, changed)


def begun(session: Session, editions: Editions, now: dt.datetime, report: Report, revision: Revision) -> None:
    """What a new report follows, and what of it the others of its Party follow from now on."""
    follow(session, editions, now, report, revision)
    form = editions.of_revision(session, revision.form_revision_id).form
    spread(session, editions, now, report, _everything(form))


def _everything(form: Form) -> set[Place]:
    return {(form.id, section.id) for section in form.sections} | {(form.id, path) for path in form.questions}
