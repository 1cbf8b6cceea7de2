"""The options of a question as its field shows them; many Parties by their regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from reporting.domain.alphabet import alphabetical
from reporting.web.access import catalogue


@dataclass(frozen=True)
class OptionView:
    """An option. `links` are the ids by which it depends on other answers, `fits` whether it is offered as they stand;
    `lang` is the language of its label where the page speaks another."""

    id: str
    label: str
    mark: str = ""
    exclusive: bool = False
    links: str = ""
    fits: bool = True
    lang: str = ""


@dataclass(frozen=True)
class OptionGroup:
    """Options under a heading."""

    name: str
    options: Sequence[OptionView]


def by_region(agreement: str, parties: Sequence[OptionView], language: str) -> list[OptionGroup]:
    """Parties by region, both in the alphabet of the page's language; those of an unknown region stand last."""
    known = catalogue().agreements.get(agreement)
    said = known.wording(language) if known else None

    def region(each: OptionView) -> str:
        found = known.parties.get(each.id) if known else None
        return said(f"regions.{found.region}") if found and said else ""

    def key(each: OptionView) -> tuple[bool, tuple[str, str]]:
        return not region(each), alphabetical(region(each), language)

    ordered = sorted(parties, key=lambda each: (key(each), alphabetical(each.label, language)))
    groups = [list(found) for _, found in groupby(ordered, key=key)]
    return [OptionGroup(region(each[0]), each) for each in groups]
