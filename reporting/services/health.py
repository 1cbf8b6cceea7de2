"""Whether the parts of an installation answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from sqlalchemy import select

from reporting.models import FormRevision, Job
from reporting.services.house import House


def parts(house: House) -> Mapping[str, str]:
    """Part → "ok" or "away"."""
    checks: Mapping[str, Callable[[], object]] = {
        "database": house.db.ping,
        "schema": lambda: house.db.session.scalar(select(FormRevision.id).limit(1)),
        "queue": lambda: house.db.session.scalar(select(Job.id).limit(1)),
        "files": lambda: _writable(house),
    }
    return {name: _state(check) for name, check in checks.items()}


def _writable(house: House) -> None:
    for folder in (house.instance, house.files.folder):
        if folder.exists() and not os.access(folder, os.W_OK):
            raise PermissionError(folder)


def _state(check: Callable[[], object]) -> str:
    try:
        check()
    except Exception:
        return "away"
    return "ok"
