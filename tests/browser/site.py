"""A served installation for a real browser: threads of this process answer, another does the jobs."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from reporting import wiring
from reporting.app import create_app
from reporting.domain import workflow
from reporting.models import Party
from reporting.worker import run_worker
from tests.people import PASSWORD, email_of, with_password
from tests.templates import strict
from tests.world import FixedClock, World, make_world, settings

#: Invented Parties beside Testland and Otherland, one for each state that a report can be seen in.
IN_STATE = {
    "XA": workflow.SUBMITTED,
    "XB": workflow.UNDER_REVIEW,
    "XC": workflow.RETURNED,
    "XD": workflow.APPROVED,
}


@dataclass
class Site:
    """`url` is where a browser finds it."""

    app: Flask
    world: World
    url: str

    def credentials(self, role: str, party: str = "") -> tuple[str, str]:
        """E-mail address and password of the person with this role."""
        user_id = with_password(self.world, role, party)
        email = email_of(self.world, user_id)
        self.world.house.db.end_reading()
        return email, PASSWORD


@contextmanager
def served(folder: Path, make: Callable[..., World] = make_world, **more: Any) -> Iterator[Site]:
    """A site with two Parties and no report, its worker listening. `more` are settings, `make` fills it."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
        told = settings(folder, port=port, **more)
        clock = FixedClock()
        app = strict(create_app(told, clock))
        world = make(folder, house=app.extensions["house"], clock=clock)
        world.wants_files = False
        server = make_server("127.0.0.1", port, app, threaded=True, fd=place.fileno())
        place.listen(64)
        answers = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        stop = threading.Event()
        work = threading.Thread(
            target=run_worker,
            args=(world.house, wiring.make_bell(told), wiring.make_handlers(world.house)),
            kwargs={"stop": stop, "sweep_every": 0.5},
        )
        answers.start()
        work.start()
        try:
            yield Site(app, world, f"http://localhost:{port}")
        finally:
            server.shutdown()
            stop.set()
            answers.join(10)
            work.join(20)
            server.server_close()
            world.house.db.dispose()


def with_reports_in_every_state(world: World) -> None:
    """Invented Parties whose reports are submitted, under review, returned and approved."""
    for code, status in IN_STATE.items():
        world.bring_to(world.report(new_party(world, code)), status)


def new_party(world: World, code: str) -> str:
    """Another invented Party, with a focal point."""
    with world.house.db.transaction() as session:
        names = [{"names": dict.fromkeys(("ar", "en", "es", "fr", "ru", "zh"), f"Land {code}")}]
        session.add(Party(agreement="cbd", code=code, iso3=f"{code}X", region="grulac", names=names, invented=True))
    world.user("focal_point", code)
    return code


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)
