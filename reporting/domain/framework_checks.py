"""What can be wrong with agreements and frameworks: their properties, and what of them points to one another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.languages import is_tag
from reporting.domain.number_checks import is_plain
from reporting.domain.property_checks import ID, OPTION_KEYS, lacking, unknown
from reporting.domain.shapes import ANY_NUMBER, DAY, FLAG, NUMBER, TABLE, TEXT, Each, Named, Shape, misshapen

_NAMED: Mapping[str, Shape] = {"id": TEXT, "title": TEXT}
_FACT: Mapping[str, Shape] = {"label": TEXT, "unit": TEXT, "value": ANY_NUMBER, "by": NUMBER}
_TERM: Mapping[str, Shape] = {
    **dict.fromkeys(("id", "number", "group", "title", "summary"), TEXT),
    "horizon": NUMBER,
    "facts": Each(_FACT),
}
_INDICATOR: Mapping[str, Shape] = {
    **dict.fromkeys(("code", "identifier", "kind", "name", "title"), TEXT),
    "belongs_to": Each(TEXT),
}
_OPTION: Mapping[str, Shape] = {**OPTION_KEYS, "mark": TEXT}
_LIST: Mapping[str, Shape] = {"id": TEXT, "option": Each(_OPTION), "provisional": FLAG}
#: The rows of a framework: their known properties, and those that each must have.
_ROWS: Mapping[str, tuple[Mapping[str, Shape], Sequence[str]]] = {
    "group": (_NAMED, ("id", "title")),
    "goal": (_TERM, ("id", "number", "title")),
    "target": (_TERM, ("id", "number", "title")),
    "indicator": (_INDICATOR, ("code", "identifier", "kind", "name")),
    "list": (_LIST, ("id", "option")),
}
_FRAMEWORK: Mapping[str, Shape] = {
    **dict.fromkeys(("id", "agreement", "title"), TEXT),
    **{kind: Each(shape) for kind, (shape, _) in _ROWS.items()},
}
_REGION: Mapping[str, Shape] = {"id": TEXT, "name": TEXT}
_PARTY: Mapping[str, Shape] = {"iso3": TEXT, "region": TEXT, "names": Each(TABLE)}
_AGREEMENT: Mapping[str, Shape] = {
    "id": TEXT,
    "name": TEXT,
    "region": Each(_REGION),
    "parties": Named(_PARTY),
}
#: Goals, targets and indicators stand in addresses and in keys of answers.
_TERM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_CODE = re.compile(r"[A-Z]{2}")


def framework_unread(file: Path, data: Mapping[str, Any]) -> list[Fault]:
    """What keeps a framework's tables from being read at all."""
    place = Place(file)
    if amiss := [*misshapen(place, data, _FRAMEWORK), *lacking(place, data, ("id", "agreement", "title"))]:
        return amiss
    found: list[Fault] = []
    for kind, (_, needed) in _ROWS.items():
        for row in data.get(kind, ()):
            found += lacking(_at(file, kind, row), row, needed)
    for each in data.get("list", ()):
        for option in each.get("option", ()):
            found += lacking(_at(file, f"list {each.get('id', '?')}, option", option), option, ("id", "label"))
    return found


def framework_faults(file: Path, data: Mapping[str, Any], agreements: Collection[str]) -> Iterator[Fault]:
    """The faults of one framework's tables, each at the id of what it is about."""
    yield from unknown(Place(file), data, _FRAMEWORK)
    yield from _malformed(Place(file), data["id"], ID)
    if data["agreement"] not in agreements:
        yield Place(file).fault(f"unknown agreement {data['agreement']!r}")
    for kind, (known, _) in _ROWS.items():
        for row in data.get(kind, ()):
            yield from _row_faults(_at(file, kind, row), row, known)
    groups, terms = [each["id"] for each in data.get("group", ())], [*data.get("goal", ()), *data.get("target", ())]
    lists, ids = data.get("list", ()), {each["id"] for each in terms}
    yield from _twice(file, "group", groups)
    yield from _twice(file, "list", [each["id"] for each in lists])
    yield from _twice(file, "goal or target", [each["id"] for each in terms])
    yield from _twice(file, "indicator", [each["code"] for each in data.get("indicator", ())])
    for each in terms:
        if each.get("group", "") not in ("", *groups):
            yield Place(file, each["id"]).fault(f"unknown group {each['group']!r}")
    for each in data.get("indicator", ()):
        for term in each.get("belongs_to", ()):
            if term not in ids:
                yield Place(file, each["code"]).fault(f"belongs to {term!r}, which is no goal or target")
    for each in lists:
        yield from _twice(file, f"option of {each['id']}", [option["id"] for option in each["option"]])


