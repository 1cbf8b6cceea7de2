"""Generated reports under the names of real Parties, for measuring. No Party wrote them, and each text in them says so.

The same seed and number of Parties give the same reports. Answers come in as an amendment's do, in bulk and without an
author; everything from the submission on is done by the services that people use. Mail and PDF files are left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reporting.domain.answers import Answers
from reporting.domain.definitions import Edition
from reporting.domain.permissions import Actor
from reporting.domain.record import StoredAnswer
from reporting.infra.passwords import hashed
from reporting.models import Job, Party, Publication, Report, User
from reporting.services import audit, editions, installation, progress, publication, reports, reviewing
from reporting.services.accounts import memberships
from reporting.services.accounts.actors import load_actor
from reporting.services.accounts.roles import Role
from reporting.services.demonstration import cast, source
from reporting.services.demonstration.inventing import Inventor
from reporting.services.demonstration.loading import PASSWORD, CannotLoad, Say, has_accounts
from reporting.services.demonstration.timeline import Timeline
from reporting.services.house import House
from reporting.services.steps import Step

SEED = 7
_FORM = "nr7"
#: The focal point of every Party that has a generated report.
WRITER = source.Person(
    email="generated@parties.example", name="Generated Reports", language="en", role="focal_point",
    at=dt.datetime.min, by="admin@secretariat.example",
)  # fmt: skip
#: Working languages, as often as they stand here.
_LANGUAGES = (
    ["en"], ["en"], ["en"], ["fr"], ["es"], ["fr", "en"], ["es", "en"], ["ar", "en"], ["ru"], ["zh", "en"],
)  # fmt: skip
#: How far the reports come, in turn: the name of their last step, '' for drafts.
_LAST_STEPS = (
    "publish", "publish", "", "publish", "publish", "submit", "publish", "publish", "", "publish", "start_review",
    "publish", "approve",
)  # fmt: skip
_STEPS = ("submit", "start_review", "approve", "publish")
_BEGUN = dt.timedelta(days=90)
_HOUR = dt.timedelta(hours=1)


def generate(house: House, now: dt.datetime, parties: int, echo: Say = lambda line: None, seed: int = SEED) -> None:
    """Fill an installation without accounts with the reports of so many Parties. Raises CannotLoad.

    All of it is one transaction.
    """
    password = hashed(PASSWORD)
    with house.db.transaction() as session:
        if has_accounts(session):
            raise CannotLoad("This database holds accounts already: generated reports want an empty one.")
        installation.mark_demonstration(session)
        editions.open_due_forms(session, house.catalogue, now)
        codes = _codes(session, parties, seed)
        echo(f"Generating the reports of {len(codes)} Parties")
        people = _people(session, now, codes, password)
        writing = _Writing(session, house.editions, now, people, source.generated_words(), seed)
        for n, code in enumerate(codes):
            writing.report(code, _LAST_STEPS[n % len(_LAST_STEPS)])
            session.flush()
            session.expunge_all()
        # Nobody waits for the mail, and the records are announced without files.
        session.execute(delete(Job))
        audit.record(session, "demonstration:loaded", actor=None, now=now, parties=len(codes), seed=seed)


def _codes(session: Session, parties: int, seed: int) -> list[str]:
    """Codes of so many real Parties, drawn from all of them."""
    agreement = source.read().parties[0].agreement
    known = session.scalars(select(Party.code).where(Party.agreement == agreement, ~Party.invented)).all()
    return sorted(Random(seed).sample(sorted(known), min(parties, len(known))))


def _people(session: Session, now: dt.datetime, codes: Sequence[str], password: str) -> Mapping[str, int]:
    """The secretariat of the demonstration, and one focal point for all Parties; ids by role."""
    data = source.read()
    begun = now - _BEGUN
    staff = [replace(each, at=begun) for each in data.people if not each.party]
    writer = replace(WRITER, at=begun, party=codes[0])
    agreement = data.parties[0].agreement
    ids = cast.add_people(
        session, [*staff, writer], Timeline(now, begun, begun + _HOUR), agreement=agreement, password=password
    )
    user = session.get_one(User, ids[writer.email])
    for code in codes[1:]:
        memberships.give(session, user, Role(writer.role, code, agreement), begun, by=None)
    return {person.role: ids[person.email] for person in [*staff, writer]}


@dataclass(frozen=True)
class _Writing:
    """Writes one report after the other. `people` holds ids of accounts by role."""

    session: Session
    editions: editions.Editions
    now: dt.datetime
    people: Mapping[str, int]
    words: Mapping[str, source.Words]
    seed: int

    def report(self, party: str, last_step: str) -> None:
        """One Party's report, taken as far as `last_step`."""
        rng = Random(f"{self.seed}:{party}")
        begun = self.now - _BEGUN + _HOUR + rng.random() * (_BEGUN / 2)
        report, _ = reports.create(
            self.session, self._actor("focal_point", begun), begun, self.editions,
            party=party, form=_FORM, languages=rng.choice(_LANGUAGES),
        )  # fmt: skip
        revision = reports.newest_revision(self.session, report)
        edition = self.editions.of(self.session, revision)
        written = begun + rng.random() * (_BEGUN / 4)
        share = 1.0 if last_step else rng.uniform(0.2, 0.9)
        answers = _answers(edition, report.languages, Inventor(rng, self.words), lambda: rng.random() < share)
        publication.fill(self.session, revision, edition.form, answers, written)
        progress.recount(self.session, revision.id, edition)
        if last_step:
            for n, action in enumerate(_STEPS[: _STEPS.index(last_step) + 1]):
                self._step(report, action, written + (n + 1) * _BEGUN / 20)
        if last_step == "publish":
            record = select(Publication.id).where(Publication.revision_id == revision.id)
            publication.announce(self.session, self.session.scalars(record).one())

    def _step(self, report: Report, action: str, at: dt.datetime) -> None:
        book = reports.workbook(self.session, self.editions, report)
        copy = book.revision.frozen_copy
        step = Step(action, digest=book.digest, sha256=copy.sha256 if copy else "")
        actor = self._actor(_WHO[action], at)
        reviewing.act(self.session, actor, at, self.editions, report.id, step)

    def _actor(self, role: str, at: dt.datetime) -> Actor:
        actor = load_actor(self.session, self.people[role], at)
        if actor is None:
            raise ValueError(f"nobody is {role} at {at}")
        return actor


_WHO = {"submit": "focal_point", "start_review": "reviewer", "approve": "reviewer", "publish": "publisher"}


def _answers(
    edition: Edition, languages: Sequence[str], inventor: Inventor, chosen: Callable[[], bool]
) -> tuple[StoredAnswer, ...]:
    """Answers to all that is asked in the sections and items that are `chosen`, in all languages."""
    made = [
        answer
        for part in edition.form.parts
        if chosen()
        for question in part.section.questions
        for answer in inventor.answers(question, part.item, languages)
    ]
    known = Answers(edition.form, {each.key: each.value for each in made})
    return tuple(each for each in made if known.is_visible(each.key.question, each.key.item))
