"""The console script: serve and work, look after an installation, its people and its forms. Floor 5."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from reporting import checks, config, form_commands, glossary, import_commands, schema, serving, wiring, worker
from reporting.command import OPERATOR, Failure, settings, speaking, with_house
from reporting.domain import permissions
from reporting.domain.errors import NotFound
from reporting.domain.framework import Agreement
from reporting.domain.languages import INTERFACE
from reporting.services import exporting, reading
from reporting.services.accounts import invitations, people, tokens
from reporting.services.accounts.actors import load_actor
from reporting.services.accounts.roles import Role
from reporting.services.demonstration import demo_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="national-reporting")
def main() -> None:
    """A national reporting system for multilateral agreements."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for chatty in ("alembic", "huey", "fontTools", "weasyprint"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


main.add_command(form_commands.forms)
main.add_command(import_commands.import_table)


@main.command()
@click.option("--with-worker/--without-worker", default=False, help="Run a worker beside the server.")
def serve(with_worker: bool) -> None:
    """Serve pages and API until it is ended."""
    told = settings()
    try:
        serving.serve(told, with_worker=with_worker, say=click.echo)
    except serving.CannotServe as reason:
        raise Failure(str(reason)) from None


@main.command(name="worker")
@click.option("--parent", type=int, default=None, hidden=True)
def work(parent: int | None) -> None:
    """Do the jobs: mail, documents, tidying."""
    told = settings()
    house = wiring.make_house(told)
    worker.run_worker(house, wiring.make_bell(told), wiring.make_handlers(house), parent=parent)


@main.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the tables up to date."""
    changed = schema.upgrade(wiring.make_house(settings()).db)
    click.echo("The tables were brought up to date." if changed else "The tables are up to date.")


@main.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where accounts exist.")
@click.option(
    "--parties", type=click.IntRange(1, 196), help="Load generated reports of so many Parties, for measuring."
)
@speaking
def demo(if_empty: bool, parties: int | None) -> None:
    """Load the demonstration into an empty database."""
    code = demo_command(with_house(settings()), if_empty, click.echo, parties or 0)
    if code:
        raise SystemExit(code)


@main.command(name="settings")
def show_settings() -> None:
    """List every setting with its value and meaning."""
    for name, value, says in config.described(settings()):
        click.echo(f"{name} = {value}\n    {says}")


@main.group(name="texts")
def catalogues() -> None:
    """The catalogues of the interface."""


@catalogues.command(name="check")
def check_texts() -> None:
    """List what is missing, fuzzy or untouched in any language, and what does not keep to the glossary."""
    told = settings()
    faults = [*checks.catalogue_faults(told), *glossary.glossary_faults(told)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} problems found." if faults else "The catalogues are complete and keep to the glossary.")
    raise SystemExit(1 if faults else 0)


@catalogues.command(name="update")
def update_texts() -> None:
    """Take new texts of code and templates into the catalogues (for developers, in a checkout)."""
    click.echo(checks.update_catalogues(settings()))


@main.group()
def user() -> None:
    """People."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice(permissions.ROLES), required=True)
@click.option("--party", default="", help="The Party's code, for national roles.")
@click.option("--agreement", default="cbd", show_default=True)
@click.option("--lang", default="en", type=click.Choice(INTERFACE), help="Language of the mail.")
@speaking
def invite(email: str, role: str, party: str, agreement: str, lang: str) -> None:
    """Invite EMAIL to a role, by mail and by the link that is printed. This is how the first administrator comes in."""
    house = with_house(settings())
    wanted = Role(role, party.upper(), agreement)
    _require_place(house.catalogue.agreements, wanted)
    with house.db.transaction() as session:
        invited = invitations.invite(session, None, house.clock(), email=email, role=wanted, language=lang)
    click.echo(f"{house.public_url}/{lang}{invited.path}")


def _require_place(agreements: Mapping[str, Agreement], role: Role) -> None:
    """Raise Failure where there is no such agreement or Party, or the role is held elsewhere."""
    known = agreements.get(role.agreement)
    if known is None:
        raise Failure(f"No agreement is called {role.agreement!r}. There are: {', '.join(sorted(agreements))}.")
    if role.name not in permissions.NATIONAL:
        if role.party:
            raise Failure(f"Leave out --party: a {role.name} belongs to the secretariat.")
    elif not role.party:
        raise Failure(f"Name the Party with --party: a {role.name} belongs to one.")
    elif role.party not in known.parties:
        raise Failure(f"The agreement {role.agreement!r} has no Party {role.party!r}.")


@user.command(name="list")
def list_users() -> None:
    """Every account with its roles in force."""
    house = with_house(settings())
    page, pages = 0, 1
    while page < pages:
        page += 1
        found = people.search(house.db.session, OPERATOR, house.clock(), page=page)
        pages = found.pages
        for person in found.items:
            roles = ", ".join(f"{each.role} {each.party}".strip() for each in person.memberships) or "no role"
            click.echo(f"{person.email}  {roles}{'' if person.active else '  (disabled)'}")


@user.command()
@click.argument("email")
@speaking
def disable(email: str) -> None:
    """Shut the account of EMAIL: all sign-ins and tokens end at once."""
    house = with_house(settings())
    with house.db.transaction() as session:
        people.disable(session, OPERATOR, house.clock(), people.by_email(session, email).id)
    click.echo(f"{email} is disabled.")


@main.group()
def token() -> None:
    """Tokens of the API."""


@token.command()
@click.argument("email")
@click.option("--name", default="command line", show_default=True)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
@speaking
def create(email: str, name: str, days: int) -> None:
    """Make a token by which a program acts for EMAIL. It is printed this once."""
    house = with_house(settings())
    with house.db.transaction() as session:
        who = load_actor(session, people.by_email(session, email).id, house.clock())
        if who is None:
            raise NotFound
        made = tokens.create(session, who, house.clock(), name=name, lasts=dt.timedelta(days=days))
    click.echo(made)


@main.command()
@click.argument("record", metavar="PARTY/FORM[/N]")
@click.option("--format", "kind", type=click.Choice(["pdf", "json"]), default="pdf", show_default=True)
@click.option("--lang", default="en", type=click.Choice(INTERFACE), show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@speaking
def export(record: str, kind: str, lang: str, output: Path) -> None:
    """Write a published record to a file, such as XT/nr7 or XT/nr7/1."""
    party, _, rest = record.partition("/")
    form, _, number = rest.partition("/")
    house = with_house(settings())
    found = reading.record_of(house.db.session, party.upper(), form, int(number) if number.isdigit() else None)
    output.write_bytes(exporting.content(house, found, kind, lang))
    click.echo(f"{output}: {output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
