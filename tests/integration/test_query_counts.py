"""The number of SQL statements of a page does not grow: not with Parties, reports, people, answers or versions."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.app import create_app
from reporting.domain import workflow
from reporting.domain.answers import Key
from reporting.models import FrozenCopy, Membership, Party, Publication, Report, Revision, RevisionProgress, User
from tests.databases import counted
from tests.people import PASSWORD, email_of, with_password
from tests.world import XO, XT, FixedClock, World, make_world, settings

Row = TypeVar("Row")
MANY = 196
FOCAL = {
    "section": f"/en/workspace/{XT}/nr7/sections/report-information",
    "section in French": f"/en/workspace/{XT}/nr7/sections/report-information?in=fr",
    "items": f"/en/workspace/{XT}/nr7/sections/targets?order=changed",
    "item": f"/en/workspace/{XT}/nr7/sections/targets/GBF-TARGET-03",
    "problems": f"/en/workspace/{XT}/nr7/problems",
    "overview": f"/en/workspace/{XT}/nr7",
    "reading": f"/en/workspace/{XT}/nr7/read",
    "reading an item": f"/en/workspace/{XT}/nr7/read/targets/GBF-TARGET-03",
    "history": f"/en/workspace/{XT}/nr7/history/report-information.national_authorities?in=en",
    "submitting": f"/en/workspace/{XT}/nr7/actions/submit",
    "Party": f"/en/workspace/{XT}",
    "members": f"/en/workspace/{XT}/members",
}
REVIEWER = {"desk": "/en/secretariat", "desk, one status": "/en/secretariat?status=draft"}
ADMINISTRATOR = {"accounts": "/en/secretariat/accounts", "accounts found": "/en/secretariat/accounts?q=example"}
ANYONE = {
    "home": "/en/",
    "records": "/en/records",
    "records of a level": "/en/records?target=GBF-TARGET-03&progress=on_track",
    "Parties": "/en/parties",
    "Party": f"/en/parties/{XO}",
    "target": "/en/targets/GBF-TARGET-03",
    "record": f"/en/records/{XO}/nr7",
    "item of a record": f"/en/records/{XO}/nr7/targets/GBF-TARGET-03",
    "whole record": f"/en/records/{XO}/nr7/whole",
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Flask, World]]:
    """Testland with a draft, Otherland with a record."""
    clock = FixedClock()
    app = create_app(settings(tmp_path), clock)
    app.config["WTF_CSRF_ENABLED"] = False
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    begun = (("report-information.national_authorities", ""), ("targets.main_actions", "GBF-TARGET-03"))
    world.save(world.report(XT), {Key(*place, "en"): "<p>One.</p>" for place in begun})
    world.bring_to(world.report(XO), workflow.PUBLISHED)
    yield app, world
    world.house.db.dispose()


def client_of(app: Flask, world: World, role: str, party: str = "") -> FlaskClient:
    client = app.test_client()
    told = {"email": email_of(world, with_password(world, role, party)), "password": PASSWORD}
    assert client.post("/en/sign-in", data=told).status_code == 302
    return client


def costs(app: Flask, world: World) -> Mapping[str, int]:
    """Page → how many statements it takes once everything that is kept in memory is there."""
    found: dict[str, int] = {}
    for client, pages in (
        (client_of(app, world, "focal_point", XT), FOCAL),
        (client_of(app, world, "reviewer"), REVIEWER),
        (client_of(app, world, "administrator"), ADMINISTRATOR),
        (app.test_client(), ANYONE),
    ):
        for name, address in pages.items():
            for _ in range(2):
                with counted() as asked:
                    assert client.get(address).status_code == 200, address
            found[name] = len(asked)
    return found


def test_pages_cost_the_same_with_two_and_with_many_parties(place: tuple[Flask, World]) -> None:
    app, world = place
    before = costs(app, world)
    multiply(world)
    assert costs(app, world) == before
    assert max(before.values()) < 25, before


def test_pages_cost_the_same_with_few_and_with_many_answers(place: tuple[Flask, World]) -> None:
    app, world = place
    before = costs(app, world)
    report = 1
    for version in range(1, 20):
        text = f"<p>{version} times changed.</p>"
        world.save(report, {Key("report-information.national_authorities", "", "en"): text}, base=version)
    world.fill(report)
    questions = ("report-information.process_undertaken", "conclusions.assessment_summary")
    world.save(report, {Key(each, "", "fr"): "<p>Un texte.</p>" for each in questions})
    assert costs(app, world) == before


def test_an_api_list_costs_the_same(place: tuple[Flask, World]) -> None:
    app, world = place
    counts = []
    for _ in range(2):
        for _ in range(2):
            with counted() as asked:
                assert app.test_client().get("/api/v1/records?per_page=200").status_code == 200
        counts.append(len(asked))
        if len(counts) == 1:
            multiply(world)
    assert counts[0] == counts[1]


def multiply(world: World) -> None:
    """Each further Party gets the reports of Testland and Otherland in turn, Testland nearly two hundred observers."""
    with world.house.db.transaction() as session:
        codes = session.scalars(select(Party.code).where(Party.invented.is_(False)).limit(MANY - 2)).all()
        models = [session.scalars(select(Report).where(Report.party == party)).one() for party in (XT, XO)]
        for n, code in enumerate(codes):
            copy_report(session, models[n % 2], code)
            person = User(
                email=f"observer{n}@testland.example", name=f"Observer {n}", sign_in_key=secrets.token_urlsafe(16),
                active=True, language="en", time_zone="UTC", created_at=world.clock(),
            )  # fmt: skip
            session.add(person)
            session.flush()
            session.add(
                Membership(
                    user_id=person.id, role="observer", party=XT, agreement="cbd", forms="*", scope="report",
                    starts_at=world.clock(), given_at=world.clock(), given_by=1,
                )
            )  # fmt: skip


def copy_report(session: Session, model: Report, party: str) -> None:
    """The same report for another Party: revision, progress, frozen copy and record, as far as there are any."""
    report = copied(session, model, party=party)
    source = session.scalars(select(Revision).where(Revision.report_id == model.id)).one()
    revision = copied(session, source, report_id=report.id, frozen_copy_id=None)
    progress = session.get_one(RevisionProgress, source.id)
    session.add(RevisionProgress(revision_id=revision.id, given=progress.given, required=progress.required))
    if source.frozen_copy_id is None:
        return
    copy = copied(session, session.get_one(FrozenCopy, source.frozen_copy_id), revision_id=revision.id)
    revision.frozen_copy_id = copy.id
    record = session.scalars(select(Publication).where(Publication.report_id == model.id)).one()
    copied(session, record, report_id=report.id, revision_id=revision.id, frozen_copy_id=copy.id)


def copied(session: Session, row: Row, **changes: Any) -> Row:
    columns: Any = row.__table__.columns  # type: ignore[attr-defined]
    values = {column.key: getattr(row, column.key) for column in columns if not column.primary_key}
    made = type(row)(**{**values, **changes})
    session.add(made)
    session.flush()
    return made
