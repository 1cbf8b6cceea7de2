"""A world of the form of tables: rows that are added, rows of the form's, and a series."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reporting import wiring
from reporting.domain.answers import Key
from reporting.services.house import House
from tests.unit.builders import TABLES
from tests.world import TINY, XA, XB, FixedClock, World, open_forms, settings

AREAS, ALIGNMENT, MEANS, FOREST = (
    Key(each) for each in ("tables.areas", "tables.alignment", "tables.means", "data.forest")
)
#: One answer to each question.
ANSWERS: dict[Key, Any] = {
    AREAS: [
        {"id": "coast", "name": "North coast", "kind": "sea", "size": "1234.5", "since": "2021-05-04", "marked": True},
        {"id": "hills", "name": "تلال الشرق", "kind": "land", "size": "80", "remarks": "Enlarged.\nTwice."},
    ],
    ALIGNMENT: [{"id": "GBF-TARGET-02", "degree": "low"}, {"id": "GBF-TARGET-03", "degree": "high"}],
    MEANS: [{"id": "money", "wanted": 1_000_000, "found": 0}],
    FOREST: [
        {"id": f"{name}-{year}", "year": str(year), "value": str(start + (year - 2010) * rise - year % 3 * 9),
         "unit": "1000 ha", **({"disaggregation_type": "Kind", "disaggregation": group} if group else {})}
        for name, group, start, rise in (
            ("all", "", 900, 12), ("old", "Old forest", 350, 3), ("new", "Young forest", 550, 9),
        )
        for year in range(2010, 2024)
    ],
}  # fmt: skip


def told(folder: Path, **more: Any) -> Any:
    """Settings of an installation with the form of tables."""
    return settings(
        folder, forms_path=f"{TINY / 'forms'}:{TABLES}", translations_path=str(TINY / "translations"), **more
    )


def make_tables_world(
    folder: Path, *, house: House | None = None, clock: FixedClock | None = None, **more: Any
) -> World:
    clock = clock or FixedClock()
    made = house or wiring.make_house(told(folder, **more), clock)
    open_forms(made)
    world = World(made, clock, agreement="tiny", form="tables", parties=(XA, XB))
    for party in world.parties:
        world.user("focal_point", party)
    return world


def series(rows: int) -> list[dict[str, str]]:
    """A series of so many rows, several groups by year."""
    return [
        {"id": f"r{n}", "year": str(1990 + n // 8), "value": f"{100 + n}.5", "unit": "km²",
         "disaggregation_type": "Ecosystem", "disaggregation": f"Biome {n % 8}"}
        for n in range(rows)
    ]  # fmt: skip
