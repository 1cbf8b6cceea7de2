"""The OpenAPI document says what there is: every address, its permission, its schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reporting.api import openapi
from reporting.api.operations import OPERATIONS
from tests.integration.api.place import Place

PROMISED = """
DELETE /reports/{report_id}/items/{key}
GET /agreements
GET /forms
GET /forms/{form}
GET /forms/{form}/schema
GET /frameworks
GET /frameworks/{framework}
GET /jobs/{job_id}
GET /jobs/{job_id}/file
GET /openapi.json
GET /parties
GET /progress
GET /records
GET /records/{party}/{form}
GET /records/{party}/{form}.json
GET /records/{party}/{form}.pdf
GET /records/{party}/{form}/{number}
GET /records/{party}/{form}/{number}.json
GET /records/{party}/{form}/{number}.pdf
GET /reports
GET /reports/{report_id}
GET /reports/{report_id}/answers
GET /reports/{report_id}/attachments
GET /reports/{report_id}/attachments/{sha256}
GET /reports/{report_id}/carry-forward
GET /reports/{report_id}/document
GET /reports/{report_id}/items
PATCH /reports/{report_id}/answers
PATCH /reports/{report_id}/items/{key}
POST /reports
POST /reports/{report_id}/actions/{action}
POST /reports/{report_id}/attachments
POST /reports/{report_id}/carry-forward
POST /reports/{report_id}/carry-forward/items
POST /reports/{report_id}/exports
POST /reports/{report_id}/items
POST /reports/{report_id}/items/{key}/restore
"""


def test_the_addresses_are_those_that_were_promised(shared: Place) -> None:
    document = shared.anyone.get("/openapi.json").json
    found = sorted(f"{method.upper()} {path}" for path, row in document["paths"].items() for method in row)
    assert found == PROMISED.split("\n")[1:-1]


def test_every_address_of_the_blueprint_is_an_operation_and_the_other_way_round(shared: Place) -> None:
    rules = {
        (method, rule.rule.removeprefix("/api/v1"))
        for rule in shared.app.url_map.iter_rules()
        if rule.rule.startswith("/api") and rule.endpoint != "api.nowhere"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules == {(row.method, row.rule) for row in OPERATIONS.values()}


def test_what_is_public_needs_no_token_and_nothing_else_does(shared: Place) -> None:
    for row in OPERATIONS.values():
        said = openapi.document()["paths"][openapi.path_of(row.rule)][row.method.lower()]
        assert said["security"] == ([] if row.permission == "public" else [{"token": []}])
        assert shared.app.view_functions[f"api.{row.name}"].permission == row.permission  # type: ignore[attr-defined]


def test_the_document_is_json_and_every_reference_leads_somewhere(shared: Place) -> None:
    document = json.loads(json.dumps(openapi.document()))
    assert document["openapi"].startswith("3.1")
    schemas = document["components"]["schemas"]
    used = {each.rpartition("/")[2] for each in references(document) if "/schemas/" in each}
    assert used - set(schemas) == set()
    assert set(schemas) - used == set()
    names = [row["operationId"] for path in document["paths"].values() for row in path.values()]
    assert len(set(names)) == len(names)


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)
