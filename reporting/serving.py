"""`reporting serve`: checks first, then Granian's processes and, if wanted, a worker that ends with them. Floor 5."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from reporting import config, schema, wiring
from reporting.app import create_app
from reporting.services import assessments, documents, editions, progress
from reporting.services.demonstration import NotServed, may_serve


class CannotServe(Exception):
    """Why the server does not start, in one sentence."""


def serve(told: config.Settings, *, with_worker: bool, say: Callable[[str], object]) -> None:
    """Serve until ended. The embedded database is migrated before the processes fork."""
    _free_port(told)
    _prepare(told)
    helper = _start_worker() if with_worker else None
    say(f"Serving {told.address}/  (end with Ctrl-C)")
    server = Granian(
        "reporting.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        address="127.0.0.1" if told.host == "localhost" else told.host,
        port=told.port,
        workers=told.workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_access=False,
        log_level=LogLevels.error,
    )
    # A closed terminal (SIGHUP) ends the server as Ctrl-C does; Granian would only start its processes again.
    server.signal_handler_reload = server.signal_handler_interrupt  # type: ignore[method-assign]
    try:
        server.serve()
    finally:
        if helper is not None:
            helper.terminate()
            helper.wait(timeout=20)


def application() -> Flask:
    """The application of one server process, which ends when the process that started it is gone.

    Granian's processes would live on and keep the port when their parent is killed.
    """
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return create_app()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


def _free_port(told: config.Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1" if told.host == "localhost" else told.host, told.port))
        except OSError:
            raise CannotServe(
                f"Port {told.port} is taken by another program: end that one, or choose another port with PORT="
            ) from None


def _prepare(told: config.Settings) -> None:
    house = wiring.make_house(told)
    if house.db.is_sqlite:
        schema.upgrade(house.db)
    elif not schema.is_current(house.db):
        raise CannotServe("The database's tables are not up to date: run `reporting db upgrade` first.")
    if told.open_forms:
        with house.db.transaction() as session:
            editions.open_due_forms(session, house.catalogue, house.clock())
            progress.count_what_was_never_counted(session, house.editions)
            assessments.keep_missing(session, house.editions)
            documents.ask_for_missing(session, house, house.clock())
    try:
        may_serve(house.db, told.is_loopback, told.demonstration_anywhere)
    except NotServed as reason:
        raise CannotServe(str(reason)) from None
    house.db.dispose()


def _start_worker() -> subprocess.Popen[bytes]:
    """A worker in a session of its own: Ctrl-C reaches the server alone, which then ends the worker."""
    command = [sys.executable, "-m", "reporting.cli", "worker", "--parent", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)
