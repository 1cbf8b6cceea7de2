"""Official texts of an installation: imported, shown, taken away; each change is a new text edition."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporting.app import create_app
from reporting.cli import main
from reporting.domain.definitions import Edition
from reporting.domain.official_texts import Row
from reporting.models import AuditEvent, FormRevision, FrozenCopy, TextEdition
from reporting.services import editions, official_texts
from tests.world import TINY, World, settings

Run = Callable[..., Result]
OPEN = "first.open.label"
LABEL, OURS = "first.name.label", "Comment s’appelle le jardin ?"


def label(world: World, language: str = "fr") -> str:
    with world.reading() as session:
        _, edition = world.house.editions.newest(session, "tiny")
        return edition.wording(language)(LABEL)


def lay(world: World, *rows: Row) -> None:
    with world.house.db.transaction() as session:
        official_texts.lay(session, world.clock(), rows)
        editions.open_due_forms(session, world.house.catalogue, world.clock())


def numbers(world: World) -> list[int]:
    with world.reading() as session:
        return [row.number for row in session.query(TextEdition).order_by(TextEdition.id)]


def test_an_official_text_makes_a_new_text_edition_and_goes_as_it_came(either: World):
    ours = label(either)
    begun, count = numbers(either)[-1], len(numbers(either))
    lay(either, Row(2, "tiny", LABEL, "fr", "Nom officiel du jardin"))
    assert (label(either), numbers(either)[-1]) == ("Nom officiel du jardin", begun + 1)
    lay(either, Row(2, "tiny", LABEL, "fr", "Nom officiel du jardin"))
    assert len(numbers(either)) == count + 1, "the same texts make no further edition"
    with either.house.db.transaction() as session:
        assert official_texts.remove(session, either.clock(), "tiny", LABEL, "ar") == 0
        assert official_texts.remove(session, either.clock(), "tiny") == 1
        editions.open_due_forms(session, either.house.catalogue, either.clock())
    assert label(either) == ours
    with either.reading() as session:
        assert len(session.query(FormRevision).filter_by(form="tiny").all()) == 1
        told = [row.name for row in session.query(AuditEvent).order_by(AuditEvent.id)]
    assert told[-5:] == ["texts:laid", "form:edition", "texts:laid", "texts:removed", "form:edition"]


def test_every_process_shows_what_another_has_laid_over(tiny: World):
    another = official_texts.Laid(tiny.house.catalogue)
    with tiny.reading() as session:
        assert another.catalogue(session) is tiny.house.catalogue
    lay(tiny, Row(2, "tiny", "title", "fr", "Cadre officiel"))
    with tiny.reading() as session:
        shown = another.catalogue(session)
        assert shown.frameworks["tiny"].wording("fr")("title") == "Cadre officiel"
        assert another.catalogue(session) is shown, "it is put together once"


def test_what_would_change_is_told_against_what_is_shown_now(tiny: World):
    ours = label(tiny)
    row = Row(2, "tiny", LABEL, "fr", "Nom officiel")
    with tiny.reading() as session:
        assert [each.now for each in official_texts.changes(session, tiny.house.catalogue, [row])] == [ours]
    lay(tiny, row)
    with tiny.reading() as session:
        assert official_texts.changes(session, tiny.house.catalogue, [row]) == []


def edition(world: World, report: int) -> Edition:
    return world.book(report).edition


def stored(world: World) -> list[tuple[int, str]]:
    """The revision and digest of each text edition, in order."""
    with world.reading() as session:
        found = session.query(FormRevision.revision, TextEdition.digest)
        found = found.join(TextEdition).filter(FormRevision.form == "tiny").order_by(TextEdition.id)
        return [(revision, digest) for revision, digest in found]


@pytest.fixture
def later(either: World, monkeypatch: pytest.MonkeyPatch) -> int:
    """A draft on the first revision, after a second was opened that asks for its opening otherwise."""
    report, source = either.report(), either.house.catalogue.forms["tiny"]
    texts = {language: {**told, OPEN: f"{told[OPEN]} (2)"} for language, told in source.texts.items()}
    own = {language: {**told, OPEN: f"{told[OPEN]} (2)"} for language, told in source.own.items()}
    second = replace(source, structure={**source.structure, "revision": 2}, texts=texts, own=own)
    monkeypatch.setitem(either.house.catalogue.forms, "tiny", second)
    lay(either)
    return report


def test_earlier_revisions_get_official_texts_where_they_ask_the_same(either: World, later: int):
    begun = stored(either)[-2:]
    assert [revision for revision, _ in begun] == [1, 2]
    ours = edition(either, later).texts["fr"]
    official = [Row(2, "tiny", LABEL, "fr", "Nom"), Row(3, "tiny", OPEN, "fr", "Ouverture")]
    colour = Row(4, "tiny", "lists.colours.red", "fr", "Vermeil")
    lay(either, *official, colour)
    now = edition(either, later)
    assert (now.form.revision, now.texts["fr"]) == (1, {**ours, LABEL: "Nom", "lists.colours.red": "Vermeil"})
    assert now.official == {"fr": {LABEL, "lists.colours.red"}}
    with either.reading() as session:
        _, newest = either.house.editions.newest(session, "tiny")
    assert newest.official == {"fr": {LABEL, OPEN, "lists.colours.red"}}
    assert newest.texts["fr"][OPEN] == "Ouverture"
    lay(either, Row(2, "tiny", LABEL, "fr", "Nom du jardin"))
    assert edition(either, later).texts["fr"][LABEL] == "Nom du jardin"
    with either.house.db.transaction() as session:
        official_texts.remove(session, either.clock(), "tiny")
        editions.open_due_forms(session, either.house.catalogue, either.clock())
    assert edition(either, later).texts["fr"] == ours
    assert edition(either, later).official == {}
    assert stored(either)[-2:] == begun[::-1], "as before, to the last sign"
    count = len(stored(either))
    lay(either)
    assert len(stored(either)) == count


def test_an_official_text_that_says_what_ours_says_is_marked_all_the_same(either: World, later: int):
    lay(either, Row(2, "tiny", LABEL, "fr", OURS))
    assert edition(either, later).official == {"fr": {LABEL}}
    assert edition(either, later).texts["fr"][LABEL] == OURS


def test_frozen_copies_stay_as_they_are(either: World):
    report = either.report()
    either.bring_to(report, "published")
    with either.reading() as session:
        before = [(row.sha256, row.public, row.private) for row in session.query(FrozenCopy)]
    lay(either, Row(2, "tiny", LABEL, "fr", "Nom officiel"))
    with either.reading() as session:
        assert [(row.sha256, row.public, row.private) for row in session.query(FrozenCopy)] == before
    assert edition(either, report).texts["fr"][LABEL] == "Nom officiel"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a command on an installation of the tiny forms."""
    environment = {
        "REPORTING_INSTANCE": str(tmp_path), "REPORTING_SECRET_KEY": "k" * 40,
        "REPORTING_FORMS_PATH": str(TINY / "forms"), "REPORTING_TRANSLATIONS_PATH": str(TINY / "translations"),
    }  # fmt: skip

    def run(*arguments: object, typed: str = "") -> Result:
        told = [str(each) for each in arguments]
        return CliRunner().invoke(main, told, env=environment, input=typed, catch_exceptions=False)

    return run


