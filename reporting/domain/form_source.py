"""From a form's tables to the structure and texts of which editions are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.conditions import absolute
from reporting.domain.faults import Fault
from reporting.domain.framework import Framework
from reporting.domain.previous import notes_of, structure_of
from reporting.domain.run_source import offered_terms, run_structure
from reporting.domain.sentences import N_
from reporting.domain.texts import compiled, texts_of

QUESTION_TEXTS = ("label", "guidance", "example", "unit")
#: Properties of a question that the structure keeps, with the value that is left out.
KEPT: Mapping[str, Any] = {
    "required": False,
    "multilingual": False,
    "max_words": None,
    "max_choices": None,
    "min": None,
    "max": None,
    "decimals": None,
    "max_rows": None,
    "exclusive": [],
    "public": True,
    "personal": False,
    "link": "",
}
#: How a fault begins that is about languages alone.
UNTRANSLATED = "is missing in"
WORDS = {"words.yes": N_("Yes"), "words.no": N_("No")}


class TextSource:
    """The English texts of one domain by path, and their translations from the catalogues of that domain."""

    def __init__(self, domain: str, translations: Sequence[Path]) -> None:
        self.domain = domain
        self._folders = translations
        self._english: dict[str, str] = {}
        self._unread: dict[Path, str] = {}

    def add(self, path: str, text: str) -> None:
        self._english[path] = text.strip()

    def add_all(self, path: str, row: Mapping[str, Any], names: Sequence[str]) -> None:
        for name in names:
            if row.get(name):
                self.add(f"{path}.{name}", row[name])

    def in_all(self, languages: Sequence[str] = UN_LANGUAGES) -> dict[str, dict[str, str]]:
        """language → path → text; a path without a translation is absent there."""
        return {language: self._translated(language) for language in languages}

    def _translated(self, language: str) -> dict[str, str]:
        if language == "en":
            return dict(self._english)
        made: dict[str, str] = {}
        for folder in self._folders:
            file = folder / language / "LC_MESSAGES" / f"{self.domain}.po"
            try:
                catalogue = compiled(file)
            except (
                OSError,
                ValueError,
                LookupError,
            ) as error:  # other bytes than its heading says, or no such encoding
                self._unread[file] = str(error)
                continue
            for path, text in self._english.items():
                found = catalogue.pgettext(path, text)
                if found != text or self._is_same_on_purpose(catalogue, path, text):
                    made[path] = found
        return made

    def _is_same_on_purpose(self, catalogue: Any, path: str, text: str) -> bool:
        """A translation may equal its source ("Index"); gettext alone cannot tell it from a missing one."""
        return f"{path}\x04{text}" in getattr(catalogue, "_catalog", {})

    def faults(self, folder: Path, languages: Sequence[str] = UN_LANGUAGES) -> list[Fault]:
        """A fault for each text that lacks translations, after those of catalogues that cannot be read."""
        known = self.in_all(languages)
        lacking = {path: [each for each in known if path not in known[each]] for path in self._english}
        unread = [Fault(str(file), "", f"cannot be read: {why}") for file, why in self._unread.items()]
        return unread + [
            Fault(str(folder), path, f"{UNTRANSLATED} {', '.join(lacking[path])}: {text!r}")
            for path, text in self._english.items()
            if lacking[path]
        ]


def form_structure(
    data: Mapping[str, Any], sections: Sequence[Mapping[str, Any]], framework: Framework | None, texts: TextSource
) -> dict[str, Any]:
    """The structure (plain JSON values, no texts) of a form without faults; its texts are added to `texts`."""
    texts.add("title", data["title"])
    made = {
        "id": data["id"],
        "agreement": data["agreement"],
        "framework": data.get("framework", ""),
        "revision": data["revision"],
        "languages": list(data["languages"]),
        "opens_on": data.get("opens_on", ""),
        "due_on": data.get("due_on", ""),
        "sections": [_section(data["id"], each, framework, texts) for each in sections],
    }
    goes_on = any("previous" in question for each in sections for question in each.get("question", ()))
    if goes_on and framework is not None and framework.crosswalks:
        made["crosswalks"] = {
            earlier: {term: list(to) for term, to in terms.items()} for earlier, terms in framework.crosswalks.items()
        }
    return made


def _section(form: str, data: Mapping[str, Any], framework: Framework | None, texts: TextSource) -> dict[str, Any]:
    head = data["section"]
    texts.add_all(head["id"], head, ("title", "guidance"))
    for n, rule in enumerate(data.get("rule", ())):
        texts.add(f"{head['id']}.rule.{n}.message", rule["message"])
    made: dict[str, Any] = {
        "id": head["id"],
        "number": head.get("number", ""),
        "questions": [_question(head["id"], each, framework, texts) for each in data.get("question", ())],
        "rules": [{"level": each["level"], "if": absolute(each["if"], head["id"])} for each in data.get("rule", ())],
    }
    made |= {name: head[name] for name in ("numbering", "shows") if head.get(name)}
    if "repeat" in head:
        made["repeat"] = [run_structure(form, each, framework) for each in head["repeat"]]
    for name in ("overview", "item_title", "datasets"):
        if name in head:
            made[name] = f"{head['id']}.{head[name]}"
    made |= {name: [f"{head['id']}.{each}" for each in head[name]] for name in ("item_links", "covers") if name in head}
    if "show_if" in head:
        made["show_if"] = absolute(head["show_if"], head["id"])
    return made


def _question(section: str, data: Mapping[str, Any], framework: Framework | None, texts: TextSource) -> dict[str, Any]:
    path = f"{section}.{data['id']}"
    texts.add_all(path, data, QUESTION_TEXTS)
    made: dict[str, Any] = {"id": data["id"], "type": data["type"]}
    made |= {name: data[name] for name, plain in KEPT.items() if data.get(name, plain) != plain}
    if "show_if" in data:
        made["show_if"] = absolute(data["show_if"], section)
    if "items" in data:
        made["items"] = list(data["items"])
    if "previous" in data:
        made["previous"] = structure_of(data["previous"])
        for where, note in notes_of(data["previous"]):
            texts.add(f"{path}.{where}", note)
    if "columns" in data:
        made["columns"] = [_question(f"{path}.columns", each, framework, texts) for each in data["columns"]]
    return made | _options(path, section, data.get("options"), framework, texts) | _rows(path, data, framework, texts)


def _rows(path: str, data: Mapping[str, Any], framework: Framework | None, texts: TextSource) -> dict[str, Any]:
    """What a table's structure says of its fixed rows; the labels of its own are added to `texts`."""
    rows = data.get("rows")
    if isinstance(rows, str) and framework is not None:
        return {"rows": list(framework.terms(rows)), "rows_path": f"terms.{rows.rpartition('.')[2]}"}
    for each in rows or ():
        texts.add(f"{path}.rows.{each['id']}.label", each["label"])
    return {"rows": [each["id"] for each in rows], "rows_path": f"{path}.rows"} if rows else {}


