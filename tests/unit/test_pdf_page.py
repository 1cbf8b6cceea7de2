"""The page that a PDF is printed from: the cover's words, answers as they are read, no typed text as markup."""

from __future__ import annotations

import gettext
import re
import shutil
from dataclasses import replace
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from reporting.domain import workflow
from reporting.domain.document import Document, LevelCount, Part
from reporting.domain.texts import Texts
from reporting.outputs.pdf import layout_version
from reporting.outputs.pdf_chart import WIDTH, chart_of
from reporting.outputs.pdf_html import direction, formatted, page_count, page_of, standing_of
from tests.documents import PROSE, PUBLISHED, TEMPLATES, answered, document, question, targets, value

ENGLISH = Texts("en")


def html(made: Document, texts: Texts = ENGLISH) -> str:
    return page_of(made, texts, TEMPLATES).html


def words(made: Document) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html(made))).split())


def test_the_cover_of_a_record_tells_how_to_find_and_cite_it() -> None:
    found = words(document(**PUBLISHED))
    for each in (
        "Convention on Biological Diversity Seventh national report Testland",
        f"Published on {ENGLISH.date('2026-09-14')}, version 2",
        "Working languages English, French",
        f"SHA-256 of the frozen copy {PUBLISHED['sha256']}",
        f"Permanent address {PUBLISHED['address']}",
        "How to cite Testland. Seventh national report. Convention on Biological Diversity. Published on",
    ):
        assert each in found
    assert "Draft" not in found


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (None, "Draft"),
        ("nonsense", "Draft"),
        (workflow.DRAFT, "Draft"),
        (workflow.RETURNED, "Draft"),
        (workflow.SUBMITTED, "Not published"),
        (workflow.UNDER_REVIEW, "Not published"),
        (workflow.APPROVED, "Not published"),
        (workflow.WITHDRAWN, "Withdrawn"),
        (workflow.PUBLISHED, ""),
        (workflow.SUPERSEDED, ""),
    ],
)
def test_what_is_no_record_is_marked_on_every_page(status: str | None, mark: str) -> None:
    meta = {**PUBLISHED, "status": status}
    assert standing_of(meta, ENGLISH).mark == mark
    assert ("Please do not cite" in words(document(**meta))) is bool(mark)
    assert f'data-mark="{mark}"' in html(document(**meta))


def test_what_readers_should_know_of_a_version_is_said() -> None:
    found = words(document(**{**PUBLISHED, "status": "superseded", "late": True, "change_note": "Lagoons corrected."}))
    assert "A newer version of this report has been published since." in found
    assert "Submitted after the due date" in found
    assert "What changed in this version Lagoons corrected. Contents" in found


def test_nothing_but_the_document_is_needed() -> None:
    assert "Testland" in words(document())


def test_answers_are_shown_with_what_is_known_of_them() -> None:
    made = html(document())
    assert '<div class="answer formatted" lang="fr" dir="ltr"><p>Rédigé en français.</p></div>' in made
    assert "Shown in French" in made
    assert "Machine translation" in made
    assert "Not answered" in made
    assert "Not for the public" in made
    assert "<p>One line<br>another line</p>" in made
    assert "Garden &lt;by&gt; the river" in made
    assert '<span class="mark mark-on_track"></span>On track' in made
    assert made.count("mark-chosen") == 2


def test_typed_markup_is_text_everywhere() -> None:
    evil: Any = "<script>alert(1)</script>\"'"
    part = Part(
        evil,
        evil,
        evil,
        (question(evil, evil, value("text", evil)), question("a", evil, value(evil, evil, items=(evil,)))),
    )
    made = html(document(part, **{**PUBLISHED, "address": evil, "sha256": evil, "change_note": evil, "number": evil}))
    assert "<script" not in made


def test_formatted_text_is_cleaned_again() -> None:
    made = html(answered('<p onclick="a()" style="color: red">a <a href="javascript:b()">b</a></p><script>c</script>'))
    assert "<p>a b</p>" in made
    assert "javascript" not in made


def test_text_nested_too_deeply_is_printed_as_paragraphs() -> None:
    assert formatted("<blockquote>" * 200 + "all of it <b>stays</b>", 3) == "<p>all of it stays</p>"


def test_headings_of_an_answer_rank_below_the_question() -> None:
    assert formatted("<h3>a</h3><h4>b</h4>", 4) == "<h5>a</h5><h6>b</h6>"
    assert formatted("<h3>a</h3><h4>b</h4>", 2) == "<h3>a</h3><h4>b</h4>"


