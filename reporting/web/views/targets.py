"""Each global target: what it says, and how far Parties say that they have come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template

from reporting.domain.alphabet import alphabetical
from reporting.domain.errors import NotFound
from reporting.domain.runs import Item
from reporting.services import parties, progress_figures
from reporting.services.progress_figures import REGION, Said
from reporting.services.queries import PER_PAGE, Page
from reporting.web import paging, record_list
from reporting.web.access import catalogue, house, now, public, texts
from reporting.web.i18n import localised_url
from reporting.web.levels import Scale, place_in_record, scales
from reporting.web.numbers import asked_page
from reporting.web.responses import public_page

bp = Blueprint("targets", __name__)


@bp.get("/<lang_code>/targets/<term>")
@public
def one(term: str) -> Response:
    """A global target that some form asks about."""
    scale, item = _named(term)
    found = progress_figures.said(house().db.session, form=scale.form, term=term)
    names = parties.names_in(
        house().db.session, g.language, now().date(), scale.edition.form.agreement, {each.party for each in found}
    )
    rows = _rows(found, scale, names)
    number = asked_page()
    shown = Page(rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, PER_PAGE, len(rows))
    page = render_template(
        "pages/public/target.html",
        target=scale.target(item),
        about=_about(scale, term),
        official=scale.edition.official_of(f"items.{term}", ("title", "summary"), g.language),
        form_title=scale.title,
        regions=_regions(scale, term),
        parties=_by_level(shown.items),
        neighbours=_neighbours(scale, item),
        records_url=localised_url("records.index", form=scale.form, target=term),
        **paging.links(shown),
    )
    return public_page(make_response(page))


def _named(term: str) -> tuple[Scale, Item]:
    for scale in scales():
        for item in scale.terms:
            if item.key == term:
                return scale, item
    raise NotFound


def _about(scale: Scale, term: str) -> dict[str, Any]:
    """What the target says, in words and in numbers."""
    framework = catalogue().frameworks.get(scale.edition.form.framework)
    summary = scale.edition.wording(g.language)(f"items.{term}.summary")
    if framework is None:
        return {"framework": "", "summary": summary, "facts": []}
    kind = "targets" if term in framework.targets else "goals"
    wording, row = framework.wording(g.language), {**framework.goals, **framework.targets}.get(term, {})
    facts = [
        {
            "label": wording(f"{kind}.{term}.facts.{n}.label"),
            "value": texts().number(fact["value"]) if "value" in fact else "",
            "unit": wording(f"{kind}.{term}.facts.{n}.unit"),
            "by": str(fact.get("by", "")),
        }
        for n, fact in enumerate(row.get("facts", ()))
    ]
    return {"framework": wording("title"), "summary": summary, "facts": facts}


def _regions(scale: Scale, term: str) -> list[dict[str, Any]]:
    """Each region with its counts by level, then all of them, then the European Union."""
    form, say = scale.edition.form, texts()
    names = record_list.region_names()
    by_region = progress_figures.figures(house().db.session, form, REGION, term)
    groups = sorted(by_region.groups, key=lambda each: alphabetical(names.get(each.id, each.id), g.language))
    rows = [(names.get(each.id, each.id), each) for each in groups]
    rows.append((say("All regions"), progress_figures.together(groups)))
    if by_region.eu:
        rows.append((say("European Union"), by_region.eu))
    return [
        {
            "name": name,
            "parts": scale.parts(group, term),
            "without_record": group.without_record,
        }
        for name, group in rows
    ]


def _rows(found: Sequence[Said], scale: Scale, names: dict[str, str]) -> list[dict[str, Any]]:
    """The Parties by level, in the alphabet of the page's language within each."""
    levels = {each["id"]: (n, each) for n, each in enumerate(scale.levels())}

    def made() -> Iterator[tuple[Any, dict[str, Any]]]:
        for said in found:
            place, level = levels.get(said.level, (len(levels), {"mark": "", "label": said.level}))
            name = names.get(said.party, said.party)
            row = {"name": name, "url": place_in_record(said), "mark": level["mark"], "label": level["label"]}
            row["of"] = (said.titles or {}).get(g.language, "")
            yield (place, alphabetical(name, g.language), said.item), row

    return [row for _, row in sorted(made(), key=lambda pair: pair[0])]


def _by_level(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"mark": mark, "label": label, "parties": list(found)}
        for (mark, label), found in groupby(rows, key=lambda row: (row["mark"], row["label"]))
    ]


def _neighbours(scale: Scale, item: Item) -> dict[str, Any]:
    """The targets before and after."""
    terms = list(scale.terms)
    place = terms.index(item)

    def link(neighbour: Item | None) -> dict[str, str] | None:
        if neighbour is None:
            return None
        told = scale.target(neighbour)
        return {"label": f"{told['number']} {told['title']}", "url": told["url"]}

    return {
        "previous": link(terms[place - 1] if place else None),
        "next": link(terms[place + 1] if place + 1 < len(terms) else None),
    }
