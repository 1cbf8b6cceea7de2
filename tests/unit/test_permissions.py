"""Who may what, as single truths: the roles, what they cover, and what the refused are told."""

from __future__ import annotations

import pytest

from reporting.domain import permissions
from reporting.domain.errors import Forbidden, NotFound, NotSignedIn
from reporting.domain.permissions import (
    ADMINISTRATOR,
    ANYONE,
    AUTHORISED_USER,
    FOCAL_POINT,
    NATIONAL,
    OBSERVER,
    PERMISSIONS,
    PUBLISHER,
    REVIEWER,
    ROLES,
    SECRETARIAT,
    Actor,
    Membership,
    Subject,
    actions_open_to,
    permits,
    require,
)
from reporting.domain.sentences import SENTENCES
from reporting.domain.workflow import STATUSES

PUBLIC = Actor()
NOBODY = Actor(user_id=9)
REPORT = Subject(party="XA", agreement="tiny", form="tiny", status="draft")


def actor(role: str, party: str = "XA", user_id: int = 1, *, forms: str = "*", scope: str = "report") -> Actor:
    """Somebody with one role of the agreement "tiny"; those of the secretariat belong to no Party."""
    of = party if role in NATIONAL else ""
    return Actor(user_id, memberships=(Membership(role, of, "tiny", frozenset(forms.split()), scope),))


def report(status: str = "draft", *hands: int, party: str = "XA", assigned: bool = False) -> Subject:
    return Subject(party, "tiny", "tiny", status, hands=frozenset(hands), assigned=assigned)


def steps(who: Actor, subject: Subject) -> str:
    return " ".join(each.name for each in actions_open_to(who, subject))


def test_whoever_is_not_signed_in_is_asked_to() -> None:
    for name in set(PERMISSIONS) - {"record:read"}:
        with pytest.raises(NotSignedIn):
            require(PUBLIC, name, REPORT)
    require(PUBLIC, "record:read", REPORT)


@pytest.mark.parametrize("name", ["report:read", "report:draft", "report:submit", "party:workspace", "members:manage"])
@pytest.mark.parametrize("who", [NOBODY, *(actor(role, "XB") for role in sorted(NATIONAL))])
def test_another_partys_report_does_not_exist(who: Actor, name: str) -> None:
    with pytest.raises(NotFound):
        require(who, name, REPORT)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (OBSERVER, "report:draft"),
        (AUTHORISED_USER, "report:submit"),
        (FOCAL_POINT, "report:start_review"),
        (REVIEWER, "report:publish"),
        (PUBLISHER, "report:draft"),
        (ADMINISTRATOR, "report:read"),
    ],
)
def test_who_may_know_of_it_is_told_that_the_role_does_not_allow_it(role: str, name: str) -> None:
    with pytest.raises(Forbidden):
        require(actor(role), name, REPORT)


def test_without_a_party_in_question_nothing_is_hidden() -> None:
    with pytest.raises(Forbidden):
        require(NOBODY, "accounts:manage")


def test_a_name_that_is_not_in_the_table_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        permits(NOBODY, "report:bless")
    with pytest.raises(KeyError):
        require(PUBLIC, "", ANYONE)


@pytest.mark.parametrize(
    ("membership", "covered"),
    [
        (Membership(FOCAL_POINT, "XA", "tiny"), True),
        (Membership(FOCAL_POINT, "XA", ""), True),
        (Membership(FOCAL_POINT, "XA", "other"), False),
        (Membership(FOCAL_POINT, "XA", "tiny", frozenset({"tiny", "more"})), True),
        (Membership(FOCAL_POINT, "XA", "tiny", frozenset({"more"})), False),
        (Membership(FOCAL_POINT, "XA", "tiny", frozenset()), False),
        (Membership(FOCAL_POINT, "XA", "other", frozenset({"tiny"})), False),
    ],
)
def test_a_role_covers_its_agreement_and_its_forms(membership: Membership, covered: bool) -> None:
    assert membership.covers(REPORT) is covered
    assert permits(Actor(1, memberships=(membership,)), "report:submit", REPORT) is covered


def test_where_no_form_is_in_question_every_form_will_do() -> None:
    only_one = Membership(FOCAL_POINT, "XA", "tiny", frozenset({"more"}))
    assert only_one.covers(Subject(party="XA", agreement="tiny"))
    assert only_one.covers(Subject(party="XA", agreement="tiny", form="more"))


def test_roles_in_several_parties_count_each_for_its_own() -> None:
    both = Actor(1, memberships=(Membership(FOCAL_POINT, "XA", "tiny"), Membership(OBSERVER, "XB", "tiny")))
    assert both.roles(REPORT) == {FOCAL_POINT}
    assert both.roles(report(party="XB")) == {OBSERVER}
    assert permits(both, "report:draft", REPORT)
    assert not permits(both, "report:draft", report(party="XB"))


def test_a_national_role_without_a_party_in_question_gives_nothing() -> None:
    assert not permits(actor(FOCAL_POINT), "members:manage", ANYONE)
    assert not permits(Actor(1, memberships=(Membership(FOCAL_POINT, "", "tiny"),)), "members:manage", ANYONE)


