"""Due dates: a day lasts until it has ended everywhere on Earth."""

from __future__ import annotations

import datetime as dt

#: Where a day ends last.
LAST_ZONE = dt.timezone(dt.timedelta(hours=-12))


def days_left(day: str, at: dt.datetime) -> int:
    """Days from the moment `at` until `day` (ISO) has ended everywhere: 0 on its last day, negative once it is over."""
    return (dt.date.fromisoformat(day) - at.astimezone(LAST_ZONE).date()).days


def is_over(day: str, at: dt.datetime) -> bool:
    """Whether `day` (ISO) has ended everywhere at the moment `at`."""
    return days_left(day, at) < 0
