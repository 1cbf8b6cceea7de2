"""A due day lasts until it has ended everywhere."""

from __future__ import annotations

import datetime as dt

import pytest

from reporting.domain.due import days_left, is_over


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("2026-02-27T12:00", 1),
        ("2026-02-28T12:00", 0),
        ("2026-03-01T11:59", 0),
        ("2026-03-01T12:00", -1),
        ("2026-11-20T13:00", -265),
    ],
)
def test_days_are_counted_where_a_day_ends_last(at: str, left: int) -> None:
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)
    assert days_left("2026-02-28", moment) == left
    assert is_over("2026-02-28", moment) == (left < 0)
