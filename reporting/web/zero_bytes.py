"""Zero bytes: no browser sends them, no text needs them, and PostgreSQL stores none. Refused before anybody looks.

The API is left out: it says of each parameter what is wrong with it.
"""

from __future__ import annotations

from flask import Flask, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest


def register(app: Flask) -> None:
    app.before_request(_refuse)


def _refuse() -> None:
    if request.blueprint == "api":
        return
    texts = (request.path, *request.args.keys(), *_all(request.args), *request.form.keys(), *_all(request.form))
    if any("\0" in each for each in texts):
        raise BadRequest


def _all(values: MultiDict[str, str]) -> list[str]:
    return [value for _, value in values.items(multi=True)]
