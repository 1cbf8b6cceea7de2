"""National targets out of a table by the command: shown first, written on demand, in somebody's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from reporting.cli import main
from reporting.domain.answers import Key
from reporting.models import AnswerVersion
from tests.world import XT, World, make_world

Run = Callable[..., Result]
HEADINGS = "government,title,globalTargetAndDegreeOfAlignment\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = make_world(tmp_path)
    made.report(XT, "nt7")
    made.house.db.dispose()
    return made


@pytest.fixture
def run(tmp_path: Path, world: World) -> Run:
    """Runs the command on a table with these rows."""

    def run(rows: str, *more: str, form: str = "nt7", party: str = XT) -> Result:
        file = tmp_path / "targets.csv"
        file.write_text(HEADINGS + rows, encoding="utf-8")
        environment = {"REPORTING_INSTANCE": str(tmp_path), "REPORTING_SECRET_KEY": "k" * 40}
        return CliRunner().invoke(
            main, ["import", form, str(file), "--party", party, *more], env=environment, catch_exceptions=False
        )

    return run


def titles(world: World) -> list[str]:
    book = world.book(world.report(XT, "nt7"))
    section = book.edition.form.section("targets")
    assert section is not None
    return [book.stored[Key("targets.title", key, "en")].value for key in section.keys]


def test_it_shows_what_would_change_and_writes_nothing(run: Run, world: World) -> None:
    told = run("xt,Restore forest,GBF-TARGET-02: High; GBF-TARGET-99: Low\nxo,Other,\n")
    assert told.exit_code == 0
    assert "new: Restore forest" in told.output
    assert "rows of other Parties, left out: 1" in told.output
    assert "row 2, column C (globalTargetAndDegreeOfAlignment): “GBF-TARGET-99: Low”" in told.output
    assert "Nothing is written." in told.output
    assert titles(world) == []


def test_it_writes_in_the_name_of_the_only_focal_point(run: Run, world: World) -> None:
    assert "Written: 1 new, 0 changed." in run("xt,Restore forest,GBF-TARGET-02: High\n", "--yes").output
    assert titles(world) == ["Restore forest"]
    with world.reading() as session:
        authors = set(session.scalars(select(AnswerVersion.author_id)))
    assert authors == {world.user("focal_point", XT)}
    assert "There is nothing to write." in run("xt,Restore forest,GBF-TARGET-02: High\n", "--yes").output


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"party": "XO"}, "XO has not begun nt7"),
        ({"form": "chm"}, "XT has not begun chm"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(run: Run, more: dict[str, str], sentence: str) -> None:
    told = run("xt,Restore forest,\n", **more)
    assert (told.exit_code, sentence in told.output) == (1, True)


def test_a_form_without_tables_and_a_person_without_the_right_are_refused(run: Run, world: World) -> None:
    world.report(XT, "nr7")
    world.user("observer", XT)
    world.house.db.dispose()
    assert "No tables are read into nr7." in run("xt,Restore forest,\n", form="nr7").output
    assert "Your role does not allow this." in run("xt,Forest,\n", "--by", "observer@xt.example").output
