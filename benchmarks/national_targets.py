"""The seventh report of a Party with 40 national targets that use all indicators of the framework, fully answered,
against an empty one of a Party that has entered no national target: opening its pages, and submitting it.

Texts have some 600 words in three languages, and each series 40 rows. A ratio of medians from requests made in turn;
less is better, and 1 means that it does not matter how much the report holds.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import rfc8785

from benchmarks.full_report import LANGUAGES, TEXT, as_line, opened, seconds
from reporting.app import create_app
from reporting.domain.answers import Key
from reporting.domain.definitions import Question
from reporting.domain.record import FrozenCopy, freeze
from reporting.services import drafting, own_items, reports
from tests.world import XO, XT, FixedClock, World, make_world, sample, settings

TARGETS = [f"national-target-{n:02}" for n in range(1, 41)]
GLOBAL = [f"GBF-TARGET-{n:02}" for n in range(1, 24)]
GOALS = [f"GBF-GOAL-{letter}" for letter in "ABCD"]
PAGES = {
    "largest item": {XT: f"sections/targets/{TARGETS[2]}", XO: f"sections/targets/{GLOBAL[2]}"},
    "list of targets": {XT: "sections/targets", XO: "sections/targets"},
    "list of indicators": {XT: "sections/indicators", XO: "sections/indicators"},
    "overview": {XT: "", XO: ""},
}
ROUNDS = 5
#: The latest series of a Party that splits a figure by ten groups in four years.
SERIES = [
    {"id": f"r{n}", "year": str(2021 + n % 4), "value": f"{n}.5", "unit": "per cent", "disaggregation_type": "Group",
     "disaggregation": f"Group {n // 4 + 1}"}
    for n in range(40)
]  # fmt: skip


def run() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings(Path(folder)), clock := FixedClock())
        world = make_world(Path(folder), house=app.extensions["house"], clock=clock)
        people = {party: world.actor("focal_point", party) for party in (XT, XO)}
        plan_everything(world, world.report(XT, form="nt7", languages=LANGUAGES))
        full, _ = (world.report(party, languages=LANGUAGES) for party in (XT, XO))
        _save(world, full, _answers(world, full))
        sizes = {each.id: len(each.items) for each in world.book(full).edition.form.sections if each.repeated}
        lines = opened(app.test_client(), app.extensions, people, PAGES)
        return [f"items of the full report: {sizes}", *lines, *_submission(world, full)]


def plan_everything(world: World, plan: int) -> None:
    """National targets that share out the global targets and goals, each using every indicator that it is offered."""
    who = world.actor("focal_point", XT)
    with world.house.db.transaction() as session:
        for key in TARGETS:
            own_items.add(session, who, world.clock(), world.house.editions, plan, "targets", key)
    _save(world, plan, dict(_named()))
    book = world.book(plan)
    chosen = {}
    for question in (book.edition.form.questions[f"targets.{kind}_indicators"] for kind in _FURTHER):
        for key in TARGETS:
            if offered := book.answers.offered(question, key):
                chosen[Key(question.path, key)] = list(offered)
    _save(world, plan, chosen)


_FURTHER = ("component", "complementary")


def _named() -> Iterator[tuple[Key, Any]]:
    for n, key in enumerate(TARGETS):
        yield Key("targets.title", key, "en"), f"National target {n + 1}: much is better by 2030 than it was before"
        yield Key("targets.alignment", key), [{"id": GLOBAL[n % len(GLOBAL)], "degree": "medium"}]
        yield Key("targets.global_goals", key), [GOALS[n % len(GOALS)]]
        yield Key("targets.means_of_implementation", key), "available"


def _answers(world: World, report: int) -> dict[Key, Any]:
    """All that is asked, hidden questions included, texts in all languages."""
    return {
        Key(question.path, part.item, lang): _value(question)
        for part in world.book(report).edition.form.parts
        for question in part.section.questions
        if question.type not in ("files", "note") and (not question.items or part.item in question.items)
        for lang in (LANGUAGES if question.multilingual else ("",))
    }


def _value(question: Question) -> Any:
    return {"rich_text": TEXT, "series": SERIES}.get(question.type) or sample(question)


def _save(world: World, report: int, values: Mapping[Key, Any]) -> None:
    keys = list(values)
    for first in range(0, len(keys), drafting.MAX_WRITES):
        outcome = world.save(report, {key: values[key] for key in keys[first : first + drafting.MAX_WRITES]})
        if outcome.rejected:
            raise SystemExit(f"not written: {outcome.rejected[:3]}")


def _submission(world: World, report: int) -> list[str]:
    """The freeze against RFC 8785 and SHA-256 of what it holds; then the whole step, once."""
    book = world.book(report)
    with world.reading() as session:
        identity = reports.identity_of(session, book.report, book.edition, world.clock().date())
    copy = freeze(identity, book.edition, book.stored.values())
    held = [json.loads(part) for part in (copy.public, copy.private)]
    frozen, bare = [], []
    for _ in range(ROUNDS):
        frozen.append(seconds(lambda: freeze(identity, book.edition, book.stored.values())))
        bare.append(seconds(lambda: [hashlib.sha256(rfc8785.dumps(part)).hexdigest() for part in held]))
    who = world.actor("focal_point", XT)
    step = seconds(lambda: world.act(report, "submit", who))
    return [
        f"copy of the full report: {_size(copy):.1f} MB, {len(book.stored)} answers",
        as_line("freezing it", frozen, bare, ("freeze", "RFC 8785 and SHA-256 alone")),
        f"the step from draft to submitted: {step:.2f} s, {step / statistics.median(frozen):.1f} times the freeze",
    ]


def _size(copy: FrozenCopy) -> float:
    """Megabytes of both parts."""
    return (len(copy.public) + len(copy.private or b"")) / 1e6
