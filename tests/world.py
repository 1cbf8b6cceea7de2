"""A small world for tests: an installation with two invented Parties, people in every role, and reports in any status.

Everything is done by the real services on a real database; only the clock is ours.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from reporting import config, schema, wiring
from reporting.domain import permissions, workflow
from reporting.domain.answers import Key
from reporting.domain.definitions import Question
from reporting.domain.loader import Catalogue
from reporting.domain.permissions import Actor
from reporting.infra.db import Database
from reporting.models import Job, Membership, Party, Publication, Report, Revision, User
from reporting.services import drafting, editions, own_items, publication, reports, reviewing
from reporting.services.accounts.actors import load_actor
from reporting.services.drafting import Outcome, Write
from reporting.services.house import House
from reporting.services.jobs import Runner, due
from reporting.services.reports import Workbook
from reporting.services.steps import Step

XT, XO = "XT", "XO"
#: The Parties of the tiny agreement.
XA, XB = "XA", "XB"
TINY = Path(__file__).parent / "forms" / "tiny"
PARTY_NAMES = {
    XT: {"en": "Testland", "fr": "Testlande", "es": "Testlandia", "ru": "Тестландия", "ar": "تستلاند", "zh": "测试国"},
    XO: {"en": "Otherland", "fr": "Autreland", "es": "Otrolandia", "ru": "Другландия", "ar": "أذرلاند", "zh": "他国"},
}
#: The steps that lead from a draft to each status, with who takes them.
PATHS: Mapping[str, Sequence[tuple[str, str]]] = {
    workflow.DRAFT: (),
    workflow.SUBMITTED: (("submit", "focal_point"),),
    workflow.UNDER_REVIEW: (("submit", "focal_point"), ("start_review", "reviewer")),
    workflow.RETURNED: (("submit", "focal_point"), ("start_review", "reviewer"), ("return", "reviewer")),
    workflow.APPROVED: (("submit", "focal_point"), ("start_review", "reviewer"), ("approve", "reviewer")),
    workflow.PUBLISHED: (
        ("submit", "focal_point"), ("start_review", "reviewer"), ("approve", "reviewer"), ("publish", "publisher"),
    ),
    workflow.DISCARDED: (("discard", "focal_point"),),
}  # fmt: skip


class FixedClock:
    """A clock that stands still until `forward`."""

    def __init__(self, moment: dt.datetime | None = None) -> None:
        self.moment = moment or dt.datetime(2026, 2, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.moment

    def forward(self, **amount: float) -> dt.datetime:
        self.moment += dt.timedelta(**amount)
        return self.moment


@dataclass
class World:
    """An installation and its people, made when first asked for. A report is on `form` unless told otherwise.

    `wants_files`: whether a worker that runs beside is to make the files of what `bring_to` publishes.
    """

    house: House
    clock: FixedClock
    agreement: str = "cbd"
    form: str = "nr7"
    parties: tuple[str, str] = (XT, XO)
    wants_files: bool = True
    _actors: dict[tuple[str, str], int] = field(default_factory=dict)

    def user(self, role: str, party: str = "", *, scope: str = "report", language: str = "en") -> int:
        """The id of the person with this role, e.g. ("focal_point", "XT"); "nobody" has no role."""
        known = self._actors.get((role, party))
        if known is not None:
            return known
        with self.house.db.transaction() as session:
            person = User(
                email=f"{role}@{(party or 'secretariat').lower()}.example".replace("_", "-"),
                name=f"{role.replace('_', ' ').title()} {party}".strip(),
                sign_in_key=secrets.token_urlsafe(16),
                active=True,
                language=language,
                time_zone="UTC",
                created_at=self.clock(),
            )
            session.add(person)
            session.flush()
            if role in permissions.ROLES:
                session.add(
                    Membership(
                        user_id=person.id, role=role, party=party if role in permissions.NATIONAL else "",
                        agreement=self.agreement, forms="*", scope=scope, starts_at=self.clock(), given_at=self.clock(),
                    )
                )  # fmt: skip
            self._actors[role, party] = person.id
        return self._actors[role, party]

    def actor(self, role: str, party: str = "") -> Actor:
        """The person as services see them, having just given their password."""
        person = self.user(role, party)
        with self.reading() as session:
            found = load_actor(session, person, self.clock())
        assert found is not None
        return replace(found, proved_at=self.clock())

    def report(self, party: str = "", form: str = "", languages: Sequence[str] = ("en", "fr")) -> int:
        """The id of the Party's report (the first Party's), begun if there is none."""
        party = party or self.parties[0]
        with self.house.db.transaction() as session:
            made, _ = reports.create(
                session, self.actor_in(session, "focal_point", party), self.clock(), self.house.editions,
                party=party, form=form or self.form, languages=languages,
            )  # fmt: skip
            return made.id

    def actor_in(self, session: Any, role: str, party: str) -> Actor:
        key = self._actors.get((role, party))
        if key is None:
            raise LookupError(f"ask for user({role!r}, {party!r}) before the transaction")
        found = load_actor(session, key, self.clock())
        assert found is not None
        return found

    def save(self, report_id: int, values: Mapping[Key, Any], *, by: Actor | None = None, base: int = 0) -> Outcome:
        """Write answers on top of version `base`."""
        return self.write(report_id, *(write(key, value, base) for key, value in values.items()), by=by)

    def write(
        self, report_id: int, *writes: Write, by: Actor | None = None, revision: int = 0, form_digest: str = ""
    ) -> Outcome:
        """Send these writes as a page would, in one transaction; to the newest revision unless told otherwise."""
        who = by or self.actor("focal_point", self.party_of(report_id))
        with self.house.db.transaction() as session:
            newest = reports.newest_revision(session, session.get_one(Report, report_id))
            edition = self.house.editions.of_revision(session, newest.form_revision_id)
            return drafting.save(
                session, who, self.clock(), self.house.editions, report_id=report_id,
                revision=revision or newest.number, form_digest=form_digest or edition.form.digest, writes=writes,
            )  # fmt: skip

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The reading session, given back at the end of the block."""
        session = self.house.db.session
        try:
            yield session
        finally:
            self.house.db.end_reading()
            session.close()

    def book(self, report_id: int) -> Workbook:
        """The report with its answers, as they are now."""
        with self.reading() as session:
            return reports.workbook(session, self.house.editions, session.get_one(Report, report_id))

    def fill(self, report_id: int) -> None:
        """Give every required answer, in the report's first language; to a list that must not be empty, an item."""
        book = self.book(report_id)
        for section in book.edition.form.sections:
            if section.covers and section.is_own and not section.items:
                who = self.actor("focal_point", book.report.party)
                with self.house.db.transaction() as session:
                    own_items.add(session, who, self.clock(), self.house.editions, report_id, section.id, "the-first")
                book = self.book(report_id)
        values = {
            Key(question.path, part.item, book.report.languages[0] if question.multilingual else ""): sample(question)
            for part in book.edition.form.parts
            for question in book.answers.visible_questions(part)
            if question.required and not book.answers.is_given(question, part.item)
        }
        if values:
            outcome = self.save(report_id, dict(list(values.items())[: drafting.MAX_WRITES]))
            assert not outcome.rejected, outcome.rejected
            self.fill(report_id)

    def act(self, report_id: int, action: str, by: Actor, **told: Any) -> Revision:
        """One step, naming what the actor would have been shown."""
        book = self.book(report_id)
        with self.reading() as session:
            copy = session.get_one(Revision, book.revision.id).frozen_copy
        shown = {"digest": book.digest, "sha256": copy.sha256 if copy else "", "comment": "Because of the test."}
        with self.house.db.transaction() as writing:
            revision = reviewing.act(
                writing, by, self.clock(), self.house.editions, report_id, Step(action, **{**shown, **told})
            )
            if action == "publish" and not self.wants_files:
                writing.execute(delete(Job).where(Job.kind == publication.ANNOUNCE))
            return revision

    def bring_to(self, report_id: int, status: str) -> None:
        """Lead a draft to `status`."""
        self.fill(report_id)
        for action, role in PATHS[status]:
            party = self.party_of(report_id) if role in permissions.NATIONAL else ""
            self.act(report_id, action, self.actor(role, party))
        if status == workflow.PUBLISHED:
            self.announce()

    def announce(self) -> None:
        """What the worker does after a publication, without making files."""
        with self.house.db.transaction() as session:
            session.execute(update(Publication).values(announced=True))

    def run_jobs(self) -> None:
        """Do the waiting jobs as the worker would, those that they make included."""
        runner = Runner(self.house.db, self.clock, wiring.make_handlers(self.house), "test")
        for _ in range(5):
            for job in due(self.house.db.session, self.clock()):
                self.house.db.end_reading()
                runner.run(job)
            self.house.db.end_reading()

    def party_of(self, report_id: int) -> str:
        with self.reading() as session:
            return session.get_one(Report, report_id).party

    def status_of(self, report_id: int) -> str:
        with self.reading() as session:
            return reports.newest_revision(session, session.get_one(Report, report_id)).status


