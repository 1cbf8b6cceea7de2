"""People with passwords, for tests of accounts."""

from __future__ import annotations

import re

from reporting.infra.passwords import hashed
from reporting.models import Job, User
from tests.world import World

PASSWORD = "a long enough sentence"


def email_of(world: World, user_id: int) -> str:
    world.house.db.end_reading()
    return world.house.db.session.get_one(User, user_id).email


def with_password(world: World, role: str, party: str = "", password: str = PASSWORD) -> int:
    """The id of a person of the world who can sign in."""
    user_id = world.user(role, party)
    with world.house.db.transaction() as session:
        session.get_one(User, user_id).password = hashed(password)
    return user_id


def mails(world: World, template: str) -> list[Job]:
    """The mails of this kind that wait to be sent, oldest first."""
    world.house.db.end_reading()
    found = world.house.db.session.query(Job).filter(Job.kind == "mail").order_by(Job.id)
    return [each for each in found if each.payload["template"] == template]


def path_in(world: World, template: str, to: str = "") -> str:
    """The address that the newest such mail holds, without its language."""
    path = [each for each in mails(world, template) if to in ("", each.payload["to"])][-1].payload["params"]["address"]
    assert re.fullmatch(r"/[a-z-]+/[\w-]{43}", path)
    return str(path)


def token_in(world: World, template: str, to: str = "") -> str:
    return path_in(world, template, to).rpartition("/")[2]
