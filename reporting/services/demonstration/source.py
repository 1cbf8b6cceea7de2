"""What the demonstration consists of, read from the TOML files in `reporting/demonstration`.

Values for questions stand in `<report>.toml` (those without a language) and `<report>.<language>.toml`. A version is an
earlier state: whole values, or for texts the passages that read differently.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

_FOLDER = files("reporting") / "demonstration"
#: Report → the languages that it has texts in.
_REPORTS: Mapping[str, Sequence[str]] = {"testland": ("en", "fr", "ar"), "otherland": ("en", "es")}


@dataclass(frozen=True)
class InventedParty:
    """`names` are by language."""

    agreement: str
    code: str
    iso3: str
    region: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Person:
    """One account with its one role. `party` is '' for the secretariat, `by` the address of who gave the role."""

    email: str
    name: str
    language: str
    role: str
    at: dt.datetime
    party: str = ""
    by: str = ""


@dataclass(frozen=True)
class Event:
    """What one person did in one sitting: created the report, wrote answers, or took a step.

    It has either a moment (`at`) or lies some days before the day of loading (`days_ago`, at `time`).
    """

    by: str
    at: dt.datetime | None = None
    days_ago: int = 0
    time: dt.time = dt.time()
    create: Sequence[str] = ()
    write: Sequence[tuple[str, str]] = ()
    version: str = ""
    step: str = ""
    comment: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Story:
    """The story of one report. `data` holds the parsed files by language, '' being the one without."""

    party: str
    form: str
    events: Sequence[Event]
    data: Mapping[str, Mapping[str, Any]]

    def value(self, question: str, lang: str, version: str = "") -> Any:
        """The value of `question` in `lang` as it stands in the end, or stood in `version` where that differs."""
        source = self.data[lang]
        final = _joined(source["answers"].get(question))
        earlier = source.get("versions", {}).get(version, {}).get(question)
        if earlier is None:
            return final
        return _with_passages(final, earlier) if lang and isinstance(earlier, list) else _joined(earlier)


@dataclass(frozen=True)
class Source:
    """All of it. `begins_at` and `ends_at` are the first and the last moment that the files name."""

    parties: Sequence[InventedParty]
    people: Sequence[Person]
    stories: Sequence[Story]

    @property
    def begins_at(self) -> dt.datetime:
        return min(person.at for person in self.people)

    @property
    def ends_at(self) -> dt.datetime:
        return max(event.at for story in self.stories for event in story.events if event.at is not None)


def read() -> Source:
    parties = _toml("parties")
    return Source(
        parties=[InventedParty(parties["agreement"], code, **each) for code, each in parties["parties"].items()],
        people=[Person(**each) for each in _toml("people")["person"]],
        stories=[_story(report, languages) for report, languages in _REPORTS.items()],
    )


def _story(report: str, languages: Sequence[str]) -> Story:
    plain = _toml(report)
    events = [
        Event(**{**each, "write": [(lang, question) for lang, question in each.get("write", ())]})
        for each in plain["event"]
    ]
    texts = {language: _toml(f"{report}.{language}") for language in languages}
    return Story(plain["party"], plain["form"], events, {"": plain, **texts})


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


def _joined(value: Any) -> Any:
    """A text without the line ends that its file has for the eye; other values as they are."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return text.replace("\n", "") if text.startswith("<") else text


def _with_passages(final: str, passages: Sequence[tuple[str, str]]) -> str:
    """`final` with each passage as it read before."""
    for present, before in passages:
        if final.count(present) != 1:
            raise ValueError(f"this passage does not stand once in its text: {present}")
        final = final.replace(present, before)
    return final
