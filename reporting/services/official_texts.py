"""Official texts that this installation lays over ours: kept as its data, from which editions and pages are made."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain.loader import Catalogue
from reporting.domain.official_texts import Official, Row, laid_over, sources
from reporting.models import InstallationFact, OfficialText
from reporting.services import audit

#: The fact that is another one after each change.
_STAMP = "official_texts"


class Change(NamedTuple):
    """What a row would put in the place of what is shown now; '' where that language has nothing."""

    row: Row
    now: str


class Laid:
    """The catalogue of this installation with its official texts, made anew when another process has changed them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._known: tuple[str, Catalogue, Official] = ("", catalogue, {})
        self._sources = catalogue

    def catalogue(self, session: Session) -> Catalogue:
        return self._current(session)[1]

    def official(self, session: Session) -> Official:
        """The texts that are official ones: domain → language → path → text."""
        return self._current(session)[2]

    def _current(self, session: Session) -> tuple[str, Catalogue, Official]:
        fact = session.get(InstallationFact, _STAMP)
        stamp = fact.value if fact else ""
        known = self._known
        if known[0] != stamp:
            official = official_texts(session)
            known = self._known = (stamp, _laid(self._sources, official), official)
        return known


def with_official(session: Session, catalogue: Catalogue) -> Catalogue:
    """The catalogue with the official texts in it, itself where there are none."""
    return _laid(catalogue, official_texts(session))


def _laid(catalogue: Catalogue, official: Official) -> Catalogue:
    return laid_over(catalogue, official) if official else catalogue


def official_texts(session: Session) -> Official:
    made: dict[str, dict[str, dict[str, str]]] = {}
    for row in session.scalars(select(OfficialText)):
        made.setdefault(row.domain, {}).setdefault(row.lang, {})[row.path] = row.text
    return made


def rows(session: Session, domain: str = "", path: str = "", language: str = "") -> Sequence[OfficialText]:
    """Those that are laid over ours, in order; of one form, framework or agreement, at one path, in one language where
    these are named."""
    named = {OfficialText.domain: domain, OfficialText.path: path, OfficialText.lang: language}
    wanted = select(OfficialText).where(*(column == told for column, told in named.items() if told))
    return session.scalars(wanted.order_by(*named)).all()


def changes(session: Session, catalogue: Catalogue, given: Iterable[Row]) -> list[Change]:
    """What laying these rows would change, and nothing that is shown already."""
    shown = sources(with_official(session, catalogue))
    found = [Change(row, shown[row.domain][row.language].get(row.path, "")) for row in given]
    return [each for each in found if each.now != each.row.text]


def lay(session: Session, now: dt.datetime, given: Sequence[Row]) -> None:
    """Keep these rows, without faults, in the place of earlier ones. Editions are made by opening the forms again."""
    known = {(each.domain, each.path, each.lang): each for each in session.scalars(select(OfficialText))}
    for row in given:
        kept = known.get(row.place)
        if kept is None:
            kept = OfficialText(domain=row.domain, path=row.path, lang=row.language)
            session.add(kept)
        kept.text, kept.laid_at = row.text, now
    _changed(session, now, "texts:laid", [row.domain for row in given])


def remove(session: Session, now: dt.datetime, domain: str, path: str = "", language: str = "") -> int:
    """Take official texts away, so that ours show again; how many. Without path and language all of the domain."""
    gone = rows(session, domain, path, language)
    for each in gone:
        session.delete(each)
    if gone:
        _changed(session, now, "texts:removed", [domain for _ in gone])
    return len(gone)


def _changed(session: Session, now: dt.datetime, event: str, domains: Sequence[str]) -> None:
    session.merge(InstallationFact(name=_STAMP, value=secrets.token_hex(8)))
    session.flush()
    audit.record(session, event, actor=None, now=now, domains=sorted(set(domains)), count=len(domains))
