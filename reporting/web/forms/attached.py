"""Files that come with a page's form: taken in first, then named by the fields of their questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from reporting.domain.definitions import Part
from reporting.domain.errors import Invalid, NotStorable, TooLarge
from reporting.domain.questions.files import with_files
from reporting.services import attachments
from reporting.web.access import actor, house, now

#: Ends the name of the control that brings a file.
FILE = "~file"


@dataclass(frozen=True)
class Brought:
    """The posted fields, with the files that were taken in; why others were not, by question."""

    form: MultiDict[str, str]
    refusals: Mapping[str, NotStorable]


def take_files(report_id: int, here: Part) -> Brought:
    """The fields of this request. Raises what `attachments.may_attach` raises, where there is a file."""
    form, refusals = MultiDict(request.form), {}
    for question in here.section.questions:
        files = request.files.getlist(question.path + FILE)
        found: list[tuple[str, str] | None] = []
        for file in files:
            try:
                found.append(_taken(report_id, file))
            except (Invalid, TooLarge) as refusal:
                found.append(None)
                refusals[question.path] = NotStorable(refusal.code, **refusal.params)
        if any(found):
            form.setlist(question.path, with_files(form.getlist(question.path), found))
    return Brought(form, refusals)


def _taken(report_id: int, file: FileStorage) -> tuple[str, str] | None:
    """Id and name of a file; None where none was chosen."""
    if not file.filename:
        return None
    facts = attachments.attach(house(), actor(), now(), report_id, file.stream, file.filename)
    return facts.sha256, facts.name
