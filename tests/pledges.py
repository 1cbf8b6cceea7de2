"""A world of the form of pledges, which asks how far each global target has come, for the public figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting import wiring
from reporting.domain.answers import Key
from reporting.models import Assessment, Party, Publication, Report, Revision
from reporting.services.house import House
from tests.world import XT, FixedClock, World, make_world, settings

Row = TypeVar("Row")

PLEDGES = Path(__file__).parent / "forms" / "pledges" / "forms"
FIRST, SECOND, THIRD = (f"GBF-TARGET-0{n}" for n in (1, 2, 3))


def make_pledges_world(folder: Path, *, house: House | None = None, clock: FixedClock | None = None) -> World:
    """A world with one more form; its reports are on that form unless told otherwise."""
    clock = clock or FixedClock()
    made = house or wiring.make_house(settings(folder, forms_path=str(PLEDGES)), clock)
    world = make_world(folder, house=made, clock=clock)
    world.form = "pledges"
    return world


def pledge(world: World, party: str, levels: Mapping[str, str]) -> int:
    """The id of a Party's report, published with these levels of targets."""
    world.user("focal_point", party)
    report = world.report(party)
    world.save(report, {Key("pledges.level", target): level for target, level in levels.items()})
    world.bring_to(report, "published")
    return report


def pledge_again(world: World, report: int, levels: Mapping[str, str], to: str = "published") -> None:
    """The next version of a published report, with other levels."""
    world.act(report, "amend", world.actor("focal_point", world.party_of(report)))
    world.save(report, {Key("pledges.level", target): level for target, level in levels.items()}, base=1)
    world.bring_to(report, to)


def multiply(world: World, parties: int, form: str = "pledges") -> None:
    """So many further Parties with the record that Testland has on this form."""
    with world.house.db.transaction() as session:
        codes = session.scalars(select(Party.code).where(Party.invented.is_(False)).limit(parties)).all()
        report = session.scalars(select(Report).where(Report.party == XT, Report.form == form)).one()
        publication = session.scalars(select(Publication).where(Publication.report_id == report.id)).one()
        revision = session.get_one(Revision, publication.revision_id)
        said = session.scalars(select(Assessment).where(Assessment.publication_id == publication.id)).all()
        for code in codes:
            fresh = _copied(session, report, party=code)
            state = _copied(session, revision, report_id=fresh.id)
            record = _copied(session, publication, report_id=fresh.id, revision_id=state.id)
            for each in said:
                row = {"question": each.question, "item": each.item, "term": each.term, "level": each.level}
                session.add(Assessment(publication_id=record.id, **row))


def _copied(session: Session, row: Row, **changes: Any) -> Row:
    columns: Any = row.__table__.columns  # type: ignore[attr-defined]
    values = {column.key: getattr(row, column.key) for column in columns if not column.primary_key}
    made = type(row)(**{**values, **changes})
    session.add(made)
    session.flush()
    return made
