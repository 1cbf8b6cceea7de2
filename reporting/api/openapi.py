"""The OpenAPI 3.1 document: written from the table of operations, nothing by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Response

from reporting import __version__
from reporting.api.access import PUBLIC
from reporting.api.bodies import Parameter
from reporting.api.operations import FORM_DATA, OPERATIONS, PREFIX, Asked, Operation, operation
from reporting.api.parameters import PATH
from reporting.api.responses import JSON, cached
from reporting.api.schemas import SCHEMAS

_ABOUT = (
    "National reports to multilateral agreements: what they are about, drafting and submitting them, reviewing and "
    "publishing them, and the public record. Whatever is not public needs `Authorization: Bearer <token>`; a token "
    "acts for a person with that person's rights of the moment. Addresses take no parameter that they do not name. "
    "Public answers carry an ETag."
)
_PART = re.compile(r"<(?:int:)?(\w+)>")


@operation("GET", "/openapi.json", permission=PUBLIC, tag="Reference", says="This document.", answers={200: "OpenApi"})
def openapi(asked: Asked) -> Response:
    return cached(document())


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "National reports", "version": __version__, "description": _ABOUT},
        "servers": [{"url": PREFIX}],
        "paths": _paths(),
        "components": {
            "schemas": dict(SCHEMAS),
            "responses": {"Refusal": {"description": "Why it was refused.", "content": _content("Error")}},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _paths() -> dict[str, dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for row in OPERATIONS.values():
        made.setdefault(path_of(row.rule), {})[row.method.lower()] = _operation(row)
    return made


def path_of(rule: str) -> str:
    """A rule as OpenAPI writes it: `/reports/<int:report_id>` → `/reports/{report_id}`."""
    return _PART.sub(r"{\1}", rule)


def _operation(row: Operation) -> dict[str, Any]:
    path = [_parameter(PATH[name], "path") for name in _PART.findall(row.rule)]
    made: dict[str, Any] = {
        "operationId": row.name,
        "tags": [row.tag],
        "summary": row.says.split(". ")[0].rstrip("."),
        "description": row.says,
        "parameters": path + [_parameter(each, "query") for each in row.query],
        "responses": _responses(row),
        "security": [] if row.is_public else [{"token": []}],
    }
    if row.body:
        made["requestBody"] = {"required": True, "content": _content(row.body)}
    elif row.takes:
        made["requestBody"] = {"required": True, "content": {each: {"schema": _file(each)} for each in row.takes}}
    return made


def _file(media: str) -> dict[str, Any]:
    """A file as the body, or as the part `file` of a form."""
    if media != FORM_DATA:
        return {"type": "string", "contentMediaType": media}
    part = {"type": "string", "contentMediaType": "application/octet-stream"}
    return {"type": "object", "properties": {"file": part}, "required": ["file"]}


def _parameter(each: Parameter, where: str) -> dict[str, Any]:
    schema = dict(each.schema) if each.default in (None, "") else {**each.schema, "default": each.default}
    return {"name": each.name, "in": where, "required": where == "path", "description": each.says, "schema": schema}


def _responses(row: Operation) -> dict[str, Any]:
    refusal = {"$ref": "#/components/responses/Refusal"}
    made: dict[str, Any] = {str(status): _answer(status, name) for status, name in row.answers.items()}
    if row.is_public or "application/pdf" in row.answers.values():
        made["304"] = {"description": HTTPStatus(304).phrase}
    statuses = {*row.refuses, *(() if row.is_public else (401,)), *((400, 422) if row.body or row.takes else ())}
    return made | {str(status): refusal for status in sorted(statuses)} | {"default": refusal}


def _answer(status: int, name: str) -> dict[str, Any]:
    return {"description": HTTPStatus(status).phrase, "content": _content(name)}


def _content(name: str) -> Mapping[str, Any]:
    """The content of a schema's name, or of a media type."""
    if "/" in name:
        return {name: {"schema": {"type": "string", "contentMediaType": name}}}
    return {JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