def write(key: Key, value: Any, version: int = 0, write_id: str = "") -> Write:
    """A write with an id of its own, unless told which."""
    return Write(write_id or secrets.token_urlsafe(16), key, value, version)


def sample(question: Question) -> Any:
    """A sound value for a question."""
    by_type: Mapping[str, Any] = {
        "text": "A short text",
        "long_text": "First line\nSecond line",
        "rich_text": "<p>A paragraph of <strong>formatted</strong> text.</p>",
        "yes_no": True,
        "date": "2027-05-31",
        "contact": {"name": "Ana Poe", "function": "Head of unit", "institution": "Office of nature",
                    "address": "1 River Road\nTown", "email": "ana.poe@office.example", "phone": "+1 234 567 890"},
        "links": [{"url": "https://www.example.org/plan", "title": "The plan"}],
        "integer": 0,
        "decimal": "1234.5",
        "percentage": "12.5",
        "year": 2024,
        "series": [{"id": "a", "year": "2020", "value": "12.5", "unit": "ha"},
                   {"id": "b", "year": "2024", "value": "13", "unit": "ha"}],
    }  # fmt: skip
    if question.type == "choice":
        return question.options[0]
    if question.type in ("choices", "parties"):
        return [question.options[0]]
    if question.type == "table":
        cells = {column.id: sample(column) for column in question.columns}
        return [{"id": row, **cells} for row in question.rows[:2] or ("a", "b")]
    return by_type[question.type]


