"""What a page of a filled report costs over the wire, from the server that installations run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from html import escape
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from reporting.domain.answers import Key
from tests.browser.site import until
from tests.people import PASSWORD, email_of, with_password
from tests.world import XT, World, make_world, write

FIRST, NEXT = 100_000, 40_000
SECTIONS = ("targets/GBF-TARGET-03", "targets/GBF-TARGET-04")


def prose(world: World, language: str, words: int = 600) -> str:
    """Words of the form in an order that nobody wrote: they compress like a text and not like a pattern."""
    texts = world.house.catalogue.forms["nr7"].texts
    known = " ".join(texts.get(language, texts["en"]).values()).split()
    chosen = Random(language).choices(known, k=words)
    return "".join(f"<p>{escape(' '.join(chosen[n : n + 60]))}</p>" for n in range(0, words, 60))


def fill_well(world: World) -> None:
    """Every text as long as people write them, in all six languages."""
    report = world.report(XT, languages=("en", "ar", "es", "fr", "ru", "zh"))
    world.fill(report)
    book = world.book(report)
    for part in book.edition.form.parts:
        if part.section.id == "targets":
            for question in (each.path for each in part.section.questions if each.type == "rich_text"):
                texts = {Key(question, part.item, tag): prose(world, tag) for tag in book.report.languages}
                world.write(report, *(write(key, text, book.version(key)) for key, text in texts.items()))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a served installation and the e-mail address of its focal point."""
    folder = tmp_path_factory.mktemp("instance")
    world = make_world(folder)
    fill_well(world)
    email = email_of(world, with_password(world, "focal_point", XT))
    world.house.db.dispose()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "REPORTING_INSTANCE": str(folder), "REPORTING_PORT": str(port)}
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "reporting.cli", "serve"]
        running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            until(lambda: answers(f"http://localhost:{port}/health/live"))
            yield f"http://localhost:{port}", email
        finally:
            running.terminate()
            running.wait(30)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def weighed(page: Page, address: str) -> int:
    """Bytes that came over the wire for one visit, headers included."""
    session = page.context.new_cdp_session(page)
    seen: list[int] = []
    session.on("Network.loadingFinished", lambda told: seen.append(int(told["encodedDataLength"])))
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    session.detach()
    return sum(seen)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_item_of_a_filled_report_is_light(chromium: Browser, server: tuple[str, str], language: str) -> None:
    url, email = server
    entrance = chromium.new_context()
    page = entrance.new_page()
    page.goto(f"{url}/{language}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.click("main button.primary")
    state: Any = entrance.storage_state()
    entrance.close()
    fresh = chromium.new_context(storage_state=state)
    page = fresh.new_page()
    costs = [weighed(page, f"{url}/{language}/workspace/{XT}/nr7/sections/{section}?in=fr") for section in SECTIONS]
    fresh.close()
    assert 10_000 < costs[0] <= FIRST, costs
    assert 3_000 < costs[1] <= NEXT, costs
