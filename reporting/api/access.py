"""Who asks, what the address is about, and in which words to answer.

The permission table is the only rule; each operation names its permission, and what that permission is asked about is
read from the address: its report or its job. Public operations ask for nobody and read no token.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import current_app, g, request

from reporting.api import tokens
from reporting.domain import permissions
from reporting.domain.errors import NotFound
from reporting.domain.languages import INTERFACE, negotiate
from reporting.domain.loader import Catalogue
from reporting.domain.permissions import ANYONE, Actor, Subject
from reporting.domain.texts import Texts
from reporting.models import Job, Report, Revision
from reporting.services import documents, reports
from reporting.services.house import House

View = TypeVar("View", bound=Callable[..., Any])
#: Marks an operation that everybody may ask for.
PUBLIC = "public"


def public(view: View) -> View:
    """Marks a view that is no operation."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


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
    """For whom the program acts. Raises NotSignedIn without a token that works."""
    if "api_actor" not in g:
        g.api_actor = tokens.actor(house().db.session, request.headers.get("Authorization", ""), now())
    return cast(Actor, g.api_actor)


def language() -> str:
    """The language of sentences: `?lang=`, else the first of Accept-Language that we speak, else English."""
    asked = request.args.get("lang", "")
    return asked if asked in INTERFACE else negotiate(list(request.accept_languages.values()))


def texts() -> Texts:
    return house().texts(language())


@dataclass(frozen=True)
class Named:
    """The report that the address names, with the revision that work is about."""

    report: Report
    revision: Revision


def named_report() -> Named:
    """The report of this address. Raises NotFound."""
    if "api_report" not in g:
        session = house().db.session
        report = session.get(Report, (request.view_args or {})["report_id"])
        if report is None:
            raise NotFound
        g.api_report = Named(report, reports.newest_revision(session, report))
    return cast(Named, g.api_report)


def named_job() -> Job:
    """The job of this address, if it makes a document and is the actor's to see. Raises NotFound."""
    found = house().db.session.get(Job, (request.view_args or {})["job_id"])
    if found is None or found.kind != documents.KIND:
        raise NotFound
    if not permissions.permits(actor(), "job:own", Subject(user_id=found.actor_id)):
        raise NotFound
    return found


def require(permission: str, path: Mapping[str, Any]) -> None:
    """Raise unless the actor holds `permission` about what the address names. Without a token nothing is looked up."""
    permissions.require(actor(), permission, _subject(path))


def _subject(path: Mapping[str, Any]) -> Subject:
    if "report_id" in path:
        named = named_report()
        return reports.subject_of(house().db.session, named.report, named.revision)
    if "job_id" in path:
        return Subject(user_id=named_job().actor_id)
    return ANYONE
