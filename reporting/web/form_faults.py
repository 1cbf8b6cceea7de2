"""Mistakes in form data as keepers of forms see them."""

from __future__ import annotations

from pathlib import Path

from reporting.domain.faults import Fault


def told(fault: Fault) -> dict[str, str]:
    """A fault without the folders of this machine."""
    file = Path(fault.file)
    place = f"{file.parent.name}/{file.name}"
    return {"place": f"{place}: {fault.place}" if fault.place else place, "sentence": fault.sentence}
