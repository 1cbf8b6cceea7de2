"""Every endpoint × role × own or another Party × status, against `who_may_what.txt`, which people can read and sign.

The table is the expectation: an endpoint that is not in it fails, and so does an answer that differs from it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from reporting.app import create_app
from reporting.domain import workflow
from reporting.domain.permissions import Actor
from reporting.models import Job, Membership
from reporting.services import reports
from reporting.services.accounts import tokens
from tests.world import PATHS, XO, XT, FixedClock, World, make_world, settings

TABLE = Path(__file__).with_name("who_may_what.txt")
LETTERS = {
    "D": workflow.DRAFT, "S": workflow.SUBMITTED, "U": workflow.UNDER_REVIEW, "R": workflow.RETURNED,
    "A": workflow.APPROVED, "P": workflow.PUBLISHED, "X": workflow.DISCARDED,
}  # fmt: skip
#: Column → role and Party of whoever asks; the report is Testland's.
WHO = {
    "anyone": None,
    "nobody": ("nobody", ""),
    "focal": ("focal_point", XT),
    "author": ("authorised_user", XT),
    "observer": ("observer", XT),
    "other": ("focal_point", XO),
    "reviewer": ("reviewer", ""),
    "publisher": ("publisher", ""),
    "admin": ("administrator", ""),
}


def rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    """(method and endpoint, action or '', column → cell) of each line of the table."""
    columns: list[str] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, cells = line.partition("|")
        if not columns:
            columns = cells.split()
            continue
        method, endpoint, *action = name.split()
        yield f"{method} {endpoint}", action[0] if action else "", dict(zip(columns, cells.split(), strict=True))


def expected(cell: str, status: str) -> str:
    """What a cell says of a status: "ok", or "DR:ok,409" for "ok in draft and returned, else 409"."""
    if ":" not in cell:
        return cell
    letters, _, outcomes = cell.partition(":")
    inside, _, outside = outcomes.partition(",")
    return inside if status in [LETTERS[each] for each in letters] else outside


def outcome(response: Any) -> str:
    """How an answer counts: "in" asks to sign in, "no" refuses the role; 404, 409 and faults are themselves."""
    if response.status_code == 401 or "/sign-in?next=" in response.headers.get("Location", ""):
        return "in"
    if response.status_code in (404, 409) or response.status_code >= 500:
        return str(response.status_code)
    return "no" if response.status_code == 403 else "ok"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Flask, World]]:
    clock = FixedClock()
    app = create_app(settings(tmp_path), clock)
    app.config["WTF_CSRF_ENABLED"] = False
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    for who in WHO.values():
        if who is not None:
            world.user(*who)
    yield app, world
    world.house.db.dispose()


@pytest.mark.parametrize("status", list(PATHS))
def test_each_address_answers_each_role_as_the_table_says(place: tuple[Flask, World], status: str) -> None:
    app, world = place
    report = world.report(XT)
    world.bring_to(report, status)
    world.bring_to(world.report(XT, "nt7"), status)
    asked = Asked(app, world)
    wrong = []
    for name, action, cells in rows():
        if status != workflow.DRAFT and not asked.depends_on_status(name):
            continue
        for column, cell in cells.items():
            found = outcome(asked.ask(name, action, WHO[column]))
            if found != expected(cell, status):
                wrong.append(f"{name} {action} as {column}: {found}, the table says {expected(cell, status)}")
    assert not wrong, f"in status {status}:\n" + "\n".join(wrong)


def test_every_endpoint_stands_in_the_table(place: tuple[Flask, World]) -> None:
    app, _ = place
    known = {name for name, _, _ in rows()}
    assert {name for name in endpoints(app) if not is_for_everybody(app, name)} - known == set()
    assert known - set(endpoints(app)) == set()


def endpoints(app: Flask) -> list[str]:
    return [
        f"{method} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def is_for_everybody(app: Flask, name: str) -> bool:
    return getattr(app.view_functions[name.split()[1]], "permission", "") == "public"


class Asked:
    """Sends requests as somebody, from the same state each time."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.client: FlaskClient = app.test_client()
        self.database = Path(str(world.house.db.url.database))
        self.kept = self.database.with_suffix(".kept")
        self.leave_a_job()
        self.tokens = {who: self.make_token(*who) for who in WHO.values() if who is not None}
        world.house.db.dispose()
        shutil.copy(self.database, self.kept)
        self.who: tuple[str, str] | None = None
        app.extensions["identify"] = self.identify
        self.actors: dict[tuple[str, str], Actor] = {
            who: replace(world.actor(*who), proved_at=world.clock()) for who in WHO.values() if who is not None
        }

    def leave_a_job(self) -> None:
        """One job of the focal point's, number 1 of all."""
        who = self.world.actor("focal_point", XT)
        with self.world.house.db.transaction() as session:
            session.execute(delete(Job))
            payload = {"report": 1, "format": "pdf", "key": "k", "language": "en"}
            session.add(
                Job(
                    id=1, kind="document", key="k", payload=payload, actor_id=who.user_id,
                    not_before_at=self.world.clock(), made_at=self.world.clock(),
                )
            )  # fmt: skip

    def make_token(self, role: str, party: str) -> str:
        who = self.world.actor(role, party)
        with self.world.house.db.transaction() as session:
            return tokens.create(session, who, self.world.clock(), name="test")

    def identify(self) -> Actor:
        return Actor() if self.who is None else self.actors[self.who]

    def rule(self, name: str) -> Any:
        """The shortest address of an endpoint."""
        found = [rule for rule in self.app.url_map.iter_rules() if rule.endpoint == name.split()[1]]
        return min(found, key=lambda rule: len(rule.arguments))

    def depends_on_status(self, name: str) -> bool:
        return bool({"form", "report_id"} & set(self.rule(name).arguments))

    def ask(self, name: str, action: str, who: tuple[str, str] | None) -> Any:
        self.who = who
        method = name.split()[0]
        with self.app.test_request_context():
            g.language = "en"
            address = self.app.url_for(name.split()[1], **self.arguments(name, action))
        response = self.client.open(address, method=method, headers=self.token(name), **self.body(name, action))
        if method != "GET" and response.status_code < 400:  # what was refused has changed nothing
            self.restore()
        return response

    def token(self, name: str) -> dict[str, str]:
        """Programs are known by a token and by nothing else."""
        is_for_programs = name.split()[1].startswith("api.") and self.who is not None
        return {"Authorization": f"Bearer {self.tokens[self.who]}"} if is_for_programs and self.who else {}

    def arguments(self, name: str, action: str) -> dict[str, Any]:
        form = "nt7" if name.split()[1].startswith(("coverage.", "importing.")) else "nr7"
        section = "indicators" if name.split()[1].startswith(("series_files.", "offers.")) else "conclusions"
        sample: dict[str, Any] = {
            "lang_code": "en", "party": XT, "form": form, "section": section, "number": 1,
            "question": "conclusions.assessment_summary", "report_id": 1, "job_id": 1, "in": "en",
            "user_id": self.world.user("observer", XT), "membership_id": self.membership(), "link_id": 1,
            "token_id": 99, "term": "GBF-TARGET-01", "sha256": "a" * 64, "key": "k" * 32, "item": "GBF-TARGET-01",
            "dataset_id": 1, "edition_id": 1, "kind": "csv",
        }  # fmt: skip
        sample["action"] = action or "submit"
        wanted = set(self.rule(name).arguments) | ({"in"} if name == "GET history.versions" else set())
        return {each: sample[each] for each in wanted}

    def membership(self) -> int:
        """The observer's."""
        found = select(Membership.id).where(Membership.user_id == self.world.user("observer", XT))
        made = self.world.house.db.session.scalar(found)
        self.world.house.db.end_reading()
        return made or 0

    def body(self, name: str, action: str) -> dict[str, Any]:
        """A sound body, so that only rights and states can stand in the way."""
        if name.startswith("GET"):
            return {}
        if name.split()[1].startswith("api."):
            if name.split()[1] == "api.attachment_add":
                return {"data": b"%PDF-1.7 %%EOF"}
            return {"json": self.sent_by_programs(name.split()[1], action)}
        makers: dict[str, Callable[[], dict[str, Any]]] = {
            "steps.act": self.step,
            "drafting.save": self.answers,
            "history.restore": lambda: {"in": "en", "version": "1", "base_version": "1", "write_id": "r" * 22},
            "files.begin_upload": lambda: {"name": "plan.pdf", "size": "9"},
            "workspace.create": lambda: {"form": "nr7", "languages": "en"},
            "workspace.languages": lambda: {"languages": "en"},
        }
        return {"data": makers.get(name.split()[1], dict)()}

    def sent_by_programs(self, endpoint: str, action: str) -> dict[str, Any]:
        if endpoint == "api.report_act":
            told, status = self.step(), self.world.status_of(1)
            digest = told["digest"] if action == "submit" else told["sha256"] or "0" * 64
            return {"comment": told["comment"], "expect": {"status": status, "digest": digest}}
        if endpoint == "api.answer_write":
            form = self.answers()["form_digest"]
            entry = {"write_id": "w" * 22, "question": "conclusions.assessment_summary", "lang": "en", "version": 1}
            return {"revision": 1, "form_digest": form, "answers": [{**entry, "value": "Another text"}]}
        return {
            "api.report_begin": {"party": XT, "form": "nr7"},
            "api.export": {"format": "pdf", "lang": "en"},
            "api.item_add": {"repeat": "conclusions"},
            "api.item_place": {"after": None},
            "api.carry_decide": {"question": "conclusions.assessment_summary", "decision": "gone"},
            "api.carry_items": {"form": "nr6", "item": "GBF-TARGET-01", "earlier": None},
        }.get(endpoint, {})

    def step(self) -> dict[str, Any]:
        session = self.world.house.db.session
        book = reports.workbook(session, self.world.house.editions, reports.find(session, XT, "nr7"))
        copy = book.revision.frozen_copy
        told = {"digest": book.digest, "sha256": copy.sha256 if copy else "", "comment": "As the table says."}
        self.world.house.db.end_reading()
        return told

    def answers(self) -> dict[str, Any]:
        digest = self.world.house.editions.newest(self.world.house.db.session, "nr7")[1].form.digest
        self.world.house.db.end_reading()
        question = "conclusions.assessment_summary"
        return {
            "revision": "1", "form_digest": digest, "in": "en", question: "Another text",
            f"{question}~version": "1", f"{question}~write": "w" * 22,
        }  # fmt: skip

    def restore(self) -> None:
        self.world.house.db.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.database)
