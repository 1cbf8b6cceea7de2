"""The page that a report's PDF is printed from: templates/documents filled with a document and the fixed words.

Answers come as canonical markup and are cleaned once more here, so that the printer never depends on what was stored
years ago.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reporting.domain import languages, rich_text, workflow
from reporting.domain.document import Document
from reporting.domain.errors import NotStorable
from reporting.domain.texts import Texts
from reporting.outputs.pdf_chart import HEIGHT, WIDTH, chart_of
from reporting.outputs.series_chart import charts_of

#: Up to this many lines the list of contents names the questions too.
CONTENTS_LINES = 40


@dataclass(frozen=True)
class Page:
    """What the printer gets: a whole HTML page and its style sheet. Neither refers to anything outside itself."""

    html: str
    css: str


@dataclass(frozen=True)
class Standing:
    """How far the printed text has come. `mark` stands on every page of what is not a public record; `day` is ISO."""

    mark: str
    sentence: str
    notes: tuple[str, ...] = ()
    day: str = ""


@dataclass(frozen=True)
class Fact:
    """One line of the cover's record."""

    name: str
    value: str | Markup
    is_code: bool = False
    is_link: bool = False


def page_of(document: Document, texts: Texts, templates: Path) -> Page:
    """The page of `document` with the fixed words of `texts`; `templates` is the folder that holds documents/."""
    lines = sum(1 + len(part.questions) for part in document.pages())
    mirrored = document.dir == "rtl"
    standing = standing_of(document.meta, texts)
    html = (
        _environment(templates)
        .get_template("documents/report.html")
        .render(
            document=document,
            standing=standing,
            facts=tuple(_facts(document, standing, texts)),
            detailed=lines <= CONTENTS_LINES,
            charts={part.id: chart_of(part, texts, mirrored=mirrored) for part in document.parts if part.has_overview},
            charts_of=lambda value: charts_of(value.rows, texts, mirrored=mirrored),
            width=WIDTH,
            height=HEIGHT,
            language_name=lambda tag: languages.name(tag, texts.language),
            size=texts.size,
            date=texts.date,
            _=texts.gettext,
            _p=texts.pgettext,
        )
    )
    sheet = (templates / "documents" / "report.css").read_text(encoding="utf-8")
    return Page(html, f"{sheet}\n:root {{ --page-count: {page_count(texts)} }}\n")


@lru_cache(maxsize=4)
def _environment(templates: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters.update(formatted=formatted, paragraphs=paragraphs, direction=direction)
    return environment


def formatted(markup: str, level: int) -> Markup:
    """Formatted text as safe markup, its headings below one of `level`. What is nested too deeply to be laid out comes
    as plain paragraphs."""
    try:
        return Markup(rich_text.below(rich_text.canonical(markup), level))
    except NotStorable:
        return paragraphs(rich_text.to_plain(markup))


def paragraphs(text: str) -> Markup:
    """Plain text as safe markup: blank lines part paragraphs, line ends stay."""
    return Markup(rich_text.from_plain(text))


def direction(text: str) -> str:
    """Which way a text of unknown language runs: that of its first letter."""
    kinds = (unicodedata.bidirectional(each) for each in text)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") in ("R", "AL") else "ltr"


def page_count(texts: Texts) -> str:
    """The words for "page x of y" as a CSS `content` value, in the order of the language."""
    words = texts.gettext("Page %(page)s of %(pages)s", page="\0page\0", pages="\0pages\0").split("\0")
    return " ".join(f"counter({each})" if n % 2 else _css_string(each) for n, each in enumerate(words) if each)


def _css_string(text: str) -> str:
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'


def standing_of(meta: Mapping[str, Any], texts: Texts) -> Standing:
    """How the report stands. What does not say that it is more than a draft is one."""
    status = str(meta.get("status") or workflow.DRAFT)
    notes = tuple(_notes(meta, texts))
    if status in workflow.PUBLIC:
        return Standing("", _published(meta, texts), (*_superseded(status, texts), *notes), _day(meta, "published_on"))
    if status == workflow.WITHDRAWN:
        sentence = texts.gettext("This version was withdrawn and is no longer a part of the record.")
        return Standing(texts.pgettext("mark on each page", "Withdrawn"), sentence, notes, _day(meta, "published_on"))
    if status in workflow.FROZEN:
        sentence = texts.gettext("Submitted to the secretariat, not yet published")
        mark = texts.pgettext("mark on each page", "Not published")
        return Standing(mark, sentence, notes, _day(meta, "submitted_on"))
    sentence = texts.gettext("A draft: it was not submitted, and may change at any time.")
    return Standing(texts.pgettext("mark on each page", "Draft"), sentence, notes)


def _published(meta: Mapping[str, Any], texts: Texts) -> str:
    day = _day(meta, "published_on")
    if day and meta.get("number"):
        return texts.gettext("Published on %(date)s, version %(number)s", date=texts.date(day), number=meta["number"])
    return texts.gettext("Published on %(date)s", date=texts.date(day)) if day else texts.gettext("Published")


def _superseded(status: str, texts: Texts) -> Iterator[str]:
    if status == workflow.SUPERSEDED:
        yield texts.gettext("A newer version of this report has been published since.")


def _notes(meta: Mapping[str, Any], texts: Texts) -> Iterator[str]:
    if meta.get("late"):
        yield texts.gettext("Submitted after the due date")


def _day(meta: Mapping[str, Any], key: str) -> str:
    return str(meta.get(key) or "")[:10]


def _facts(document: Document, standing: Standing, texts: Texts) -> Iterator[Fact]:
    meta = document.meta
    spoken = [languages.name(tag, texts.language) for tag in document.languages]
    if spoken:
        name = texts.ngettext("Working language", "Working languages", len(spoken))
        yield Fact(name, format_list(spoken, locale=texts.language))
    if len(document.languages) > 1:
        yield Fact(texts.gettext("Language of this copy"), languages.name(document.language, texts.language))
    if submitted := _day(meta, "submitted_on"):
        yield Fact(texts.gettext("Submitted on"), texts.date(submitted))
    if standing.mark and meta.get("revision"):
        yield Fact(texts.gettext("Revision"), texts.number(meta["revision"]))
    if meta.get("address"):
        yield Fact(texts.gettext("Permanent address"), str(meta["address"]), is_link=True)
    if meta.get("sha256"):
        yield Fact(texts.gettext("SHA-256 of the frozen copy"), str(meta["sha256"]), is_code=True)
    yield Fact(texts.gettext("How to cite"), _citation(document, standing, texts))


def _citation(document: Document, standing: Standing, texts: Texts) -> str | Markup:
    if standing.mark:
        return texts.gettext("Please do not cite this text: it is not a published record.")
    words = {
        "party": document.party_name,
        "title": document.title,
        "agreement": document.agreement_name,
        "standing": standing.sentence,
    }
    if not document.meta.get("address"):
        return escape(texts.gettext("%(party)s. %(title)s. %(agreement)s. %(standing)s.")) % words
    address = Markup('<span dir="ltr">{}</span>').format(document.meta["address"])
    pattern = escape(texts.gettext("%(party)s. %(title)s. %(agreement)s. %(standing)s. %(address)s"))
    return pattern % {**words, "address": address}
