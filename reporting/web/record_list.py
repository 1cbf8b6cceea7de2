"""Published reports as lists show them: rows with names, in groups, and what they can be chosen by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from babel.dates import format_skeleton
from flask import g

from reporting.domain.alphabet import alphabetical
from reporting.services import directory, parties, progress_figures, queries
from reporting.services.queries import RecordRow
from reporting.web.access import catalogue, house, now, texts
from reporting.web.i18n import localised_url
from reporting.web.levels import Scale, place_in_record, scales

#: What a list can be chosen by, as it stands in addresses.
FILTERS = ("q", "party", "region", "form", "target", "progress")


@dataclass(frozen=True)
class RecordView:
    """A record in a list. `levels` are {mark, label, url}: what it says of the target that the list is about."""

    party_name: str
    party: str
    form_title: str
    number: int
    published_at: dt.datetime
    languages: Sequence[str]
    url: str
    region: str
    levels: Sequence[Mapping[str, str]] = field(default=())


def record_views(rows: Sequence[RecordRow], target: str = "") -> list[RecordView]:
    """Rows with names in this page's language; as many queries for many rows as for one."""
    session, language = house().db.session, g.language
    names = parties.names_in(session, language, now().date(), codes={row.party for row in rows})
    titles = form_titles()
    levels = _levels(rows, target) if target else {}
    return [
        RecordView(
            party_name=names.get(row.party, row.party),
            party=row.party,
            form_title=titles.get(row.form, row.form),
            number=row.number,
            published_at=row.published_at,
            languages=row.languages,
            url=localised_url("records.latest", party=row.party, form=row.form),
            region=row.region,
            levels=levels.get(row.id, ()),
        )
        for row in rows
    ]


def _levels(rows: Sequence[RecordRow], target: str) -> dict[int, list[Mapping[str, str]]]:
    """Publication → what it says of the target."""
    known = {scale.form: {each["id"]: each for each in scale.levels()} for scale in scales()}
    found: dict[int, list[Mapping[str, str]]] = {}
    for said in progress_figures.said(house().db.session, term=target, among=[row.id for row in rows]):
        level = known.get(said.form, {}).get(said.level, {"mark": "", "label": said.level})
        found.setdefault(said.publication, []).append({**level, "url": place_in_record(said)})
    return found


def form_titles() -> dict[str, str]:
    """Form → its title in this page's language."""
    return directory.titles(house().db.session, house().editions, g.language)


def by_month(records: Sequence[RecordView]) -> list[tuple[str, list[RecordView]]]:
    """Records under the month in which they were published, in the order given."""
    say = texts()
    runs = groupby(records, key=lambda each: (each.published_at.year, each.published_at.month))
    return [
        (str(format_skeleton("yMMMM", dt.date(*month, 1), locale=say.formats)), list(found)) for month, found in runs
    ]


def region_names() -> dict[str, str]:
    return {
        region: agreement.wording(g.language)(f"regions.{region}")
        for agreement in catalogue().agreements.values()
        for region in agreement.regions
    }


def filters(wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields of the list's form. Parties, regions and forms are those that can find something."""
    say, session = texts(), house().db.session
    some = queries.published_facets(session)
    names = parties.names_in(session, g.language, now().date(), codes=some["party"])
    known = next((each for each in scales() if wanted["form"] in ("", each.form)), None)
    return [
        {"name": "q", "label": say("Words"), "value": wanted["q"], "hint": say("A Party’s name or a title")},
        _choice("party", say("Party"), say("All Parties"), wanted, _sorted(some["party"], names)),
        _choice("region", say("Region"), say("All regions"), wanted, _sorted(some["region"], region_names())),
        _choice("form", say("Report"), say("All reports"), wanted, _sorted(some["form"], form_titles())),
        *(_about_targets(known, wanted) if known else ()),
    ]


def _about_targets(scale: Scale, wanted: Mapping[str, str]) -> list[dict[str, Any]]:
    say = texts()
    targets = [(each.key, scale.target(each)) for each in scale.terms]
    return [
        _choice(
            "target", say("Global target"), say("All targets"), wanted,
            [{"id": key, "label": f"{each['number']} {each['title']}"} for key, each in targets],
        ),
        _choice("progress", say("Level of progress"), say("All levels"), wanted, scale.levels()),
    ]  # fmt: skip


def _choice(
    name: str, label: str, empty: str, wanted: Mapping[str, str], options: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    return {"name": name, "label": label, "empty": empty, "value": wanted[name], "options": options}


def _sorted(ids: Sequence[str], names: Mapping[str, str]) -> list[dict[str, str]]:
    made = [{"id": each, "label": names.get(each, each)} for each in ids]
    return sorted(made, key=lambda each: alphabetical(each["label"], g.language))
