"""A report's PDF, made from its document by a process of its own.

The parent only fills the page in; laying it out, which takes seconds, memory that is never given back, and the risk of
hostile markup, happens in `pdf_process`, within limits. Nothing is fetched, and only the pinned fonts are seen.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape

from reporting.domain.document import Document
from reporting.domain.texts import Texts
from reporting.outputs.pdf_html import Page, page_of

log = logging.getLogger(__name__)

_PACKAGES = Path(__file__).resolve().parents[2]
#: Whatever the layout is made by; a change in one of them makes a new layout version.
_RENDERER = ("pdf_html.py", "pdf_chart.py", "series_chart.py", "pdf_fence.py", "pdf_process.py")
#: All that the child learns of the machine it runs on: it needs no secret and no setting.
_ENVIRONMENT = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")

#: What an interpreter says that finds no memory, even for its own errors.
_OUT_OF_MEMORY = ("MemoryError", "SystemError")


class PdfFailed(Exception):
    """No PDF came out: the page could not be laid out, or not within the limits. The text says why."""


@dataclass(frozen=True)
class Limits:
    """What one document may take. A report of 240 pages needs some 10 s and 300 MB, one of 1,000 a minute and 1 GB."""

    seconds: float = 300
    cpu_seconds: int = 240
    memory: int = 3 * 2**30


def render_pdf(
    document: Document,
    texts: Texts,
    *,
    templates: Path,
    fonts: Path | None,
    limits: Limits | None = None,
) -> bytes:
    """The PDF (tagged, PDF/UA-1) of `document` with the fixed words of `texts`. Raises PdfFailed.

    `templates` is the folder that holds documents/; `fonts` the one with the pinned fonts: where it is missing the
    machine's own fonts are used and a warning is logged.
    """
    return print_page(page_of(document, texts, templates), fonts=fonts, limits=limits)


def print_page(page: Page, *, fonts: Path | None, limits: Limits | None = None) -> bytes:
    """The PDF of a finished page. Raises PdfFailed."""
    allowed = limits or Limits()
    job = {**asdict(page), "cpu_seconds": allowed.cpu_seconds, "memory": allowed.memory}
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "reporting.outputs.pdf_process"],
                input=json.dumps(job).encode(),
                capture_output=True,
                timeout=allowed.seconds,
                cwd=folder,
                env=_environment(Path(folder), fonts),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise PdfFailed(f"the document needs more than {allowed.seconds:g} seconds") from None
    if done.returncode:
        raise PdfFailed(_reason(done.returncode, done.stderr, allowed))
    return done.stdout


def layout_version(templates: Path) -> str:
    """A name for the way PDF files look now: it changes with templates, style sheet, printer and its library.

    Files that are kept under it are made anew when the layout changes. Words and fonts are not in it.
    """
    return _layout_version(templates.resolve())


@lru_cache(maxsize=4)
def _layout_version(templates: Path) -> str:
    sources = [*sorted((templates / "documents").glob("*.*")), *(Path(__file__).with_name(name) for name in _RENDERER)]
    found = hashlib.sha256(f"weasyprint {version('weasyprint')}\n".encode())
    for source in sources:
        found.update(f"{source.name} {hashlib.sha256(source.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()[:16]


def _reason(code: int, said: bytes, limits: Limits) -> str:
    if code == -signal.SIGXCPU:
        return f"the document needs more than {limits.cpu_seconds} seconds of processor time"
    lines = said.decode("utf-8", "replace").strip().splitlines()
    if any(name in line for line in lines for name in _OUT_OF_MEMORY):
        return f"the document needs more than {limits.memory // 2**20} MB of memory"
    ended = f"the printing process was ended by signal {-code}" if code < 0 else ""
    return ": ".join(each for each in (ended, *lines[-1:]) if each) or f"the printing process ended with code {code}"


def _environment(folder: Path, fonts: Path | None) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    made = {**kept, "PYTHONPATH": str(_PACKAGES), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
    if fonts is not None and any(fonts.glob("*.[to]tf")):
        return {**made, "FONTCONFIG_FILE": str(_font_settings(folder, fonts))}
    log.warning("no pinned fonts in %s: PDF files are set in the fonts of this machine", fonts)
    return made


def _font_settings(folder: Path, fonts: Path) -> Path:
    """A fontconfig file that knows the pinned fonts and no others, with a cache of its own."""
    settings = folder / "fonts.conf"
    settings.write_text(
        '<?xml version="1.0"?>\n<fontconfig>\n'
        f"<dir>{escape(str(fonts.resolve()))}</dir>\n<cachedir>{escape(str(folder / 'cache'))}</cachedir>\n"
        "</fontconfig>\n",
        encoding="utf-8",
    )
    return settings
