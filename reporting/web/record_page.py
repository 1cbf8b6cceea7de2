"""What stands around the text of a published record: versions, files, how to check it and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reporting.domain.definitions import Form
from reporting.domain.document import Document, QuestionNode
from reporting.domain.languages import own_name
from reporting.models import Publication
from reporting.services.reading import Record
from reporting.web.access import texts
from reporting.web.i18n import localised_url


def record_view(record: Record) -> dict[str, Any]:
    report, publication, revision = record.report, record.publication, record.revision
    is_newest = publication.number == record.latest
    return {
        "number": publication.number,
        "status": record.status,
        "submitted_at": revision.submitted_at,
        "published_at": publication.published_at,
        "sha256": record.sha256,
        "change_note": publication.change_note,
        "party_url": localised_url("parties.one", party=report.party),
        "newest_url": "" if is_newest else localised_url("records.latest", party=report.party, form=report.form),
        "languages": [{"tag": tag, "name": own_name(tag)} for tag in report.languages],
    }


def versions(rows: Sequence[Publication], record: Record) -> list[dict[str, Any]]:
    """Every version with what changed in it, newest first."""
    report = {"party": record.report.party, "form": record.report.form}
    return [
        {
            "number": each.number,
            "published_at": each.published_at,
            "change_note": each.change_note,
            "url": localised_url("records.version", **report, number=each.number),
            "current": each.number == record.publication.number,
        }
        for each in rows
    ]


def downloads(record: Record, files: Sequence[str]) -> list[dict[str, str]]:
    """The PDF files by language, and for programs the frozen copy, whose bytes are those of the SHA-256."""
    values = {"party": record.report.party, "form": record.report.form, "number": record.publication.number}
    made = [
        {
            "format": "PDF",
            "lang": tag,
            "name": own_name(tag),
            "url": localised_url("records.version_pdf", **values, lang_code=tag),
        }
        for tag in files
    ]
    return [*made, {"format": "JSON", "lang": "", "name": "", "url": copy_url(record)}]


def copy_url(record: Record) -> str:
    """The bytes of the frozen copy."""
    return f"/api/v1/records/{record.report.party}/{record.report.form}/{record.publication.number}.json"


def parts_with_contact(form: Form) -> list[tuple[str, str]]:
    """The sections in which a form asks whom to turn to."""
    return [(each.section, "") for each in form.questions.values() if each.type == "contact"]


def contact(document: Document) -> QuestionNode | None:
    """Whom the report names for questions about it."""
    nodes = (node for part in document.parts for node in part.questions)
    return next((node for node in nodes if node.type == "contact" and node.value is not None), None)


def citation(record: Record, document: Document, address: str) -> str:
    """One line that names the record for good, in this page's language."""
    say, publication = texts(), record.publication
    return say(
        "%(party)s (%(year)s). %(title)s. Version %(number)s of %(date)s. %(agreement)s. %(address)s",
        party=document.party_name,
        year=str(publication.published_at.year),
        title=document.title,
        number=say.number(publication.number),
        date=say.date(publication.published_at.date()),
        agreement=document.agreement_name,
        address=address,
    )
