"""A questionnaire is answered once and shown with how far it is wherever it belongs, without scripts."""

from __future__ import annotations

import pytest

from reporting.domain.answers import Key
from tests.journeys.browser import Place
from tests.journeys.conftest import Enter
from tests.world import XT

AT = f"/workspace/{XT}/nr7/sections"


@pytest.mark.parametrize("item", ["goals/GBF-GOAL-C", "targets/GBF-TARGET-13"])
def test_what_belongs_to_an_item_is_shown_on_its_page_and_written_at_one_place(
    place: Place, enter: Enter, item: str
) -> None:
    world = place.world
    report = world.report(XT)
    world.save(report, {Key("questionnaires.q13_1", "13.b"): "no", Key("questionnaires.q13_3", "13.b"): "fully"})
    focal = enter("focal_point", XT)
    page = focal.open(f"/en{AT}/{item}")
    shown = {
        " ".join("".join(row.itertext()).split()) for part in page.all("section", "shown") for row in part.iter("li")
    }
    assert "13.b Measures on access and benefit-sharing in progress · 2 of 7" in shown
    assert (
        "C.2 Non-monetary benefits arising from applicable international access and benefit-sharing instruments "
        "not begun" in shown
    )
    assert not any(each.startswith("14.b") for each in shown)
    focal.follow("/questionnaires/13.b")


def test_an_item_to_which_nothing_belongs_shows_nothing(place: Place, enter: Enter) -> None:
    place.world.report(XT)
    page = enter("focal_point", XT).open(f"/en{AT}/conclusions")
    assert not list(page.all("section", "shown"))
