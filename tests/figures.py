"""A world of the form of figures: numbers, Parties and notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reporting import wiring
from reporting.services.house import House
from tests.unit.builders import FIGURES
from tests.world import TINY, XA, XB, FixedClock, World, open_forms, settings


def told(folder: Path, **more: Any) -> Any:
    """Settings of an installation with the form of figures."""
    catalogues = (TINY / "translations", FIGURES.parent / "translations")
    return settings(
        folder, forms_path=f"{TINY / 'forms'}:{FIGURES}", translations_path=":".join(map(str, catalogues)), **more
    )


def make_figures_world(
    folder: Path, *, house: House | None = None, clock: FixedClock | None = None, **more: Any
) -> World:
    clock = clock or FixedClock()
    made = house or wiring.make_house(told(folder, **more), clock)
    open_forms(made)
    world = World(made, clock, agreement="tiny", form="figures", parties=(XA, XB))
    for party in world.parties:
        world.user("focal_point", party)
    return world
