"""Home, the list of records and the list of Parties with two records of each of 196 Parties, against those of ten.

In process, without compression. A ratio of medians from requests made in turn; what does not grow stays near 1.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from reporting.app import create_app
from tests.pledges import PLEDGES, make_pledges_world, multiply, pledge
from tests.world import XT, FixedClock, settings

FEW, MANY = 10, 196
ROUNDS = 40
TARGETS = [f"GBF-TARGET-{n:02}" for n in range(1, 24)]
ADDRESSES = {
    "home": "/en/",
    "list of records": "/en/records",
    "list of records by target and level": "/en/records?target=GBF-TARGET-03&progress=on_track",
    "list of Parties": "/en/parties",
    "a target": "/en/targets/GBF-TARGET-03",
    "figures as JSON": "/api/v1/progress",
}


def run() -> list[str]:
    """One line for each kind of page."""
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        clients = {FEW: _site(Path(few), FEW), MANY: _site(Path(many), MANY)}
        times: dict[tuple[str, int], list[float]] = {}
        for n in range(ROUNDS + 3):
            for name, address in ADDRESSES.items():
                for parties, client in clients.items():
                    started = time.perf_counter()
                    answer = client.get(address)
                    if answer.status_code != 200:
                        raise SystemExit(f"{address} answers {answer.status_code}")
                    if n >= 3:
                        times.setdefault((name, parties), []).append(time.perf_counter() - started)
        for client in clients.values():
            client.application.extensions["house"].db.dispose()
    medians = {key: statistics.median(found) * 1000 for key, found in times.items()}
    return [
        f"{name}: {medians[name, MANY]:.1f} ms with {MANY} × 2 records, {medians[name, FEW]:.1f} ms with {FEW} × 2, "
        f"ratio {medians[name, MANY] / medians[name, FEW]:.1f}"
        for name in ADDRESSES
    ]


def _site(folder: Path, parties: int) -> FlaskClient:
    """A client of an installation in which so many Parties have a record on each of two forms."""
    app = create_app(settings(folder, forms_path=str(PLEDGES)), FixedClock())
    world = make_pledges_world(folder, house=app.extensions["house"])
    pledge(world, XT, dict.fromkeys(TARGETS, "on_track"))
    world.bring_to(world.report(XT, form="nr7"), "published")
    for form in ("pledges", "nr7"):
        multiply(world, parties - 1, form)
    return app.test_client()
