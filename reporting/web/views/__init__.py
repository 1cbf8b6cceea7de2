"""The views, one file for each group of pages."""

from reporting.web.views import (
    accounts,
    drafting,
    health,
    history,
    mailbox,
    public,
    reading,
    records,
    reference,
    steps,
    workspace,
)

BLUEPRINTS = (
    public.bp,
    records.bp,
    reference.bp,
    workspace.bp,
    drafting.bp,
    history.bp,
    steps.bp,
    reading.bp,
    accounts.bp,
    mailbox.bp,
    health.bp,
)
