"""The table of operations. One decorator puts a view at its address, guards it, and writes its row.

Addresses, permissions and the OpenAPI document all come from the row, so they cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, Response

from reporting.api import access
from reporting.api.access import PUBLIC
from reporting.api.bodies import Parameter, check_path, read_body, read_query
from reporting.api.parameters import LANG, PATH
from reporting.api.schemas import SCHEMAS
from reporting.domain.permissions import PERMISSIONS

#: Everything under /api/ belongs to the blueprint, so that whatever leads nowhere is refused in the one shape, too.
bp = Blueprint("api", __name__, url_prefix="/api")
VERSION = "/v1"
PREFIX = f"/api{VERSION}"
#: A form that brings a file.
FORM_DATA = "multipart/form-data"


@dataclass(frozen=True)
class Asked:
    """What came with a request: parameters by name, the body, and the language in which to answer."""

    query: Mapping[str, Any]
    body: Any
    language: str


@dataclass(frozen=True)
class Operation:
    """One row. `answers` maps a status to the name of a schema, or to a media type where it has a slash.

    `takes` are the media types of a body that is a file. `refuses` are the statuses of refusals that callers should
    expect beside those that any operation may give.
    """

    name: str
    method: str
    rule: str
    permission: str
    tag: str
    says: str
    query: Sequence[Parameter]
    body: str
    answers: Mapping[int, str]
    refuses: Sequence[int]
    takes: Sequence[str]

    @property
    def is_public(self) -> bool:
        return self.permission == PUBLIC


OPERATIONS: dict[str, Operation] = {}
View = Callable[..., Response]


def operation(
    method: str,
    rule: str,
    *,
    permission: str,
    tag: str,
    says: str,
    answers: Mapping[int, str],
    query: Sequence[Parameter] = (),
    body: str = "",
    refuses: Sequence[int] = (),
    takes: Sequence[str] = (),
) -> Callable[[View], View]:
    """Registers a view `(asked, **parts of the address) -> Response`. Every operation takes `?lang=`."""
    if permission != PUBLIC and permission not in PERMISSIONS:
        raise KeyError(f"no permission {permission!r} in the table")

    def decorate(view: View) -> View:
        name = view.__name__
        row = Operation(name, method, rule, permission, tag, says, (LANG, *query), body, answers, refuses, takes)

        @wraps(view)
        def guarded(**path: Any) -> Response:
            if not row.is_public:
                access.actor()
            check_path(path, PATH)
            if not row.is_public:
                access.require(permission, path)
            return view(_asked(row), **path)

        guarded.permission = permission  # type: ignore[attr-defined]
        bp.add_url_rule(f"{VERSION}{rule}", name, guarded, methods=[method])
        OPERATIONS[name] = row
        return guarded

    return decorate


def _asked(row: Operation) -> Asked:
    """Public answers differ by address only, so there no header has a say in the language."""
    found = read_query(row.query)
    language = found["lang"] or ("en" if row.is_public else access.language())
    return Asked(found, read_body(SCHEMAS[row.body]) if row.body else None, language)
