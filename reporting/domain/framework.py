"""Agreements and frameworks as values: Parties with their names by date; goals, targets, indicators, option lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from reporting.domain.crosswalks import Crosswalks
from reporting.domain.definitions import Wording
from reporting.domain.terms import Term


@dataclass(frozen=True)
class PartyName:
    """A Party's name in several languages; `until` is the first day on which it no longer holds (None: today's)."""

    names: Mapping[str, str]
    until: dt.date | None = None


@dataclass(frozen=True)
class Party:
    """A Party of an agreement: ISO 3166-1 alpha-2 code (`EU` included)."""

    code: str
    iso3: str
    region: str
    names: tuple[PartyName, ...]

    def names_on(self, day: dt.date) -> Mapping[str, str]:
        """The names by language that held on `day`."""
        return next(each.names for each in self.names if each.until is None or day < each.until)


@dataclass(frozen=True)
class Agreement:
    id: str
    parties: Mapping[str, Party]
    regions: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]

    def names(self) -> dict[str, str]:
        """The agreement's name by language."""
        return {language: texts["name"] for language, texts in self.texts.items() if "name" in texts}

    def wording(self, language: str) -> Wording:
        return Wording(self.texts, language)


@dataclass(frozen=True)
class OptionList:
    """Options in order, with the mark (a sign beside the word) that some of them carry."""

    id: str
    options: tuple[str, ...]
    marks: Mapping[str, str] = field(default_factory=dict)
    provisional: bool = False


@dataclass(frozen=True)
class Framework:
    """Goals, targets and indicators are plain tables as in the source, without their texts, keyed by id or code."""

    id: str
    agreement: str
    groups: tuple[str, ...]
    goals: Mapping[str, Mapping[str, Any]]
    targets: Mapping[str, Mapping[str, Any]]
    indicators: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, OptionList]
    glossary: Mapping[str, Term]
    texts: Mapping[str, Mapping[str, str]]
    crosswalks: Crosswalks = field(default_factory=dict)

    def wording(self, language: str) -> Wording:
        return Wording(self.texts, language)

    def terms(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        """The goals, targets or indicators that `terms:<framework>.<kind>` names; empty for any other name."""
        kinds = {"goals": self.goals, "targets": self.targets, "indicators": self.indicators}
        owner, _, kind = name.removeprefix("terms:").partition(".")
        return kinds.get(kind, {}) if name.startswith("terms:") and owner == self.id else {}

    def terms_of(self, name: str, kinds: Collection[str] = ()) -> Mapping[str, Mapping[str, Any]]:
        """The same, of these kinds of indicators alone where any are named."""
        return {key: row for key, row in self.terms(name).items() if not kinds or row.get("kind") in kinds}
