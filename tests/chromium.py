"""The machine's own Chromium, as tests and the makers of pictures start it."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Playwright

#: No sandbox for root, no graphics card, and nothing that looks for its maker's servers.
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
#: The one without windows first: it begins a page with a quarter of the work.
_NAMES = (
    os.environ.get("CHROMIUM", "chromium-headless-shell"), "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip


def launch(playwright: Playwright) -> Browser:
    """A browser of its own; Playwright's, where the machine has none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=found, args=list(_FLAGS), headless=True)
