"""What the demonstration consists of, read from the TOML files in `reporting/demonstration`.

Values stand in `<report>.toml` (those without a language), `<report>.<language>.toml` and, where there is one,
`<report>.targets.<language>.toml`: those of plain sections under `answers`, those of an item under `items.<key>`. A
version is an earlier state: whole values, or for texts the passages that read differently. Datasets that the
secretariat offers stand in `datasets.toml`.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from reporting.domain.answers import Key

_FOLDER = files("reporting") / "demonstration"
#: Report → the languages that it has texts in.
_REPORTS: Mapping[str, Sequence[str]] = {
    "testland": ("en", "fr", "ar"),
    "testland.nt7": ("en", "fr", "ar"),
    "testland.nr6": ("en",),
    "otherland": ("en", "es"),
    "otherland.nr6": ("en",),
}


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
    """What one person did in one sitting: created the report, wrote answers, moved it to the newer form, took a step.

    It has either a moment (`at`) or lies some days before the day of loading (`days_ago`, at `time`). `add` names own
    items by section. `write` names single answers; of `items`, all answers in `languages` are written. `attach` is the
    name of a file that is attached.
    """

    by: str
    at: dt.datetime | None = None
    days_ago: int = 0
    time: dt.time = dt.time()
    create: Sequence[str] = ()
    on_first_form: bool = False
    move: bool = False
    attach: str = ""
    add: Mapping[str, Sequence[str]] = field(default_factory=dict)
    write: Sequence[Key] = ()
    items: Sequence[str] = ()
    languages: Sequence[str] = ()
    version: str = ""
    step: str = ""
    comment: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True)
class Story:
    """The story of one report. `values` are its answers in the end; `versions`, by name, what some were before."""

    party: str
    form: str
    events: Sequence[Event]
    values: Mapping[Key, Any]
    versions: Mapping[str, Mapping[Key, Any]]

    def value(self, key: Key, version: str = "") -> Any:
        """The value as it stands in the end, or stood in `version` where that differs."""
        earlier = self.versions.get(version, {}).get(key)
        if earlier is None:
            return self.values[key]
        return _with_passages(self.values[key], earlier) if key.lang and isinstance(earlier, list) else earlier

    def pages(self, event: Event) -> list[list[Key]]:
        """What the event writes, as it is saved: an answer at a time, or all of an item in one language."""
        known = {**self.values, **self.versions.get(event.version, {})}
        whole = (
            [key for key in known if key.item == item and key.lang == lang]
            for item in event.items
            for lang in event.languages
        )
        return [[key] for key in event.write] + [page for page in whole if page]


@dataclass(frozen=True)
class Dataset:
    """Figures that `by` offers to Parties on behalf of an invented provider. `series` is Party → indicator → rows."""

    by: str
    at: dt.datetime
    framework: str
    title: str
    provider: str
    link: str
    dated_on: dt.date
    series: Mapping[str, Mapping[str, Sequence[Mapping[str, str]]]]


@dataclass(frozen=True)
class Words:
    """What generated texts in one language are made of."""

    mark: str
    heading: str
    columns: Sequence[str]
    sentences: Sequence[str]


@dataclass(frozen=True)
class Source:
    """All of it. `begins_at` is when the reporting of today begins, and what lies before it is history; `ends_at` is
    the last moment that the files name."""

    parties: Sequence[InventedParty]
    people: Sequence[Person]
    stories: Sequence[Story]
    datasets: Sequence[Dataset]
    begins_at: dt.datetime

    @property
    def ends_at(self) -> dt.datetime:
        return max(event.at for story in self.stories for event in story.events if event.at is not None)


def read() -> Source:
    parties, people = _toml("parties"), _toml("people")
    return Source(
        parties=[InventedParty(parties["agreement"], code, **each) for code, each in parties["parties"].items()],
        people=[Person(**each) for each in people["person"]],
        stories=[_story(report, languages) for report, languages in _REPORTS.items()],
        datasets=[Dataset(**each) for each in _toml("datasets")["dataset"]],
        begins_at=people["begins_at"],
    )


def first_form() -> dict[str, Any]:
    """How the form differed in its first revision."""
    return _toml("nr7.first")


def generated_words() -> Mapping[str, Words]:
    """Language → words of generated reports."""
    return {language: Words(**each) for language, each in _toml("generated").items()}


def _story(report: str, languages: Sequence[str]) -> Story:
    plain = _toml(report)
    events = [Event(**{**each, "write": [_key(*told) for told in each.get("write", ())]}) for each in plain["event"]]
    values: dict[Key, Any] = {}
    versions: dict[str, dict[Key, Any]] = {}
    for lang, name in _files(report, languages):
        data = plain if name == report else _toml(name)
        values |= _values(data.get("answers", {}), data.get("items", {}), lang)
        for version, told in data.get("versions", {}).items():
            single = {question: value for question, value in told.items() if question != "items"}
            versions.setdefault(version, {}).update(_values(single, told.get("items", {}), lang))
    return Story(plain["party"], plain["form"], events, values, versions)


def _key(lang: str, question: str, item: str = "") -> Key:
    """The answer that a story names: its language first, its item where it has one."""
    return Key(question, item, lang)


def _files(report: str, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The language and the name of each file of values that a report has."""
    yield "", report
    for lang in languages:
        yield lang, f"{report}.{lang}"
        if (_FOLDER / f"{report}.targets.{lang}.toml").is_file():
            yield lang, f"{report}.targets.{lang}"


def _values(single: Mapping[str, Any], items: Mapping[str, Mapping[str, Any]], lang: str) -> dict[Key, Any]:
    return {
        Key(question, item, lang): _joined(value)
        for item, told in {"": single, **items}.items()
        for question, value in told.items()
    }


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
