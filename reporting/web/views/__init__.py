"""The views, one file for each group of pages."""

from reporting.web.views import (
    accounts,
    drafting,
    files,
    health,
    history,
    mailbox,
    public,
    reading,
    record_files,
    records,
    reference,
    steps,
    workspace,
)

BLUEPRINTS = (
    public.bp,
    record_files.bp,
    records.bp,
    reference.bp,
    workspace.bp,
    drafting.bp,
    history.bp,
    files.bp,
    steps.bp,
    reading.bp,
    accounts.bp,
    mailbox.bp,
    health.bp,
)
