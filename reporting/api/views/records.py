"""Published records: the list, each version with its envelope, its bytes, its PDF. All public."""

from __future__ import annotations

from flask import Response

from reporting.api import parameters as take
from reporting.api.access import PUBLIC, house, now
from reporting.api.operations import Asked, operation
from reporting.api.responses import cached, is_known, listing, permanent, stored_pdf
from reporting.api.shapes import records as shapes
from reporting.domain.definitions import digest
from reporting.domain.errors import NotFound
from reporting.services import directory, documents, parties, queries, reading, record_search
from reporting.services.reading import Record
from reporting.services.reports import frozen_copy_of

TAG = "Records"
_RECORD = "{} with its envelope. The ETag is strong; `no-cache`: ask each time, by If-None-Match."
_COPY = "The bytes of the frozen copy alone, of {}. Their SHA-256 is the ETag."
_PDF = "The PDF of {}, in the language asked, else English, else the first there is."


@operation(
    "GET", "/records", permission=PUBLIC, tag=TAG, says="The newest published version of each report, newest first.",
    query=(take.PARTY, take.FORM, take.REGION, take.TARGET, take.PROGRESS, take.WORDS, *take.PAGING),
    answers={200: "RecordList"},
)  # fmt: skip
def record_list(asked: Asked) -> Response:
    session, language = house().db.session, asked.language
    filters = ("party", "form", "region", "target", "progress", "page", "per_page")
    wanted = {name: asked.query[name] for name in filters}
    matching = record_search.matching(session, house().editions, asked.query["q"])
    found = queries.records(session, **wanted, matching=matching)
    names = parties.names_in(session, language, now().date())
    titles = directory.titles(session, house().editions, language)
    made = [
        shapes.record_head(
            row, names.get(row.party, row.party), titles.get(row.form, row.form), language, house().public_url
        )
        for row in found.items
    ]
    return cached(listing(found, made))


@operation(
    "GET", "/records/<party>/<form>", permission=PUBLIC, tag=TAG, says=_RECORD.format("The newest version"),
    answers={200: "Record"}, refuses=(404,),
)  # fmt: skip
def record_latest(asked: Asked, party: str, form: str) -> Response:
    return _record(_public(party, form))


@operation(
    "GET", "/records/<party>/<form>/<int:number>", permission=PUBLIC, tag=TAG, says=_RECORD.format("The n-th version"),
    answers={200: "Record"}, refuses=(404,),
)  # fmt: skip
def record_version(asked: Asked, party: str, form: str, number: int) -> Response:
    return _record(_public(party, form, number))


@operation(
    "GET", "/records/<party>/<form>.json", permission=PUBLIC, tag=TAG, says=_COPY.format("the newest version"),
    answers={200: "FrozenCopy"}, refuses=(404,),
)  # fmt: skip
def copy_latest(asked: Asked, party: str, form: str) -> Response:
    return _copy(_public(party, form))


@operation(
    "GET", "/records/<party>/<form>/<int:number>.json", permission=PUBLIC, tag=TAG,
    says=_COPY.format("the n-th version"), answers={200: "FrozenCopy"}, refuses=(404,),
)  # fmt: skip
def copy_version(asked: Asked, party: str, form: str, number: int) -> Response:
    return _copy(_public(party, form, number))


@operation(
    "GET", "/records/<party>/<form>.pdf", permission=PUBLIC, tag=TAG, says=_PDF.format("the newest version"),
    answers={200: "application/pdf"}, refuses=(404,),
)  # fmt: skip
def pdf_latest(asked: Asked, party: str, form: str) -> Response:
    return _pdf(_public(party, form), asked.query["lang"])


@operation(
    "GET", "/records/<party>/<form>/<int:number>.pdf", permission=PUBLIC, tag=TAG, says=_PDF.format("the n-th version"),
    answers={200: "application/pdf"}, refuses=(404,),
)  # fmt: skip
def pdf_version(asked: Asked, party: str, form: str, number: int) -> Response:
    return _pdf(_public(party, form, number), asked.query["lang"])


def _public(party: str, form: str, number: int | None = None) -> Record:
    record = reading.record_of(house().db.session, party, form, number)
    reading.require_public(record)
    return record


def _record(record: Record) -> Response:
    """Its ETag names everything that stands in the envelope, the copy's hash included."""
    languages = documents.languages_of_files(house().db.session, documents.key_of_record(record), documents.PDF)
    about = shapes.envelope(record, languages, house().public_url)
    etag = digest(about)
    if is_known(etag):
        return permanent(etag, None)
    return permanent(etag, shapes.record(about, _bytes(record)))


def _copy(record: Record) -> Response:
    return permanent(record.sha256, None if is_known(record.sha256) else _bytes(record))


def _bytes(record: Record) -> bytes:
    public, _ = frozen_copy_of(house().db.session, record.revision, with_private=False)
    return public


def _pdf(record: Record, language: str | None) -> Response:
    """The stored file. A language that is asked for by name and has no file is not found."""
    session, key = house().db.session, documents.key_of_record(record)
    languages = documents.languages_of_files(session, key, documents.PDF)
    chosen = language or ("en" if "en" in languages else next(iter(languages), ""))
    file = documents.stored_file(session, house().instance, key, documents.PDF, chosen)
    if file is None:
        raise NotFound
    name = f"{record.report.party}-{record.report.form}-{record.publication.number}-{chosen}.pdf"
    return stored_pdf(file.path, file.sha256, name, "no-cache")
