"""The demonstration, for tests of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from reporting import schema, wiring
from reporting.outputs.pdf import PdfFailed
from reporting.services import reports
from reporting.services.house import House
from tests.world import FixedClock, settings

NOW = dt.datetime(2026, 9, 14, 10, 0, tzinfo=dt.UTC)


def empty_house(folder: Path, now: dt.datetime) -> House:
    house = wiring.make_house(settings(folder), FixedClock(now))
    schema.upgrade(house.db)
    return house


def out_of_paper(*args: Any, **options: Any) -> bytes:
    """A printer that fails at once."""
    raise PdfFailed("out of paper")


def workbook(house: House, party: str, form: str = "nr7") -> reports.Workbook:
    session = house.db.session
    return reports.workbook(session, house.editions, reports.find(session, party, form))
