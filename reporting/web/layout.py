"""What the frame of every page needs: navigation by role, languages, messages, the demonstration's banner."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, get_flashed_messages, request

from reporting.domain import due, languages, permissions, rich_text
from reporting.domain.document import Value
from reporting.domain.permissions import Actor, Subject
from reporting.outputs.series_chart import SeriesChart, charts_of
from reporting.services import installation
from reporting.web.access import actor, house, now, texts
from reporting.web.guides import guide_for
from reporting.web.i18n import language_switch, localised_url

#: Blueprints whose pages are the same for everybody: they ask neither session nor account.
PUBLIC_PAGES = frozenset({"public", "records", "record_pages", "parties", "targets", "reference", "guides"})


def register(app: Flask) -> None:
    app.context_processor(_frame)
    app.jinja_env.filters["below"] = rich_text.below
    app.jinja_env.globals["language_name"] = _language_name
    app.jinja_env.globals["charts_of"] = _charts_of
    app.jinja_env.globals["days_left"] = lambda day: due.days_left(day, now())


def site_name() -> str:
    """What this installation calls itself."""
    return str(current_app.config["SITE_NAME"]) or texts().gettext("National reports")


def _language_name(tag: str) -> str:
    """The name of a language in this page's language."""
    return languages.name(tag, texts().language)


def _charts_of(value: Value) -> list[SeriesChart]:
    """The drawings of a series, in the language in which it is read."""
    say = house().texts(value.lang)
    return charts_of(value.rows, say, mirrored=say.dir == "rtl")


def is_public_page() -> bool:
    return request.blueprint in PUBLIC_PAGES


def _frame() -> dict[str, Any]:
    who = Actor() if is_public_page() or request.endpoint is None else actor()
    demonstration = installation.is_demonstration(house().db)
    return {
        "texts": texts(),
        "site_name": site_name(),
        "languages": language_switch(),
        "actor": who,
        "navigation": _navigation(who),
        "help_url": _help(who),
        "flashes": [] if is_public_page() else _flashes(),
        "demonstration": demonstration,
        "has_mailbox": demonstration and house().outbox is not None,
    }


def _help(who: Actor) -> str:
    """The guide for whoever asks, or all of them."""
    guide = guide_for(who)
    return localised_url("guides.guide", name=guide) if guide else localised_url("guides.index")


def _flashes() -> list[dict[str, str]]:
    found: list[tuple[str, str]] = get_flashed_messages(with_categories=True)  # type: ignore[assignment]
    return [{"kind": kind, "text": text} for kind, text in found]


def _navigation(who: Actor) -> list[dict[str, Any]]:
    say = texts()
    entries: list[tuple[str, str, dict[str, str]]] = [
        ("public.home", say("Home"), {}),
        ("records.index", say("Published reports"), {}),
        ("parties.index", say("Parties"), {}),
    ]
    if is_public_page():
        entries.append(("workspace.start", say("Workspace"), {}))
    parties = sorted({each.party for each in who.memberships if each.party})
    for party in parties:
        label = say("Workspace") if len(parties) == 1 else say("Workspace: %(party)s", party=party)
        entries.append(("workspace.party", label, {"party": party}))
        if permissions.permits(who, "members:list", Subject(party=party)):
            entries.append(("accounts.members", say("People"), {"party": party}))
    if permissions.permits(who, "secretariat:desk"):
        entries.append(("workspace.desk", say("Reports of all Parties"), {}))
    if permissions.permits(who, "accounts:manage"):
        entries.append(("accounts.all_accounts", say("Accounts"), {}))
    if permissions.permits(who, "datasets:manage"):
        entries.append(("datasets.index", say("Datasets"), {}))
    if permissions.permits(who, "forms:keep"):
        entries.append(("forms.index", say("Forms"), {}))
    known = current_app.view_functions
    return [
        {
            "url": localised_url(endpoint, **values),
            "label": label,
            "current": _where(endpoint, values),
        }
        for endpoint, label, values in entries
        if endpoint in known
    ]


def _where(endpoint: str, values: dict[str, str]) -> str:
    """`page` for the page shown, `true` where it lies below: a report and all its pages below its Party's workspace."""
    shown = request.view_args or {}
    if request.endpoint == endpoint and shown == values:
        return "page"
    below = endpoint == "workspace.party" and "form" in shown and shown.get("party") == values["party"]
    return "true" if below else ""
