"""An installation with the tiny form and people with tokens, and a client that holds each answer to its promise."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event, update
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from reporting.api import openapi
from reporting.api.validation import Place as At
from reporting.api.validation import faults
from reporting.app import create_app
from reporting.domain import permissions
from reporting.models import Membership, Publication, User
from reporting.services.accounts import tokens
from reporting.services.accounts.actors import load_actor
from reporting.services.house import House
from tests.world import FixedClock, open_forms, settings

TINY = Path(__file__).parents[2] / "forms" / "tiny"
XA, XB = "XA", "XB"
#: Enough to submit the tiny report: (question, language, value).
COMPLETE = (
    ("first.name", "en", "Garden by the river"),
    ("first.name", "ar", "حديقة على النهر"),
    ("first.open", "", False),
    ("first.colour", "", "blue"),
    ("second.story", "en", "<p>It rained, and everything grew.</p>"),
)


class Program:
    """A program that acts for somebody. Each answer is checked: declared status, schema, no cookie, one error shape."""

    def __init__(self, app: Flask, token: str = "", language: str = "") -> None:
        self.app, self.token, self.language = app, token, language

    def speaking(self, language: str) -> Program:
        return Program(self.app, self.token, language)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.ask("POST", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.ask("PATCH", path, body, **more)

    def ask(
        self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None, raw: Any = None
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if self.language:
            sent["Accept-Language"] = self.language
        data = raw if raw is not None or body is None else json.dumps(body)
        response = self.app.test_client().open(
            f"/api/v1{path}", method=method, data=data, headers={**sent, **(headers or {})}, buffered=True
        )
        check(self.app, method, path, response)
        return response


def check(app: Flask, method: str, path: str, response: TestResponse) -> None:
    """Raise where an answer is not what the OpenAPI document says."""
    assert "Set-Cookie" not in response.headers
    said = _operation(app, method, path)
    declared = (said or {}).get("responses", {})
    status = str(response.status_code)
    if response.status_code >= 400:
        assert "default" in declared or said is None
        assert response.headers["Cache-Control"] == "no-store"
        assert not list(_faults(response.json, {"$ref": "#/components/schemas/Error"})), response.json
        assert response.json["error"]["message"]
        return
    assert status in declared, f"{method} {path} answered {status}, which is not declared"
    for media, content in declared[status].get("content", {}).items():
        assert media in ("*/*", response.mimetype)
        if media == "application/json":
            assert list(_faults(response.json, content["schema"])) == []


def _operation(app: Flask, method: str, path: str) -> Mapping[str, Any] | None:
    try:
        rule, _ = app.url_map.bind("localhost").match(f"/api/v1{path.split('?')[0]}", method, return_rule=True)
    except HTTPException:
        return None
    if rule.endpoint == "api.nowhere":
        return None
    found = openapi.document()["paths"][openapi.path_of(rule.rule.removeprefix("/api/v1"))]
    said: Mapping[str, Any] = found[method.lower()]
    return said


def _faults(value: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    return faults(value, schema, At(openapi.document()["components"]["schemas"], "", strict=True))


class Place:
    """The installation. `program(role, party)` acts for the person with that role, with a token of theirs."""

    def __init__(
        self,
        folder: Path,
        forms: Path | None = TINY,
        agreement: str = "tiny",
        more_forms: Path | str | None = None,
        **more: Any,
    ) -> None:
        self.clock = FixedClock()
        if forms:
            more["forms_path"] = ":".join(str(each) for each in (forms / "forms", more_forms) if each)
            more["translations_path"] = str(forms / "translations")
        self.app = create_app(settings(folder, public_url="http://reports.test", **more), self.clock)
        self.house: House = self.app.extensions["house"]
        self.agreement = agreement
        self._tokens: dict[tuple[str, str], str] = {}
        self._write_ids = itertools.count(1)
        open_forms(self.house)

    @property
    def anyone(self) -> Program:
        return Program(self.app)

    def program(self, role: str, party: str = "") -> Program:
        if (role, party) not in self._tokens:
            self._tokens[role, party] = self._token(self.person(role, party))
        return Program(self.app, self._tokens[role, party])

    def person(self, role: str, party: str) -> int:
        with self.house.db.transaction() as session:
            user = User(
                email=f"{role}-{party}-{secrets.token_hex(3)}@people.example",
                name=f"{role} {party}".strip(),
                sign_in_key=secrets.token_urlsafe(16),
                created_at=self.clock(),
            )
            session.add(user)
            session.flush()
            session.add(
                Membership(
                    user_id=user.id, role=role, party=party if role in permissions.NATIONAL else "",
                    agreement=self.agreement, starts_at=self.clock(), given_at=self.clock(),
                )
            )  # fmt: skip
            return user.id

    def _token(self, user_id: int) -> str:
        with self.house.db.transaction() as session:
            actor = load_actor(session, user_id, self.clock())
            assert actor is not None
            return tokens.create(session, actor, self.clock(), name="test")

    # ------------------------------------------------------------------------------------------ what programs do

    def begin(self, party: str = XA, form: str = "tiny", languages: tuple[str, ...] = ("en", "ar")) -> int:
        """A new report of the Party; its number."""
        sent = {"party": party, "form": form, "languages": list(languages)}
        response = self.program("focal_point", party).post("/reports", sent)
        assert response.status_code == 201, response.json
        return int(response.json["id"])

    def write_id(self) -> str:
        return f"write-of-a-test-{next(self._write_ids):06}"

    def entry(self, question: str, lang: str, value: Any, version: int = 0, **more: Any) -> dict[str, Any]:
        made = {"write_id": self.write_id(), "question": question, "lang": lang, "value": value, "version": version}
        return {**made, **more}

    def writes(self, report: int, *entries: dict[str, Any], by: Program | None = None) -> dict[str, Any]:
        """The body that writes these entries to the report as it is now."""
        seen = (by or self.program("focal_point", XA)).get(f"/reports/{report}").json
        return {"revision": seen["revision"], "form_digest": seen["form_digest"], "answers": list(entries)}

    def write(self, report: int, *entries: dict[str, Any], by: Program | None = None) -> Any:
        """What became of the entries."""
        who = by or self.program("focal_point", XA)
        response = who.patch(f"/reports/{report}/answers", self.writes(report, *entries, by=who))
        assert response.status_code == 200, response.json
        return response.json

    def complete(self, report: int, by: Program | None = None) -> None:
        found = self.write(report, *(self.entry(*each) for each in COMPLETE), by=by)
        assert len(found["saved"]) == len(COMPLETE), found

    def act(self, who: Program, report: int, action: str, comment: str = "") -> TestResponse:
        """Take the step as the report offers it."""
        offered = {each["action"]: each["expect"] for each in who.get(f"/reports/{report}").json["actions"]}
        assert action in offered, f"{action} is not offered: {offered}"
        return who.post(f"/reports/{report}/actions/{action}", {"comment": comment, "expect": offered[action]})

    def publish(self, party: str = XA) -> int:
        """A published report, announced as the worker would; its number."""
        report = self.begin(party)
        focal = self.program("focal_point", party)
        self.complete(report, by=focal)
        for who, action in (
            (focal, "submit"),
            (self.program("reviewer"), "start_review"),
            (self.program("reviewer"), "approve"),
            (self.program("publisher"), "publish"),
        ):
            assert self.act(who, report, action).status_code == 200
        self.announce()
        return report

    def announce(self) -> None:
        with self.house.db.transaction() as session:
            session.execute(update(Publication).values(announced=True))

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that are sent to the database meanwhile."""
        seen: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            seen.append(statement)

        engines = (self.house.db._reader, self.house.db.engine)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)
