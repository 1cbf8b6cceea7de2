"""PDF files as readers get them: text in every script, tags, places to jump to, fonts, limits, the fence at work."""

from __future__ import annotations

import http.server
import logging
import re
import subprocess
import threading
import time
import unicodedata
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from reporting.domain.layout import lay_out
from reporting.domain.record import ReportIdentity, StoredAnswer
from reporting.domain.texts import Texts, texts_of
from reporting.outputs.pdf import Limits, PdfFailed, print_page, render_pdf
from reporting.outputs.pdf_html import Page
from tests.attacks import ATTACKS
from tests.documents import FONTS, NAMES, PROSE, PUBLISHED, TARGETS, TEMPLATES, answered, document, targets
from tests.tables import ANSWERS
from tests.unit.builders import tables

ENGLISH = Texts("en")
#: Where the foot of a page begins, in points.
A4_FOOT = 760
SECRET = "only-this-machine-knows"
#: What an attack that came through would leave in the file.
TRACES = ("file:", "javascript", "/EmbeddedFile", "/Launch", "/JavaScript", "/Image")
#: Takes tens of seconds to lay out.
HEAVY = Page("<!doctype html><html lang=en><title>Heavy</title><body>" + "<p>some words</p>" * 40_000, "")

needs_fonts = pytest.mark.skipif(not FONTS.is_dir(), reason="the pinned fonts are not there: `make test` brings them")


@cache
def printed(language: str) -> bytes:
    made = document(language=language, **PUBLISHED)
    return render_pdf(made, Texts(language), templates=TEMPLATES, fonts=FONTS)


