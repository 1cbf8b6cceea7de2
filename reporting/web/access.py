"""Who is here, and what each address asks of them.

`@requires(permission)` or `@public` stands on every endpoint; `check_endpoints` stops the application from starting
where one has neither. What an address is about (Party, form, the revision's status) is read from the address itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request

from reporting.domain import permissions
from reporting.domain.definitions import Form, Part
from reporting.domain.loader import Catalogue
from reporting.domain.permissions import PERMISSIONS, Actor, Subject
from reporting.domain.texts import Texts
from reporting.models import Report, Revision
from reporting.services import reports
from reporting.services.house import House
from reporting.services.reports import Workbook

View = TypeVar("View", bound=Callable[..., Any])
#: Finds out who sends this request: set by floor 5 for pages, by the API for its own blueprint.
Identify = Callable[[], Actor]


def house() -> House:
    return cast(House, current_app.extensions["house"])


def catalogue() -> Catalogue:
    """What agreements, frameworks and forms are, with the official texts of this installation."""
    if "catalogue" not in g:
        g.catalogue = house().laid.catalogue(house().db.session)
    return cast(Catalogue, g.catalogue)


def now() -> dt.datetime:
    """The moment of this request, the same for all that it does."""
    if "now" not in g:
        g.now = house().clock()
    return cast(dt.datetime, g.now)


def actor() -> Actor:
    """Who sends this request; anonymous where nobody signed in."""
    if "actor" not in g:
        identify = cast(Identify, current_app.extensions["identify"])
        g.actor = identify()
    return cast(Actor, g.actor)


def texts() -> Texts:
    """The words of this request's language."""
    return house().texts(g.get("language", "en"))


@dataclass(frozen=True)
class Named:
    """The report that the address names, with the revision that work is about."""

    report: Report
    revision: Revision


def named_report() -> Named:
    """The report of this address. Raises NotFound."""
    if "named" not in g:
        arguments = request.view_args or {}
        session = house().db.session
        report = reports.find(session, arguments["party"], arguments["form"])
        g.named = Named(report, reports.newest_revision(session, report))
    return cast(Named, g.named)


def named_form() -> Form:
    """The form of the report of this address, in the revision that the report is written on."""
    return house().editions.of(house().db.session, named_report().revision).form


def named_workbook(part: Part | None = None) -> Workbook:
    """The report of this address with its answers, or those of one part, as they stand. Raises NotFound."""
    named = named_report()
    return reports.workbook(house().db.session, house().editions, named.report, named.revision, part)


def _subject() -> Subject:
    arguments = request.view_args or {}
    party, form = arguments.get("party", ""), arguments.get("form", "")
    if not (party and form):
        return Subject(party=party)
    permissions.require(actor(), "party:workspace", Subject(party=party))
    named = named_report()
    return reports.subject_of(house().db.session, named.report, named.revision)


def requires(permission: str) -> Callable[[View], View]:
    """The permission that an endpoint asks for, about the Party and form that its address names."""
    if permission not in PERMISSIONS:
        raise KeyError(f"no permission {permission!r} in the table")

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            permissions.require(actor(), permission, _subject())
            return view(*args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return cast(View, checked)

    return decorate


def public(view: View) -> View:
    """Marks an endpoint that everybody may ask for."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view


def check_endpoints(app: Flask) -> None:
    """Raise where an endpoint, of a library or ours, does not say whom it is for."""
    bare = sorted(name for name, view in app.view_functions.items() if not hasattr(view, "permission"))
    if bare:
        raise RuntimeError(f"endpoints without @requires or @public: {', '.join(bare)}")
