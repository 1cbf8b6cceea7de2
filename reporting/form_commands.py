"""Commands for those who keep forms: what is wrong with their data. Floor 5."""

from __future__ import annotations

from pathlib import Path

import click

from reporting import checks
from reporting.command import settings


@click.group()
def forms() -> None:
    """Form data."""


@forms.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """List everything that is wrong with the forms (of FOLDER, else of this installation)."""
    faults = checks.form_faults(settings(), folder)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} problems found." if faults else "The forms are sound.")
    raise SystemExit(1 if faults else 0)
