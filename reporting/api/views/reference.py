"""Agreements, Parties, frameworks, forms: what reports are about. All public."""

from __future__ import annotations

from flask import Response

from reporting.api import parameters as take
from reporting.api.access import PUBLIC, catalogue, house, now
from reporting.api.operations import PREFIX, Asked, operation
from reporting.api.responses import cached, listing, whole
from reporting.api.shapes import reference as shapes
from reporting.api.shapes.answer_schema import schema_of_answers
from reporting.domain.errors import NotFound
from reporting.services import directory

TAG = "Reference"


@operation(
    "GET", "/agreements", permission=PUBLIC, tag=TAG, says="All agreements.",
    query=take.PAGING, answers={200: "AgreementList"},
)  # fmt: skip
def agreements(asked: Asked) -> Response:
    known = catalogue()
    forms = [each.edition.form for each in directory.forms(house().db.session, house().editions)]
    made = [
        shapes.agreement(
            each,
            [framework.id for framework in known.frameworks.values() if framework.agreement == each.id],
            [form.id for form in forms if form.agreement == each.id],
            asked.language,
        )
        for each in known.agreements.values()
    ]
    return cached(whole(made, page=asked.query["page"], per_page=asked.query["per_page"]))


@operation(
    "GET", "/parties", permission=PUBLIC, tag=TAG, says="Parties with their names by date, in the order of codes.",
    query=(take.AGREEMENT, take.REGION, *take.PAGING), answers={200: "PartyList"},
)  # fmt: skip
def parties(asked: Asked) -> Response:
    wanted = {name: asked.query[name] for name in ("agreement", "region", "page", "per_page")}
    found = directory.parties(house().db.session, **wanted)
    regions = {
        (each.id, region): each.wording(asked.language)(f"regions.{region}")
        for each in catalogue().agreements.values()
        for region in each.regions
    }
    made = [
        shapes.party(row, regions.get((row.agreement, row.region), row.region), asked.language, now().date())
        for row in found.items
    ]
    return cached(listing(found, made))


@operation(
    "GET", "/frameworks", permission=PUBLIC, tag=TAG, says="All frameworks of goals and targets.",
    query=(take.AGREEMENT, *take.PAGING), answers={200: "FrameworkList"},
)  # fmt: skip
def frameworks(asked: Asked) -> Response:
    wanted = asked.query["agreement"]
    made = [
        shapes.framework_head(each, asked.language)
        for each in catalogue().frameworks.values()
        if wanted in ("", each.agreement)
    ]
    return cached(whole(made, page=asked.query["page"], per_page=asked.query["per_page"]))


@operation(
    "GET", "/frameworks/<framework>", permission=PUBLIC, tag=TAG,
    says="Goals, targets with what they say in numbers, indicators by code, and the lists that forms offer.",
    answers={200: "Framework"}, refuses=(404,),
)  # fmt: skip
def framework(asked: Asked, framework: str) -> Response:
    known = catalogue().frameworks.get(framework)
    if known is None:
        raise NotFound
    return cached(shapes.framework(known, asked.language))


@operation(
    "GET", "/forms", permission=PUBLIC, tag=TAG, says="The newest revision of each form that was opened.",
    query=(take.AGREEMENT, *take.PAGING), answers={200: "FormList"},
)  # fmt: skip
def forms(asked: Asked) -> Response:
    wanted = asked.query["agreement"]
    found = (each.edition for each in directory.forms(house().db.session, house().editions))
    made = [
        shapes.form_head(each.form, each.wording(asked.language))
        for each in found
        if wanted in ("", each.form.agreement)
    ]
    return cached(whole(made, page=asked.query["page"], per_page=asked.query["per_page"]))


@operation(
    "GET", "/forms/<form>", permission=PUBLIC, tag=TAG, says="One revision of a form: structure and texts.",
    query=(take.REVISION,), answers={200: "Form"}, refuses=(404,),
)  # fmt: skip
def form(asked: Asked, form: str) -> Response:
    edition = directory.form(house().db.session, house().editions, form, asked.query["revision"])
    return cached(shapes.form(edition, asked.language))


@operation(
    "GET", "/forms/<form>/schema", permission=PUBLIC, tag=TAG, says="JSON Schema of the form's answers.",
    query=(take.REVISION,), answers={200: "JsonSchema"}, refuses=(404,),
)  # fmt: skip
def form_schema(asked: Asked, form: str) -> Response:
    edition = directory.form(house().db.session, house().editions, form, asked.query["revision"])
    address = f"{house().public_url}{PREFIX}/forms/{form}/schema?revision={edition.form.revision}"
    return cached(schema_of_answers(edition, asked.language, address))
