"""What a form says of its tables: columns that other types answer for, rows of its own or of a framework."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reporting import paths
from reporting.domain.loader import Catalogue, load
from tests.unit.builders import FORMS, TABLES, TRANSLATIONS, tables

FILE = "01-tables.toml"
AREAS, ALIGNMENT = "question areas", "question alignment"
NAME = '  { id = "name", type = "text", label = "Name", required = true },\n'
MONEY = '  { id = "money", label = "Money" },\n'
TYPE = 'type = "table"\nlabel = "'
TERMS = 'rows = "terms:kmgbf.targets"\n'


def broken(folder: Path, old: str, new: str) -> Catalogue:
    """The form with one change."""
    shutil.copytree(TABLES, folder / "forms")
    file = folder / "forms" / "tables-form" / FILE
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return load([paths.data("forms"), FORMS, folder / "forms"], TRANSLATIONS)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (NAME, NAME * 2, AREAS, "the column 'name' stands twice"),
        (NAME, NAME.replace('"text"', '"files"'), f"{AREAS}, column name", "a column is of one of the types text,"),
        (NAME, NAME.replace('"name"', '"id"'), f"{AREAS}, column id", "the id 'id' is that of the rows"),
        (NAME, NAME.replace('"name"', '"The name"'), f"{AREAS}, column The name", "must be small letters"),
        (NAME, NAME.replace('label = "Name"', "min = 3"), f"{AREAS}, column name", "lacks 'label'"),
        (NAME, NAME.replace("required = true", "max = 3"), f"{AREAS}, column name", "a text question has no max"),
        (NAME, NAME.replace("required", "multilingual"), f"{AREAS}, column name", "unknown property"),
        (NAME, NAME.replace("required = true", 'options = "a:b"'), f"{AREAS}, column name", "has no options"),
        (MONEY, MONEY * 2, "question means", "the row 'money' stands twice"),
        (MONEY, '  { id = "m o", label = "Money" },\n', "question means", "each row needs an id"),
        (MONEY, '  { id = "money" },\n', "question means", "each row needs an id"),
        (TERMS, 'rows = "terms:kmgbf.rivers"\n', ALIGNMENT, "unknown terms 'terms:kmgbf.rivers'"),
        (TERMS, TERMS + "max_rows = 3\n", ALIGNMENT, "rows that are fixed need no max_rows"),
        (TERMS, "rows = 3\n", ALIGNMENT, "rows must be a text or a list"),
        (f"{TYPE}What", f"{TYPE}What".replace("table", "text"), "question means", "a text question has no rows"),
        (f"{TERMS}columns", f"{TERMS}columns = []\nx", ALIGNMENT, "needs columns"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_table_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, words: str
) -> None:
    read = broken(tmp_path, old, new)
    told = [(each.place, each.sentence) for each in read.faults if each.file.endswith(FILE)]
    assert any(each[0] == place and words in each[1] for each in told), told
    assert "tables" not in read.forms


def test_columns_are_questions_whose_texts_stand_below_the_table() -> None:
    areas = tables().form.questions["tables.areas"]
    assert [column.path for column in areas.columns][:2] == ["tables.areas.columns.name", "tables.areas.columns.kind"]
    say = tables().wording("en")
    kind = areas.columns[1]
    assert (say.label(kind), say.option(kind, "sea")) == ("Kind", "At sea")
    assert (areas.columns[0].required, areas.max_rows) == (True, 20)


def test_rows_of_terms_are_said_with_their_numbers_and_titles() -> None:
    alignment, means = (tables().form.questions[f"tables.{name}"] for name in ("alignment", "means"))
    assert len(alignment.rows) == 23
    assert tables().wording("fr").row(alignment, "GBF-TARGET-23").startswith("23 ")
    assert tables().wording("en").row(means, "money") == "Money"


def test_only_forms_with_a_series_hold_its_words() -> None:
    assert "words.series.year.label" in tables().texts["en"]
    read = load([FORMS], TRANSLATIONS)
    assert not [path for path in read.forms["tiny"].texts["en"] if path.startswith("words.series")]
