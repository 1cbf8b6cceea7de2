"""Frozen copies read back, the last few that were asked for kept in this process.

A page of a report shows a small part of a copy of up to a megabyte; without this, each would unpack all of it again.
A copy never changes and is known by its SHA-256, so what is kept is never stale. Whoever asks has been let in before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from reporting.domain.errors import NotFound
from reporting.domain.record import Reopened, reopen
from reporting.models import FrozenCopy, Revision
from reporting.services.reports import frozen_copy_of

#: Copies kept at the most. One of a megabyte takes some five of memory.
MOST = 12


class Copies:
    """Copies by SHA-256, each with or without its private part; the one longest unasked for goes first."""

    def __init__(self, most: int = MOST) -> None:
        self._most, self._lock = most, Lock()
        self._known: OrderedDict[tuple[str, bool], Reopened] = OrderedDict()

    def of_revision(self, session: Session, revision: Revision, *, with_private: bool) -> tuple[str, Reopened]:
        """The SHA-256 of the revision's frozen copy, and the copy. Raises NotFound."""
        sha256 = session.scalar(select(FrozenCopy.sha256).where(FrozenCopy.id == revision.frozen_copy_id))
        if sha256 is None:
            raise NotFound
        return sha256, self.known(
            sha256,
            lambda: reopen(*frozen_copy_of(session, revision, with_private=with_private)),
            with_private=with_private,
        )

    def known(self, sha256: str, read: Callable[[], Reopened], *, with_private: bool = False) -> Reopened:
        """The copy of that SHA-256, by `read` where it is not kept here."""
        key = sha256, with_private
        with self._lock:
            found = self._known.get(key)
            if found is not None:
                self._known.move_to_end(key)
                return found
        found = read()
        with self._lock:
            self._known[key] = found
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return found


#: The copies that all of this process share.
COPIES = Copies()
