"""Templates can be read, keep to the pages' policy, speak through the catalogues, and miss no question type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta, nodes

from reporting.app import create_app
from reporting.domain.languages import INTERFACE
from reporting.domain.questions import TYPES
from tests.world import settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "templates"
ALL = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt"))
HTML = [name for name in ALL if name.endswith(".html")]
#: What a browser gets; letters and printed documents are not under the pages' policy.
PAGES = [name for name in HTML if not name.startswith(("emails/", "documents/"))]
#: Where markup is let through as it stands, and why that is safe.
SAFE = {
    "questions/rich_text.read.html": "canonical markup, cleaned by domain/rich_text.py before it was stored",
    "components/earlier.html": "canonical markup out of a frozen copy, cleaned before it was stored",
    "pages/reference/guide.html": "Markdown of docs/guides, which carries no markup, cleaned by domain/guides.py",
}
#: Words that are the same in every language; the last is an attribute that a macro writes.
SAME_EVERYWHERE = {"PDF", "JSON", "SHA", "API", "readonly"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = create_app(settings(tmp_path_factory.mktemp("instance")))
    yield made
    made.extensions["house"].db.dispose()


def source(name: str) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}", "", (FOLDER / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def markup(name: str) -> str:
    """What stands outside of expressions and statements; each expression leaves a sign."""
    return re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "§", source(name), flags=re.DOTALL), flags=re.DOTALL)


@pytest.mark.parametrize("name", ALL)
def test_it_can_be_read_and_so_can_what_it_refers_to(app: Flask, name: str) -> None:
    tree = app.jinja_env.parse((FOLDER / name).read_text(encoding="utf-8"))
    for each in meta.find_referenced_templates(tree):
        assert each is None or each in ALL or f"emails/{each}" in ALL, f"{name} refers to {each}"


@pytest.mark.parametrize("name", PAGES)
def test_it_holds_no_style_no_script_and_no_handler(name: str) -> None:
    text = markup(name)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text)
    assert not re.search(r"<script\b[^>]*>[^<]", text)
    assert not re.search(r"<[^>]*\s(style|on\w+)\s*=", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("name", HTML)
def test_it_lets_no_markup_through(app: Flask, name: str) -> None:
    tree = app.jinja_env.parse((FOLDER / name).read_text(encoding="utf-8"))
    through = [each.name for each in tree.find_all(nodes.Filter) if each.name in ("safe", "forceescape")]
    unescaped = [each for each in tree.find_all(nodes.ScopedEvalContextModifier) if each]
    assert not unescaped
    assert bool(through) == (name in SAFE), f"{name} lets markup through: say why in this test, or do not"


def test_code_makes_markup_only_where_it_prints() -> None:
    """`Markup(…)` switches the escaping off as `|safe` does; the printed pages use it on text that was just cleaned."""
    using = [path.name for path in (ROOT / "reporting").rglob("*.py") if "Markup(" in path.read_text(encoding="utf-8")]
    assert using == ["pdf_html.py"]


@pytest.mark.parametrize("name", [each for each in PAGES if each.startswith("pages/") and "/_" not in each])
def test_a_page_has_the_frame_a_title_and_one_heading(name: str) -> None:
    text = source(name)
    assert '{% extends "layouts/page.html" %}' in text
    title = re.search(r"\{% block title %\}(.+?)\{% endblock %\}", text, flags=re.DOTALL)
    assert title
    assert title[1].strip()
    assert len(re.findall(r"<h1\b|\bpage_head\(", text)) == 1


@pytest.mark.parametrize("name", [each for each in ALL if each != "errors/unavailable.html"])
def test_words_come_from_the_catalogues(name: str) -> None:
    text = re.sub(r"<!doctype html>|<(script|style)\b.*?</\1>", " ", markup(name), flags=re.DOTALL | re.IGNORECASE)
    # Of macros that write attributes only the attributes' names are left, and addresses are the same everywhere.
    spoken = " ".join(re.findall(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"', text))
    bare = re.sub(r'<[^>]*>|&\w+;|[\w-]+="[^"]*"|\S*/\S*', " ", text) + " " + spoken
    assert set(re.findall(r"[^\W\d_]{2,}", bare)) <= SAME_EVERYWHERE


def test_the_page_of_the_last_resort_speaks_all_languages() -> None:
    assert set(re.findall(r'\blang="(\w+)"', source("errors/unavailable.html"))) == set(INTERFACE)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_question_type_can_be_written_and_read(kind: str) -> None:
    assert {f"questions/{kind}.edit.html", f"questions/{kind}.read.html"} <= set(ALL)


def test_question_templates_belong_to_a_type() -> None:
    assert {name.split("/")[1].split(".")[0] for name in ALL if name.startswith("questions/")} == set(TYPES)


def test_no_template_is_left_over() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "reporting").rglob("*.py"))
    told = code + "\n".join(source(name) for name in ALL)
    named = [name for name in ALL if not name.startswith(("questions/", "emails/"))]
    assert [name for name in named if f'"{name}"' not in told] == []
