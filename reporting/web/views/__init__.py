"""The views, one file for each group of pages."""

from reporting.web.views import (
    accounts,
    drafting,
    files,
    health,
    history,
    mailbox,
    moving,
    problems,
    public,
    reading,
    record_files,
    record_pages,
    records,
    reference,
    steps,
    workspace,
)

BLUEPRINTS = (
    public.bp,
    record_files.bp,
    record_pages.bp,
    records.bp,
    reference.bp,
    workspace.bp,
    drafting.bp,
    history.bp,
    files.bp,
    problems.bp,
    moving.bp,
    steps.bp,
    reading.bp,
    accounts.bp,
    mailbox.bp,
    health.bp,
)
