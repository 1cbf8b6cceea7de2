"""The texts of an edition: a form's own together with the words, lists, framework and agreement that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporting.domain.definitions import Texts
from reporting.domain.form_source import WORDS, words_in
from reporting.domain.framework import Agreement, Framework
from reporting.domain.questions.parties import PARTIES
from reporting.domain.questions.series import WORDS as SERIES_WORDS
from reporting.domain.run_source import number_of


def with_words(structure: Mapping[str, Any], own: Texts, translations: Sequence[Path]) -> dict[str, dict[str, str]]:
    """A form's texts (language → path → text) together with the words that its answers are made of."""
    is_of_series = any(each["type"] == "series" for section in structure["sections"] for each in section["questions"])
    words = {**WORDS, **(SERIES_WORDS if is_of_series else {})}
    return {language: {**texts, **words_in(language, words, translations)} for language, texts in own.items()}


def edition_texts(
    structure: Mapping[str, Any], own: Texts, framework: Framework | None, agreement: Agreement
) -> dict[str, dict[str, str]]:
    """The form's `own` texts together with what it shows of its framework and agreement."""
    used = set(_lists_used(structure))
    merged: dict[str, dict[str, str]] = {}
    for language, texts in own.items():
        merged[language] = dict(texts)
        if framework is not None:
            merged[language] |= _of_framework(structure, used, framework, framework.texts.get(language, {}))
        if PARTIES in used:
            called = {code: each.names[-1].names.get(language, "") for code, each in agreement.parties.items()}
            merged[language] |= {f"{PARTIES}.{code}": name for code, name in called.items() if name}
        merged[language]["agreement.name"] = agreement.texts.get(language, {}).get("name", "")
    return merged


def _lists_used(structure: Mapping[str, Any]) -> Iterable[str]:
    """Where the texts of options and of fixed rows stand."""
    questions = [each for section in structure["sections"] for each in section["questions"]]
    for each in (*questions, *(column for question in questions for column in question.get("columns", ()))):
        yield from (each[name] for name in ("options_path", "rows_path") if name in each)


def _of_framework(
    structure: Mapping[str, Any], used: Iterable[str], framework: Framework, shared: Mapping[str, str]
) -> dict[str, str]:
    """What a form shows of its framework, whose texts in one language are `shared`."""
    made = {path: text for path, text in shared.items() if path.rpartition(".")[0] in used}
    made["framework.title"] = shared.get("title", "")
    made |= _texts_of_items(structure, shared)
    made |= _texts_of_terms(used, framework, shared)
    if "crosswalks" in structure:
        made |= {path: text for path, text in shared.items() if path.startswith("crosswalks.")}
    return made


def _texts_of_terms(used: Iterable[str], framework: Framework, shared: Mapping[str, str]) -> dict[str, str]:
    """Number and title of the terms that questions offer, in one language."""
    kinds = [path.partition(".")[2] for path in used if path.startswith("terms.")]
    return {
        f"terms.{kind}.{key}": f"{number_of(key, row)} {title}".strip()
        for kind in kinds
        for key, row in framework.terms(f"terms:{framework.id}.{kind}").items()
        if (title := _title_of(kind, key, shared))
    }


def _texts_of_items(structure: Mapping[str, Any], shared: Mapping[str, str]) -> dict[str, str]:
    """Titles and summaries of the terms that sections run over, in one language.

    An indicator with a short title has its name as summary.
    """
    found: dict[str, str] = {}
    for run in (run for section in structure["sections"] for run in section.get("repeat", ())):
        kind = run["over"].rpartition(".")[2]
        for key in [item["key"] for item in run.get("items", ())]:
            called = _title_of(kind, key, shared)
            title = shared.get(f"{kind}.{key}.title") or called
            summary = shared.get(f"{kind}.{key}.summary") or (called if called != title else "")
            texts = {"title": title, "summary": summary}
            found |= {f"items.{key}.{name}": text for name, text in texts.items() if text}
    return found


def _title_of(kind: str, key: str, shared: Mapping[str, str]) -> str:
    """The title of a goal or target, the name of an indicator; '' where a language lacks it."""
    return shared.get(f"{kind}.{key}.{'name' if kind == 'indicators' else 'title'}", "")
