"""Pages of a filled report against an empty answer of the same server (`/health/live`), over one kept connection.

A ratio of medians from requests made in turn. Less is better.
"""

from __future__ import annotations

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "national-reports-demo"
ROUNDS = 150
EMPTY = "/health/live"
PUBLIC = {
    "public record page": "/en/records/XT/nr7",
    "record as JSON": "/api/v1/records/XT/nr7",
    "list of records": "/en/records",
}
SIGNED_IN = {
    "section page": "/en/workspace/XO/nr7/sections/national-strategy",
    "reading page of a draft": "/en/workspace/XO/nr7/read",
    "overview": "/en/workspace/XO/nr7",
}


def run() -> list[str]:
    """One line for each kind of page."""
    with demonstration() as port:
        cookie = sign_in(port, "focal@otherland.example")
        times = measure(port, {"empty": EMPTY, **PUBLIC, **SIGNED_IN}, cookie)
    empty = statistics.median(times["empty"])
    lines = [f"empty answer: {empty * 1000:.2f} ms"]
    for name in (*PUBLIC, *SIGNED_IN):
        median = statistics.median(times[name])
        lines.append(f"{name}: {median * 1000:.2f} ms, {median / empty:.1f} times the empty answer")
    return lines


def measure(port: int, addresses: Mapping[str, str], cookie: str) -> dict[str, list[float]]:
    """Seconds of each request; the kinds take turns, so that a slow moment of the machine meets all of them."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for n in range(ROUNDS + 5):
        for name, address in addresses.items():
            headers = {"Accept-Encoding": "br, gzip"} | ({"Cookie": cookie} if name in SIGNED_IN else {})
            started = time.perf_counter()
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address} answers {answer.status}")
            if n >= 5:
                times[name].append(time.perf_counter() - started)
    return times


@contextmanager
def demonstration() -> Iterator[int]:
    """A server with the demonstration in an instance of its own; its port."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "REPORTING_INSTANCE": folder, "REPORTING_PORT": str(port)}
        command = [sys.executable, "-m", "reporting.cli"]
        subprocess.run([*command, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen([*command, "serve"], env=environment, stdout=log, stderr=log)
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", EMPTY)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def sign_in(port: int, email: str) -> str:
    """The Cookie header of a signed-in browser."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/en/sign-in")
    answer = connection.getresponse()
    page = answer.read().decode()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if token is None:
        raise SystemExit("the sign-in page has no form")
    body = urllib.parse.urlencode({"csrf_token": token[1], "email": email, "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request("POST", "/en/sign-in", body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"signing in answers {answer.status}")
    return (answer.getheader("Set-Cookie") or "").partition(";")[0]
