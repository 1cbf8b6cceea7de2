"""A full report against an empty one of the same form, in process: opening its pages, and saving one answer.

The full one has every question answered with some 600 words in three languages. A ratio of medians from requests made
in turn; less is better, and 1 means that it does not matter how much the report holds.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from flask.testing import FlaskClient

from reporting.app import create_app
from reporting.domain.answers import Key
from reporting.domain.permissions import Actor
from reporting.services import drafting, progress
from tests.world import XO, XT, FixedClock, World, make_world, sample, settings, write

#: Party → the address of its page below its report.
Pages = Mapping[str, str]

LANGUAGES = ("en", "fr", "ar")
ROUNDS = 30
PAGES = {
    name: {XT: page, XO: page}
    for name, page in {
        "largest item": "sections/targets/GBF-TARGET-03",
        "list of items": "sections/targets",
        "problems": "problems",
        "overview": "",
    }.items()
}
TEXT = "<p>" + "Wetlands were restored along the river and are watched over by eleven communities. " * 46 + "</p>"
ONE = Key("targets.progress_summary", "GBF-TARGET-03", "en")


def run() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder)), clock := FixedClock())
        world = make_world(Path(folder), house=app.extensions["house"], clock=clock)
        people = {party: world.actor("focal_point", party) for party in (XT, XO)}
        full, empty = (world.report(party, languages=LANGUAGES) for party in (XT, XO))
        answer_everything(world, full)
        return [*opened(app.test_client(), app.extensions, people, PAGES), *_saves(world, full, empty)]


def answer_everything(world: World, report: int) -> None:
    """Every question of every item, texts in all languages."""
    book = world.book(report)
    values = {}
    for part in book.edition.form.parts:
        for question in (each for each in part.section.questions if each.type != "files"):
            for lang in LANGUAGES if question.multilingual else ("",):
                values[Key(question.path, part.item, lang)] = TEXT if question.type == "rich_text" else sample(question)
    keys = list(values)
    for first in range(0, len(keys), drafting.MAX_WRITES):
        world.save(report, {key: values[key] for key in keys[first : first + drafting.MAX_WRITES]})


def opened(
    client: FlaskClient, extensions: dict[str, object], people: Mapping[str, Actor], pages: Mapping[str, Pages]
) -> list[str]:
    """A line for each page of XT’s full report against XO’s empty one."""
    times: dict[tuple[str, str], list[float]] = {}
    for n in range(ROUNDS + 3):
        for party, who in people.items():
            extensions["identify"] = lambda who=who: who
            for name, addresses in pages.items():
                started = time.perf_counter()
                answer = client.get(f"/en/workspace/{party}/nr7/{addresses[party]}".rstrip("/"))
                if answer.status_code != 200:
                    raise SystemExit(f"the {name} answers {answer.status_code}")
                if n >= 3:
                    times.setdefault((name, party), []).append(time.perf_counter() - started)
    return [as_line(f"opening the {name}", times[name, XT], times[name, XO]) for name in pages]


def _saves(world: World, full: int, empty: int) -> list[str]:
    """One text saved again and again; and counting the whole report anew, which a save does not do."""
    times: dict[str, list[float]] = {"full": [], "empty": [], "whole": []}
    for n in range(ROUNDS):
        for name, report in (("full", full), ("empty", empty)):
            version = world.book(report).version(ONE)
            value = None if n % 2 else f"<p>The text of round {n}.</p>"
            times[name].append(seconds(lambda at=(report, value, version): world.write(at[0], write(ONE, *at[1:]))))
        times["whole"].append(seconds(lambda: _recount(world, full)))
    lines = [as_line("an answer that comes or goes", times["full"], times["empty"])]
    whole, save = statistics.median(times["whole"]), statistics.median(times["full"])
    return [*lines, f"that save against counting the whole report: {save / whole:.2f} ({whole * 1000:.1f} ms)"]


def _recount(world: World, report: int) -> None:
    book = world.book(report)
    with world.house.db.transaction() as session:
        progress.recount(session, book.revision.id, book.edition)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def as_line(what: str, full: list[float], empty: list[float], names: tuple[str, str] = ("full", "empty")) -> str:
    one, other = statistics.median(full), statistics.median(empty)
    return f"{what}: {names[0]} {one * 1000:.1f} ms, {names[1]} {other * 1000:.1f} ms, ratio {one / other:.2f}"
