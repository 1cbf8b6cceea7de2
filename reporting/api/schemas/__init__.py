"""The schemas of all that the API takes and gives, by name: checked on the way in, documented, kept to in tests."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas import answers, attachments, carry, common, items, progress, records, reference, reports
from reporting.api.validation import Schema

SCHEMAS: Mapping[str, Schema] = {
    **common.SCHEMAS,
    **reference.SCHEMAS,
    **reports.SCHEMAS,
    **answers.SCHEMAS,
    **attachments.SCHEMAS,
    **items.SCHEMAS,
    **carry.SCHEMAS,
    **records.SCHEMAS,
    **progress.SCHEMAS,
}
