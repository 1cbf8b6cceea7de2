"""How far Parties say that the world is. Public."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from reporting.api import parameters as take
from reporting.api.access import PUBLIC, catalogue, house, now
from reporting.api.operations import Asked, operation
from reporting.api.responses import cached
from reporting.api.shapes import progress as shapes
from reporting.domain.definitions import Form
from reporting.domain.errors import NotFound
from reporting.services import parties, progress_figures


@operation(
    "GET", "/progress", permission=PUBLIC, tag="Records",
    says="How far each global target has come. By target all Parties together, by region or by Party each apart; "
    "without a form the newest that asks this.",
    query=(take.FORM, take.BY), answers={200: "Progress"}, refuses=(404,),
)  # fmt: skip
def progress(asked: Asked) -> Response:
    session, by = house().db.session, asked.query["by"]
    forms = progress_figures.assessing_forms(session, house().editions)
    edition = next((each for each in forms if asked.query["form"] in ("", each.form.id)), None)
    if edition is None:
        raise NotFound
    found = progress_figures.figures(session, edition.form, by)
    return cached(shapes.progress(edition, found, by, _names(edition.form, asked.language), asked.language))


def _names(form: Form, language: str) -> Mapping[str, str]:
    """Region or Party → its name; '' → that of the agreement."""
    agreement = catalogue().agreements.get(form.agreement)
    names = parties.names_in(house().db.session, language, now().date(), form.agreement)
    if agreement is not None:
        wording = agreement.wording(language)
        names |= {region: wording(f"regions.{region}") for region in agreement.regions} | {"": wording("name")}
    return names
