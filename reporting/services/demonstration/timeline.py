"""When things happened: the story's own dates, drawn together where the clock has not come to its end yet."""

from __future__ import annotations

import datetime as dt

#: The least time that the story can be told in.
SHORTEST = dt.timedelta(days=90)
_DAY = dt.timedelta(days=1)


class Timeline:
    """Places the story before `now`. It keeps its dates where they have all passed; otherwise it ends a day before.

    What lies before `begins_at` keeps its dates always: it is history.
    `now` is at least SHORTEST after `begins_at`.
    """

    def __init__(self, now: dt.datetime, begins_at: dt.datetime, ends_at: dt.datetime) -> None:
        self._now = now
        self._begins_at = begins_at
        self._scale = min(1.0, (now - _DAY - begins_at) / (ends_at - begins_at))

    def at(self, moment: dt.datetime) -> dt.datetime:
        """The moment of the story that the files call `moment`."""
        if self._scale == 1 or moment < self._begins_at:
            return moment
        return self._begins_at + (moment - self._begins_at) * self._scale

    def day(self, day: dt.date) -> dt.date:
        return self.at(dt.datetime.combine(day, dt.time(12), dt.UTC)).date()

    def ago(self, days: int, time: dt.time) -> dt.datetime:
        """`time` of the day that lies `days` before today."""
        return dt.datetime.combine((self._now - days * _DAY).date(), time, dt.UTC)
