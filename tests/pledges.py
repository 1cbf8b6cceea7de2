"""A world of the form of pledges, which asks how far each global target has come, for the public figures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporting import wiring
from reporting.domain.answers import Key
from reporting.services.house import House
from tests.world import FixedClock, World, make_world, settings

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
