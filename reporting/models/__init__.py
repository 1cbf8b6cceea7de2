"""The tables. Importing this package registers all of them on `Base.metadata`."""

from reporting.models.accounts import ApiToken, Membership, OneTimeLink, SignInAttempt, User
from reporting.models.answers import Answer, AnswerVersion
from reporting.models.assessments import Assessment
from reporting.models.audit import AuditEvent
from reporting.models.base import Base
from reporting.models.carried import CarriedAnswer, ItemMatch
from reporting.models.datasets import Dataset, DatasetEdition, DatasetSeries
from reporting.models.files import Attachment, Upload
from reporting.models.forms import FormRevision, OfficialText, TextEdition
from reporting.models.items import ItemList, ReportItem
from reporting.models.jobs import Job
from reporting.models.moves import DraftMove
from reporting.models.parties import InstallationFact, Party
from reporting.models.reports import (
    FrozenCopy,
    PartProgress,
    Publication,
    Report,
    Revision,
    RevisionProgress,
    RevisionStep,
    StoredDocument,
)
from reporting.models.spreadsheets import DatasetDeclined, Spreadsheet

__all__ = [
    "Answer",
    "AnswerVersion",
    "ApiToken",
    "Assessment",
    "Attachment",
    "AuditEvent",
    "Base",
    "CarriedAnswer",
    "Dataset",
    "DatasetDeclined",
    "DatasetEdition",
    "DatasetSeries",
    "DraftMove",
    "FormRevision",
    "FrozenCopy",
    "InstallationFact",
    "ItemList",
    "ItemMatch",
    "Job",
    "Membership",
    "OfficialText",
    "OneTimeLink",
    "PartProgress",
    "Party",
    "Publication",
    "Report",
    "ReportItem",
    "Revision",
    "RevisionProgress",
    "RevisionStep",
    "SignInAttempt",
    "Spreadsheet",
    "StoredDocument",
    "TextEdition",
    "Upload",
    "User",
]
