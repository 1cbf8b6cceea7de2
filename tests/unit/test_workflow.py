"""The workflow, said once more as a table: which step leads from where to where, and what it needs."""

from __future__ import annotations

import pytest

from reporting.domain import workflow
from reporting.domain.permissions import PERMISSIONS
from reporting.domain.sentences import SENTENCES
from reporting.domain.workflow import ACTIONS, STATUSES, Action, possible

TABLE = """
submit        draft, returned        → submitted     digest, complete, fresh sign-in
recall        submitted              → draft
start_review  submitted              → under_review
return        under_review           → returned      comment
approve       under_review           → approved      hash
send_back     approved               → under_review  comment
publish       approved               → published     hash, fresh sign-in
amend         published, withdrawn   → (new draft)
discard       draft                  → discarded     comment
"""


def as_text(action: Action) -> str:
    """An action as a line of the table."""
    needs = {
        "comment": action.needs_comment,
        "hash": action.needs_hash,
        "digest": action.needs_digest,
        "complete": action.needs_complete,
        "fresh sign-in": action.needs_fresh_sign_in,
    }
    sources = ", ".join(sorted(action.sources, key=STATUSES.index))
    said = ", ".join(each for each, needed in needs.items() if needed)
    return f"{action.name:13} {sources:22} → {action.target or '(new draft)':13} {said}".rstrip()


def test_the_steps_are_these() -> None:
    assert [as_text(each) for each in ACTIONS.values()] == TABLE.strip("\n").splitlines()


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS.keys())
def test_every_step_leads_from_known_states_to_a_known_one(action: Action) -> None:
    assert action.sources
    assert action.sources <= set(STATUSES)
    assert action.target in (None, *STATUSES)
    assert action.target not in action.sources


@pytest.mark.parametrize("name", ACTIONS)
def test_every_step_has_a_right_and_a_word(name: str) -> None:
    assert f"report:{name}" in PERMISSIONS
    assert f"word.{name}" in SENTENCES


@pytest.mark.parametrize("status", STATUSES)
def test_every_state_has_a_word(status: str) -> None:
    assert f"word.{status}" in SENTENCES


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        ("draft", "submit discard"),
        ("submitted", "recall start_review"),
        ("under_review", "return approve"),
        ("returned", "submit"),
        ("approved", "send_back publish"),
        ("published", "amend"),
        ("superseded", ""),
        ("withdrawn", "amend"),
        ("discarded", ""),
        ("no such state", ""),
    ],
)
def test_a_state_allows_these_steps(status: str, steps: str) -> None:
    assert " ".join(each.name for each in possible(status)) == steps


def reachable(start: str) -> set[str]:
    """The states to which steps lead from `start`, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        status = waiting.pop()
        new = {each.target for each in possible(status) if each.target} - found
        found |= new
        waiting += new
    return found


def test_from_a_draft_one_comes_to_a_record_and_never_back() -> None:
    assert reachable("draft") == {
        "draft", "submitted", "under_review", "returned", "approved", "published", "discarded",
    }  # fmt: skip
    assert reachable("published") == {"published"}


@pytest.mark.parametrize("ended", ["superseded", "discarded", "withdrawn"])
def test_what_has_ended_does_not_come_back(ended: str) -> None:
    assert reachable(ended) == {ended}


def test_only_an_ended_review_can_be_published() -> None:
    assert ACTIONS["publish"].sources == {"approved"}
    assert {each.name for each in ACTIONS.values() if each.target == "approved"} == {"approve"}
    assert {each.name for each in ACTIONS.values() if each.target == "under_review"} == {"start_review", "send_back"}


def test_whoever_judges_names_the_copy_that_they_read() -> None:
    assert {name for name, each in ACTIONS.items() if each.needs_hash} == {"approve", "publish"}


def test_only_what_is_complete_and_shown_can_be_submitted() -> None:
    assert {name for name, each in ACTIONS.items() if each.needs_complete} == {"submit"}
    assert {name for name, each in ACTIONS.items() if each.needs_digest} == {"submit"}


def test_answers_are_written_only_while_the_report_is_with_the_party() -> None:
    assert set(workflow.EDITABLE) == {"draft", "returned"}
    assert workflow.EDITABLE < workflow.OPEN
    assert not workflow.EDITABLE & workflow.FROZEN


def test_every_state_is_open_or_ended_and_only_records_are_public() -> None:
    assert set(STATUSES) - workflow.OPEN == {"published", "superseded", "withdrawn", "discarded"}
    assert set(workflow.PUBLIC) == {"published", "superseded"}
    assert workflow.PUBLIC < workflow.FROZEN
    assert set(STATUSES) - workflow.FROZEN == {"draft", "returned", "discarded"}
