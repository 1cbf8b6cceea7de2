"""What can be wrong with what a section runs over, and with what of it points to other sections and forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reporting.domain.conditions import Condition
from reporting.domain.definitions import Form, Question
from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Framework
from reporting.domain.run_source import FILTERS

_RUN_KEYS = ("over", "kind", *FILTERS)
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
    for run in runs if isinstance(runs, list) else ():
        yield from _check_run(place, run, framework)
    is_own = any(isinstance(run, Mapping) and run.get("over") == "own" for run in runs)
    if is_own != ("item_title" in head):
        yield place.fault("a section to which items are added names its item_title, and no other does")
    for name in ("item_links", "numbering"):
        if name in head and not is_own:
            yield place.fault(f"{name} is for sections to which items are added")
    yield from _check_named(place, head, seen, within)
    if "shows" in head and "repeat" not in head:
        yield place.fault("shows is for repeated sections")


def _check_run(place: Place, run: Any, framework: Framework | None) -> Iterator[Fault]:
    over = run.get("over") if isinstance(run, Mapping) else None
    kind, _, name = over.partition(":") if isinstance(over, str) else ("", "", "")
    if kind == "terms" and framework is not None and framework.terms(str(over)):
        if not framework.terms_of(str(over), run.get("kind", ())):
            yield place.fault(f"{over} has no {run['kind']}")
    elif not (over == "own" or (kind == "items" and all(name.partition(".")[::2]))):
        yield place.fault(f"unknown repeat {over!r}: {_OVERS}")
        return
    for key in run:
        if key not in _RUN_KEYS:
            yield place.fault(f"unknown property {key!r} of a run")
        elif key != "over" and kind != "terms":
            yield place.fault(f"{key} is for runs over terms")
        elif key != "over" and not (isinstance(run[key], list) and run[key]):
            yield place.fault(f"{key} must be a list")


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


def dangling(forms: Mapping[str, Form]) -> Iterator[tuple[str, str, str]]:
    """(form, section, sentence) of each run, filter or showing that points to what no form has."""
    for form in forms.values():
        for section in form.sections:
            for other in section.shows:
                found = form.section(other)
                if found is None or not found.repeated:
                    yield form.id, section.id, f"shows {other!r}, which is no repeated section"
            for run in section.runs:
                source_form, source = run.source
                known = forms.get(source_form)
                found = known.section(source) if known else None
                if source_form and (found is None or not found.repeated):
                    yield form.id, section.id, f"{run.over!r} is no repeated section of a form"
                for each in run.filters:
                    yield from ((form.id, section.id, said) for said in _unread(each, forms))
            for question in section.questions:
                if question.options_of and form.section(question.options_of) is None:
                    yield form.id, question.path, f"offers items of {question.options_of!r}, which is no section"


def _unread(reference: str, forms: Mapping[str, Form]) -> Iterator[str]:
    """Why a filter cannot read a question: it names nothing, or is not always asked."""
    form_id, _, path = reference.partition(":")
    question = forms[form_id].questions.get(path) if form_id in forms else None
    if question is None:
        yield f"a filter reads {reference!r}, which no form asks"
    elif question.show_if is not None:
        yield f"a filter reads {reference!r}, which is not always asked"
