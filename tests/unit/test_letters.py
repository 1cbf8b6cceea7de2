"""Letters in the reader's language: every template, each direction, nothing of a comment taken for markup."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporting import paths
from reporting.domain.texts import Texts
from reporting.services.letters import Letters

EMAILS = paths.data("templates") / "emails"
TEMPLATES = sorted(each.stem for each in EMAILS.glob("*.txt") if each.stem != "letter")
PARAMS = {
    "actor_name": "Ada Author",
    "address": "/workspace/XT/nr7",
    "comment": "Please look at <b>question 3</b>.\n\nThank you.",
    "due_on": "2026-06-30",
    "email": "new@testland.example",
    "form_title": "Seventh national report",
    "name": "Flora Focal",
    "number": 2,
    "party_name": "Testland",
    "role": "observer",
    "until_on": "2027-01-31",
    "valid_until_at": "2026-02-16T09:00:00+00:00",
}


@pytest.fixture
def letters() -> Letters:
    return Letters(EMAILS, Texts, "https://reports.example.org")


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_makes_a_letter(letters: Letters, template: str):
    letter = letters.write(template, PARAMS, "en")
    assert letter.subject
    assert "\n" not in letter.subject
    assert letter.text.startswith("Hello Flora Focal,\n\n")
    assert "\nhttps://reports.example.org/en/workspace/XT/nr7\n" in letter.text
    assert '<a href="https://reports.example.org/en/workspace/XT/nr7"' in letter.html
    assert "None" not in letter.text
    assert "%(" not in letter.text + letter.subject
    assert "<b>" not in letter.html


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_needs_more_than_it_may_count_on(letters: Letters, template: str):
    assert letters.write(template, {}, "en").text.startswith("Hello,\n\n")


def test_a_returned_report_comes_with_its_date_and_comment(letters: Letters):
    text = letters.write("report-returned", PARAMS, "en").text
    assert f"expected back by {Texts('en').date('2026-06-30')}." in text
    assert "The comment says:\n\nPlease look at <b>question 3</b>.\n\nThank you." in text


def test_arabic_letters_run_from_right_to_left(letters: Letters):
    html = letters.write("invitation", PARAMS, "ar").html
    assert '<html lang="ar" dir="rtl">' in html


def test_the_address_is_in_the_readers_language_whoever_wrote_it(letters: Letters):
    assert "/fr/records/XT/nr7/1" in letters.write("report-published", {"address": "/en/records/XT/nr7/1"}, "fr").text


def test_a_language_that_the_interface_does_not_speak_reads_english(letters: Letters):
    assert letters.write("password-reset", {}, "pt").language == "en"


def test_templates_are_where_they_are_looked_for():
    assert Path(EMAILS / "letter.txt").is_file()
    assert len(TEMPLATES) == 18
