"""A published record as the bytes of a file, outside of any request."""

from __future__ import annotations

from reporting.outputs.pdf import render_pdf
from reporting.services.house import House
from reporting.services.reading import Record, record_document, require_public
from reporting.services.reports import frozen_copy_of


def content(house: House, record: Record, kind: str, language: str) -> bytes:
    """The public part of a record: `json` is the frozen copy itself, `pdf` its document in `language`."""
    require_public(record)
    session = house.db.session
    if kind == "json":
        return frozen_copy_of(session, record.revision, with_private=False)[0]
    report, number = record.report, record.publication.number
    address = f"{house.public_url}/{language}/records/{report.party}/{report.form}/{number}"
    document = record_document(session, record, language, address)
    house.db.end_reading()
    return render_pdf(document, house.texts(language), templates=house.templates, fonts=house.fonts)
