"""Files that come in pieces, so that a broken line costs a piece and not the whole.

The file on its way tells how much has come. A piece says where it begins; one that came before is no error.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from reporting.domain.attachments import Facts, check_name
from reporting.domain.errors import Invalid, NotFound, Stale, TooManyAttempts
from reporting.domain.permissions import Actor
from reporting.infra.file_store import TooLong, WrongOffset
from reporting.models import Report, Upload
from reporting.models.files import ATTACHED
from reporting.services import attachments
from reporting.services.house import House

#: The largest piece: what is lost at most when the line breaks.
PIECE = 512 * 1024
#: Files of one person that are on their way at once.
MAX_OPEN = 20


@dataclass(frozen=True)
class State:
    """An upload as its sender sees it: the next piece begins at `offset`."""

    key: str
    offset: int
    size: int


class OutOfStep(Stale):
    """A piece that does not follow what has come. Params: `offset` where the next one begins."""

    default_code = "out_of_step"


def begin(
    house: House, actor: Actor, now: dt.datetime, report_id: int, *, name: str, size: int, sha256: str = ""
) -> State:
    """Announce a file, which is checked as far as it is known now. The same one again goes on where it broke off."""
    attachments.may_attach(house.db.session, actor, house.db.session.get_one(Report, report_id))
    kept_name = check_name(name)
    if size <= 0:
        raise Invalid("file_empty", field="file")
    if size > house.max_file:
        raise attachments.too_large(house)
    with house.db.transaction() as session:
        attachments.may_attach(session, actor, session.get_one(Report, report_id))
        known = _same(session, actor, report_id, kept_name, size, sha256)
        if known is not None and house.files.incoming(known.key).is_file():
            return State(known.key, house.files.length(known.key), size)
        mine = (Upload.uploader_id == actor.user_id, Upload.purpose == ATTACHED)
        if (session.scalar(select(func.count()).select_from(Upload).where(*mine)) or 0) >= MAX_OPEN:
            raise TooManyAttempts("too_many_uploads", limit=MAX_OPEN)
        key = house.files.begin()
        session.add(
            Upload(
                key=key, report_id=report_id, name=kept_name, size=size, sha256=sha256, uploader_id=actor.user_id,
                made_at=now,
            )
        )  # fmt: skip
    return State(key, 0, size)


def _same(session: Session, actor: Actor, report_id: int, name: str, size: int, sha256: str) -> Upload | None:
    """An unfinished upload of the same content, as far as its hash was told."""
    if not sha256:
        return None
    return session.scalar(
        select(Upload)
        .where(
            Upload.sha256 == sha256, Upload.size == size, Upload.name == name, *waiting(actor, report_id, ATTACHED)
        )
        .order_by(Upload.id.desc())
        .limit(1)
    )  # fmt: skip


def waiting(actor: Actor, report_id: int, purpose: str) -> tuple[ColumnElement[bool], ...]:
    """What this person has on its way to a report for a purpose."""
    return Upload.report_id == report_id, Upload.uploader_id == actor.user_id, Upload.purpose == purpose


def _mine(session: Session, actor: Actor, report_id: int, key: str) -> Upload:
    """The actor's own upload of this report, or NotFound."""
    found = _found(session, actor, report_id, key)
    if found is None:
        raise NotFound
    return found


def _found(session: Session, actor: Actor, report_id: int, key: str) -> Upload | None:
    return session.scalar(select(Upload).where(Upload.key == key, *waiting(actor, report_id, ATTACHED)))


def state(house: House, actor: Actor, report_id: int, key: str) -> State:
    """How far it is."""
    found = _mine(house.db.session, actor, report_id, key)
    if not house.files.incoming(key).is_file():
        raise NotFound
    return State(key, house.files.length(key), found.size)


def add(house: House, actor: Actor, report_id: int, key: str, offset: int, content: bytes) -> State:
    """One more piece. Raises OutOfStep where it does not follow, NotFound, Invalid for more than was announced."""
    session = house.db.session
    size = _mine(session, actor, report_id, key).size
    attachments.may_attach(session, actor, session.get_one(Report, report_id))
    house.db.end_reading()
    try:
        return State(key, house.files.append(key, offset, content, size), size)
    except WrongOffset as wrong:
        raise OutOfStep(offset=wrong.offset) from None
    except TooLong:
        raise Invalid("file_longer_than_announced", field="file") from None
    except FileNotFoundError:
        raise NotFound from None


def finish(house: House, actor: Actor, now: dt.datetime, report_id: int, key: str, sha256: str = "") -> Facts:
    """Judge and keep the file that has come; its facts.

    Raises OutOfStep while pieces are missing, Invalid where it is not what was announced or may not be attached; then
    it is gone.
    """
    found = _found(house.db.session, actor, report_id, key)
    told = sha256 or (found.sha256 if found else "")
    house.db.end_reading()
    if found is None:
        return _finished(house, report_id, told)
    with house.files.alone(key):  # an impatient page asks twice
        if _found(house.db.session, actor, report_id, key) is None:
            return _finished(house, report_id, told)
        return _kept(house, actor, now, report_id, key, told)


def _finished(house: House, report_id: int, sha256: str) -> Facts:
    """The facts of a file that was finished before: its sender did not hear the answer. Raises NotFound."""
    known = attachments.rows_of(house.db.session, report_id).get(sha256)
    if known is None:
        raise NotFound
    return known


def _kept(house: House, actor: Actor, now: dt.datetime, report_id: int, key: str, told: str) -> Facts:
    found, length = _mine(house.db.session, actor, report_id, key), house.files.length(key)
    if length != found.size:
        raise OutOfStep(offset=length)
    try:
        if told and told != house.files.digest(key):
            raise Invalid("file_broken_on_the_way", field="file")
        return attachments.keep(house, actor, now, report_id, key, found.name)
    finally:
        _forget(house, key)


def abort(house: House, actor: Actor, report_id: int, key: str) -> None:
    """Give it up; what has come is deleted."""
    _mine(house.db.session, actor, report_id, key)
    _forget(house, key)


def _forget(house: House, key: str) -> None:
    with house.db.transaction() as session:
        session.execute(delete(Upload).where(Upload.key == key))
    house.files.drop(key)
