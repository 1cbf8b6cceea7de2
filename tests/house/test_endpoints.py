"""Every address says whom it is for, is written as people read it, and changes nothing by GET."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, g
from sqlalchemy import event

from reporting import app as floor
from reporting.domain import workflow
from reporting.domain.permissions import PERMISSIONS
from reporting.services.accounts import tokens
from reporting.web import access
from tests.people import PASSWORD, email_of, with_password
from tests.templates import strict
from tests.world import XT, FixedClock, World, make_world, settings

#: Addresses outside of `/<language>/…` and `/api/…`.
WITHOUT_LANGUAGE = {"/", "/api", "/health/live", "/health/ready", "/favicon.ico", "/assets/<digest>/<path:name>"}
SAMPLE: dict[str, Any] = {
    "party": XT, "form": "nr7", "section": "conclusions", "question": "conclusions.assessment_summary", "number": 1,
    "action": "submit", "token": "x" * 43, "user_id": 1, "membership_id": 1, "link_id": 1, "token_id": 1, "job_id": 1,
    "report_id": 1, "term": "GBF-TARGET-03", "framework": "kmgbf", "digest": "x", "name": "x", "rest": "x",
    "sha256": "a" * 64, "key": "k" * 32, "dataset_id": 1, "edition_id": 1, "kind": "csv", "item": "GBF-TARGET-01",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Flask, World]]:
    clock = FixedClock()
    app = strict(floor.create_app(settings(tmp_path), clock))
    app.config["WTF_CSRF_ENABLED"] = False
    world = make_world(tmp_path, house=app.extensions["house"], clock=clock)
    yield app, world
    world.house.db.dispose()


def methods(rule: Any) -> set[str]:
    return set(rule.methods or ()) - {"HEAD", "OPTIONS"}


def test_an_endpoint_that_says_nothing_stops_the_application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/careless", view_func=lambda: "", endpoint="open")
    monkeypatch.setattr(floor, "BLUEPRINTS", (*floor.BLUEPRINTS, careless))
    with pytest.raises(RuntimeError, match=r"careless\.open"):
        floor.create_app(settings(tmp_path))


def test_so_does_one_of_a_library() -> None:
    app = Flask("library", static_folder="static")
    with pytest.raises(RuntimeError, match="static"):
        access.check_endpoints(app)


def test_a_permission_that_is_not_in_the_table_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="report:paint"):
        access.requires("report:paint")


def test_every_endpoint_names_a_permission_of_the_table(place: tuple[Flask, World]) -> None:
    app, _ = place
    named = {name: getattr(view, "permission", "") for name, view in app.view_functions.items()}
    assert {name: each for name, each in named.items() if each != "public" and each not in PERMISSIONS} == {}


def test_addresses_are_kebab_case_with_their_language_in_front(place: tuple[Flask, World]) -> None:
    app, _ = place
    for rule in app.url_map.iter_rules():
        assert methods(rule) <= {"GET", "POST"} or rule.endpoint.startswith("api."), rule
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert fixed == fixed.lower(), rule
        assert "_" not in fixed, rule
        if rule.rule not in WITHOUT_LANGUAGE:
            assert rule.rule.startswith(("/<lang_code>/", "/api/")), rule


def test_every_post_of_a_page_asks_for_its_token(place: tuple[Flask, World]) -> None:
    app, _ = place
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "POST" in methods(rule) and not rule.endpoint.startswith("api."):
            answer = client.post(address(app, rule), base_url="http://localhost:8000")
            assert answer.status_code in (400, 401), f"{rule} answers {answer.status_code}"


@pytest.mark.parametrize("status", [workflow.DRAFT, workflow.UNDER_REVIEW, workflow.PUBLISHED])
@pytest.mark.parametrize("role", ["focal_point", "reviewer", "administrator"])
def test_get_never_writes(place: tuple[Flask, World], role: str, status: str) -> None:
    app, world = place
    world.bring_to(world.report(XT), status)
    user_id = with_password(world, role, XT if role == "focal_point" else "")
    client = app.test_client()
    told = {"email": email_of(world, user_id), "password": PASSWORD}
    assert client.post("/en/sign-in", data=told).status_code == 302
    with world.house.db.transaction() as session:
        actor = world.actor_in(session, role, XT if role == "focal_point" else "")
        token = tokens.create(session, actor, world.clock(), name="house")
    begun: list[str] = []
    event.listen(world.house.db.engine, "begin", lambda connection: begun.append("a transaction to write"))
    answered = set()
    for rule in app.url_map.iter_rules():
        if "GET" in methods(rule):
            headers = {"Authorization": f"Bearer {token}"} if rule.endpoint.startswith("api.") else {}
            answer = client.get(address(app, rule), headers=headers)
            assert answer.status_code < 500, f"GET {rule} answers {answer.status_code}"
            assert not begun, f"GET {rule} begins {begun[0]}"
            answered.add(answer.status_code)
    assert 200 in answered


def address(app: Flask, rule: Any) -> str:
    with app.test_request_context():
        g.language = "en"
        values = {name: SAMPLE[name] for name in rule.arguments if name != "lang_code"}
        if rule.endpoint == "accounts.act_on_account":
            values["action"] = "disable"
        return str(app.url_for(rule.endpoint, **values))