def reader(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text_of(data: bytes, folder: Path) -> str:
    """What a reader's program makes of it."""
    file = folder / "report.pdf"
    file.write_bytes(data)
    return subprocess.run(["pdftotext", str(file), "-"], check=True, capture_output=True, text=True).stdout


def words(text: str) -> list[str]:
    """Its words in plain letters: no vowel signs, no forms of old encodings, marks of direction part them."""
    plain = unicodedata.normalize("NFKC", text)
    return re.findall(r"\w+", "".join(each for each in plain if unicodedata.category(each) != "Mn"))


def streams(data: bytes) -> Iterator[bytes]:
    """All that a file holds, unpacked."""
    pdf = reader(data)
    for number in range(1, pdf.trailer["/Size"]):
        found: Any = pdf.get_object(number)
        yield repr(found).encode()
        if hasattr(found, "get_data"):
            yield found.get_data()


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar"])
def test_words_come_back_out_of_the_file(language: str, tmp_path: Path) -> None:
    found = words(text_of(printed(language), tmp_path))
    for text in (PROSE[language], *NAMES[language]):
        assert [word for word in words(text) if word not in found] == []


@needs_fonts
def test_chinese_comes_back_out_of_the_file(tmp_path: Path) -> None:
    found = "".join(text_of(printed("zh"), tmp_path).split())
    for text in (PROSE["zh"], *NAMES["zh"]):
        assert text in found


@needs_fonts
def test_a_letter_that_first_came_with_an_accent_stays_a_letter(tmp_path: Path) -> None:
    data = render_pdf(answered("<p>zg\u0303z, then zigzag</p>"), ENGLISH, templates=TEMPLATES, fonts=FONTS)
    assert "zigzag" in text_of(data, tmp_path)


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_file_is_tagged_and_says_its_language_and_title(language: str) -> None:
    pdf = reader(printed(language))
    root: Any = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert pdf.metadata is not None
    assert pdf.metadata.title == f"{NAMES[language][1]}: {NAMES[language][0]}"


@needs_fonts
def test_contents_and_bookmarks_lead_to_their_pages() -> None:
    pdf = reader(printed("en"))
    (contents, first, questions, second, *_) = pdf.outline
    assert isinstance(questions, list)
    assert [each.title for each in (contents, first, second)] == ["Contents", "I · First part", "II · Second part"]  # type: ignore[union-attr]
    assert [each.title for each in questions] == ["Story", "Name", "Blank", "Secret"]  # type: ignore[union-attr]
    listed = " ".join(pdf.pages[1].extract_text().split())
    for title, place in (("First part", first), ("Second part", second)):
        page = pdf.get_destination_page_number(place)  # type: ignore[arg-type]
        assert page is not None
        assert f"{title} {page + 1}" in listed
        assert title in pdf.pages[page].extract_text()
    assert {"first", "second", "first.story", "second.progress"} <= set(pdf.named_destinations)


@cache
def with_targets(language: str) -> bytes:
    made = document(targets(language), language=language, **PUBLISHED)
    return render_pdf(made, Texts(language), templates=TEMPLATES, fonts=FONTS)


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar"])
def test_targets_and_their_overview_come_back_out_of_the_file(language: str, tmp_path: Path) -> None:
    title, level, names = TARGETS[language]
    pages = [words(each) for each in text_of(with_targets(language), tmp_path).split("\f")]
    overview = next(page for page in pages[2:] if "Overview" in page)
    for text in (title, level, *names):
        assert [word for word in words(text) if word not in overview] == []
    for name in names:
        assert any("Overview" not in page and set(words(name)) <= set(page) for page in pages[3:]), name


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_each_target_stands_on_a_page_of_its_own_with_its_name_above_what_follows(language: str) -> None:
    pdf = reader(with_targets(language))
    found = pdf.named_destinations
    first, second = (pdf.get_destination_page_number(found[f"targets.{each}"]) for each in ("T1", "T2"))
    assert first is not None
    assert second == first + 1
    assert pdf.get_destination_page_number(found["targets"]) == first, "the section's title stands above its first item"


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_page_of_a_long_title_stands_on_its_last_line(language: str, tmp_path: Path) -> None:
    data, file = with_targets(language), tmp_path / "report.pdf"
    file.write_bytes(data)
    told = subprocess.run(
        ["pdftotext", "-bbox", "-f", "2", "-l", "2", str(file), "-"], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(r'yMin="([\d.]+)" \S+ yMax="([\d.]+)">([^<]*)</word>', told)
    # The last item stands on the last page; the foot of the page tells that number too.
    in_list = [(float(top), float(bottom), word) for top, bottom, word in found if float(bottom) < A4_FOOT]
    ((top, bottom),) = [(top, bottom) for top, bottom, word in in_list if word == str(len(reader(data).pages))]
    assert [word for above, below, word in in_list if above < bottom and below > top and not word.isdigit()]


@needs_fonts
def test_the_chart_is_a_figure_with_its_words(tmp_path: Path) -> None:
    held = b"".join(streams(with_targets("en")))
    assert b"On track: 1 and Not answered: 1" in held


@needs_fonts
def test_every_page_but_the_cover_says_where_it_belongs() -> None:
    pages = [page.extract_text() for page in reader(printed("en")).pages]
    for number, text in enumerate(pages[1:], start=2):
        assert f"Page {number} of {len(pages)}" in text
        assert "Testland · Seventh national report" in text
    assert "Page 1" not in pages[0]


@needs_fonts
def test_a_draft_is_marked_on_every_page() -> None:
    data = render_pdf(document(status="draft"), ENGLISH, templates=TEMPLATES, fonts=FONTS)
    assert all("Draft" in page.extract_text() for page in reader(data).pages)


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_only_pinned_fonts_are_in_the_file(language: str) -> None:
    fonts = {
        str(font["/BaseFont"])
        for page in reader(printed(language)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all(re.fullmatch(r"/[A-Z]{6}\+Noto-.*", name) for name in fonts)


@needs_fonts
def test_the_same_document_gives_the_same_bytes() -> None:
    again = render_pdf(document(**PUBLISHED), ENGLISH, templates=TEMPLATES, fonts=FONTS)
    assert again == printed("en")


def test_without_the_pinned_fonts_the_machines_own_are_used(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        data = render_pdf(document(), ENGLISH, templates=TEMPLATES, fonts=tmp_path)
    assert len(reader(data).pages) == 4
    assert "no pinned fonts" in caplog.text


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """A web server of ours, and the addresses that somebody asked it for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the list is the log."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_no_attack_fetches_embeds_or_runs_anything(web: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = web
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    answer = "".join(f"<p>{n}</p>{ATTACKS[name]}" for n, name in enumerate(ATTACKS)).format(
        web=address, file=secret.as_uri()
    )
    cleaned = render_pdf(answered(answer), ENGLISH, templates=TEMPLATES, fonts=FONTS)
    # The same again as if nobody had cleaned it before.
    page = Page(f"<!doctype html><html lang=en><title>t</title><body><div class=formatted>{answer}</div>", "")
    raw = print_page(page, fonts=FONTS)
    head = Page(f"<!doctype html><html lang=en><head>{answer}</head><body>{answer}", "")
    for data in (cleaned, raw, print_page(head, fonts=FONTS)):
        assert str(len(ATTACKS) - 1) in reader(data).pages[-1].extract_text()
        for held in streams(data):
            assert [trace for trace in (SECRET, address, *TRACES) if trace.encode() in held] == []
    assert asked == []


def test_text_nested_without_end_comes_out_flat(tmp_path: Path) -> None:
    deep = answered("<blockquote>" * 5_000 + "still here")
    data = render_pdf(deep, ENGLISH, templates=TEMPLATES, fonts=FONTS)
    assert "still here" in text_of(data, tmp_path)


def test_a_page_nested_without_end_ends_the_child_alone() -> None:
    with pytest.raises(PdfFailed, match="deep"):
        print_page(Page("<div>" * 5_000, ""), fonts=FONTS)


def test_deep_lists_and_tables_that_answers_may_hold_are_laid_out() -> None:
    lists, tables = "<ul><li>a" * 10, "<table><tr><td>b" * 5
    data = render_pdf(answered(lists + "</li></ul>" * 10 + tables), ENGLISH, templates=TEMPLATES, fonts=FONTS)
    assert len(reader(data).pages) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(seconds=1.5), "more than 1.5 seconds"),
        (Limits(cpu_seconds=2), "more than 2 seconds of processor time"),
        (Limits(memory=256 * 2**20), "memory|signal"),
    ],
    ids=["wall", "cpu", "memory"],
)
def test_what_goes_over_a_limit_ends_with_a_clear_error(limits: Limits, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(PdfFailed, match=reason):
        print_page(HEAVY, fonts=FONTS, limits=limits)
    assert time.monotonic() - started < 60


@needs_fonts
@pytest.mark.parametrize("language", ["en", "ar"])
def test_tables_and_series_come_back_out_of_the_file(language: str, tmp_path: Path) -> None:
    identity = ReportIdentity("XA", {"en": "Arland", "ar": "أرلاند"}, {"en": "Tiny"}, ("en",))
    stored = [StoredAnswer(key, value) for key, value in ANSWERS.items()]
    made = lay_out(identity, tables(), stored, language)
    data = render_pdf(made, texts_of(language, TEMPLATES.parent / "translations"), templates=TEMPLATES, fonts=FONTS)
    text = text_of(data, tmp_path)
    assert {"1,234.5", "80", "1,000,000", "2023", "1,047"} <= set(text.split())
    assert {"North", "coast", "تلال", "الشرق"} <= set(words(text))
    assert ("المجموع" if language == "ar" else "Total") in words(text)
    heads = [page for page in reader(data).pages if "Disaggregation" in page.extract_text()]
    assert len(heads) == 2, "the head stands again where a table goes on"
