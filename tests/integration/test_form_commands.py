"""Commands for keepers of forms: what is wrong beside what is open, and what changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reporting.cli import main
from tests.world import TINY

Run = Callable[..., Result]
FORM, SECOND, IDS = "form.toml", "02-second.toml", "ids.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny forms, to be changed."""
    return Path(shutil.copytree(TINY, tmp_path / "data")) / "forms" / "tiny-form"


@pytest.fixture
def run(tmp_path: Path, folder: Path) -> Run:
    """Runs a command on an installation of these forms, which are read anew each time."""

    def run(*arguments: str) -> Result:
        instance = tmp_path / "instance"
        changed = shutil.copytree(folder.parents[1], tmp_path / f"read-{len(list(tmp_path.iterdir()))}")
        environment = {
            "REPORTING_INSTANCE": str(instance), "REPORTING_SECRET_KEY": "k" * 40,
            "REPORTING_FORMS_PATH": str(changed / "forms"),
            "REPORTING_TRANSLATIONS_PATH": str(changed / "translations"),
        }  # fmt: skip
        return CliRunner().invoke(main, list(arguments), env=environment, catch_exceptions=False)

    return run


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines(told: Result) -> list[str]:
    return told.output.splitlines()


def test_a_source_is_held_against_what_was_opened_once_there_is_something(run: Run, folder: Path):
    assert lines(run("forms", "check")) == ["The forms are sound."]
    run("user", "list")  # whatever opens the forms
    change(folder / SECOND, 'id = "note_to_reviewers"\n', 'id = "note_to_readers"\n')
    change(folder / IDS, '"second.note_to_reviewers"', '"second.note_to_readers"')
    told = run("forms", "check")
    assert told.exit_code == 1
    for said in (
        "form.toml: its structure changed after revision 1 was opened: raise the revision",
        "ids.toml: lacks the id 'second.note_to_reviewers', which revision 1 asked: ids stay on record",
    ):
        assert said in told.output


def test_mistakes_stand_before_what_is_only_not_translated_yet(run: Run, folder: Path):
    change(folder / FORM, 'title = "', 'title = "Anew: ')
    change(folder / IDS, '"second.note_to_reviewers"', '"second.note_to_readers"')
    change(folder.parent / "tiny-framework" / "framework.toml", 'title = "Tiny framework"', 'title = "A framework"')
    told = lines(run("forms", "check"))
    assert "ids.toml: lacks the id 'second.note_to_reviewers' of" in told[0]
    assert told[1].endswith("title: is missing in ar, es, fr, ru, zh: 'A framework'")
    assert told[2:] == ["2 problems found."]


def test_what_changed_is_told_line_by_line_and_nothing_is_opened_by_it(run: Run, folder: Path):
    assert run("forms", "diff", "tiny").exit_code == 1, "nothing is open yet"
    run("user", "list")
    assert lines(run("forms", "diff", "tiny"))[-1] == "Nothing differs."
    change(folder / FORM, "revision = 1", "revision = 2")
    change(folder / FORM, "due_on = 2026-12-31", "due_on = 2027-01-31")
    change(folder / SECOND, "max_words = 20", "max_words = 30")
    change(folder / FORM, 'title = "Tiny report"', 'title = "Little report"')
    change(folder / FORM, '["en", "fr", "ar"]', '["en"]')
    assert lines(run("forms", "diff", "tiny", "--lang", "en")) == [
        "tiny: from revision 1, text edition 1 to the source (revision 2)",
        "~ form, due_on: '2026-12-31' → '2027-01-31'",
        "~ form, languages: ['en', 'fr', 'ar'] → ['en']",
        "~ second.story, max_words: 20 → 30",
        "en title",
        "    - Tiny report",
        "    + Little report",
    ]
    assert run("forms", "diff", "tiny", "2").exit_code == 1
    assert run("forms", "diff", "tiny", "1", "1.1").output.endswith("Nothing differs.\n")


def test_what_wants_translating_is_printed_as_entries_of_a_catalogue(run: Run, folder: Path):
    change(folder / FORM, 'title = "Tiny report"', 'title = "A \\"tiny\\" report"')
    entry = 'msgctxt "title"\nmsgid "A \\"tiny\\" report"\nmsgstr ""'
    assert run("forms", "texts", "tiny", "fr").output.strip() == entry
    with (folder.parents[1] / "translations" / "fr" / "LC_MESSAGES" / "tiny.po").open("a", encoding="utf-8") as file:
        file.write("\n" + entry.replace('msgstr ""', 'msgstr "Petit rapport"') + "\n")
    assert run("forms", "texts", "tiny", "fr").output.strip() == ""


def test_the_first_texts_of_a_catalogue_come_with_its_head(run: Run, folder: Path):
    (folder.parents[1] / "translations" / "ar" / "LC_MESSAGES" / "tiny.po").unlink()
    assert lines(run("forms", "texts", "tiny", "ar"))[:2] == [
        'msgid ""', 'msgstr "Content-Type: text/plain; charset=utf-8\\n"',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tiny", "tiny is not written in es: its languages are en, fr, ar."),
        ("huge", "No form, framework or agreement that can be read is called 'huge'."),
    ],
)
def test_where_nothing_is_to_be_translated_a_sentence_says_why(run: Run, name: str, said: str):
    told = run("forms", "texts", name, "es")
    assert (told.exit_code, lines(told)[-1]) == (1, said)


def test_a_form_that_is_not_there_gets_a_sentence(run: Run):
    run("user", "list")
    told = run("forms", "diff", "gone")
    assert told.exit_code == 1
    assert told.output == "There is no form 'gone', or it has no edition of these names. See --help.\n"
