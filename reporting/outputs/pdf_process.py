"""The printer's own process: a page comes in on stdin, its PDF goes out on stdout.

Layout is where memory and time go, and where hostile markup could hang or crash: here that ends one process with a
sentence on stderr and nothing else. Run as `python -m reporting.outputs.pdf_process`, see `pdf.py`.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from contextlib import suppress

from weasyprint import CSS, HTML

from reporting.outputs.pdf_fence import Fetcher, fence
from reporting.outputs.pdf_letters import LegibleFonts

#: The way PDF files are tagged for screen readers.
VARIANT = "pdf/ua-1"
#: Memory (bytes) kept back to say what went wrong.
LAST_WORDS = 64 * 2**20


def main() -> int:
    job = json.load(sys.stdin.buffer)
    # The harder limit comes a second later: the softer one says why the process ended.
    _limit(resource.RLIMIT_CPU, job["cpu_seconds"], job["cpu_seconds"] + 1)
    _limit(resource.RLIMIT_AS, job["memory"], job["memory"] + LAST_WORDS)
    _limit(resource.RLIMIT_CORE, 0, 0)
    # One document, then the end: looking for garbage costs a tenth of the time and frees nothing that matters.
    gc.disable()
    try:
        made = printed(job["html"], job["css"])
    except Exception as error:
        _limit(resource.RLIMIT_AS, job["memory"] + LAST_WORDS, job["memory"] + LAST_WORDS)
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


def printed(html: str, css: str) -> bytes:
    """The PDF of a page, in this process."""
    fetcher = Fetcher()
    page = HTML(string=html, url_fetcher=fetcher)
    fence(page.etree_element)
    sheet = CSS(string=css, url_fetcher=fetcher)
    laid_out = page.render(stylesheets=[sheet], pdf_variant=VARIANT)
    laid_out.fonts = LegibleFonts()
    return bytes(laid_out.write_pdf(pdf_variant=VARIANT))


def _limit(which: int, soft: int, hard: int) -> None:
    # Some systems do not know every limit; the wall clock of the parent holds everywhere.
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (soft, hard))


if __name__ == "__main__":
    sys.exit(main())
