"""Commands for those who keep forms: what is wrong with their data, what changed, official texts. Floor 5."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import click
from babel.messages import Catalog
from babel.messages.pofile import write_po

from reporting import checks
from reporting.command import OPERATOR, Failure, opened_house, settings, speaking, with_house
from reporting.domain import official_texts
from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.errors import NotFound
from reporting.domain.form_difference import FormDifference
from reporting.domain.loader import load
from reporting.services import editions, form_keeping
from reporting.services import official_texts as laid
from reporting.services.form_keeping import SOURCE, Side
from reporting.services.house import House

_PO_HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


@click.group()
def forms() -> None:
    """Form data."""


@forms.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """List everything that is wrong with the forms (of FOLDER, else of this installation)."""
    told = settings()
    faults = checks.form_faults(told, folder)
    house = opened_house(told) if folder is None else None
    if house is not None:
        for source in house.catalogue.forms.values():
            faults += [str(each) for each in editions.against_opened(house.db.session, source)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} problems found." if faults else "The forms are sound.")
    raise SystemExit(1 if faults else 0)


@forms.command()
@click.argument("form")
@click.argument("old", default="")
@click.argument("new", default=SOURCE)
@click.option("--lang", help="Show the texts of this language only.")
@speaking
def diff(form: str, old: str, new: str, lang: str | None) -> None:
    """What changed in FORM from OLD (else the newest revision that was opened) to NEW (else its source).

    An edition is called by its revision, such as 2, by revision and text edition, such as 2.1, or "source".
    """
    house = opened_house(settings())
    if house is None:
        raise Failure("Nothing has been opened here yet, or the tables are not up to date: run `reporting db upgrade`.")
    session = house.db.session
    try:
        one, other, found = form_keeping.compare(session, OPERATOR, house.laid.catalogue(session), form, old, new)
    except NotFound:
        raise Failure(f"There is no form {form!r}, or it has no edition of these names. See --help.") from None
    click.echo(f"{form}: from {_called(one)} to {_called(other)}")
    for line in _lines(found, lang):
        click.echo(line)
    if not found:
        click.echo("Nothing differs.")


def _called(side: Side) -> str:
    if side.revision is None:
        return f"the source (revision {side.structure['revision']})"
    return f"revision {side.revision}, text edition {side.edition}"


def _lines(found: FormDifference, lang: str | None) -> list[str]:
    differs = found.questions
    listed: list[tuple[str, Any]] = [
        ("+ section", found.new_sections), ("- section", found.vanished_sections),
        ("+ item", (f"{key} of {section}" for section, key in found.new_items)),
        ("- item", (f"{key} of {section}" for section, key in found.vanished_items)),
        ("+ question", differs.new), ("- question", differs.vanished),
        ("~ question", (f"{old} stands at {new} now" for old, new in differs.moved.items())),
        ("~ question", (f"{path} takes other values" for path in differs.retyped)),
        ("~", (f"{each.place or 'form'}, {each.name}: {each.old!r} → {each.new!r}" for each in found.properties)),
    ]  # fmt: skip
    texts = {language: rows for language, rows in found.texts.items() if lang in (None, language)}
    return [
        *(f"{mark} {each}" for mark, names in listed for each in names),
        *(
            f"{language} {row.path}\n    - {row.old}\n    + {row.new}"
            for language, rows in texts.items()
            for row in rows
        ),
    ]


@forms.command()
@click.argument("name")
@click.argument("lang", type=click.Choice(UN_LANGUAGES))
@speaking
def texts(name: str, lang: str) -> None:
    """Print the texts that LANG lacks in the form, framework or agreement NAME, as entries of a gettext catalogue."""
    told = settings()
    known = load(told.form_roots, told.translation_roots)
    source = known.forms.get(name)
    found = source.own if source else getattr(known.frameworks.get(name) or known.agreements.get(name), "texts", None)
    if found is None:
        raise Failure(f"No form, framework or agreement that can be read is called {name!r}.")
    if lang not in found:
        raise Failure(f"{name} is not written in {lang}: its languages are {', '.join(found)}.")
    wanted, made = Catalog(), io.BytesIO()
    for path, english in found["en"].items():
        if path not in found[lang]:
            wanted.add(english, context=path)
    write_po(made, wanted, width=120, omit_header=True)
    if not any((root / lang / "LC_MESSAGES" / f"{name}.po").is_file() for root in told.translation_roots):
        click.echo(_PO_HEADER)
    click.echo(made.getvalue().decode("utf-8"))


@forms.command(name="import-texts")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--domain", default="", help="The form, framework or agreement of rows that name none.")
@click.option("--list", "listing", is_flag=True, help="List the official texts that are laid over ours.")
@click.option("--remove", metavar="DOMAIN", default="", help="Take the official texts of DOMAIN away.")
@click.option("--path", default="", help="With --remove: this text alone.")
@click.option("--lang", default="", help="With --remove: in this language alone.")
@click.option("--yes", is_flag=True, help="Do not ask before anything is written or taken away.")
@speaking
def import_texts(
    file: Path | None, domain: str, listing: bool, remove: str, path: str, lang: str, yes: bool
) -> None:  # fmt: skip
    """Lay official texts over ours, from FILE: CSV or JSON with path, language and text, and domain where it needs one.

    What changes is shown and asked about before anything is written. New text editions of open forms come of it.
    """
    if (file is not None) + listing + bool(remove) != 1:
        raise Failure("Name a file, or use --list or --remove: one of them.")
    house = with_house(settings())
    if listing:
        for row in laid.rows(house.db.session, domain):
            click.echo(f"{row.domain} {row.path} [{row.lang}] {row.text}")
    elif remove:
        _remove(house, remove, path, lang, yes)
    elif file is not None:
        _lay(house, file, domain, yes)


def _lay(house: House, file: Path, domain: str, yes: bool) -> None:
    try:
        rows = official_texts.read_rows(file.read_bytes(), domain)
    except official_texts.Unreadable as reason:
        raise Failure(f"{file.name}: {reason}") from None
    faults = list(official_texts.faults(rows, house.catalogue))
    if faults:
        raise Failure("\n".join(f"{file.name}, row {number}: {said}" for number, said in faults))
    for each in laid.changes(house.db.session, house.catalogue, rows):
        click.echo(f"{each.row.domain} {each.row.path} [{each.row.language}]\n    - {each.now}\n    + {each.row.text}")
    house.db.end_reading()
    if not yes:
        click.confirm(f"Lay {len(rows)} official texts over ours?", abort=True)
    with house.db.transaction() as session:
        laid.lay(session, house.clock(), rows)
        editions.open_due_forms(session, house.catalogue, house.clock())
    click.echo(f"{len(rows)} official texts are laid over ours.")


def _remove(house: House, domain: str, path: str, lang: str, yes: bool) -> None:
    gone = laid.rows(house.db.session, domain, path, lang)
    if not gone:
        raise Failure("No such text is laid over ours; --list shows those that are.")
    for row in gone:
        click.echo(f"- {row.domain} {row.path} [{row.lang}] {row.text}")
    house.db.end_reading()
    if not yes:
        click.confirm(f"Take {len(gone)} official texts away?", abort=True)
    with house.db.transaction() as session:
        count = laid.remove(session, house.clock(), domain, path, lang)
        editions.open_due_forms(session, house.catalogue, house.clock())
    click.echo(f"{count} official texts are taken away.")
