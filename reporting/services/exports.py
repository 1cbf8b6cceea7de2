"""The file that a job has made of a report before it is a record, for whoever asked for it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from reporting.domain import permissions
from reporting.domain.errors import NotFound
from reporting.domain.permissions import Actor
from reporting.models import Job, Report
from reporting.services import documents, jobs
from reporting.services.documents import StoredFile
from reporting.services.reports import newest_revision, subject_of


def file_of(session: Session, actor: Actor, instance: Path, job: Job) -> StoredFile:
    """The file that a job has made, as long as its reader may still read the report. Raises NotFound."""
    report = session.get(Report, job.payload["report"])
    if report is None or job.status != jobs.DONE:
        raise NotFound
    permissions.require(actor, "report:read", subject_of(session, report, newest_revision(session, report)))
    told = job.result
    found = documents.stored_file(session, instance, told["key"], told["format"], told["language"])
    if found is None:
        raise NotFound
    return found
