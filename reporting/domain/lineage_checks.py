"""What can be wrong with the earlier questions that one goes on from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reporting.domain.definitions import Form, Question
from reporting.domain.faults import Fault, Place
from reporting.domain.lineage import CHOOSING, can_carry, crosswalk_to, options_for
from reporting.domain.previous import Previous, as_table


def check_previous(place: Place, rows: Any, options: Sequence[str]) -> Iterator[Fault]:
    """The faults of a question's `previous` that its own file shows; `options` are those of the question."""
    for row in rows if isinstance(rows, list) else ():
        table = as_table(row)
        if table is None:
            yield place.fault(f"previous {row!r} must be <form>:<section>.<question>, or a table with question")
            continue
        for old, new in table.get("options", {}).items():
            if new not in options:
                yield place.fault(f"previous lets {old!r} become {new!r}, which is no option")


def broken(forms: Mapping[str, Form]) -> Iterator[tuple[str, str, str]]:
    """(form, question path, sentence) of each `previous` that does not lead to an earlier question which fits.

    A form that is not among `forms` may be another installation's; what is said of it cannot be checked here.
    """
    for form in forms.values():
        for question in form.questions.values():
            for row in question.previous:
                if row.form == form.id or row.form in forms:
                    name = f"{row.form}:{row.question}"
                    said = _unfit(form, question, forms[row.form], row)
                    yield from ((form.id, question.path, f"goes on from {name!r}, {why}") for why in said)


def _unfit(form: Form, question: Question, earlier: Form, row: Previous) -> Iterator[str]:
    there = earlier.questions.get(row.question)
    if earlier.id == form.id:
        yield "a question of its own form"
    elif there is None:
        yield "which that form does not ask"
    elif not can_carry(there, question):
        yield f"but a {there.type} cannot become a {question.type}"
    else:
        yield from (f"which has no option {each!r}" for each in row.options if each not in there.options)
        crosswalk = crosswalk_to(form, earlier)
        if there.type in CHOOSING and not any(options_for(old, question, row, crosswalk) for old in there.options):
            yield "but none of its options has a counterpart"
