"""The console script, command by command, on an installation of its own."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporting import config
from reporting.app import create_app
from reporting.cli import main
from tests.world import XT, FixedClock, make_world, settings

Run = Callable[..., Result]
TINY = Path(__file__).resolve().parents[1] / "forms" / "tiny"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command for the instance in `tmp_path`."""

    def run(*arguments: str) -> Result:
        environment = {"REPORTING_INSTANCE": str(tmp_path), "REPORTING_SECRET_KEY": "k" * 40}
        return CliRunner().invoke(main, [str(each) for each in arguments], env=environment, catch_exceptions=False)

    return run


def test_the_first_administrator_comes_in_by_the_link_that_is_printed(run: Run, tmp_path: Path) -> None:
    told = run("user", "invite", "first@example.org", "--role", "administrator", "--lang", "fr")
    assert told.exit_code == 0
    link = told.output.splitlines()[-1]
    path = link.removeprefix("http://localhost:8000")
    assert path.startswith("/fr/invitations/")
    page = create_app(settings(tmp_path)).test_client().get(path)
    assert (page.status_code, "first@example.org" in page.text) == (200, True)


@pytest.mark.parametrize(
    ("role", "more", "said"),
    [
        ("focal_point", (), "Name the Party with --party: a focal_point belongs to one."),
        ("reviewer", ("--party", "XT"), "Leave out --party: a reviewer belongs to the secretariat."),
        ("focal_point", ("--party", "ZZ"), "The agreement 'cbd' has no Party 'ZZ'."),
        ("reviewer", ("--agreement", "moon"), "No agreement is called 'moon'. There are: cbd."),
    ],
)
def test_an_invitation_that_does_not_fit_gets_a_sentence(run: Run, role: str, more: tuple[str, ...], said: str) -> None:
    told = run("user", "invite", "x@example.org", "--role", role, *more)
    assert (told.exit_code, told.output.splitlines()[-1]) == (1, said)


def test_people_are_listed_disabled_and_given_tokens(run: Run, tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.house.db.dispose()
    email = "focal-point@xt.example"
    assert f"{email}  focal_point XT" in run("user", "list").output
    token = run("token", "create", email).output.splitlines()[-1]
    client = create_app(settings(tmp_path)).test_client()
    answer = client.get("/api/v1/reports", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert run("user", "disable", email).exit_code == 0
    assert "(disabled)" in run("user", "list").output
    assert client.get("/api/v1/reports", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert run("user", "disable", "nobody@example.org").exit_code == 1


def test_every_setting_is_listed_and_secrets_are_not_shown(run: Run) -> None:
    listed = run("settings").output
    for each in dataclasses.fields(config.Settings):
        assert f"REPORTING_{each.name.upper()} = " in listed
    assert "k" * 40 not in listed


def test_a_record_is_written_to_a_file_whose_bytes_are_those_that_were_frozen(run: Run, tmp_path: Path) -> None:
    world = make_world(tmp_path, clock=FixedClock())
    world.user("reviewer")
    world.user("publisher")
    world.bring_to(world.report(XT), "published")
    world.house.db.dispose()
    file = tmp_path / "record.json"
    assert run("export", "XT/nr7/1", "--format", "json", "-o", str(file)).exit_code == 0
    copy = json.loads(file.read_bytes())
    assert copy["party"]["code"] == XT
    listed = create_app(settings(tmp_path)).test_client().get("/api/v1/records").json["items"]
    assert listed[0]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert run("export", "XO/nr7", "--format", "json", "-o", str(file)).exit_code == 1


def test_forms_are_checked_here_or_in_a_folder(run: Run, tmp_path: Path) -> None:
    assert run("forms", "check").output.strip() == "The forms are sound."
    assert run("forms", "check", str(TINY)).exit_code == 0
    broken = tmp_path / "forms" / "form"
    broken.mkdir(parents=True)
    (broken / "form.toml").write_text("id = \n", encoding="utf-8")
    told = run("forms", "check", str(tmp_path / "forms"))
    assert told.exit_code == 1
    assert "is not valid TOML" in told.output


def test_tables_that_are_up_to_date_are_left_alone(run: Run) -> None:
    assert run("db", "upgrade").output.strip() == "The tables were brought up to date."
    assert run("db", "upgrade").output.strip() == "The tables are up to date."
