"""The texts of this checkout: complete in all languages, sound as form data, said with the words of the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from reporting import checks, config, glossary
from reporting.cli import main


@pytest.fixture
def told(tmp_path: Path) -> config.Settings:
    return config.load({"REPORTING_INSTANCE": str(tmp_path)})


def test_every_marked_text_is_in_every_language(told: config.Settings) -> None:
    assert checks.catalogue_faults(told) == []


def test_the_forms_are_sound_and_translated(told: config.Settings) -> None:
    assert checks.form_faults(told, None) == []


def test_translations_keep_to_the_glossary(told: config.Settings) -> None:
    assert glossary.glossary_faults(told) == []


def test_the_glossary_stands_for_something(told: config.Settings) -> None:
    """A check that finds no term in any text would find no fault either."""
    terms = glossary.read_glossary(told.translation_roots[0] / glossary.FILE)
    for language in glossary.OTHERS:
        texts = list(glossary.translated_texts(told.translation_roots, language))
        found = {term.english for english, _ in texts for term in glossary.terms_in(english, language, terms)}
        assert len(found) > len(terms) / 2


def test_the_command_reads_the_catalogues_of_further_forms_too(tmp_path: Path) -> None:
    catalogue = tmp_path / "fr" / "LC_MESSAGES" / "made.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text('msgid "Report of the Party"\nmsgstr "Rapport du pays"\n', encoding="utf-8")
    settings = {"REPORTING_INSTANCE": str(tmp_path), "REPORTING_TRANSLATIONS_PATH": str(tmp_path)}
    done = CliRunner().invoke(main, ["texts", "check"], env=settings)
    assert done.exit_code == 1
    assert "fr: 'Report of the Party': “Party” is not said as Partie\n" in done.output
