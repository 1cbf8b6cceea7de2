"""Form data of any shape: whatever stands where something else is expected is told as a fault, and breaks nothing."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporting.domain.faults import Fault
from reporting.domain.form_source import UNTRANSLATED
from reporting.domain.loader import load
from tests.unit.builders import FORMS

#: A value of a form's files, as they are written: a text, a date or number, a flag, a list or table without others.
_VALUE = re.compile(r'(?<== )("[^"\n]*"|[0-9-]+|true|false|\[[^\[\]{}]*\]|\{[^{}]*\})')
OTHERS = ('"x"', "7", "true", "2020-01-01", "[]", "{}", "[7]", "[{}]", "-1e999", "99999999999999999999")
FILES = sorted(each.relative_to(FORMS) for each in FORMS.glob("*/*.toml"))


def changed(text: str) -> Iterator[str]:
    """The file with each of its values in turn replaced by each of the others."""
    for found in _VALUE.finditer(text):
        for other in OTHERS:
            yield text[: found.start()] + other + text[found.end() :]


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FORMS, tmp_path / "forms"))


def faults(forms: Path) -> list[Fault]:
    """What is wrong with the data, each told by a check that foresaw it."""
    found = load([forms], []).faults
    assert not [str(each) for each in found if each.sentence.startswith("cannot be read as")]
    return found


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_value_of_any_other_type_is_told_or_taken(forms: Path, file: Path) -> None:
    told = 0
    for text in changed((forms / file).read_text(encoding="utf-8")):
        (forms / file).write_text(text, encoding="utf-8")
        told += any(not each.sentence.startswith(UNTRANSLATED) for each in faults(forms))
    assert told > 0


NEITHER = {
    "an empty file": "",
    "no TOML": "id = ",
    "nested too deeply": "id = " + "[" * 2_000 + "]" * 2_000,
    "a number of too many digits": "id = " + "9" * 5_000,
    "a list in place of each table": "section = []\nquestion = [[]]\nid = [[]]\nparties = [1]\nlist = [2]\nids = [3]",
    "a number in place of each table": "section = 1\nquestion = 1\nid = 1\nparties = 1\nlist = 1\nids = 1",
}


@pytest.mark.parametrize("file", FILES, ids=str)
@pytest.mark.parametrize("what", NEITHER)
def test_a_file_that_is_nothing_of_the_kind_is_told_by_its_name(forms: Path, file: Path, what: str) -> None:
    (forms / file).write_text(NEITHER[what], encoding="utf-8")
    assert [each for each in faults(forms) if each.file == str(forms / file)]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_what_cannot_be_read_is_told_by_its_name(forms: Path, file: Path) -> None:
    for made in (Path.mkdir, lambda path: path.symlink_to(path), lambda path: path.write_bytes(b"\xff\xfe")):
        shutil.rmtree(forms)
        shutil.copytree(FORMS, forms)
        (forms / file).unlink()
        made(forms / file)
        assert [each for each in faults(forms) if each.file == str(forms / file)]


@pytest.mark.parametrize("content", [b"\xff\xfe", b'msgid ""\nmsgstr "Content-Type: text/plain; charset=none\\n"\n'])
def test_a_catalogue_that_cannot_be_read_is_told_by_its_name(forms: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "fr" / "LC_MESSAGES" / "tiny.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    assert str(file) in {each.file for each in load([forms], [tmp_path]).faults}


def test_a_folder_without_form_data_is_told(forms: Path) -> None:
    assert [each.file for each in faults(forms / "tiny-form")] == [str(forms / "tiny-form")]


def test_a_folder_that_is_not_there_or_leads_nowhere_is_told(forms: Path) -> None:
    assert [each.file for each in faults(forms / "gone")] == [str(forms / "gone")]
    (forms / "loop").symlink_to(forms / "loop")
    (forms / "away").symlink_to(forms / "gone")
    said = [each for each in faults(forms) if each.sentence == "is a link that leads nowhere"]
    assert [each.file for each in said] == [str(forms / "away"), str(forms / "loop")]


def test_the_values_that_are_replaced_are_most_of_the_form() -> None:
    text = (FORMS / "tiny-form" / "01-first.toml").read_text(encoding="utf-8")
    assert len(list(changed(text))) > 30 * len(OTHERS)
    assert tomllib.loads(next(changed(text)))
