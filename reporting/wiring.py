"""Makes the parts of an installation from its settings. Floor 5: `app`, `cli` and `worker` share it."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path

from reporting import config, paths
from reporting.domain.loader import Catalogue, load
from reporting.domain.texts import Texts, texts_of
from reporting.infra.bell import Bell
from reporting.infra.clock import Clock, now
from reporting.infra.db import Database
from reporting.infra.file_store import FileStore
from reporting.infra.mail import to_folder, to_server
from reporting.services import attachments, documents, notifications, publication, tidying
from reporting.services.editions import Editions
from reporting.services.house import House
from reporting.services.jobs import Handler
from reporting.services.letters import Letters
from reporting.services.official_texts import Laid


def make_house(settings: config.Settings, clock: Clock = now) -> House:
    """Database, queue, texts and forms of this installation. Creates the instance folder, not the tables."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    db = Database(settings.database)
    db.after_commit = make_bell(settings).after_commit
    catalogue = forms_of(tuple(settings.form_roots), tuple(settings.translation_roots))
    return House(
        db=db,
        clock=clock,
        texts=partial(texts_of, translations=paths.data("translations")),
        catalogue=catalogue,
        laid=Laid(catalogue),
        editions=Editions(),
        instance=settings.instance,
        templates=paths.data("templates"),
        fonts=fonts if (fonts := paths.data("fonts")).is_dir() else None,
        public_url=settings.address,
        mail_from=settings.mail_from,
        files=FileStore(settings.files),
        max_file=settings.max_file_mb * attachments.MEGABYTE,
        smtp_url=settings.smtp_url,
        outbox=None if settings.smtp_url else settings.instance / "outbox",
    )


def make_bell(settings: config.Settings) -> Bell:
    return Bell(settings.jobs_url or settings.instance / "bell.sqlite")


def make_handlers(house: House) -> dict[str, Handler]:
    """Who does which kind of job."""
    letters = Letters(house.templates / "emails", house.texts, house.public_url)
    post = to_folder(house.outbox) if house.outbox is not None else to_server(house.smtp_url)
    return {
        notifications.KIND: notifications.handler(house, letters, post),
        documents.KIND: documents.handler(house),
        publication.ANNOUNCE: documents.announcer(house),
        tidying.KIND: tidying.handler(house),
    }


@lru_cache(maxsize=4)
def forms_of(roots: tuple[Path, ...], translations: tuple[Path, ...]) -> Catalogue:
    """The form data of these folders, read once for a process."""
    return load(roots, translations)


def english() -> Texts:
    """The words of commands."""
    return texts_of("en", paths.data("translations"))
