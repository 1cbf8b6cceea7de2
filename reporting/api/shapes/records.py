"""Published records as plain dicts, and the bytes of a record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reporting.api.responses import dumped
from reporting.api.shapes.reports import moment
from reporting.services.queries import RecordRow
from reporting.services.reading import Record

Made = dict[str, Any]


def record_head(row: RecordRow, party_name: str, title: str, language: str, public_url: str) -> Made:
    return {
        **_addresses(row.party, row.form, row.number, language, public_url),
        "party": row.party,
        "party_name": party_name,
        "agreement": row.agreement,
        "form": row.form,
        "title": title,
        "number": row.number,
        "languages": list(row.languages),
        "region": row.region,
        "published_at": moment(row.published_at),
        "sha256": row.sha256,
    }


def envelope(record: Record, files: Sequence[str], public_url: str) -> Made:
    """What publication adds; `files` are the languages in which there is a PDF."""
    report, publication = record.report, record.publication
    found = _addresses(report.party, report.form, publication.number, "en", public_url)
    return {
        **found,
        "party": report.party,
        "agreement": report.agreement,
        "form": report.form,
        "number": publication.number,
        "latest": record.latest,
        "status": record.status,
        "languages": list(report.languages),
        "submitted_at": moment(record.revision.submitted_at),
        "published_at": moment(publication.published_at),
        "change_note": publication.change_note,
        "sha256": record.sha256,
        "copy": f"{found['address']}.json",
        "files": [
            {"format": "pdf", "lang": language, "address": f"{found['address']}.pdf?lang={language}"}
            for language in files
        ],
    }


def record(about: Made, copy: bytes) -> bytes:
    """The envelope and, byte for byte, the frozen copy."""
    return b'{"envelope":' + dumped(about) + b',"copy":' + copy + b"}"


def _addresses(party: str, form: str, number: int, language: str, public_url: str) -> Made:
    place = f"records/{party}/{form}/{number}"
    return {"address": f"{public_url}/api/v1/{place}", "page": f"{public_url}/{language}/{place}"}
