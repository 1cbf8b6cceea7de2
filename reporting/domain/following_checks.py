"""What can be wrong with what sections read of one another, in their own form and in others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reporting.domain.definitions import Form, Section
from reporting.domain.runs import Run

#: (form, section or question, sentence)
Said = tuple[str, str, str]


def dangling(forms: Mapping[str, Form]) -> Iterator[Said]:
    """What points to a section or question that no form has, or that cannot be read from there."""
    for form in forms.values():
        for section in form.sections:
            yield from _within(form, section)
            for run in section.runs:
                yield from ((form.id, section.id, said) for said in _unread(form, section, run, forms))


def _within(form: Form, section: Section) -> Iterator[Said]:
    """What a section shows or offers of others of its form."""
    for other in section.shows:
        if not _is_repeated(form, other):
            yield form.id, section.id, f"shows {other!r}, which is no repeated section"
    for question in section.questions:
        if question.options_of and not _is_repeated(form, question.options_of):
            yield form.id, question.path, f"offers items of {question.options_of!r}, which is no repeated section"


def _unread(form: Form, section: Section, run: Run, forms: Mapping[str, Form]) -> Iterator[str]:
    """Why a run cannot follow the section that it is over, or its filters cannot read what they name."""
    source_form, source = run.source
    if source_form and not (source_form in forms and _is_repeated(forms[source_form], source)):
        yield f"{run.over!r} is no repeated section of a form"
    elif source_form:
        yield from _out_of_reach(form, section, forms[source_form], source, repr(run.over))
    for each in run.filters:
        other, _, path = each.partition(":")
        question = forms[other].questions.get(path) if other in forms else None
        if question is None:
            yield f"a filter reads {each!r}, which no form asks"
        elif question.show_if is not None:
            yield f"a filter reads {each!r}, which is not always asked"
        else:
            yield from _out_of_reach(form, section, forms[other], question.section, f"a filter reads {each!r}, which")


def _out_of_reach(form: Form, section: Section, other: Form, source: str, named: str) -> Iterator[str]:
    """Sections are brought up to date in their order, and a report reads those of its own Party and agreement."""
    order = [each.id for each in form.sections]
    if other.agreement != form.agreement:
        yield f"{named} is of another agreement"
    elif other.id == form.id and order.index(source) >= order.index(section.id):
        yield f"{named} does not stand before it"


def _is_repeated(form: Form, name: str) -> bool:
    found = form.section(name)
    return found is not None and found.repeated


def circles(forms: Mapping[str, Form]) -> Iterator[Said]:
    """Forms that follow one another in a circle: nobody could say which of their items come first."""
    read = {form.id: {name for name, _ in form.sources if name in forms} - {form.id} for form in forms.values()}
    for form in forms.values():
        for section in form.sections:
            for other in sorted({name for run in section.runs for name in _forms_of(run)} & read[form.id]):
                way = _way(other, form.id, read)
                if way:
                    yield form.id, section.id, f"forms follow each other in a circle: {' → '.join((form.id, *way))}"


def _forms_of(run: Run) -> Iterator[str]:
    """The forms that a run reads."""
    yield run.source[0]
    yield from (each.partition(":")[0] for each in run.filters)


def _way(start: str, end: str, read: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The shortest way from one form to another along what they read, both included; () where there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:
        if way[-1] == end:
            return way
        further = sorted(read[way[-1]] - seen)
        seen.update(further)
        ways += [(*way, each) for each in further]
    return ()
