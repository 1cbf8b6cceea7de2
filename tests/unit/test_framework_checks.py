"""What can be wrong with a framework, each told at the id that it is about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reporting.domain.framework_checks import framework_faults

FILE = Path("meadows/framework.toml")


def told(**changed: Any) -> list[tuple[str, str]]:
    sound: dict[str, Any] = {
        "id": "meadows",
        "agreement": "tiny",
        "group": [{"id": "wet"}, {"id": "dry"}],
        "goal": [{"id": "A"}],
        "target": [{"id": "T1", "group": "wet"}],
        "indicator": [{"code": "1.1", "belongs_to": ["T1", "A"]}],
        "list": [{"id": "colours", "option": [{"id": "red"}, {"id": "blue"}]}],
    }
    found = list(framework_faults(FILE, {**sound, **changed}, {"tiny"}))
    assert {each.file for each in found} <= {str(FILE)}
    return [(each.place, each.sentence) for each in found]


def test_a_framework_whose_parts_name_one_another_is_sound() -> None:
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"agreement": "moon"}, ("", "unknown agreement 'moon'")),
        ({"group": [{"id": "wet"}, {"id": "wet"}]}, ("wet", "this group stands twice")),
        ({"target": [{"id": "T1", "group": "moist"}]}, ("T1", "unknown group 'moist'")),
        ({"goal": [{"id": "A"}, {"id": "A"}]}, ("A", "this goal or target stands twice")),
        (
            {"goal": [{"id": "A", "facts": [{"value": float("inf")}]}]},
            ("goal A", "value must be written in plain digits"),
        ),
        ({"goal": []}, ("1.1", "belongs to 'A', which is no goal or target")),
        ({"list": [{"id": "a", "option": []}, {"id": "a", "option": []}]}, ("a", "this list stands twice")),
        (
            {"list": [{"id": "a", "option": [{"id": "red"}, {"id": "red"}]}]},
            ("red", "this option of a stands twice"),
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(changed: dict[str, Any], expected: tuple[str, str]) -> None:
    assert told(**changed) == [expected]