def test_a_target_is_shown_with_number_level_and_summary_and_says_its_language_once() -> None:
    made = html(document(targets("en")))
    (first, second) = made.split('<section class="item item-page"')[1:]
    assert ' id="targets.T1">' in first
    assert '<span class="item-number">1</span> <span class="item-title">Protect the lagoons</span></h3>' in first
    assert '<p class="item-level"><span class="mark mark-on_track"></span>On track</p>' in first
    assert PROSE["en"] in first
    assert first.count("Shown in French") == 1
    assert first.count("Machine translation") == 2
    assert "<h4>Actions</h4>" in first
    assert "<h5>Bilan</h5>" in first
    assert "Not answered" in second


def test_the_overview_says_in_words_what_its_chart_draws() -> None:
    made = html(document(targets("en")))
    overview = made[made.index('<section class="overview"') : made.index("<main>")]
    assert "<title>On track: 1 and Not answered: 1</title>" in overview
    assert overview.count("<rect") == 2
    assert "</span>On track: <strong>1</strong></li>" in overview
    assert '<th scope="row">Protect the lagoons</th>' in overview
    assert 'href="#targets.T1"' in overview
    assert '<section class="overview"' not in html(document())


def test_a_chart_runs_from_the_side_where_reading_begins() -> None:
    ltr, rtl = (chart_of(targets("en"), ENGLISH, mirrored=each).shapes for each in (False, True))
    assert [float(each.attributes["x"]) for each in (ltr[0], rtl[0])] == [1.5, WIDTH / 2 + 1.5]
    assert ltr[0].attributes["fill"] == rtl[0].attributes["fill"] != "#ffffff"


def test_each_level_is_drawn_in_a_shape_of_its_own() -> None:
    marks = "achieved exceeding on_track insufficient no_change moving_away unknown not_applicable".split()
    drawn = {
        mark: [
            (each.tag, each.attributes.get("fill"), each.attributes.get("stroke-dasharray"))
            for each in chart_of(
                replace(targets("en"), levels=(LevelCount(mark, mark, 1),)), ENGLISH, mirrored=False
            ).shapes
        ]
        for mark in marks
    }
    assert all(one != other for one, other in combinations(drawn.values(), 2))


def test_attached_files_are_listed_with_what_is_known_of_them() -> None:
    row = {"id": "ab" * 32, "name": "budget.pdf", "description": "The budget", "size": 1_200_000}
    part = Part("first", "I", "First part", (question("first.files", "Files", value("files", rows=(row,))),))
    found = words(document(part, **PUBLISHED))
    assert (
        f"The budget budget.pdf PDF · {ENGLISH.size(1_200_000)} · SHA-256 abababababab… {PUBLISHED['address']}/files/"
        in found
    )
    assert "/files/" not in words(document(part))


def test_a_contact_reads_in_its_own_direction_in_an_arabic_report() -> None:
    row = {
        "name": "Ana Poe",
        "address": "14 Heron Quay\nTown",
        "email": "ana@nature.example",
        "phone": "+999 20 555 0140",
    }
    row |= {"function": "", "institution": "مكتب الطبيعة"}
    part = Part("first", "I", "First part", (question("first.contact", "Contact", value("contact", rows=(row,))),))
    found = html(document(part, language="ar"))
    for way, line in (("ltr", "+999 20 555 0140"), ("ltr", "14 Heron Quay"), ("rtl", "مكتب الطبيعة")):
        assert f'<span dir="{way}">{line}</span>' in found


def test_the_contents_name_questions_while_they_are_few() -> None:
    def entries(count: int) -> int:
        questions = tuple(question(f"first.q{n}", f"Question {n}", None) for n in range(count))
        return html(document(Part("first", "I", "First part", questions))).count('<p class="entry')

    assert entries(5) == 6
    assert entries(60) == 1


def test_page_words_follow_the_order_of_the_language() -> None:
    class Turned(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return '%(pages)s 页中的第 %(page)s "页"\\' if message == "Page %(page)s of %(pages)s" else message

    assert page_count(ENGLISH) == '"Page " counter(page) " of " counter(pages)'
    turned = page_count(Texts("zh", Turned()))
    assert turned == 'counter(pages) " 页中的第 " counter(page) " \\22 页\\22 \\5c "'


@pytest.mark.parametrize(
    ("text", "way"), [("Two", "ltr"), ("«نعم»", "rtl"), ("12 שלום", "rtl"), ("", "ltr"), ("12", "ltr")]
)
def test_text_of_unknown_language_runs_as_its_first_letter(text: str, way: str) -> None:
    assert direction(text) == way


def test_the_layout_version_changes_with_the_layout(tmp_path: Path) -> None:
    copy = shutil.copytree(TEMPLATES / "documents", tmp_path / "templates" / "documents").parent
    assert layout_version(copy) == layout_version(TEMPLATES)
    other = shutil.copytree(copy, tmp_path / "other")
    with (other / "documents" / "report.css").open("a") as sheet:
        sheet.write("p { color: red }")
    assert layout_version(other) != layout_version(TEMPLATES)
