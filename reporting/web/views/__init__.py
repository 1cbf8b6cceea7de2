"""The views, one file for each group of pages."""

from reporting.web.views import accounts, drafting, health, history, mailbox, public, reading, records, steps, workspace

BLUEPRINTS = (
    public.bp,
    records.bp,
    workspace.bp,
    drafting.bp,
    history.bp,
    steps.bp,
    reading.bp,
    accounts.bp,
    mailbox.bp,
    health.bp,
)
