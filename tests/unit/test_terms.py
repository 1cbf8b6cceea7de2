"""The words that a framework explains: read with their faults, translated, and found in what questions say."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from reporting import paths
from reporting.domain.faults import Fault, Place
from reporting.domain.loader import load
from reporting.domain.terms import Term, read_terms, used_in
from tests.unit.builders import FORMS, TRANSLATIONS

PLACE = Place(Path("glossary.toml"))
TARGET = {"id": "target", "term": "Target", "definition": "What is to be done.", "everyday": True}
NATIONAL = {"id": "national_target", "term": "National target", "definition": "What one country is to do."}
PLAN = {
    "id": "plan",
    "term": "Strategy",
    "definition": "What comes first.",
    "link": "https://plan.example",
    "also_en": ["action plan"],
}


def terms(*rows: Mapping[str, object]) -> dict[str, Term]:
    faults: list[Fault] = []
    read = read_terms(PLACE, rows, faults)
    assert faults == []
    return read


def found(text: str, *rows: Mapping[str, object]) -> list[str]:
    return [term.id for term in used_in(text, terms(*rows).values())]


def test_a_term_is_read_with_all_that_is_known_of_it() -> None:
    read = terms(TARGET, PLAN)
    assert list(read) == ["target", "plan"]
    assert (read["plan"].link, read["plan"].everyday) == ("https://plan.example", False)
    assert read["target"].everyday


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"id": "x", "term": "X"}, "lacks 'definition'"),
        ({"term": "X", "definition": "Y"}, "lacks 'id'"),
        ({**TARGET, "id": "x", "colour": "red"}, "unknown property 'colour'"),
        ({**TARGET, "id": "No Good"}, "an id is small letters, digits and _, at most 60"),
        (TARGET, "stands twice"),
    ],
)
def test_a_row_that_is_wrong_is_told_and_left_out(row: Mapping[str, object], sentence: str) -> None:
    faults: list[Fault] = []
    read = read_terms(PLACE, [TARGET, row], faults)
    assert [each.sentence for each in faults] == [sentence]
    assert list(read) == ["target"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which targets come first?", ["target"]),
        ("Which NATIONAL TARGETS come first?", ["national_target"]),
        ("A national target serves a target.", ["target", "national_target"]),
        ("Strategies and targets", ["target", "plan"]),
        ("The action plans of two towns", ["plan"]),
        ("A targeted, strategic choice", []),
        ("See https://target.example", []),
        ("", []),
    ],
)
def test_the_terms_that_a_text_uses(text: str, expected: list[str]) -> None:
    assert found(text, TARGET, NATIONAL, PLAN) == expected


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """A copy of the tiny form data, whose framework explains one word."""
    made = Path(shutil.copytree(FORMS, tmp_path / "forms"))
    (made / "tiny-framework" / "glossary.toml").write_text(
        '[[term]]\nid = "bee"\nterm = "Bee"\ndefinition = "It makes honey."\n', encoding="utf-8"
    )
    return made


def test_the_words_of_a_framework_are_among_its_texts_and_want_translating(forms: Path) -> None:
    read = load([forms], TRANSLATIONS)
    framework = read.frameworks["tiny"]
    assert list(framework.glossary) == ["bee"]
    assert framework.wording("en")("glossary.bee.definition") == "It makes honey."
    missing = [each.sentence for each in read.faults if each.place == "glossary.bee.definition"]
    assert missing == ["is missing in ar, es, fr, ru, zh: 'It makes honey.'"]


def test_a_glossary_that_is_no_toml_is_told_and_the_framework_stays(forms: Path) -> None:
    (forms / "tiny-framework" / "glossary.toml").write_text("[[term", encoding="utf-8")
    read = load([forms], TRANSLATIONS)
    assert [each.file.rpartition("/")[2] for each in read.faults] == ["glossary.toml"]
    assert read.frameworks["tiny"].glossary == {}
    assert "tiny" in read.forms


def test_the_glossary_that_is_shipped_explains_each_level_of_progress_by_its_name() -> None:
    framework = load([paths.data("forms")], [paths.data("translations")]).frameworks["kmgbf"]
    for language in framework.texts:
        say = framework.wording(language)
        for level in framework.lists["progress"].options:
            assert say(f"glossary.{level}.term") == say(f"lists.progress.{level}")
            assert say(f"glossary.{level}.definition")
