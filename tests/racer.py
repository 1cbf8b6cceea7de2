"""Somebody who saves one answer again and again while others act: a thread of a test, or a process of its own.

As a process (`python -m tests.racer FOLDER URL REPORT USER LANG`) it saves until its input ends, then tells what became
of its writes as one line of JSON.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from reporting.domain.answers import Key
from reporting.domain.errors import WrongState
from tests.world import XA, XB, FixedClock, World, tiny_house, write


class Racer(threading.Thread):
    """`saved` maps the id of each acknowledged write to its version; `errors` should stay empty."""

    def __init__(self, world: World, report: int, key: Key) -> None:
        super().__init__(daemon=True)
        self.world, self.report, self.key = world, report, key
        self.who, self.version = world.actor("focal_point", XA), world.book(report).version(key)
        self.saved: dict[str, int] = {}
        self.refused = 0
        self.errors: list[str] = []
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.is_set():
            try:
                self.save()
            except WrongState:
                self.refused += 1
            except Exception as error:
                self.errors.append(repr(error)[:300])
                return
            time.sleep(0.002)

    def save(self) -> None:
        wanted = write(self.key, f"Text {self.version + 1}", self.version)
        (done,) = self.world.write(self.report, wanted, by=self.who, revision=1).saved
        self.saved[wanted.write_id] = self.version = done.version

    def stop(self) -> dict[str, Any]:
        self.over.set()
        self.join(30)
        return {"saved": self.saved, "refused": self.refused, "errors": self.errors}


def main(folder: str, url: str, report: str, user: str, lang: str) -> None:
    clock = FixedClock()
    house = tiny_house(Path(folder), clock, database_url=url)
    world = World(house, clock, "tiny", "tiny", (XA, XB), _actors={("focal_point", XA): int(user)})
    racer = Racer(world, int(report), Key("second.remarks", "", lang))
    racer.start()
    sys.stdout.write("racing\n")
    sys.stdout.flush()
    sys.stdin.read()
    json.dump(racer.stop(), sys.stdout)
    house.db.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
