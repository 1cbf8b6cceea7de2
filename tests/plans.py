"""A world of two forms: plans, to which a Party adds aims of its own, and reviews, which follow them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reporting import wiring
from reporting.domain.answers import Key
from reporting.domain.items import Kept
from reporting.services import own_items
from reporting.services.editions import kept_items
from reporting.services.house import House
from tests.unit.builders import PLANS
from tests.world import TINY, XA, XB, FixedClock, World, open_forms, settings


def told(folder: Path, **more: Any) -> Any:
    """Settings of an installation with the forms of plans and reviews."""
    return settings(
        folder, forms_path=f"{TINY / 'forms'}:{PLANS}", translations_path=str(TINY / "translations"), **more
    )


class Plans(World):
    """Short words for what tests do with aims."""

    def add(self, report: int, key: str, title: str = "", goals: tuple[str, ...] = (), after: str | None = None) -> str:
        """An aim (or a work, in the second section) under this key, with what is known of it."""
        self.do(own_items.add, report, "aims", key, after)
        answers: dict[Key, Any] = {Key("aims.title", key, "en"): title} if title else {}
        if goals:
            answers[Key("aims.goals", key)] = list(goals)
        if answers:
            assert not self.save(report, answers).rejected
        return key

    def do(self, step: Any, report: int, *told: Any) -> Any:
        """One of the services on items, as the focal point."""
        who = self.actor("focal_point", self.party_of(report))
        with self.house.db.transaction() as session:
            return step(session, who, self.clock(), self.house.editions, report, *told)

    def kept(self, report: int, section: str = "aims") -> dict[str, Kept]:
        """The items of a section, shown or not, in their order."""
        book = self.book(report)
        with self.reading() as session:
            return {each.key: each for each in kept_items(session, book.revision.id).get(section, ())}

    def shown(self, report: int, section: str = "aims") -> list[str]:
        """The keys of a section's items as the form of this report has them."""
        found = self.book(report).edition.form.section(section)
        assert found is not None
        return [each.key for each in found.items]


def plans_house(folder: Path, clock: FixedClock, **more: Any) -> House:
    return wiring.make_house(told(folder, **more), clock)


def make_plans_world(folder: Path, *, house: House | None = None, clock: FixedClock | None = None) -> Plans:
    clock = clock or FixedClock()
    made = house or plans_house(folder, clock)
    open_forms(made)
    world = Plans(made, clock, agreement="tiny", form="plans", parties=(XA, XB))
    for party in world.parties:
        world.user("focal_point", party)
    return world
