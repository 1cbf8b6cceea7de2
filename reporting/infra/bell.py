"""The bell that wakes workers: Huey, told nothing but ids.

What it loses (a killed worker takes its rings with it) the sweep of the jobs table rings again; what it rings twice is
taken once, because the lease is in that table. So the file may be deleted at any time.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from huey import RedisHuey, SqliteHuey
from huey.consumer import Consumer

log = logging.getLogger(__name__)

_NAME = "reporting"
#: The longest time in seconds between a ring and its being heard.
LONGEST_SILENCE = 0.5


class Bell:
    """`place` is the path of an SQLite file, or a `redis://` URL where there is more than one machine."""

    def __init__(self, place: Path | str) -> None:
        self._listener: Callable[[int], object] | None = None
        self._huey = _huey(str(place))
        self._task = self._huey.task(name="ring")(self._heard)
        self._huey.on_shutdown(name="close")(self.close)
        # Each listener closes at its end; two at once would find nothing left to close.
        self._closing = threading.Lock()

    def ring(self, job_ids: Iterable[int]) -> None:
        """Wake a worker for each id. A bell that is away is not the caller's trouble: the sweep finds the jobs."""
        try:
            for job_id in dict.fromkeys(job_ids):
                self._task(job_id)
        except Exception:
            log.warning("the bell could not be rung; the sweep will find the jobs", exc_info=True)

    def after_commit(self, info: Mapping[Any, Any]) -> None:
        """For `Database.after_commit`: ring for the jobs of that transaction."""
        self.ring(info.get("jobs", ()))

    def is_silent(self) -> bool:
        """Whether all rings have been heard."""
        return int(self._huey.pending_count()) == 0

    def listen(self, listener: Callable[[int], object], workers: int) -> Listeners:
        """Start threads that call `listener` with each id."""
        self._listener = listener
        return Listeners(self._huey, workers)

    def close(self) -> None:
        with self._closing:
            self._huey.storage.close()

    def _heard(self, job_id: int) -> None:
        if self._listener is None:
            raise RuntimeError("nobody listens to the bell")
        self._listener(job_id)


class Listeners:
    """The threads that hear the bell."""

    def __init__(self, huey: Any, workers: int) -> None:
        self._consumer = _Consumer(
            huey,
            workers=workers,
            periodic=False,
            max_delay=LONGEST_SILENCE,
            scheduler_interval=60,
            check_worker_health=True,
        )
        self._consumer.start()

    def look_after(self) -> None:
        """Replace threads that died."""
        self._consumer.check_worker_health()

    def stop(self, seconds: float) -> bool:
        """Take no further ring; wait for work under way. False where it goes on: its lease will run out."""
        self._consumer.shutdown_timeout = seconds
        self._consumer.stop(graceful=True)
        return not any(thread.is_alive() for _, thread in self._consumer.worker_threads)


class _Consumer(Consumer):  # type: ignore[misc]
    """Huey's consumer without its signal handlers: how a process ends is decided by whoever runs it."""

    def _set_signal_handlers(self) -> None:
        pass


def _huey(place: str) -> Any:
    if place.startswith(("redis://", "rediss://")):
        return RedisHuey(_NAME, results=False, url=place)
    path = Path(place.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return SqliteHuey(_NAME, results=False, filename=str(path), fsync=False)
