"""Official texts that an installation lays over ours: the words of a decision in the place of our summary of them.

They come as a table (CSV or JSON) with the columns path, language and text, and domain where they are of several forms,
frameworks or agreements. A domain is the id of one of these, as catalogues are named after it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from reporting.domain.characters import can_be_seen, clean
from reporting.domain.definitions import Texts
from reporting.domain.edition_texts import edition_texts
from reporting.domain.framework import Framework, OptionList
from reporting.domain.loader import Catalogue, FormSource

#: domain → language → path → text.
Official = Mapping[str, Texts]
COLUMNS = ("domain", "path", "language", "text")
#: Characters of one text.
LONGEST = 20_000
#: Follows official texts while editions are put together, so that they are known again; `clean` leaves it in no text.
_MARK = "\0"


class Row(NamedTuple):
    """One row of a file, with its number there: the line of the heading is 1."""

    number: int
    domain: str
    path: str
    language: str
    text: str

    @property
    def place(self) -> tuple[str, str, str]:
        return self.domain, self.path, self.language


class Layer(NamedTuple):
    """Texts of an edition with official ones in them, and what ours say at their places ('' for nothing): language →
    path → text, without languages in which nothing is official."""

    texts: Texts
    ours: Texts

    @property
    def below(self) -> dict[str, dict[str, str]]:
        """Our texts alone."""
        return {
            language: {
                path: said for path, text in texts.items() if (said := self.ours.get(language, {}).get(path, text))
            }
            for language, texts in self.texts.items()
        }


class Unreadable(ValueError):
    """A file that holds no such table; the message says why."""


def read_rows(content: bytes, domain: str = "") -> list[Row]:
    """The rows of a CSV or JSON file; those that name no domain are of `domain`. Raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("the file is not in UTF-8") from None
    found = _from_json(text) if text.lstrip()[:1] in ("[", "{") else _from_csv(text)
    if not found:
        raise Unreadable("the file holds no texts")
    return [
        Row(number, *(_plain(row.get(name)) or {"domain": domain}.get(name, "") for name in COLUMNS))
        for number, row in found
    ]


def _plain(value: Any) -> str:
    return clean(value).strip() if isinstance(value, str) else ""


def _from_json(text: str) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"the file is not valid JSON: {error}") from None
    except RecursionError:
        raise Unreadable("the file is not valid JSON: it is nested too deeply") from None
    if not isinstance(data, list) or not all(isinstance(each, Mapping) for each in data):
        raise Unreadable("the file must hold a list of objects with path, language and text")
    return list(enumerate(data, 1))


def _from_csv(text: str) -> list[tuple[int, Mapping[str, Any]]]:
    """A text with the mark of columns in it and no quotation marks would lose its end: such a table is none."""
    heading = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count), strict=True)
    try:
        names, *rows = [list(row) for row in reader] or [[]]
    except csv.Error as error:
        raise Unreadable(f"the file is not a table: {error} (line {reader.line_num})") from None
    names = [each.strip().lower() for each in names]
    if missing := [each for each in COLUMNS[1:] if each not in names]:
        raise Unreadable(f"the table lacks the column {missing[0]}")
    for number, row in enumerate(rows, 2):
        if any(row[len(names) :]):
            raise Unreadable(f"row {number} has more cells than columns: texts need quotation marks around them")
    return [(number, dict(zip(names, row, strict=False))) for number, row in enumerate(rows, 2) if any(row)]


def faults(rows: Sequence[Row], catalogue: Catalogue) -> Iterator[tuple[int, str]]:
    """(number, sentence) of each row that cannot be laid over anything, or that says a text again."""
    ours, seen = sources(catalogue), dict[tuple[str, str, str], int]()
    for row in rows:
        known = ours.get(row.domain)
        if not row.domain:
            yield row.number, "names no form, framework or agreement"
        elif known is None:
            yield row.number, f"no form, framework or agreement is called {row.domain!r}"
        elif row.path not in known["en"]:
            yield row.number, f"{row.domain} has no text {row.path!r}"
        elif row.language not in known:
            yield row.number, f"{row.domain} is not in the language {row.language!r}"
        elif not can_be_seen(row.text):
            yield row.number, "the text is blank"
        elif len(row.text) > LONGEST:
            yield row.number, f"the text has more than {LONGEST} characters"
        elif row.place in seen:
            yield row.number, f"says the same text as row {seen[row.place]}"
        seen.setdefault(row.place, row.number)


