"""How far a change in a report reaches: into which others of its Party, by what their forms read of one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from reporting.domain.definitions import Form, Section

#: (form, section or question path)
Place = tuple[str, str]


@dataclass(frozen=True)
class Reach:
    """`followed` are the forms of which others read something, `followers` those that read it; `questions` (form,
    question path) are those whose answers can change what is read; `beside` has, for each section (form, section), the
    others whose items can stand in one report with its own and are not the same ones."""

    followed: frozenset[str] = frozenset()
    followers: frozenset[str] = frozenset()
    questions: frozenset[Place] = frozenset()
    beside: Mapping[Place, frozenset[Place]] = field(default_factory=dict, compare=False)


def reach_of(forms: Iterable[Form]) -> Reach:
    """The reach among these forms, of which several may be revisions of the same one."""
    known = list(forms)
    foreign = {(form.id, place) for form in known for place in form.sources if place[0] != form.id}
    read = {place for _, place in foreign}
    return Reach(
        frozenset(name for name, _ in read),
        frozenset(name for name, _ in foreign),
        frozenset((form.id, path) for form in known for path in _reaching(form, read)),
        _beside(known),
    )


def _reaching(form: Form, read: AbstractSet[Place]) -> set[str]:
    """The questions of a form that are read, or that decide which items a section has that is read."""
    places = {path for name, path in read if name == form.id}
    waiting = list(places)
    while waiting:
        section = form.section(waiting.pop().partition(".")[0])
        further = _decide(form, section) - places if section is not None else set()
        places |= further
        waiting += further
    return places & form.questions.keys()


def _beside(forms: Iterable[Form]) -> dict[Place, frozenset[Place]]:
    sections = [(form.id, each) for form in forms for each in form.sections if each.repeated]
    follows: dict[Place, set[Place]] = {}
    for name, section in sections:
        follows.setdefault((name, section.id), set()).update(run.source for run in section.runs if run.source[0])
    whole = {place: _all_followed(place, follows) for place in follows}
    found: dict[Place, set[Place]] = {}
    for form in {name for name, _ in sections}:
        together = {each for (name, _), places in whole.items() if name == form for each in places}
        for place in together:
            others = (each for each in together if each not in whole[place] and place not in whole[each])
            found.setdefault(place, set()).update(others)
    return {place: frozenset(others) for place, others in found.items()}


def _all_followed(place: Place, follows: Mapping[Place, AbstractSet[Place]]) -> set[Place]:
    """A section and all that it follows, in however many steps, as far as they are known."""
    found, waiting = {place}, [place]
    while waiting:
        further = {each for each in follows.get(waiting.pop(), ()) if each in follows} - found
        found |= further
        waiting += further
    return found


def _decide(form: Form, section: Section) -> set[str]:
    """The sections and questions of the form itself that decide which items a section has, and how they are called."""
    references = [each.partition(":") for run in section.runs for each in run.filters]
    named = [*(run.source for run in section.runs), *((name, path) for name, _, path in references)]
    return {section.item_title, *section.item_links, *(path for name, path in named if name == form.id)}
