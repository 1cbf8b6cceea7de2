"""Events say what their table asks of them, and never keep what a person may ask to have emptied."""

from __future__ import annotations

import pytest

from reporting.domain.permissions import Actor
from reporting.models import AuditEvent, User
from reporting.services import audit


def test_an_event_is_written_with_who_when_and_what(db, clock):
    with db.transaction() as session:
        session.add(User(email="a@example.org", name="A", sign_in_key="k", created_at=clock()))
        session.flush()
        audit.record(session, "report:recall", actor=Actor(user_id=1), now=clock(), party="XT", revision=2)
    event = db.session.query(AuditEvent).one()
    assert (event.name, event.actor_id, event.party, event.data) == ("report:recall", 1, "XT", {"revision": 2})


def test_an_unknown_event_is_refused(db, clock):
    with pytest.raises(KeyError):
        audit.record(db.session, "report:explode", actor=None, now=clock())


def test_an_event_without_its_fields_is_refused(db, clock):
    with pytest.raises(ValueError, match="must tell sha256"):
        audit.record(db.session, "report:submit", actor=None, now=clock(), revision=1)


def test_no_event_keeps_an_address(db, clock):
    with pytest.raises(ValueError, match="may not keep email"):
        audit.record(db.session, "account:created", actor=None, now=clock(), user_id=1, email="a@example.org")
