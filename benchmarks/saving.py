"""`drafting.save` in process against the bare pair it cannot do without: one update and one history insert, in one
commit with `synchronous=FULL`, on the same SQLite database settings. Ratio of writes per second; more is better.
"""

from __future__ import annotations

import secrets
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert, update

from reporting.domain.answers import Key
from reporting.models import Answer, AnswerVersion
from reporting.services import drafting
from reporting.services.drafting import Write
from tests.world import XT, World, make_world

THREADS = (1, 10, 50)
SECONDS = 1.0
ROUNDS = 3
#: Each thread has an answer of its own, as people who share a report do: 5 texts in 10 languages.
QUESTIONS = (
    "report-information.national_authorities",
    "report-information.process_undertaken",
    "national-strategy.implementation_progress",
    "conclusions.assessment_summary",
    "other-information.additional_information",
)
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh", "pt", "de", "it", "sw")
PLACES = [Key(question, "", language) for language in LANGUAGES for question in QUESTIONS]


def run() -> list[str]:
    """One line for each number of threads."""
    lines = []
    for threads in THREADS:
        pairs = [(_rate(threads, bare_pair), _rate(threads, real_save)) for _ in range(ROUNDS)]
        ratios = sorted(save / bare for bare, save in pairs)
        lines.append(
            f"drafting.save, {threads:2} threads: {statistics.median(save for _, save in pairs):6.0f}/s, bare pair "
            f"{statistics.median(bare for bare, _ in pairs):6.0f}/s, ratio {statistics.median(ratios):.2f} "
            f"({ratios[0]:.2f}–{ratios[-1]:.2f}; aim ≥ 0.40)"
        )
    return lines


Writer = Callable[[World, int, int], Callable[[int], None]]


def _rate(threads: int, writer: Writer) -> float:
    """Writes per second, each thread writing its own report's answer."""
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        report = world.report(XT, languages=LANGUAGES)
        world.save(report, {key: "<p>The first text.</p>" for key in PLACES})
        writes = [writer(world, report, n) for n in range(threads)]
        counts = [0] * threads
        end = time.monotonic() + SECONDS

        def work(n: int) -> None:
            while time.monotonic() < end:
                writes[n](counts[n])
                counts[n] += 1

        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
        world.house.db.dispose()
        return sum(counts) / SECONDS


def real_save(world: World, report: int, thread: int) -> Callable[[int], None]:
    """A save of one answer of some 100 words, as a drafter's pause makes it."""
    house, who, now = world.house, world.actor("focal_point", XT), world.clock()
    edition = house.editions.newest(house.db.session, "nr7")[1]
    house.db.end_reading()
    version = 1

    def save(n: int) -> None:
        nonlocal version
        write = Write(secrets.token_urlsafe(16), PLACES[thread], f"<p>{TEXT} {thread} {n}</p>", version)
        with house.db.transaction() as session:
            outcome = drafting.save(
                session, who, now, house.editions,
                report_id=report, revision=1, form_digest=edition.form.digest, writes=[write],
            )  # fmt: skip
        version = outcome.saved[0].version

    return save


def bare_pair(world: World, report: int, thread: int) -> Callable[[int], None]:
    """The same bytes without rules: update one row by its key, insert one history row."""
    now, place = world.clock(), PLACES[thread]
    here = (
        Answer.revision_id == 1, Answer.question == place.question, Answer.item == "", Answer.lang == place.lang,
    )  # fmt: skip

    def pair(n: int) -> None:
        text = f'"<p>{TEXT} {thread} {n}</p>"'
        kept = {"revision_id": 1, "question": place.question, "item": "", "lang": place.lang, "version": n + 2}
        with world.house.db.transaction() as session:
            session.execute(update(Answer).where(*here).values(value=text, version=n + 2, saved_at=now))
            session.execute(
                insert(AnswerVersion).values(
                    write_id=secrets.token_urlsafe(16), value=text, author_id=1, saved_at=now, **kept
                )
            )

    return pair


TEXT = "The strategy was prepared by the ministry together with its partners in the provinces. " * 7
