"""Mail from its cause to the reader: in their language, with names for codes, once however often the job runs."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy.exc import NoResultFound

from reporting.infra.mail import NotNow, Refused
from reporting.models import Job, User
from reporting.services import jobs, notifications
from reporting.services.jobs import Runner
from reporting.services.letters import Letters
from tests.world import XO, XT, World


def tell(world: World, template: str, *people: int, **params: Any) -> None:
    with world.house.db.transaction() as session:
        for each in people:
            some = [session.get_one(User, each)]
            notifications.tell(session, template=template, people=some, params=params, now=world.clock())


def outbox(world: World) -> dict[str, EmailMessage]:
    """The letters in the outbox by their reader."""
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in letters_in(world)]
    return {str(each["To"]): each for each in found}


def letters_in(world: World) -> list[Any]:
    return sorted(world.house.outbox.glob("*.eml")) if world.house.outbox.is_dir() else []


def words(letter: EmailMessage) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def rows(world: World) -> list[Job]:
    world.house.db.end_reading()
    return world.house.db.session.query(Job).filter(Job.kind == "mail").order_by(Job.id).all()


def runner(world: World, post: Any) -> Runner:
    letters = Letters(world.house.templates / "emails", world.house.texts, world.house.public_url)
    return Runner(world.house.db, world.clock, {"mail": notifications.handler(world.house, letters, post)})


def test_each_reader_gets_the_news_in_their_language(world):
    with world.house.db.transaction() as session:
        session.get_one(User, world.user("focal_point", XO)).language = "ar"
    tell(
        world, "report-returned", world.user("focal_point", XT), world.user("focal_point", XO),
        party=XT, agreement="cbd", form="nr7", actor_name="Rita Reviewer", comment="Please look.", due_on="2026-06-30",
    )  # fmt: skip
    world.run_jobs()
    english, arabic = outbox(world)["focal-point@xt.example"], outbox(world)["focal-point@xo.example"]
    assert english["Subject"] == "Testland: report returned"
    assert world.house.texts("en").date("2026-06-30") in words(english)
    assert "/en/workspace/XT/nr7\n" in words(english)
    assert "تستلاند" in arabic["Subject"]
    assert "/ar/workspace/XT/nr7\n" in words(arabic)
    assert 'dir="rtl"' in arabic.get_body(("html",)).get_content()


def test_the_letter_on_a_record_leads_to_its_permanent_address(world):
    tell(world, "report-published", world.user("focal_point", XT), party=XT, agreement="cbd", form="nr7", number=2)
    world.run_jobs()
    (letter,) = outbox(world).values()
    assert "/en/records/XT/nr7/2\n" in words(letter)


def test_who_is_disabled_is_not_told(world):
    user_id = world.user("observer", XT)
    with world.house.db.transaction() as session:
        session.get_one(User, user_id).active = False
    tell(world, "report-recalled", user_id, party=XT, agreement="cbd", form="nr7")
    assert rows(world) == []


def test_a_job_that_runs_twice_sends_one_message_id_and_leaves_one_letter(world):
    sent: list[EmailMessage] = []
    tell(world, "report-recalled", world.user("focal_point", XT), party=XT, agreement="cbd", form="nr7")
    (job,) = rows(world)

    def killed_after_sending(message: EmailMessage) -> None:
        sent.append(message)
        world.clock.forward(seconds=jobs.LEASE.total_seconds() + 1)
        if len(sent) == 1:
            assert runner(world, killed_after_sending).run(job.id), "another worker takes over"

    assert not runner(world, killed_after_sending).run(job.id), "the first one has lost its lease"
    first, second = sent
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes().split(b"boundary")[0] == second.as_bytes().split(b"boundary")[0]


def test_a_server_that_is_away_gets_it_later(world):
    sent: list[EmailMessage] = []

    def away(message: EmailMessage) -> None:
        raise NotNow("the mail server answered 450")

    tell(world, "report-recalled", world.user("focal_point", XT), party=XT, agreement="cbd", form="nr7")
    (job,) = rows(world)
    assert not runner(world, away).run(job.id)
    assert not runner(world, sent.append).run(job.id), "not before its time"
    world.clock.forward(minutes=1)
    assert runner(world, sent.append).run(job.id)
    assert len(sent) == 1


def test_a_letter_that_nobody_takes_is_given_up_and_its_address_forgotten(world):
    def refuses(message: EmailMessage) -> None:
        raise Refused("the mail server answered 550")

    tell(world, "report-recalled", world.user("focal_point", XT), party=XT, agreement="cbd", form="nr7")
    (job,) = rows(world)
    assert not runner(world, refuses).run(job.id)
    (job,) = rows(world)
    assert (job.status, job.error) == ("failed", "Hopeless: the mail server answered 550")
    assert job.payload == {"template": "report-recalled"}


def test_news_of_something_rolled_back_is_never_sent(world):
    user_id = world.user("focal_point", XT)
    with pytest.raises(NoResultFound):
        tell(world, "report-recalled", user_id, user_id + 100)
    assert rows(world) == []
