"""The frameworks that are shipped: how much is in them, what is not the Convention's own wording, and the texts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import reporting
from reporting import paths
from reporting.api.schemas import SCHEMAS
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.framework import Framework
from reporting.domain.loader import load


@pytest.fixture(scope="module")
def frameworks() -> dict[str, Framework]:
    return load([paths.data("forms")], [paths.data("translations")]).frameworks


def test_the_lists_that_wait_for_the_conventions_own_are_known(frameworks: dict[str, Framework]) -> None:
    """Our own choice until it is replaced: whoever adds such a list says so here."""
    provisional = {
        framework.id: sorted(each.id for each in framework.lists.values() if each.provisional)
        for framework in frameworks.values()
    }
    assert provisional == {
        "aichi": ["adequacy", "confidence", "effectiveness", "plant_progress"],
        "kmgbf": ["considerations", "policy_instruments", "stakeholders"],
    }


def test_there_are_twenty_aichi_targets_under_five_strategic_goals(frameworks: dict[str, Framework]) -> None:
    aichi = frameworks["aichi"]
    assert list(aichi.targets) == [f"AICHI-TARGET-{number:02}" for number in range(1, 21)]
    assert Counter(each["group"] for each in aichi.targets.values()) == {
        f"strategic-goal-{letter}": count for letter, count in zip("abcde", (4, 6, 3, 3, 4), strict=True)
    }
    early = [each["number"] for each in aichi.targets.values() if each["horizon"] == 2015]
    assert early == ["10", "16", "17"]
    numbers = {each["number"]: [fact["value"] for fact in each["facts"]] for each in aichi.targets.values()}
    assert {number: values for number, values in numbers.items() if values} == {"5": [50], "11": [17, 10], "15": [15]}


def test_the_aichi_scale_has_five_levels_and_unknown_each_with_a_sign(frameworks: dict[str, Framework]) -> None:
    scale = frameworks["aichi"].lists["progress"]
    assert scale.options == ("on_track_to_exceed", "on_track", "insufficient", "no_change", "moving_away", "unknown")
    assert set(scale.marks) == set(scale.options)
    assert len(set(scale.marks.values())) == 6


def test_each_mark_has_a_sign_and_a_tone_of_its_own(frameworks: dict[str, Framework]) -> None:
    static = Path(reporting.__file__).parent / "web" / "static"
    drawn, toned = (static / "img" / "icons.svg").read_text(), (static / "css" / "components.css").read_text()
    marks = {mark for each in frameworks.values() for known in each.lists.values() for mark in known.marks.values()}
    assert marks == set(SCHEMAS["Option"]["properties"]["mark"]["enum"]) - {None}
    assert {mark for mark in marks if f'<symbol id="{mark}"' in drawn and f".{mark} {{ --tone:" in toned} == marks


@pytest.mark.parametrize("language", UN_LANGUAGES)
def test_no_text_of_a_framework_is_missing(frameworks: dict[str, Framework], language: str) -> None:
    for framework in frameworks.values():
        assert framework.texts[language].keys() == framework.texts["en"].keys()


def test_all_aichi_targets_but_one_lead_to_targets_of_the_later_framework(frameworks: dict[str, Framework]) -> None:
    """National strategies are no target any more: they are asked about in a section of their own."""
    crosswalk = frameworks["kmgbf"].crosswalks["aichi"]
    assert set(frameworks["aichi"].targets) - set(crosswalk) == {"AICHI-TARGET-17"}
    assert all(frameworks["kmgbf"].targets.keys() & set(to) for to in crosswalk.values())
    assert crosswalk["AICHI-TARGET-11"] == ("GBF-TARGET-03",)
    goals = {goal for to in crosswalk.values() for goal in to if goal in frameworks["kmgbf"].goals}
    assert goals == frameworks["kmgbf"].goals.keys()
