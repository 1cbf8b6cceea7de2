"""What earlier reports say to a draft, as plain dicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reporting.api.shapes.reports import moment
from reporting.domain.lineage import Match
from reporting.services.carry_forward import Earlier, Offer

Made = dict[str, Any]


def carry_forward(
    earlier: Sequence[Earlier],
    offers: Sequence[Offer],
    matches: Sequence[tuple[Earlier, Match]],
    left: Sequence[tuple[Earlier, str, str]],
) -> Made:
    return {
        "records": [
            {"form": each.edition.form.id, "number": each.number, "published_at": moment(each.published_at)}
            for each in earlier
        ],
        "offers": [offer(each) for each in offers],
        "matches": [match(*each) for each in matches],
        "left_over": [_earlier(*each) for each in left],
    }


def offer(made: Offer) -> Made:
    return {
        "question": made.question.path,
        "item": made.item,
        "state": made.state,
        "given": made.given,
        "differs": made.differs,
        "values": dict(made.values),
        "found": [_earlier(each.earlier, *each.source[:2]) for each in made.found],
    }


def match(report: Earlier, made: Match) -> Made:
    return {
        "form": report.edition.form.id,
        "section": made.section,
        "item": made.item,
        "candidates": list(made.candidates),
        "earlier": list(made.chosen),
        "said": made.item in report.matched,
    }


def _earlier(report: Earlier, question: str, item: str) -> Made:
    values = {lang: value for lang, value in report.values[question, item].items() if value is not None}
    return {
        "form": report.edition.form.id,
        "number": report.number,
        "question": question,
        "item": item,
        "values": values,
    }
