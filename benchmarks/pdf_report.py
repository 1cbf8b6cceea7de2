"""A whole report from its frozen copy to a PDF file, against the bare renderer on the same finished page.

Both run in fresh processes and in turn (ours, bare, ours, bare …), so that what disturbs one disturbs the other.
"""

from __future__ import annotations

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree.ElementTree import tostring
from xml.sax.saxutils import escape

from pypdf import PdfReader
from weasyprint import HTML

from reporting.domain.answers import Key
from reporting.domain.definitions import Edition, Form
from reporting.domain.document import Document
from reporting.domain.layout import lay_out
from reporting.domain.record import FrozenCopy, ReportIdentity, StoredAnswer, freeze, reopen
from reporting.domain.texts import Texts
from reporting.outputs.pdf import render_pdf
from reporting.outputs.pdf_fence import fence
from reporting.outputs.pdf_html import page_of

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
FONTS = Path(os.environ.get("BENCHMARK_FONTS", ROOT / "build" / "fonts"))
CHAPTERS = 27
PAIRS = 3
#: What our pipeline may take of the bare renderer's time.
AIM = 1.15

#: Seconds by the clock and of the processor. The second suffers less from what else the machine does.
Cost = tuple[float, float]

_WORDS = (
    "area budget coast community convention data diversity ecosystem evidence expenditure forest habitat indicator "
    "institution lagoon law measure ministry monitoring mountain network partner people plan policy pressure programme "
    "progress protection region report restoration review river science sector species strategy support survey system "
    "target threat trend water wetland and by for from has in is more new of on since the their to under was were with"
).split()
_BARE = """
import sys
from pathlib import Path
from weasyprint import HTML
HTML(string=Path(sys.argv[1]).read_text()).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
_OURS = "import sys; from benchmarks.pdf_report import make; make(sys.argv[1], sys.argv[2])"


def run() -> list[str]:
    """The median times and their ratio, as lines to print."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        copy = frozen_report()
        (folder / "copy.json").write_bytes(copy.public)
        (folder / "page.html").write_text(_finished_page(_document(copy.public)), encoding="utf-8")
        ours, bare = zip(*(_pair(folder) for _ in range(PAIRS)), strict=True)
        sizes = [_pages(folder / name) for name in ("ours.pdf", "bare.pdf")]
    return [
        f"PDF of a report of {sizes[0]} pages ({len(copy.public) / 1e6:.1f} MB frozen), {PAIRS} pairs of processes",
        f"  from frozen copy to file: {_told(ours)}",
        f"  bare renderer ({sizes[1]} pages): {_told(bare)}",
        f"  ratio {_ratio(ours, bare, 0):.2f} (aim: at most {AIM}), of processor time {_ratio(ours, bare, 1):.2f}",
    ]


def make(copy: str, target: str) -> None:
    """The pipeline as it is used: frozen copy → document → PDF file."""
    document = _document(Path(copy).read_bytes())
    Path(target).write_bytes(render_pdf(document, Texts("en"), templates=TEMPLATES, fonts=FONTS))


def frozen_report() -> FrozenCopy:
    """A made-up report of some 240 pages: chapters of prose, each with tables of 26 rows."""
    chance = random.Random(7)
    sections, texts, answers = [], {"title": "Seventh national report"}, []
    for n in range(CHAPTERS):
        section = f"chapter-{n + 1}"
        texts[f"{section}.title"] = _sentence(chance, 6)
        questions = []
        for m in range(6):
            questions.append({"id": f"question_{m}", "type": "rich_text", "multilingual": True})
            texts[f"{section}.question_{m}.label"] = f"{_sentence(chance, 9)[:-1]}?"
            html = "".join(_answer(chance, table=m % 3 == 0))
            answers.append(StoredAnswer(Key(f"{section}.question_{m}", "", "en"), html, original=True))
        sections.append({"id": section, "number": str(n + 1), "questions": questions})
    structure = {
        "id": "bench",
        "agreement": "bench",
        "framework": "",
        "revision": 1,
        "languages": ["en"],
        "sections": sections,
    }
    edition = Edition(1, Form.from_data(structure), structure, {"en": texts})
    return freeze(ReportIdentity("XT", {"en": "Testland"}, {"en": "Convention"}, ("en",)), edition, answers)


def _document(public: bytes) -> Document:
    copy = reopen(public)
    meta = {"status": "published", "number": 1, "published_on": "2026-09-14"}
    return lay_out(copy.identity, copy.edition, copy.answers, "en", meta)


def _finished_page(document: Document) -> str:
    """What reaches the renderer in the end, with its style sheet inside."""
    page = page_of(document, Texts("en"), TEMPLATES)
    root = HTML(string=page.html).etree_element
    fence(root)
    html = tostring(root, encoding="unicode", method="html")
    return html.replace("</head>", f"<style>{page.css}</style></head>", 1)


def _pair(folder: Path) -> tuple[Cost, Cost]:
    ours = _timed([sys.executable, "-c", _OURS, str(folder / "copy.json"), str(folder / "ours.pdf")], {})
    # The renderer alone gets the pinned fonts too, and may keep its font cache between the runs.
    settings = folder / "fonts.conf"
    fonts = f"<dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
    settings.write_text(f'<?xml version="1.0"?><fontconfig>{fonts}</fontconfig>', encoding="utf-8")
    bare = _timed(
        [sys.executable, "-c", _BARE, str(folder / "page.html"), str(folder / "bare.pdf")],
        {"FONTCONFIG_FILE": str(settings)},
    )
    return ours, bare


def _timed(command: list[str], settings: dict[str, str]) -> Cost:
    used, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **settings})
    ended, now = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended - started, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def _pages(pdf: Path) -> int:
    return len(PdfReader(pdf).pages)


def _told(costs: Sequence[Cost]) -> str:
    wall, processor = (statistics.median(each) for each in zip(*costs, strict=True))
    runs = ", ".join(f"{seconds:.2f}" for seconds, _ in costs)
    return f"{wall:.2f} s ({runs}), processor time {processor:.2f} s"


def _ratio(ours: Sequence[Cost], bare: Sequence[Cost], which: int) -> float:
    return statistics.median(a[which] / b[which] for a, b in zip(ours, bare, strict=True))


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize() + "."


def _answer(chance: random.Random, *, table: bool) -> Iterator[str]:
    for _ in range(5):
        yield "<p>" + " ".join(_sentence(chance, chance.randint(8, 24)) for _ in range(5)) + "</p>"
    yield "<ul>" + "".join(f"<li>{_sentence(chance, 12)}</li>" for _ in range(4)) + "</ul>"
    if table:
        head = "".join(f"<th>{_sentence(chance, 2)[:-1]}</th>" for _ in range(4))
        rows = "".join(
            f"<tr><td>{_sentence(chance, 3)[:-1]}</td>"
            + "".join(f"<td>{chance.randint(1, 99_999)}</td>" for _ in range(3))
            + "</tr>"
            for _ in range(26)
        )
        yield f"<table><tbody><tr>{head}</tr>{rows}</tbody></table>"
