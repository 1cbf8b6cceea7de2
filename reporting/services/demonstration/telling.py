"""The stories of the reports, told through the services that people use: each answer a write, each step a step."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reporting.domain.permissions import Actor
from reporting.services import drafting, reports, reviewing
from reporting.services.accounts.actors import load_actor
from reporting.services.demonstration.source import Event, Story
from reporting.services.demonstration.timeline import Timeline
from reporting.services.editions import Editions
from reporting.services.steps import Step

#: Between two writes of one sitting.
_PAUSE = dt.timedelta(minutes=4)


@dataclass(frozen=True)
class Teller:
    """`people` holds the ids of the accounts by address."""

    session: Session
    editions: Editions
    people: Mapping[str, int]
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
            if event.write or event.items:
                self._write(story, event, actor, now)
            if event.step:
                self._step(story, event, actor, now)

    def _moment(self, event: Event) -> dt.datetime:
        return self.timeline.at(event.at) if event.at else self.timeline.ago(event.days_ago, event.time)

    def _create(self, story: Story, event: Event, actor: Actor, now: dt.datetime) -> None:
        reports.create(
            self.session, actor, now, self.editions, party=story.party, form=story.form, languages=event.create
        )

    def _write(self, story: Story, event: Event, actor: Actor, now: dt.datetime) -> None:
        book = self._book(story)
        for n, page in enumerate(story.pages(event)):
            writes = [
                drafting.Write(secrets.token_urlsafe(16), key, story.value(key, event.version), book.version(key))
                for key in page
            ]
            outcome = drafting.save(
                self.session, actor, now + n * _PAUSE, self.editions,
                report_id=book.report.id, revision=book.revision.number, form_digest=book.edition.form.digest,
                writes=writes,
            )  # fmt: skip
            anew = {each.write.key for each in outcome.saved if each.version == each.write.version + 1}
            if anew != set(page):
                raise ValueError(f"{story.party}: not written anew: {set(page) - anew}")

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
        reviewing.act(self.session, actor, now, self.editions, book.report.id, step)

    def _book(self, story: Story) -> reports.Workbook:
        return reports.workbook(self.session, self.editions, reports.find(self.session, story.party, story.form))
