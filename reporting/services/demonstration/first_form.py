"""The first revision of the form, on which one report of the demonstration was begun: drawn from the present one."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from reporting.domain.loader import Catalogue, FormSource
from reporting.services import editions
from reporting.services.demonstration import source


def open_first_form(session: Session, catalogue: Catalogue, now: dt.datetime) -> int:
    """Store the form as it was first; the id of its stored revision."""
    told = source.first_form()
    return editions.open_form(session, _as_it_was(catalogue.forms[told["form"]], told), now)


def _as_it_was(present: FormSource, told: dict[str, Any]) -> FormSource:
    without = set(told["without"])
    structure: dict[str, Any] = copy.deepcopy(dict(present.structure)) | {"revision": told["revision"]}
    structure["sections"] = [each for each in structure["sections"] if each["id"] not in without]
    for section in structure["sections"]:
        section["questions"] = [each for each in section["questions"] if f"{section['id']}.{each['id']}" not in without]
        for question in told["question"]:
            if question["section"] == section["id"]:
                asked = {name: value for name, value in question.items() if name not in ("section", "place")}
                section["questions"].insert(question["place"], asked)
    texts = {lang: {**present.texts[lang], **more} for lang, more in told["texts"].items()}
    return FormSource(present.id, structure, texts)
