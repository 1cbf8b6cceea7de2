"""Rows of a spreadsheet that could not be taken, in words: where each stands, what stands there, and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporting.domain.indicator_columns import HEADINGS, NEEDED, PARTY, PARTY_HEADING
from reporting.domain.indicator_rows import Fault, Found
from reporting.domain.texts import Texts

#: So many are shown; the number of all is told.
SHOWN = 500


@dataclass(frozen=True)
class FaultView:
    """`row` is '' for a whole sheet; `column` is the spreadsheet's letter and heading; `typed` what stands there."""

    sheet: str
    row: str
    column: str
    typed: str
    reason: str


def fault_views(faults: Iterable[Fault], say: Texts) -> list[FaultView]:
    """The first of them in words."""
    return [
        FaultView(each.sheet, str(each.row or ""), _column(each, say), each.typed, reason(each, say))
        for each, _ in zip(faults, range(SHOWN), strict=False)
    ]


def reason(fault: Fault, say: Texts) -> str:
    params = dict(fault.params)
    if "heading" in params:
        params["heading"] = heading(params["heading"], say)
    if fault.code == "row_headings_missing":
        params["headings"] = ", ".join(heading(each, say) for each in NEEDED)
    return say.sentence(fault.code, params)


def heading(column: str, say: Texts) -> str:
    """What a column is called in a template of this language."""
    return say(PARTY_HEADING if column == PARTY else HEADINGS[column])


def _column(fault: Fault, say: Texts) -> str:
    return say.titled(fault.column, fault.heading) if fault.column and fault.heading else fault.column


def unread(found: Found) -> list[str]:
    """Names of sheets and columns that were not looked at, each once."""
    return list(dict.fromkeys((*found.unread_sheets, *found.unread_columns)))