def rows_in(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "official.json"
    file.write_text(json.dumps(list(rows)), encoding="utf-8")
    return file


def test_a_file_is_laid_over_when_its_difference_has_been_seen(run: Run, tmp_path: Path):
    file = rows_in(tmp_path, {"path": LABEL, "language": "fr", "text": "Nom officiel"})
    refused = run("forms", "import-texts", file, "--domain", "tiny", typed="n\n")
    assert refused.exit_code == 1
    assert f"tiny {LABEL} [fr]" in refused.output
    assert "    + Nom officiel" in refused.output
    assert run("forms", "import-texts", "--list").output == ""
    assert run("forms", "import-texts", file, "--domain", "tiny", "--yes").exit_code == 0
    assert run("forms", "import-texts", "--list").output == f"tiny {LABEL} [fr] Nom officiel\n"
    told = {"forms_path": str(TINY / "forms"), "translations_path": str(TINY / "translations")}
    page = create_app(settings(tmp_path, **told)).test_client().get("/fr/forms/tiny").text
    assert "Nom officiel" in page
    assert "texte officiel" in page
    kept = run("forms", "import-texts", "--remove", "tiny", "--path", LABEL, typed="n\n")
    assert (kept.exit_code, f"- tiny {LABEL} [fr] Nom officiel" in kept.output) == (1, True)
    assert run("forms", "import-texts", "--list").output == f"tiny {LABEL} [fr] Nom officiel\n"
    assert run("forms", "import-texts", "--remove", "tiny", "--path", LABEL, "--yes").exit_code == 0
    assert run("forms", "import-texts", "--list").output == ""
    again = run("forms", "import-texts", "--remove", "tiny", "--yes")
    assert (again.exit_code, "No such text" in again.output) == (1, True)


def test_rows_that_fit_nowhere_are_told_and_nothing_is_written(run: Run, tmp_path: Path):
    good = {"domain": "tiny", "path": LABEL, "language": "fr", "text": "Nom officiel"}
    file = rows_in(tmp_path, good, good | {"path": "first.gone"}, good | {"language": "de"})
    told = run("forms", "import-texts", file, "--yes")
    assert told.exit_code == 1
    assert told.output.splitlines()[-2:] == [
        "official.json, row 2: tiny has no text 'first.gone'",
        "official.json, row 3: tiny is not in the language 'de'",
    ]
    assert run("forms", "import-texts", "--list").output == ""
    assert run("forms", "import-texts").exit_code == 1
    assert run("forms", "import-texts", file, "--remove", "tiny", "--yes").exit_code == 1
    (tmp_path / "empty.csv").write_text("")
    assert run("forms", "import-texts", tmp_path / "empty.csv").exit_code == 1