def test_who_is_assigned_a_part_writes_there_and_nowhere_else() -> None:
    helper, author = actor(AUTHORISED_USER, scope="assigned"), actor(AUTHORISED_USER)
    assert not permits(helper, "report:draft", report())
    assert permits(helper, "report:draft", report(assigned=True))
    assert permits(author, "report:draft", report())
    assert not permits(helper, "report:create", report())
    assert permits(author, "report:create", report())
    assert permits(helper, "report:read_draft", report())


def test_an_assignment_alone_gives_no_right() -> None:
    for who in (actor(OBSERVER), actor(AUTHORISED_USER, "XB", scope="assigned"), NOBODY):
        assert not permits(who, "report:draft", report(assigned=True))


@pytest.mark.parametrize("status", STATUSES)
def test_answers_are_written_in_draft_and_returned_only(status: str) -> None:
    expected = status in ("draft", "returned")
    for role in (FOCAL_POINT, AUTHORISED_USER):
        assert permits(actor(role), "report:draft", report(status, assigned=True)) is expected
    assert permits(actor(FOCAL_POINT), "report:settings", report(status)) is expected


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("role", [REVIEWER, PUBLISHER, ADMINISTRATOR])
def test_the_secretariat_reads_what_was_submitted_once(role: str, status: str) -> None:
    assert permits(actor(role), "report:read", report(status)) is (status not in ("draft", "discarded"))
    assert not permits(actor(role), "report:read_draft", report(status))


@pytest.mark.parametrize(
    ("status", "role", "name"),
    [
        ("submitted", REVIEWER, "start_review"),
        ("under_review", REVIEWER, "return"),
        ("under_review", REVIEWER, "approve"),
        ("approved", REVIEWER, "send_back"),
        ("approved", PUBLISHER, "publish"),
    ],
)
def test_nobody_judges_their_own_work(status: str, role: str, name: str) -> None:
    judge = actor(role)
    member_too = Actor(1, memberships=(*judge.memberships, Membership(OBSERVER, "XA", "tiny")))
    member_elsewhere = Actor(1, memberships=(*judge.memberships, Membership(OBSERVER, "XB", "tiny")))
    assert permits(judge, f"report:{name}", report(status, 2, 3))
    assert permits(member_elsewhere, f"report:{name}", report(status))
    assert not permits(judge, f"report:{name}", report(status, 1))
    assert not permits(member_too, f"report:{name}", report(status))


def test_a_job_is_its_owners_and_administrators() -> None:
    job = Subject(user_id=1)
    assert permits(actor(OBSERVER, user_id=1), "job:own", job)
    assert not permits(actor(FOCAL_POINT, user_id=2), "job:own", job)
    assert permits(actor(ADMINISTRATOR, user_id=2), "job:own", job)
    assert not permits(PUBLIC, "job:own", Subject())


@pytest.mark.parametrize(
    ("role", "status", "open_to"),
    [
        (FOCAL_POINT, "draft", "submit discard"),
        (FOCAL_POINT, "submitted", "recall"),
        (FOCAL_POINT, "returned", "submit"),
        (FOCAL_POINT, "under_review", ""),
        (FOCAL_POINT, "published", "amend"),
        (FOCAL_POINT, "superseded", ""),
        (AUTHORISED_USER, "draft", ""),
        (OBSERVER, "draft", ""),
        (REVIEWER, "draft", ""),
        (REVIEWER, "submitted", "start_review"),
        (REVIEWER, "under_review", "return approve"),
        (REVIEWER, "approved", "send_back"),
        (PUBLISHER, "under_review", "return approve"),
        (PUBLISHER, "approved", "send_back publish"),
        (PUBLISHER, "published", ""),
        (ADMINISTRATOR, "submitted", ""),
    ],
)
def test_buttons_are_what_the_state_and_the_role_allow(role: str, status: str, open_to: str) -> None:
    assert steps(actor(role), report(status)) == open_to


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("party:workspace", ROLES),
        ("members:list", (FOCAL_POINT, AUTHORISED_USER, OBSERVER, ADMINISTRATOR)),
        ("members:manage", (FOCAL_POINT, ADMINISTRATOR)),
        ("members:manage_focal_points", (ADMINISTRATOR,)),
        ("report:overview", ROLES),
        ("secretariat:desk", (REVIEWER, PUBLISHER, ADMINISTRATOR)),
        ("accounts:manage", (ADMINISTRATOR,)),
        ("account:self", ROLES),
        ("record:read", ROLES),
    ],
)
def test_what_turns_on_the_role_alone_is_open_to_these(name: str, roles: tuple[str, ...]) -> None:
    assert tuple(role for role in ROLES if permits(actor(role), name, REPORT)) == roles


@pytest.mark.parametrize("role", sorted(SECRETARIAT))
def test_the_secretariat_of_one_agreement_is_not_that_of_another(role: str) -> None:
    elsewhere = Subject("XA", "other", "other", "submitted")
    assert permits(actor(role), "report:read", report("submitted"))
    assert not permits(actor(role), "report:read", elsewhere)
    assert actor(role).roles(elsewhere) == frozenset()


def test_no_role_is_both_national_and_of_the_secretariat_and_each_has_a_word() -> None:
    assert NATIONAL.isdisjoint(SECRETARIAT)
    assert set(ROLES) == NATIONAL | SECRETARIAT
    assert {f"word.{role}" for role in ROLES} <= set(SENTENCES)
    assert permissions.SCOPES == ("report", "assigned")
