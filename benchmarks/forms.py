"""Reading all forms, frameworks and agreements at start, with their texts in all languages, against the same files
parsed as TOML and nothing more. A ratio of medians from runs made in turn; less is better.
"""

from __future__ import annotations

import statistics
import tomllib
from pathlib import Path

from benchmarks.full_report import seconds
from reporting.domain.loader import Catalogue, load

ROOT = Path(__file__).resolve().parents[1]
FORMS, TRANSLATIONS = ROOT / "forms", ROOT / "translations"
ROUNDS = 7


def run() -> list[str]:
    files = sorted(FORMS.rglob("*.toml"))
    loads, parses = zip(*((seconds(_load), seconds(lambda: _parse(files))) for _ in range(ROUNDS)), strict=True)
    whole, bare = statistics.median(loads), statistics.median(parses)
    made = _load()
    return [
        f"all {len(made.forms)} forms and {len(made.frameworks)} frameworks: {whole * 1000:.0f} ms",
        f"their {len(files)} files parsed as TOML: {bare * 1000:.0f} ms, ratio {whole / bare:.1f}",
    ]


def _load() -> Catalogue:
    return load([FORMS], [TRANSLATIONS])


def _parse(files: list[Path]) -> None:
    for file in files:
        tomllib.loads(file.read_text("utf-8"))
