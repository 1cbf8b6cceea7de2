"""Language tags: which the interface speaks, how they are called, which way they run."""

from __future__ import annotations

import re

from babel import Locale, UnknownLocaleError

#: The languages of the interface, by their own names' usual order in UN documents.
INTERFACE = ("ar", "zh", "en", "fr", "ru", "es")

_RIGHT_TO_LEFT_SCRIPTS = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"})
_RIGHT_TO_LEFT_LANGUAGES = frozenset("ar arc ckb dv fa he ks nqo pnb ps sd syr ug ur yi".split())
# Written in one way only: "EN" beside "en" would be a language of its own to whoever compares texts.
_TAG = re.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


def direction(tag: str) -> str:
    """The way a language runs, "rtl" or "ltr": by the script subtag where its tag has one, else by the language."""
    parts = tag.replace("_", "-").split("-")
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    if script is not None:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0].lower() in _RIGHT_TO_LEFT_LANGUAGES else "ltr"


def english_among(text: str, language: str) -> str:
    """An English text to stand in lines of `language`: isolated where its first or last sign would else jump to the
    other end of a line that runs from right to left."""
    stays = direction(language) == "ltr" or (text[:1].isalnum() and text[-1:].isalnum())
    return text if stays or not text else f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def is_tag(tag: str) -> bool:
    """Whether `tag` names a language that can be shown by its name, in the usual capitals (`pt-BR`, `zh-Hant`)."""
    try:
        return _TAG.fullmatch(tag) is not None and Locale.parse(tag, sep="-") is not None
    except (UnknownLocaleError, ValueError, TypeError):
        return False


def name(tag: str, language: str) -> str:
    """The name of the language `tag` in `language`; the tag itself where nobody knows it."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(language) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def own_name(tag: str) -> str:
    """The name of a language in itself, as language switches show it."""
    found = name(tag, tag)
    return found[:1].upper() + found[1:]


def formats_of(language: str) -> str:
    """The locale by which days and numbers are written: English as the United Nations write it, day before month."""
    return "en_GB" if language == "en" else language


def negotiate(accepted: list[str]) -> str:
    """The interface language for a browser's languages, best first; English where none fits."""
    return next((tag.split("-")[0] for tag in accepted if tag.split("-")[0] in INTERFACE), "en")
