"""The worker: hears the bell, sweeps for what it missed, does periodic work, and ends cleanly.

Who handles which kind of job is wired here.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Mapping

from reporting.infra.bell import Bell
from reporting.services import jobs, tidying
from reporting.services.house import House
from reporting.services.jobs import Handler, Runner

log = logging.getLogger(__name__)

#: Seconds between two looks for jobs that nobody was woken for.
SWEEP_EVERY = 3.0
#: Seconds given to work under way when the worker is told to stop.
GRACE = 10.0
#: Periodic work: kind of job → how often. One row for each period, however many workers there are.
PERIODIC: Mapping[str, dt.timedelta] = {tidying.KIND: dt.timedelta(hours=1)}


def run_worker(
    house: House,
    bell: Bell,
    handlers: Mapping[str, Handler],
    *,
    stop: threading.Event | None = None,
    threads: int = 2,
    parent: int | None = None,
    sweep_every: float = SWEEP_EVERY,
) -> None:
    """Work until `stop` is set, SIGTERM or SIGINT comes, or the process `parent` is no longer our parent."""
    stop = stop or threading.Event()
    stop_at_signals(stop)
    name = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
    runner = Runner(house.db, house.clock, handlers, name)
    listeners = bell.listen(runner.run, threads)
    log.info("worker %s is listening", name)
    next_sweep = 0.0
    try:
        while not stop.wait(min(0.5, sweep_every)) and (parent is None or os.getppid() == parent):
            if time.monotonic() >= next_sweep:
                next_sweep = time.monotonic() + sweep_every
                listeners.look_after()
                sweep(house, bell)
    finally:
        if not listeners.stop(GRACE):
            log.warning("worker %s leaves work unfinished; another takes it over when the lease has run out", name)
        bell.close()


def sweep(house: House, bell: Bell) -> None:
    """Put down the periodic work of this period and ring for all that is due while the bell is silent.

    A database or queue that is away does not end the worker.
    """
    try:
        _put_down_periodic(house)
        if bell.is_silent():
            bell.ring(jobs.due(house.db.session, house.clock()))
    except Exception:
        log.warning("the sweep failed; it is tried again", exc_info=True)
    finally:
        house.db.end_reading()


def stop_at_signals(stop: threading.Event) -> None:
    """Set `stop` at SIGTERM or SIGINT; a second signal ends the process at once. Only the main thread can do this."""
    if threading.current_thread() is not threading.main_thread():
        return

    def asked(number: int, frame: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)


def _put_down_periodic(house: House) -> None:
    now = house.clock()
    for kind, every in PERIODIC.items():
        if not jobs.exists(house.db.session, kind, _period(now, every)):
            with house.db.transaction() as session:
                jobs.enqueue_once(session, kind, _period(now, every), {}, now=now)


def _period(now: dt.datetime, every: dt.timedelta) -> str:
    """The beginning of the period that `now` lies in, the same for all workers."""
    since = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    return (since + every * ((now - since) // every)).isoformat()