def settings(folder: Path, **more: Any) -> config.Settings:
    return config.Settings(instance=folder, secret_key="k" * 40, **more)


def make_world(folder: Path, *, house: House | None = None, clock: FixedClock | None = None) -> World:
    """A world in an empty folder: tables, the open forms, the two Parties."""
    told = clock or FixedClock()
    made = house or wiring.make_house(settings(folder), told)
    open_forms(made)
    with made.db.transaction() as session:
        if session.scalar(select(Party).where(Party.code == XT)) is None:
            for code, region in ((XT, "africa"), (XO, "asia-pacific")):
                names = [{"names": PARTY_NAMES[code]}]
                session.add(
                    Party(agreement="cbd", code=code, iso3=f"{code}X", region=region, names=names, invented=True)
                )
    world = World(made, told)
    for party in (XT, XO):
        world.user("focal_point", party)
    return world


def make_tiny_world(folder: Path, *, clock: FixedClock | None = None, opened: bool = False, **more: Any) -> World:
    """The same with the tiny form, which has every type of question and every kind of condition.

    `opened` says that its database has the tables and the open forms already.
    """
    told = clock or FixedClock()
    house = tiny_house(folder, told, **more)
    if not opened:
        open_forms(house)
    world = World(house, told, agreement="tiny", form="tiny", parties=(XA, XB))
    for party in world.parties:
        world.user("focal_point", party)
    return world


def tiny_house(folder: Path, clock: FixedClock, **more: Any) -> House:
    return wiring.make_house(
        settings(folder, forms_path=str(TINY / "forms"), translations_path=str(TINY / "translations"), **more), clock
    )


#: Files of databases in which forms were opened, by forms and moment. The forms stay here, so that their id does.
_OPENED: dict[tuple[int, dt.datetime], tuple[Catalogue, bytes]] = {}


def open_forms(house: House) -> None:
    """The tables, and the forms that are open. What this process has made once on SQLite is copied."""
    file = Path(str(house.db.url.database))
    if house.db.is_sqlite and not file.exists():
        file.write_bytes(_with_open_forms(house.catalogue, house.clock()))
    else:
        _open(house.db, house.catalogue, house.clock())


def _with_open_forms(catalogue: Catalogue, now: dt.datetime) -> bytes:
    key = (id(catalogue), now)
    if key not in _OPENED:
        with TemporaryDirectory() as folder:
            file = Path(folder) / "made.sqlite"
            db = Database(f"sqlite:///{file}")
            _open(db, catalogue, now)
            db.dispose()
            _OPENED[key] = (catalogue, file.read_bytes())
    return _OPENED[key][1]


def _open(db: Database, catalogue: Catalogue, now: dt.datetime) -> None:
    schema.upgrade(db)
    with db.transaction() as session:
        editions.open_due_forms(session, catalogue, now)
