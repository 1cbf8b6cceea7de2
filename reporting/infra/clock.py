"""The time, as a value that is handed over, so that tests can set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

#: Gives the present moment in UTC.
Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
