"""`reporting serve` as people start it: real processes, which begin with a clear line and end together."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "reporting.cli"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def told(folder: Path, port: int, **more: str) -> dict[str, str]:
    return {**os.environ, "REPORTING_INSTANCE": str(folder), "REPORTING_PORT": str(port), **more}


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*COMMAND, "serve", "--with-worker"], env=told(folder, port), stdout=log, stderr=log)
    try:
        until(lambda: answers(port))
        yield server
    finally:
        server.kill()
        server.wait()


def started_by(process: int) -> set[int]:
    """The processes that `process` started, and those that these started."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(status.parent.name)] = int(fields[1])
    found: set[int] = set()
    while more := {each for each, parent in parents.items() if parent in found | {process}} - found:
        found |= more
    return found


def alive(processes: set[int]) -> set[int]:
    """Those that still run; a zombie does not."""
    running = set()
    for each in processes:
        try:
            if Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                running.add(each)
        except OSError:
            continue
    return running


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize(
    "ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda each: each.name
)
def test_server_and_worker_end_together_however_the_server_ends(tmp_path: Path, ending: signal.Signals) -> None:
    port = free_port()
    with serving(tmp_path, port) as server:
        family = started_by(server.pid)
        assert len(family) >= 3  # two that answer, one that works
        server.send_signal(ending)
        server.wait(timeout=30)
        until(lambda: not alive(family), 30)
    assert not answers(port)


def test_a_taken_port_gets_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*COMMAND, "serve"], env=told(tmp_path, port), capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"Port {port} is taken by another program: end that one, or choose another port with PORT="
    ]


def test_settings_that_do_not_fit_are_all_told_at_once(tmp_path: Path) -> None:
    environment = told(tmp_path, 0, REPORTING_HOST="0.0.0.0", REPORTING_NONSENSE="1")
    done = subprocess.run([*COMMAND, "serve"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 3
    assert "Traceback" not in done.stderr
