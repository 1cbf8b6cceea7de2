"""The mails of a demonstration, to be read where they would have been sent. Exists nowhere else."""

from __future__ import annotations

from flask import Blueprint, render_template

from reporting.domain.errors import NotFound
from reporting.infra.mailbox import Kept, kept_mails
from reporting.services import installation
from reporting.web.access import house, public

bp = Blueprint("mailbox", __name__)


def _mails() -> list[Kept]:
    folder = house().outbox
    if folder is None or not installation.is_demonstration(house().db):
        raise NotFound
    return kept_mails(folder)


@bp.get("/<lang_code>/mail")
@public
def index() -> str:
    return render_template("pages/mailbox/index.html", mails=_mails())


@bp.get("/<lang_code>/mail/<name>")
@public
def mail(name: str) -> str:
    found = next((each for each in _mails() if each.name == name), None)
    if found is None:
        raise NotFound
    return render_template("pages/mailbox/mail.html", mail=found)
