"""What items are called on pages: a title may be missing yet, or exist in another language alone."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.domain.definitions import Part, Wording
from reporting.domain.languages import direction
from reporting.web.access import texts


@dataclass(frozen=True)
class Name:
    """A title. `lang` and `dir` are its own where the page speaks another language, else ''."""

    text: str
    lang: str = ""
    dir: str = ""


def name_of(here: Part, wording: Wording) -> Name:
    """The name of a section or item."""
    title = wording.title(here)
    if not title:
        return Name(texts().gettext("(no title yet)"))
    return told_in(title, wording(f"items.{here.item}.language") if here.item else "", wording.language)


def told_in(text: str, language: str, page: str) -> Name:
    """A text in a language ('' for that of the page)."""
    return Name(text) if language in ("", page) else Name(text, language, direction(language))