def _row_faults(place: Place, row: Mapping[str, Any], known: Mapping[str, Shape]) -> Iterator[Fault]:
    yield from unknown(place, row, known)
    for fact in row.get("facts", ()):
        yield from unknown(place, fact, _FACT, " of a fact")
        if not is_plain(fact.get("value", 0)):
            yield place.fault("value must be written in plain digits")
    for option in row.get("option", ()):
        yield from unknown(place, option, _OPTION, " of an option")
        yield from _malformed(place, option["id"], ID)
    if known is _TERM or known is _INDICATOR:
        yield from _malformed(place, row["code" if known is _INDICATOR else "id"], _TERM_ID)
    else:
        yield from _malformed(place, row["id"], ID)


def _malformed(place: Place, name: str, pattern: re.Pattern[str]) -> Iterator[Fault]:
    if not pattern.fullmatch(name):
        kept = "small letters, digits, - and _" if pattern is ID else "letters, digits, dots, - and _"
        yield place.fault(f"the id {name!r} must be {kept}, at most 60")


def agreement_unread(file: Path, data: Mapping[str, Any]) -> list[Fault]:
    """What keeps an agreement's tables from being read at all."""
    place = Place(file)
    if amiss := [*misshapen(place, data, _AGREEMENT), *lacking(place, data, ("id", "name", "parties"))]:
        return amiss
    found: list[Fault] = []
    for region in data.get("region", ()):
        found += lacking(_at(file, "region", region), region, ("id", "name"))
    for code, row in data["parties"].items():
        here = Place(file, f"parties.{code}")
        found += lacking(here, row, ("iso3", "region", "names"))
        for names in row.get("names", ()):
            found += misshapen(here, names, {"until": DAY, **dict.fromkeys(names.keys() - {"until"}, TEXT)})
            found += lacking(here, names, ("en",))
        if row.get("names") and "until" in row["names"][-1]:
            found.append(here.fault("the last name has an end"))
        if any("until" not in names for names in row.get("names", ())[:-1]):
            found.append(here.fault("a name that another follows needs its end: until"))
    return found


def agreement_faults(file: Path, data: Mapping[str, Any]) -> Iterator[Fault]:
    """The faults of one agreement's tables, each at what it is about."""
    yield from unknown(Place(file), data, _AGREEMENT)
    yield from _malformed(Place(file), data["id"], ID)
    regions = [each["id"] for each in data.get("region", ())]
    yield from _twice(file, "region", regions)
    for region in data.get("region", ()):
        yield from unknown(_at(file, "region", region), region, _REGION)
    for code, row in data["parties"].items():
        here = Place(file, f"parties.{code}")
        yield from unknown(here, row, _PARTY)
        if not _CODE.fullmatch(code):
            yield here.fault("the code of a Party is two capitals")
        if row["region"] not in regions:
            yield here.fault(f"unknown region {row['region']!r}")
        for language in (each for names in row["names"] for each in names if each != "until"):
            if not is_tag(language):
                yield here.fault(f"unknown language {language!r}")


def _at(file: Path, kind: str, row: Mapping[str, Any]) -> Place:
    return Place(file, f"{kind} {row.get('id', row.get('code', '?'))}")


def _twice(file: Path, what: str, ids: list[str]) -> Iterator[Fault]:
    for each in sorted({each for each in ids if ids.count(each) > 1}):
        yield Place(file, each).fault(f"this {what} stands twice")
