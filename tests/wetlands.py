"""A world of the example in the guide for authors of forms: an agreement of its own, its Parties, its form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reporting import wiring
from reporting.services.house import House
from tests.world import FixedClock, World, open_forms, settings

WA, WB = "WA", "WB"
WETLANDS = Path(__file__).parent / "forms" / "wetlands"


def told(folder: Path, **more: Any) -> Any:
    """Settings of an installation that was told of the example, as the guide says."""
    return settings(
        folder, forms_path=str(WETLANDS / "forms"), translations_path=str(WETLANDS / "translations"), **more
    )


def make_wetlands_world(folder: Path, *, house: House | None = None, clock: FixedClock | None = None) -> World:
    clock = clock or FixedClock()
    made = house or wiring.make_house(told(folder), clock)
    open_forms(made)
    world = World(made, clock, agreement="wetlands", form="wr1", parties=(WA, WB))
    for party in world.parties:
        world.user("focal_point", party)
    return world
