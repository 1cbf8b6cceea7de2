"""What can be wrong with what a section runs over, as far as its own file shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reporting.domain.conditions import Condition
from reporting.domain.definitions import Question
from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Framework
from reporting.domain.property_checks import RUN_KEYS, unknown

_OVERS = "write own, terms:<framework>.goals, .targets or .indicators, or items:<form>.<section>"


def check_repeat(
    place: Place,
    head: Mapping[str, Any],
    framework: Framework | None,
    seen: Mapping[str, Question],
    within: Condition | None = None,
) -> Iterator[Fault]:
    """The faults of a section's runs, of how its own items are called, and of the choice that stands for them.

    `seen` are the questions up to the end of the section, `within` the condition under which it is asked.
    """
    runs = head.get("repeat", ())
    if "repeat" in head and not runs:
        yield place.fault("repeat is empty")
    for run in runs:
        yield from _check_run(place, run, framework)
    is_own = any(run.get("over") == "own" for run in runs)
    if is_own != ("item_title" in head):
        yield place.fault("a section to which items are added names its item_title, and no other does")
    for name in ("item_links", "numbering"):
        if name in head and not is_own:
            yield place.fault(f"{name} is for sections to which items are added")
    yield from _check_named(place, head, seen, within)
    if "shows" in head and "repeat" not in head:
        yield place.fault("shows is for repeated sections")


def _check_run(place: Place, run: Mapping[str, Any], framework: Framework | None) -> Iterator[Fault]:
    over = run.get("over", "")
    kind, _, name = over.partition(":")
    if kind == "terms" and framework is not None and framework.terms(over):
        if not framework.terms_of(over, run.get("kind", ())):
            yield place.fault(f"{over} has no {run['kind']}")
    elif not (over == "own" or (kind == "items" and all(name.partition(".")[::2]))):
        yield place.fault(f"unknown repeat {over!r}: {_OVERS}")
        return
    yield from unknown(place, run, RUN_KEYS, " of a run")
    for key in sorted(RUN_KEYS.keys() & run.keys() - {"over"}):
        if kind != "terms":
            yield place.fault(f"{key} is for runs over terms")
        elif not run[key]:
            yield place.fault(f"{key} is empty")


def _check_named(
    place: Place, head: Mapping[str, Any], seen: Mapping[str, Question], within: Condition | None
) -> Iterator[Fault]:
    """Questions of the section that stand for its items or name what they belong to."""

    def question(name: Any) -> Question | None:
        return seen.get(f"{head.get('id')}.{name}")

    for name, kind in (("overview", "choice"), ("datasets", "series")):
        named = question(head[name]) if name in head else None
        if name in head and ("repeat" not in head or named is None or named.type != kind):
            yield place.fault(f"{name} must name a {kind} question of this repeated section")
    if "item_title" in head:
        title = question(head["item_title"])
        if title is None or title.type != "text" or title.show_if != within or not title.required:
            yield place.fault("item_title must name a text question of this section that is always asked and required")
    for name in head.get("item_links", ()):
        if question(name) is None:
            yield place.fault(f"item_links names {name!r}, which this section does not ask")
    for name in head.get("covers", ()):
        found = question(name)
        if "repeat" not in head or found is None or found.type not in ("terms", "table"):
            yield place.fault(f"covers names {name!r}: it takes terms and table questions of a repeated section")


def check_asked_of(file: Path, section: Mapping[str, Any], framework: Framework | None) -> Iterator[Fault]:
    """Questions that are asked of some items only must name items that the section can have."""
    runs = section.get("section", {}).get("repeat", ())
    keys = {key for run in runs if framework for key in framework.terms_of(str(run.get("over")), run.get("kind", ()))}
    for question in section.get("question", ()):
        for each in question.get("items", ()):
            if each not in keys:
                yield Place(file, f"question {question.get('id')}").fault(
                    f"is asked of {each!r}, no item of its section"
                )