def _options(path: str, section: str, options: Any, framework: Framework | None, texts: TextSource) -> dict[str, Any]:
    """What a question's structure says of its options; the labels of its own are added to `texts`."""
    if isinstance(options, str) and options.startswith("items:"):
        return {"options_of": options.rpartition(".")[2]}
    if isinstance(options, Mapping) and framework is not None:
        return offered_terms(section, options, framework)
    if isinstance(options, str) and framework is not None and options.startswith("terms:"):
        return {"options": list(framework.terms(options)), "options_path": f"terms.{options.rpartition('.')[2]}"}
    if isinstance(options, str) and framework is not None:
        known = framework.lists[options.partition(":")[2]]
        made: dict[str, Any] = {"options": list(known.options), "options_path": f"lists.{known.id}"}
        return made | ({"marks": dict(known.marks)} if known.marks else {})
    for each in options or ():
        texts.add(f"{path}.options.{each['id']}", each["label"])
    return {"options": [each["id"] for each in options], "options_path": f"{path}.options"} if options else {}


def words_in(language: str, words: Mapping[str, str], translations: Sequence[Path]) -> dict[str, str]:
    """The words that answers are made of (path → English), from the interface's catalogues."""
    speakers = [texts_of(language, folder) for folder in translations]
    return {
        path: next((said for speak in speakers if (said := speak(word)) != word), word) for path, word in words.items()
    }
