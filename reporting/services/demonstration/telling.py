"""The stories of the reports, told through the services that people use: each answer a write, each step a step."""

from __future__ import annotations

import datetime as dt
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from reporting.domain.answers import Key
from reporting.domain.permissions import Actor
from reporting.services import attachments, drafting, moving, own_items, progress, reports, reviewing
from reporting.services.accounts.actors import load_actor
from reporting.services.demonstration.drawing import chart
from reporting.services.demonstration.source import Event, Story
from reporting.services.demonstration.timeline import Timeline
from reporting.services.house import House
from reporting.services.steps import Step

#: Between two writes of one sitting.
_PAUSE = dt.timedelta(minutes=4)


@dataclass(frozen=True)
class Teller:
    """`people` holds the ids of the accounts by address; `first_form` is the id of the form's first revision."""

    session: Session
    house: House
    people: Mapping[str, int]
    first_form: int
    timeline: Timeline

    def tell(self, stories: Sequence[Story]) -> None:
        """All events of all stories, in the order in which they happened."""
        scenes = [(self._moment(event), story, event) for story in stories for event in story.events]
        for now, story, event in sorted(scenes, key=lambda scene: scene[0]):
            actor = load_actor(self.session, self.people[event.by], now)
            if actor is None:
                raise ValueError(f"{event.by} has no account at {now}")
            if event.create:
                self._create(story, event, actor, now)
            if event.move:
                self._move(story, actor, now)
            if event.attach:
                self._attach(story, event, actor, now)
            if event.add:
                self._add(story, event, actor, now)
            if event.write or event.items:
                self._write(story, event, actor, now)
            if event.step:
                self._step(story, event, actor, now)

    def _moment(self, event: Event) -> dt.datetime:
        return self.timeline.at(event.at) if event.at else self.timeline.ago(event.days_ago, event.time)

    def _create(self, story: Story, event: Event, actor: Actor, now: dt.datetime) -> None:
        report, _ = reports.create(
            self.session, actor, now, self.house.editions, party=story.party, form=story.form, languages=event.create
        )
        if event.on_first_form:
            revision = reports.newest_revision(self.session, report)
            revision.form_revision_id = self.first_form
            self.session.flush()
            edition = self.house.editions.of_revision(self.session, self.first_form)
            progress.recount(self.session, revision.id, edition)

    def _move(self, story: Story, actor: Actor, now: dt.datetime) -> None:
        _, newest = self.house.editions.newest(self.session, story.form)
        report = reports.find(self.session, story.party, story.form)
        moving.move(self.session, actor, now, self.house.editions, report.id, newest.form.digest)

    def _attach(self, story: Story, event: Event, actor: Actor, now: dt.datetime) -> None:
        report = reports.find(self.session, story.party, story.form)
        key = self.house.files.take(io.BytesIO(chart()), self.house.max_file)
        facts = attachments.judged(self.house, key, event.attach)
        attachments.enter(self.session, actor, now, report.id, facts)

    def _add(self, story: Story, event: Event, actor: Actor, now: dt.datetime) -> None:
        report = reports.find(self.session, story.party, story.form)
        for section, keys in event.add.items():
            for key in keys:
                own_items.add(self.session, actor, now, self.house.editions, report.id, section, key)

    def _write(self, story: Story, event: Event, actor: Actor, now: dt.datetime) -> None:
        book = self._book(story)
        for n, page in enumerate(story.pages(event)):
            writes = [
                drafting.Write(secrets.token_urlsafe(16), key, self._value(story, event, book, key), book.version(key))
                for key in page
            ]
            outcome = drafting.save(
                self.session, actor, now + n * _PAUSE, self.house.editions,
                report_id=book.report.id, revision=book.revision.number, form_digest=book.edition.form.digest,
                writes=writes,
            )  # fmt: skip
            anew = {each.write.key for each in outcome.saved if each.version == each.write.version + 1}
            if anew != set(page):
                raise ValueError(f"{story.party}: not written anew: {set(page) - anew}")

    def _value(self, story: Story, event: Event, book: reports.Workbook, key: Key) -> Any:
        """The value that the story tells; files are told by name and stored by the hash of their content."""
        value = story.value(key, event.version)
        if book.edition.form.questions[key.question].type != "files":
            return value
        ids = {facts.name: sha256 for sha256, facts in attachments.rows_of(self.session, book.report.id).items()}
        return [{"id": ids[row["name"]], **row} for row in value]

    def _step(self, story: Story, event: Event, actor: Actor, now: dt.datetime) -> None:
        book = self._book(story)
        copy = book.revision.frozen_copy
        step = Step(
            action=event.step,
            comment=event.comment,
            due_on=self.timeline.day(event.due_on) if event.due_on else None,
            expect_status=book.revision.status,
            digest=book.digest,
            sha256=copy.sha256 if copy else "",
        )
        reviewing.act(self.session, actor, now, self.house.editions, book.report.id, step)

    def _book(self, story: Story) -> reports.Workbook:
        return reports.workbook(self.session, self.house.editions, reports.find(self.session, story.party, story.form))
