"""What the items of a report cover of a framework, laid out for reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g

from reporting.domain import coverage
from reporting.domain.coverage import Coverage, Covered
from reporting.domain.definitions import Wording
from reporting.domain.languages import direction
from reporting.domain.sentences import N_
from reporting.models import Revision
from reporting.services.coverage import Seen
from reporting.web.access import house, texts

#: Where titles of terms stand among a form's texts → what the terms are called.
KINDS = {"terms.goals": N_("Goals"), "terms.targets": N_("Targets")}


def has_coverage(revision: Revision) -> bool:
    """Whether the form of a report asks what its items cover."""
    edition = house().editions.of_revision(house().db.session, revision.form_revision_id)
    return any(True for _ in coverage.naming(edition.form))


def tables(seen: Seen, url: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """One for each question about goals or targets; `url` is the page of an item, by section and key."""
    wording = seen.edition.wording(g.language)
    return [_table(each, wording, url) for each in seen.tables]


def _table(each: Coverage, wording: Wording, url: Callable[[str, str], str]) -> dict[str, Any]:
    say, question = texts(), each.question
    kind = KINDS.get(question.rows_path or question.options_path)
    return {
        "title": say(kind) if kind else wording.label(question),
        "of": wording(f"{each.section.id}.title"),
        "covered": len(each.terms) - len(each.uncovered),
        "total": len(each.terms),
        "degrees": _degrees(each, wording),
        "rows": [
            {"term": wording(each.path(term.term)) or term.term, "by": _items(each, term, wording, url)}
            for term in each.terms
        ],
    }


def _degrees(each: Coverage, wording: Wording) -> str:
    """How many terms are covered to each degree, in one line."""
    say = texts()
    counted = [(_degree(each, wording, degree), count) for degree, count in each.degrees.items() if degree]
    return say("; ").join(say.titled(label, say.number(count)) for label, count in counted)


def _items(each: Coverage, term: Covered, wording: Wording, url: Callable[[str, str], str]) -> list[dict[str, str]]:
    made = []
    for cover in term.by:
        item = each.section.item(cover.item)
        language = wording(f"items.{cover.item}.language") or g.language
        made.append(
            {
                "number": item.number if item else "",
                "title": wording(f"items.{cover.item}.title"),
                "lang": "" if language == g.language else language,
                "dir": direction(language),
                "degree": _degree(each, wording, cover.degree),
                "url": url(each.section.id, cover.item),
            }
        )
    return made


def _degree(each: Coverage, wording: Wording, degree: str) -> str:
    return wording.option(each.degree, degree) if each.degree and degree else ""
