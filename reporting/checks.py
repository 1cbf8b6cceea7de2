"""Checks that authors and developers run: form data and catalogues. Floor 5."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages import extract, pofile
from babel.messages.catalog import Catalog, Message

from reporting import config, paths
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.form_source import UNTRANSLATED
from reporting.domain.loader import load
from reporting.domain.texts import DOMAIN

_METHODS = (("reporting/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2"))
_KEYWORDS = {"_": None, "N_": None, "gettext": None, "texts": None, "say": None, "ngettext": (1, 2),
             "pgettext": ((1, "c"), 2), "_p": ((1, "c"), 2)}  # fmt: skip
#: Texts that are the same in another language on purpose.
SAME_ON_PURPOSE = frozenset({"PDF", "SHA-256", "JSON"})


def form_faults(told: config.Settings, folder: Path | None) -> list[str]:
    """Every fault of the installation's forms, or of those in `folder` (with its own `translations` beside, if any).

    Texts that lack translations come last: there are many of them in a new form, and they hide the others.
    """
    roots, translations = told.form_roots, told.translation_roots
    if folder is not None:
        beside = [each for each in (folder / "translations", folder.parent / "translations") if each.is_dir()]
        roots, translations = [folder / "forms" if (folder / "forms").is_dir() else folder], [*beside, *translations]
    faults = load(roots, translations).faults
    return [str(fault) for fault in sorted(faults, key=lambda each: each.sentence.startswith(UNTRANSLATED))]


def catalogue_faults(told: config.Settings) -> list[str]:
    """Every text of code and templates that some language lacks, has fuzzy, or left in English."""
    template = extracted()
    return [
        fault
        for language in UN_LANGUAGES
        if language != "en"
        for fault in _faults_of(_catalogue(told, language), template, language)
    ]


def extracted() -> Catalog:
    """All marked texts of this checkout."""
    found = Catalog(project="national-reporting", charset="utf-8")
    root = paths.CHECKOUT
    options = {"**": {"trimmed": "true", "silent": "false", "newstyle_gettext": "true"}}
    for pattern, method in _METHODS:
        folder = root / pattern.split("/")[0]
        hits = extract.extract_from_dir(
            str(folder), [(f"**{pattern.rpartition('**')[2]}", method)], options, keywords=_KEYWORDS, comment_tags=()
        )
        for name, _line, message, comments, context in hits:
            found.add(message, None, [(f"{folder.name}/{name}", 0)], auto_comments=comments, context=context)
    return found


def _catalogue(told: config.Settings, language: str) -> Catalog:
    file = told.translation_roots[0] / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not file.is_file():
        return Catalog(locale=language)
    with file.open("rb") as opened:
        return pofile.read_po(opened, locale=language)


def _faults_of(catalogue: Catalog, template: Catalog, language: str) -> Iterator[str]:
    for message in template:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[0]
        known = catalogue.get(message.id, message.context)
        if known is None or not all(_strings(known)):
            yield f"{language}: missing: {english!r}"
        elif known.fuzzy:
            yield f"{language}: fuzzy: {english!r}"
        elif english in _strings(known) and english not in SAME_ON_PURPOSE and not _is_only_parameters(english):
            if "same-on-purpose" not in known.flags and "same on purpose" not in known.user_comments:
                yield f"{language}: untouched: {english!r}"
        elif any(_parameters(text) - _parameters(_joined(message)) for text in _strings(known)):
            yield f"{language}: has a parameter that the source lacks: {english!r}"


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _joined(message: Message) -> str:
    return message.id if isinstance(message.id, str) else " ".join(message.id)


def _parameters(text: str) -> frozenset[str]:
    return frozenset(part.split(")")[0] for part in text.split("%(")[1:])


def _is_only_parameters(text: str) -> bool:
    for name in _parameters(text):
        text = text.replace(f"%({name})s", "")
    return not text.strip(string.punctuation + string.whitespace)


def update_catalogues(told: config.Settings) -> str:
    """Write new texts into each language's catalogue and drop those that are gone; says how many want translating."""
    template, open_texts = extracted(), 0
    for language in UN_LANGUAGES:
        if language == "en":
            continue
        catalogue = _catalogue(told, language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        out = io.BytesIO()
        pofile.write_po(out, catalogue, width=120, sort_output=True, omit_header=False, no_location=True)
        file = told.translation_roots[0] / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        lines = out.getvalue().splitlines(keepends=True)
        dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b'"Last-Translator', b'"Report-Msgid')
        file.write_bytes(b"".join(line for line in lines if not line.startswith(dated)))
        open_texts += sum(1 for message in catalogue if message.id and not all(_strings(message)))
    return f"{len(template)} texts; {open_texts} translations are wanted."