def sources(catalogue: Catalogue) -> Official:
    """All texts that others can be laid over: domain → language → path → text."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    parts: list[tuple[str, Texts]] = [(each.id, each.texts) for each in catalogue.agreements.values()]
    parts += [(each.id, each.texts) for each in catalogue.frameworks.values()]
    for domain, texts in (*parts, *((each.id, each.own) for each in catalogue.forms.values())):
        for language, own in texts.items():
            found.setdefault(domain, {}).setdefault(language, {}).update(own)
    return found


def laid_over(catalogue: Catalogue, official: Official) -> Catalogue:
    """The catalogue with these texts in the place of its own."""
    return replace(
        catalogue,
        agreements={
            key: replace(each, texts=_over(each.texts, official.get(key))) for key, each in catalogue.agreements.items()
        },
        frameworks={key: _framework(each, official.get(key, {})) for key, each in catalogue.frameworks.items()},
        forms={key: _form(catalogue, each, official) for key, each in catalogue.forms.items()},
    )


def lay(catalogue: Catalogue, official: Official, structure: Mapping[str, Any], texts: Texts) -> Layer:
    """Official texts laid over those of one revision of a form, the newest or an earlier one.

    `catalogue` and `texts` are without official ones. A text is laid where the catalogue would have one of ours, and
    only while the revision's English there is the catalogue's: an official text is about a question as it is asked now.
    """
    agreement = catalogue.agreements.get(structure["agreement"])
    if agreement is None:
        return Layer(texts, {})
    framework = catalogue.frameworks.get(structure["framework"])
    source = catalogue.forms.get(structure["id"])
    own: Texts = source.own if source else {language: {} for language in texts}
    now = edition_texts(structure, own, framework, agreement).get("en", {})
    said = edition_texts(
        structure,
        _over(own, official.get(structure["id"]), _MARK),
        framework and replace(framework, texts=_over(framework.texts, official.get(framework.id), _MARK)),
        replace(agreement, texts=_over(agreement.texts, official.get(agreement.id), _MARK)),
    )
    english, made, ours = texts.get("en", {}), dict[str, Mapping[str, str]](), dict[str, Mapping[str, str]]()
    for language, below in texts.items():
        found = {
            path: text.replace(_MARK, "")
            for path, text in said.get(language, {}).items()
            if _MARK in text and english.get(path) == now.get(path)
        }
        made[language] = {**below, **found}
        if found:
            ours[language] = {path: below.get(path, "") for path in found}
    return Layer(made, ours)


def _framework(framework: Framework, official: Texts) -> Framework:
    """A list that is official, in the source's language at least, is provisional no more."""

    def known(each: OptionList) -> OptionList:
        replaced = all(f"lists.{each.id}.{option}" in official.get("en", {}) for option in each.options)
        return replace(each, provisional=each.provisional and not replaced)

    lists = {key: known(each) for key, each in framework.lists.items()}
    return replace(framework, texts=_over(framework.texts, official), lists=lists)


def _form(catalogue: Catalogue, source: FormSource, official: Official) -> FormSource:
    laid = lay(catalogue, official, source.structure, source.texts)
    return replace(source, own=_over(source.own, official.get(source.id)), texts=laid.texts)


def _over(ours: Texts, official: Texts | None, mark: str = "") -> Texts:
    if not official:
        return ours
    english = ours.get("en", {})
    return {
        language: {
            **texts,
            **{path: text + mark for path, text in official.get(language, {}).items() if path in english},
        }
        for language, texts in ours.items()
    }
