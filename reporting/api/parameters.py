"""The parameters that operations take: what may stand in an address, and what may follow its question mark."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.bodies import Parameter
from reporting.domain import workflow
from reporting.domain.languages import INTERFACE
from reporting.services.progress_figures import TARGET as TOGETHER
from reporting.services.progress_figures import WAYS
from reporting.services.queries import MAX_PER_PAGE, PER_PAGE

#: The largest number that every database takes as a key.
MOST = 2_147_483_647
_ID = {"type": "integer", "minimum": 1, "maximum": MOST}
_NAME = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"}
_PARTY = {"type": "string", "pattern": "^[A-Z]{2}$"}

LANG = Parameter(
    "lang",
    {"type": "string", "enum": list(INTERFACE)},
    "The language of texts and sentences. Public answers default to English, others to the first language of "
    "Accept-Language that the interface speaks. A form's text that is missing in a language comes in English.",
)
PAGE = Parameter("page", {"type": "integer", "minimum": 1, "maximum": 1_000_000}, "Which page, from 1.", 1)
PER_PAGE_ = Parameter(
    "per_page", {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE}, "How many entries a page has.", PER_PAGE
)
PAGING = (PAGE, PER_PAGE_)
AGREEMENT = Parameter("agreement", _NAME, "Only of this agreement.", "")
PARTY = Parameter("party", _PARTY, "Only of this Party (ISO 3166-1 alpha-2, or EU).", "")
REGION = Parameter("region", _NAME, "Only of Parties of this region.", "")
FORM = Parameter("form", _NAME, "Only on this form.", "")
TARGET = Parameter("target", _NAME, "Only those that assess this global target.", "")
PROGRESS = Parameter("progress", _NAME, "Only those that say this level, of `target` or else of any.", "")
WORDS = Parameter(
    "q", {"type": "string", "maxLength": 200}, "Only where each word stands in a name of the Party or in the title.", ""
)
BY = Parameter("by", {"type": "string", "enum": list(WAYS)}, "How Parties are taken together.", TOGETHER)
STATUS = Parameter("status", {"type": "string", "enum": list(workflow.STATUSES)}, "Only in this status.", "")
REVISION = Parameter("revision", _ID, "This revision of the form; without it the newest.")
SECTION = Parameter("section", _NAME, "Only answers of this section.", "")
ITEM = Parameter(
    "item", {"type": "string", "maxLength": 300}, "Only answers of this item; empty for those outside of items."
)
NAME = Parameter(
    "name", {"type": "string", "maxLength": 300}, "The file's name, where the body is the file itself.", ""
)

#: Parts of addresses. One that does not fit names nothing: 404.
PATH: Mapping[str, Parameter] = {
    each.name: each
    for each in (
        Parameter("report_id", _ID, "The report's number."),
        Parameter("key", {"type": "string", "maxLength": 100}, "The item's key."),
        Parameter("job_id", _ID, "The job's number."),
        Parameter("sha256", {"type": "string", "pattern": "^[0-9a-f]{64}$"}, "The SHA-256 of the file's content."),
        Parameter("number", _ID, "The number of the published version, from 1."),
        Parameter("party", _PARTY, "The Party: ISO 3166-1 alpha-2, or EU."),
        Parameter("form", _NAME, "The form's id."),
        Parameter("framework", _NAME, "The framework's id."),
        Parameter("action", {"type": "string", "enum": list(workflow.ACTIONS)}, "The action."),
    )
}
