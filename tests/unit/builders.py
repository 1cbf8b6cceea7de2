"""Forms of a few questions, and the tiny form as an edition, for tests of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reporting import paths
from reporting.domain.answers import Answers, Key
from reporting.domain.definitions import Edition, Form, Question
from reporting.domain.loader import Catalogue, load

TINY = Path(__file__).parents[1] / "forms" / "tiny"
FORMS = TINY / "forms"
PAPERS = TINY.parent / "papers" / "forms"
PLANS = TINY.parent / "plans" / "forms"
BROKEN = TINY.parent / "broken"
CHAINS = PLANS.parents[1] / "chains" / "forms"
FIGURES = TINY.parent / "figures" / "forms"
TABLES = TINY.parent / "tables" / "forms"
TRANSLATIONS = [TINY / "translations", FIGURES.parent / "translations", paths.data("translations")]


@cache
def catalogue() -> Catalogue:
    """The tiny agreement, framework and form."""
    return load([FORMS], TRANSLATIONS)


@cache
def tiny() -> Edition:
    """The tiny form with its texts."""
    source = catalogue().forms["tiny"]
    return Edition(1, Form.from_data(source.structure), source.structure, source.texts)


@cache
def papers() -> Edition:
    """The form of papers, which is about terms of the shipped framework."""
    return _edition("papers", PAPERS)


@cache
def plans() -> Edition:
    """The form of plans, to which items are added."""
    return _edition("plans", PLANS)


@cache
def reviews() -> Edition:
    """The form of reviews, which follows the plans."""
    return _edition("reviews", PLANS)


@cache
def tables() -> Edition:
    """The form of tables and of a series."""
    return _edition("tables", TABLES)


@cache
def figures() -> Edition:
    """The form of numbers, Parties and notes."""
    return _edition("figures", FIGURES)


def _edition(form: str, folder: Path) -> Edition:
    read = load([paths.data("forms"), FORMS, folder], TRANSLATIONS)
    assert [str(each) for each in read.faults] == []
    source = read.forms[form]
    return Edition(1, Form.from_data(source.structure), source.structure, source.texts)


def question(kind: str, **more: Any) -> Question:
    """A question of this type; its path is "s.q"."""
    return Question.from_data("s", {"id": "q", "type": kind, **more})


def asked(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A question as a form's structure holds it."""
    return {"id": name, "type": kind, **more}


def structure(
    *sections: Sequence[Mapping[str, Any]], rules: Sequence[Mapping[str, Any]] = (), **more: Any
) -> dict[str, Any]:
    """A form of the sections "a", "b" …, each given by its questions; `rules` stand in the last one."""
    made: list[dict[str, Any]] = [
        {"id": "abcdef"[n], "number": str(n + 1), "questions": [dict(each) for each in questions]}
        for n, questions in enumerate(sections)
    ]
    made[-1]["rules"] = [dict(each) for each in rules]
    head = {"id": "small", "agreement": "tiny", "framework": "tiny", "revision": 1, "languages": ["en", "fr", "ar"]}
    return {**head, "sections": made, **more}


def answers(data: Mapping[str, Any], values: Mapping[str, Any]) -> Answers:
    """Answers by "path" or "path@language"."""
    return Answers(Form.from_data(data), {key(name): value for name, value in values.items()})


def key(name: str) -> Key:
    path, _, lang = name.partition("@")
    return Key(path, "", lang)
