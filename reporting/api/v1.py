"""API version 1 as one blueprint: every operation, the shape of refusals, the document that describes them."""

from __future__ import annotations

from reporting.api import errors, openapi
from reporting.api.operations import bp
from reporting.api.views import answers, attachments, carry, documents, items, progress, records, reference, reports

__all__ = [
    "answers",
    "attachments",
    "bp",
    "carry",
    "documents",
    "items",
    "openapi",
    "progress",
    "records",
    "reference",
    "reports",
]

errors.register(bp)
