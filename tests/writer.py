"""A process that saves without end and says each acknowledged write, until it is killed.

One line for each write, told only after its commit: `<write id> <version> <value>`.
"""

from __future__ import annotations

import itertools
import secrets
import sys
from pathlib import Path

from reporting.domain.answers import Key
from tests.world import XA, XB, FixedClock, World, tiny_house, write

PLACES = (Key("first.name", "", "en"), Key("first.name", "", "fr"), Key("second.remarks", "", "en"))


def main(folder: Path, report: int, user: int) -> None:
    clock = FixedClock()
    world = World(tiny_house(folder, clock), clock, "tiny", "tiny", (XA, XB), _actors={("focal_point", XA): user})
    who, book = world.actor("focal_point", XA), world.book(report)
    versions = {key: book.version(key) for key in PLACES}
    for n in itertools.count():
        key = PLACES[n % len(PLACES)]
        wanted = write(key, f"Text {n} {secrets.token_hex(8)}", versions[key])
        (saved,) = world.write(report, wanted, by=who).saved
        versions[key] = saved.version
        sys.stdout.write(f"{wanted.write_id} {saved.version} {saved.value}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
