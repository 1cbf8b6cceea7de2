"""A world of the form of indicator data, on the real framework: figures of the Party's own, or those of a dataset."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reporting import wiring
from reporting.domain.answers import Key
from reporting.models import DatasetEdition
from reporting.services import datasets
from reporting.services.datasets import About
from reporting.services.house import House
from tests.world import XT, FixedClock, World, make_world, settings

FORMS = Path(__file__).parent / "forms" / "data" / "forms"
WORKSPACE = f"/en/workspace/{XT}/data"
SECTION = f"{WORKSPACE}/sections/indicators"
ABOUT = About(
    "Area of natural ecosystems", "Provider of the tests", "https://data.example.org/a2", dt.date(2026, 1, 31)
)


def told(folder: Path, **more: Any) -> Any:
    """Settings of an installation with the form of indicator data beside the others."""
    return settings(folder, forms_path=str(FORMS), **more)


def data_house(folder: Path, clock: FixedClock, **more: Any) -> House:
    return wiring.make_house(told(folder, **more), clock)


def make_data_world(folder: Path, *, house: House | None = None, clock: FixedClock | None = None) -> World:
    clock = clock or FixedClock()
    world = make_world(folder, house=house or data_house(folder, clock), clock=clock)
    world.form = "data"
    return world


def key(item: str, question: str = "series", lang: str = "") -> Key:
    return Key(f"indicators.{question}", item, lang)


def row(year: int, value: str, **more: str) -> dict[str, str]:
    return {"year": str(year), "value": value, "unit": "km2", **more}


def value_of(world: World, item: str, question: str = "series", lang: str = "") -> Any:
    """The answer as it is stored now; None where there is none."""
    report = world.report(languages=("en",))
    found = world.book(report).stored.get(key(item, question, lang))
    return found.value if found else None


def without_ids(rows: Sequence[Mapping[str, str]] | None) -> list[dict[str, str]]:
    return [{name: cell for name, cell in each.items() if name != "id"} for each in rows or ()]


def offer(world: World, rows: Mapping[str, Sequence[dict[str, str]]], about: About = ABOUT) -> DatasetEdition:
    """A dataset of Testland's, by indicator, that is offered."""
    actor = world.actor("administrator")
    with world.house.db.transaction() as session:
        found = {(XT, indicator): each for indicator, each in rows.items()}
        made = datasets.propose(session, actor, world.clock(), "kmgbf", about, found)
        return datasets.offer(session, actor, world.clock(), made.id)
