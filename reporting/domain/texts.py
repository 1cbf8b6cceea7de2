"""Words for people: a `Texts` value of one language, handed to whoever speaks, and the sentences of all codes.

Catalogues are `.po` files compiled in memory once (no `.mo` anywhere). Domain and services raise codes with parameters;
`Texts.sentence` is the one table that turns codes into sentences.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages import mofile, pofile
from babel.numbers import format_decimal

from reporting.domain.languages import direction, formats_of
from reporting.domain.numbers import in_words
from reporting.domain.sentences import SENTENCES

DOMAIN = "messages"


class Texts:
    """All that is said in one language: catalogue, dates, numbers, sentences of codes."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations | None = None) -> None:
        self.language = language
        self.dir = direction(language)
        self.formats = formats_of(language)
        self.catalogue = catalogue or gettext.NullTranslations()

    def gettext(self, message: str, **params: Any) -> str:
        found = self.catalogue.gettext(message)
        return found % params if params else found

    __call__ = gettext

    def pgettext(self, context: str, message: str, **params: Any) -> str:
        found = self.catalogue.pgettext(context, message)
        return found % params if params else found

    def ngettext(self, one: str, many: str, n: int, **params: Any) -> str:
        return self.catalogue.ngettext(one, many, n) % {"n": self.number(n), "num": n, **params}

    def sentence(self, code: str, params: Mapping[str, Any] | None = None) -> str:
        """The sentence for a code; parameters that are codes (status, action, role) or moments (at) come as words."""
        words = {key: self._said(key, value) for key, value in (params or {}).items()}
        known = SENTENCES.get(code, SENTENCES["bad_request"])
        try:
            return self.catalogue.gettext(known) % words
        except KeyError:
            return self.catalogue.gettext(known)

    def word(self, code: Any) -> str:
        """The word for a status, an action or a role."""
        return self.catalogue.gettext(SENTENCES[f"word.{code}"]) if f"word.{code}" in SENTENCES else str(code)

    def _said(self, name: str, value: Any) -> str:
        if name in _WORDS:
            return self.word(value)
        if name in ("reading", "other_reading"):
            return in_words(value, self.language)
        if name == "at":
            return self.moment(dt.datetime.fromisoformat(value))
        return self.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)

    def titled(self, name: str, title: str) -> str:
        """Two names in one line, the second said of the first, with the language's own colon."""
        return self.gettext("%(name)s: %(title)s", name=name, title=title)

    def number(self, value: int | float) -> str:
        return str(format_decimal(value, locale=self.formats, decimal_quantization=False))

    def size(self, octets: int) -> str:
        """The size of a file, in the largest unit of which it has one."""
        if octets < 1_000:
            return self.gettext("%(number)s bytes", number=self.number(octets))
        if octets < 1_000_000:
            return self.gettext("%(number)s KB", number=self.number(round(octets / 1_000)))
        return self.gettext("%(number)s MB", number=self.number(round(octets / 1_000_000, 1)))

    def date(self, day: dt.date | str) -> str:
        return str(
            format_date(dt.date.fromisoformat(day) if isinstance(day, str) else day, "long", locale=self.formats)
        )

    def moment(self, at: dt.datetime, zone: str = "UTC") -> str:
        """Day and time in a time zone, with the zone as its distance from UTC, which reads alike in all languages."""
        local = at.astimezone(ZoneInfo(zone))
        return f"{self.date(local.date())} {local:%H:%M} {_distance(local)}"


def _distance(local: dt.datetime) -> str:
    """`UTC`, `UTC+12`, `UTC−3:30`."""
    ahead = round((local.utcoffset() or dt.timedelta()).total_seconds() / 60)
    hours, minutes = divmod(abs(ahead), 60)
    sign = "+" if ahead > 0 else "−"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "") if ahead else "UTC"


_WORDS = frozenset({"status", "action", "role"})


@lru_cache(maxsize=64)
def texts_of(language: str, translations: Path) -> Texts:
    """The texts of `language` from the folder of catalogues; English is the source and has none."""
    return Texts(language, compiled(translations / language / "LC_MESSAGES" / f"{DOMAIN}.po"))


def compiled(path: Path) -> gettext.NullTranslations:
    """A `.po` file as a catalogue, compiled in memory; an absent file is an empty one."""
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        catalogue = pofile.read_po(file)
    packed = io.BytesIO()
    mofile.write_mo(packed, catalogue)
    packed.seek(0)
    return gettext.GNUTranslations(packed)
