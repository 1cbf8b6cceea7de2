"""The workflow as a table: which action leads from which states to which, and what it needs.

Only `services/reviewing.py` and `services/publication.py` write a status, and only through this table. Who may act
stands in `permissions.py` under `report:<action>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DRAFT = "draft"
SUBMITTED = "submitted"
UNDER_REVIEW = "under_review"
RETURNED = "returned"
APPROVED = "approved"
PUBLISHED = "published"
SUPERSEDED = "superseded"
WITHDRAWN = "withdrawn"
DISCARDED = "discarded"

STATUSES = (
    DRAFT, SUBMITTED, UNDER_REVIEW, RETURNED, APPROVED, PUBLISHED, SUPERSEDED, WITHDRAWN, DISCARDED,
)  # fmt: skip
#: At most one revision of a report is in one of these.
OPEN = frozenset({DRAFT, SUBMITTED, UNDER_REVIEW, RETURNED, APPROVED})
#: Here answers may be written.
EDITABLE = frozenset({DRAFT, RETURNED})
#: Here the newest frozen copy is what everybody but the Party's own drafters reads.
FROZEN = frozenset({SUBMITTED, UNDER_REVIEW, APPROVED, PUBLISHED, SUPERSEDED, WITHDRAWN})
#: Here the record is public.
PUBLIC = frozenset({PUBLISHED, SUPERSEDED})


@dataclass(frozen=True)
class Action:
    """One step. `target` None means that the revision keeps its status (`amend` opens a new revision)."""

    name: str
    sources: frozenset[str]
    target: str | None
    needs_comment: bool = False
    needs_hash: bool = False
    needs_digest: bool = False
    needs_complete: bool = False
    #: Ask for the password again when the last proof is old.
    needs_fresh_sign_in: bool = False


def _action(name: str, sources: str, target: str | None, **needs: bool) -> Action:
    return Action(name, frozenset(sources.split()), target, **needs)


ACTIONS: Mapping[str, Action] = {
    each.name: each
    for each in (
        _action(
            "submit", "draft returned", SUBMITTED, needs_digest=True, needs_complete=True, needs_fresh_sign_in=True
        ),
        _action("recall", "submitted", DRAFT),
        _action("start_review", "submitted", UNDER_REVIEW),
        _action("return", "under_review", RETURNED, needs_comment=True),
        _action("approve", "under_review", APPROVED, needs_hash=True),
        _action("send_back", "approved", UNDER_REVIEW, needs_comment=True),
        _action("publish", "approved", PUBLISHED, needs_hash=True, needs_fresh_sign_in=True),
        _action("amend", "published withdrawn", None),
        _action("discard", "draft", DISCARDED, needs_comment=True),
    )
}


def possible(status: str) -> tuple[Action, ...]:
    """The actions that the state allows, whoever asks."""
    return tuple(action for action in ACTIONS.values() if status in action.sources)
