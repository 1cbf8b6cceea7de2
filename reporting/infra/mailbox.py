"""Mails that were laid into a folder instead of sent, read back for the demonstration."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """One mail. `name` is its file's name without the ending; `at` is when it was written."""

    name: str
    to: str
    subject: str
    at: dt.datetime
    language: str
    text: str


def kept_mails(folder: Path, limit: int = 200) -> list[Kept]:
    """The newest mails of the folder, newest first."""
    files = (
        sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns, reverse=True) if folder.is_dir() else []
    )
    return [_read(file) for file in files[:limit]]


def _read(file: Path) -> Kept:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return Kept(
        name=file.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=parsedate_to_datetime(str(message["Date"])),
        language=str(message["Content-Language"] or "en"),
        text=body.get_content() if body is not None else "",
    )
