"""Parties in public: all of them by region with what they published, and each with its records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template

from reporting.domain.alphabet import alphabetical
from reporting.models import Party
from reporting.services import directory, parties, progress_figures, published
from reporting.services.directory import OpenForm
from reporting.services.progress_figures import Said
from reporting.services.published import Version
from reporting.web import record_list
from reporting.web.access import catalogue, house, now, public
from reporting.web.i18n import localised_url
from reporting.web.levels import NOTHING, Scale, place_in_record, scales, silent
from reporting.web.responses import public_page

bp = Blueprint("parties", __name__)


@bp.get("/<lang_code>/parties")
@public
def index() -> Response:
    """Every Party of every agreement, by region."""
    session = house().db.session
    forms, titles = published.forms_by_party(session), record_list.form_titles()
    rows = [
        {
            "agreement": row.agreement,
            "region": row.region,
            "name": parties.name_of(row, g.language, now().date()),
            "url": localised_url("parties.one", party=row.code),
            "records": [
                {"title": titles.get(form, form), "url": localised_url("records.latest", party=row.code, form=form)}
                for form in forms.get((row.agreement, row.code), ())
            ],
        }
        for row in directory.all_parties(session)
    ]
    page = render_template(
        "pages/public/parties.html",
        groups=_by_region(rows),
        total=len(rows),
        with_record=sum(1 for row in rows if row["records"]),
    )
    return public_page(make_response(page))


def _by_region(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Regions and the Parties of each in the alphabet of the page's language."""
    names = record_list.region_names()

    def key(row: dict[str, Any]) -> Any:
        return row["agreement"], alphabetical(names.get(row["region"], row["region"]), g.language)

    ordered = sorted(rows, key=lambda row: (key(row), alphabetical(row["name"], g.language)))
    groups = [list(found) for _, found in groupby(ordered, key=key)]
    return [
        {"id": f"{each[0]['agreement']}-{each[0]['region']}", "name": names.get(each[0]["region"], each[0]["region"]),
         "parties": each, "with_record": sum(1 for row in each if row["records"])}
        for each in groups
    ]  # fmt: skip


@bp.get("/<lang_code>/parties/<party>")
@public
def one(party: str) -> Response:
    """A Party: its names, its records in all versions, how far it says to be, and what it has not published yet."""
    session, today = house().db.session, now().date()
    row = parties.find(session, party)
    versions = published.versions(session, party)
    said = progress_figures.said(session, party=party)
    page = render_template(
        "pages/public/party.html",
        party=party,
        name=parties.name_of(row, g.language, today),
        earlier=_earlier(row, today),
        region=record_list.region_names().get(row.region, row.region),
        agreement=_agreement(row),
        records=_records(party, versions),
        missing=_missing(row, versions),
        scales=[
            {"form": scale.form, "title": scale.title, "targets": _marks(scale, said)}
            for scale in scales()
            if any(each.form == scale.form for each in versions)
        ],
    )
    return public_page(make_response(page))


def _earlier(row: Party, today: dt.date) -> list[dict[str, str]]:
    """Names that no longer hold, newest first, with the first day of what followed."""
    gone = [each for each in row.names if "until" in each and dt.date.fromisoformat(each["until"]) <= today]
    return [
        {"name": each["names"].get(g.language) or each["names"]["en"], "until": each["until"]} for each in gone[::-1]
    ]


def _agreement(row: Party) -> str:
    known = catalogue().agreements.get(row.agreement)
    return known.wording(g.language)("name") if known else row.agreement


def _records(party: str, versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The Party's records by form; each with its versions, newest first."""
    titles = record_list.form_titles()
    return [
        {
            "title": titles.get(form, form),
            "url": localised_url("records.latest", party=party, form=form),
            "languages": each[0].languages,
            "versions": [
                {
                    "number": version.number,
                    "published_at": version.published_at,
                    "change_note": version.change_note,
                    "current": version.current,
                    "url": localised_url("records.version", party=party, form=form, number=version.number),
                }
                for version in each
            ],
        }
        for form, each in ((form, list(run)) for form, run in groupby(versions, key=lambda version: version.form))
    ]


def _missing(row: Party, versions: Sequence[Version]) -> list[dict[str, str]]:
    """The open forms of the agreement on which there is no record, with the day on which they are due."""
    there = {each.form for each in versions}

    def told(each: OpenForm) -> dict[str, str]:
        return {"title": each.edition.wording(g.language)("title"), "due_on": each.edition.form.due_on}

    forms = directory.forms(house().db.session, house().editions)
    return [told(each) for each in forms if each.row.agreement == row.agreement and each.row.form not in there]


def _marks(scale: Scale, said: Sequence[Said]) -> list[dict[str, Any]]:
    """Every target of a form with what the Party says of it, each saying with its place in the record."""
    known = {each["id"]: each for each in scale.levels()}
    nothing = {"mark": NOTHING, "label": silent(), "url": ""}
    made = []
    for item in scale.terms:
        levels = [
            {**known.get(each.level, {"mark": "", "label": each.level}), "url": place_in_record(each)}
            for each in said
            if (each.form, each.term) == (scale.form, item.key)
        ]
        made.append({**scale.target(item), "levels": levels or [nothing]})
    return made
