"""Mail to people: put down in the transaction of its cause, written and sent by a worker, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from reporting.domain.errors import NotFound
from reporting.infra.mail import Post, Refused, message_of
from reporting.models import User
from reporting.services import jobs, parties
from reporting.services.house import House
from reporting.services.jobs import Handler, Hopeless, JobView, Progress
from reporting.services.letters import Letters

KIND = "mail"
_PUBLISHED = "report-published"


def mail(
    session: Session,
    *,
    to: str,
    template: str,
    params: Mapping[str, Any],
    language: str,
    now: dt.datetime,
    key: str,
) -> int:
    """Put one mail down; its job's id. `key` names the occasion: the same one twice is one mail while it waits.

    `params` are plain values (`letters.PARAMS`); `party` with `agreement`, and `form`, come out as names and titles in
    the reader's language, and make the address where none is given.
    """
    payload = {"template": template, "to": to, "params": dict(params)}
    return jobs.enqueue(session, KIND, key[:200], payload, now=now, language=language)


def tell(
    session: Session, *, template: str, people: Iterable[User], params: Mapping[str, Any], now: dt.datetime
) -> None:
    """The same news for many, each in their own language. Who is disabled is not told."""
    about = ":".join(str(params.get(each, "")) for each in ("party", "form", "number"))
    for person in people:
        if person.active:
            mail(
                session,
                to=person.email,
                template=template,
                params={"name": person.name, **params},
                language=person.language,
                now=now,
                key=f"{template}:{person.id}:{about}:{now.isoformat()}",
            )


def handler(house: House, letters: Letters, post: Post) -> Handler:
    """Writes and sends one mail."""

    def run(job: JobView, progress: Progress) -> dict[str, Any]:
        params = _named(house, job)
        letter = letters.write(job.payload["template"], params, job.language)
        message = message_of(
            letter,
            sender=house.mail_from,
            to=job.payload["to"],
            message_id=f"{job.made_at:%Y%m%dT%H%M%S}-job-{job.id}",
            at=job.made_at,
        )
        try:
            post(message)
        except Refused as error:
            raise Hopeless(str(error)) from error
        return {"message_id": str(message["Message-ID"])}

    return run


def _named(house: House, job: JobView) -> dict[str, Any]:
    """The mail's parameters with the names and titles of what it is about."""
    params = dict(job.payload["params"])
    party, form = params.get("party", ""), params.get("form", "")
    session = house.db.session
    if party and "party_name" not in params:
        row = parties.party_of(session, params["agreement"], party)
        params["party_name"] = parties.name_of(row, job.language, house.clock().date())
    if form and "form_title" not in params:
        params["form_title"] = _title(house, form, job.language)
    if party and form and "address" not in params:
        published = job.payload["template"] == _PUBLISHED
        params["address"] = f"/records/{party}/{form}/{params['number']}" if published else f"/workspace/{party}/{form}"
    house.db.end_reading()
    return params


def _title(house: House, form: str, language: str) -> str:
    try:
        return house.editions.newest(house.db.session, form)[1].wording(language)("title")
    except NotFound:
        return form
