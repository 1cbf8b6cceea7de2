"""The parts of a running installation, made once by floor 5 and handed to pages, API, worker and commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reporting.domain.loader import Catalogue
from reporting.domain.texts import Texts
from reporting.infra.clock import Clock
from reporting.infra.db import Database
from reporting.infra.file_store import FileStore
from reporting.services.editions import Editions
from reporting.services.official_texts import Laid


@dataclass(frozen=True)
class House:
    """`public_url` has no trailing slash, `max_file` is in bytes; `outbox` is set where mail is put into files.

    `catalogue` is what the files say, `laid` the same with the official texts of this installation.
    `demonstration` is asked at use, because an installation becomes one while it runs.
    """

    db: Database
    clock: Clock
    texts: Callable[[str], Texts]
    catalogue: Catalogue
    laid: Laid
    editions: Editions
    instance: Path
    templates: Path
    fonts: Path | None
    public_url: str
    mail_from: str
    files: FileStore
    max_file: int
    smtp_url: str = ""
    outbox: Path | None = None
