"""A world of the form of papers, for what is attached to reports."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from reporting import wiring
from reporting.domain.answers import Key
from reporting.domain.attachments import Facts
from reporting.domain.permissions import Actor
from reporting.services import attachments
from reporting.services.drafting import Outcome
from reporting.services.house import House
from tests import files
from tests.unit.builders import PAPERS
from tests.world import TINY, XA, XB, FixedClock, World, open_forms, settings

FILES, SECRET, MAPS = Key("papers.files"), Key("papers.secret_files"), Key("papers.maps")


def told(folder: Path, **more: Any) -> Any:
    """Settings of an installation with the form of papers."""
    return settings(
        folder, forms_path=f"{TINY / 'forms'}:{PAPERS}", translations_path=str(TINY / "translations"), **more
    )


def make_papers_world(
    folder: Path, *, house: House | None = None, clock: FixedClock | None = None, **more: Any
) -> World:
    clock = clock or FixedClock()
    made = house or wiring.make_house(told(folder, **more), clock)
    open_forms(made)
    world = World(made, clock, agreement="tiny", form="papers", parties=(XA, XB))
    for party in world.parties:
        world.user("focal_point", party)
    return world


def attach(
    world: World, report: int, name: str = "plan.pdf", content: bytes = files.PDF, by: Actor | None = None
) -> Facts:
    """A file that has come and is named by no answer yet."""
    who = by or world.actor("focal_point", world.party_of(report))
    return attachments.attach(world.house, who, world.clock(), report, io.BytesIO(content), name)


def name(world: World, report: int, key: Key, *found: Facts, base: int = 0) -> Outcome:
    """Answer a question with these files, each with a description."""
    rows = [{"id": each.sha256, "name": each.name, "description": f"This is {each.name}"} for each in found]
    return world.save(report, {key: rows}, base=base)
