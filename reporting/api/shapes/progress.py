"""How far Parties say that the world is, as plain dicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reporting.domain.definitions import Edition
from reporting.services import progress_figures
from reporting.services.progress_figures import Figures, Group

Made = dict[str, Any]


def progress(edition: Edition, found: Figures, by: str, names: Mapping[str, str], language: str) -> Made:
    """`names` are those of the groups, by id."""
    form, say = edition.form, edition.wording(language)
    question, terms = progress_figures.level_question(form), progress_figures.terms_of(form)

    def group(each: Group) -> Made:
        return {
            "id": each.id,
            "name": names.get(each.id, each.id),
            "parties": each.parties,
            "with_record": each.with_record,
            "without_record": each.without_record,
            "targets": [_target(each, term.key) for term in terms],
        }

    return {
        "form": form.id,
        "agreement": form.agreement,
        "framework": form.framework,
        "title": say("title"),
        "language": language,
        "by": by,
        "levels": [
            {"id": option, "label": say.option(question, option), "mark": question.marks.get(option)}
            for option in question.options
        ],
        "targets": [{"id": term.key, "number": term.number, "title": say(f"items.{term.key}.title")} for term in terms],
        "groups": [group(each) for each in found.groups],
        "eu": group(found.eu) if found.eu else None,
    }


def _target(group: Group, term: str) -> Made:
    return {
        "target": term,
        "levels": {
            level: {"assessments": count.assessments, "parties": count.parties}
            for level, count in group.counts.get(term, {}).items()
        },
        "not_assessed": group.silent(term),
    }
