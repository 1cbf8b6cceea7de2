"""The command that reads a table of another system into a Party's draft. Floor 5."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from reporting.command import Failure, settings, speaking, with_house
from reporting.domain.definitions import Edition
from reporting.domain.errors import NotFound
from reporting.domain.import_plan import Plan, Planned
from reporting.domain.permissions import Actor
from reporting.domain.questions import type_of
from reporting.domain.texts import Texts
from reporting.models import Report
from reporting.services import attachments, importing, reports
from reporting.services.accounts import people
from reporting.services.accounts.actors import load_actor
from reporting.services.house import House

_STATES = {"new": "new", "back": "comes back", "changed": "changed", "same": "the same"}

#: Commands speak to those who run an installation.
SPOKEN = "en"


@click.command(name="import")
@click.argument("form")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--party", required=True, help="The Party's code, such as XT.")
@click.option("--by", "email", default="", help="In whose name; left out where the Party has one focal point.")
@click.option("--lang", default="", help="The language of the texts where the table does not say.")
@click.option("--yes", is_flag=True, help="Write what is shown.")
@speaking
def import_table(form: str, file: Path, party: str, email: str, lang: str, yes: bool) -> None:
    """Read FILE, a table of another system, into the Party's draft of FORM. Without --yes it only shows the changes."""
    house = with_house(settings())
    try:
        report = reports.find(house.db.session, party.upper(), form)
    except NotFound:
        raise Failure(f"{party.upper()} has not begun {form}; its focal point can, in the workspace.") from None
    if importing.rules_of(house, form) is None:
        raise Failure(f"No tables are read into {form}.")
    who = _actor(house, report, email)
    attachments.may_attach(house.db.session, who, report)
    plan, edition = importing.plan_for(house, report.id, file, file.name, lang)
    for line in _lines(plan, edition, house.texts(SPOKEN)):
        click.echo(line)
    if not plan.changes_anything:
        click.echo("There is nothing to write.")
    elif yes:
        _write(house, who, report.id, plan)
    else:
        click.echo("Nothing is written. Say --yes to write it.")


def _actor(house: House, report: Report, email: str) -> Actor:
    session, now = house.db.session, house.clock()
    user_id = people.by_email(session, email).id if email else importing.sole_focal_point(session, report, now)
    if user_id is None:
        raise Failure("Say with --by in whose name: the Party has no focal point, or several.")
    who = load_actor(session, user_id, now)
    if who is None:
        raise NotFound
    return who


def _write(house: House, who: Actor, report_id: int, plan: Plan) -> None:
    house.db.end_reading()
    with house.db.transaction() as session:
        importing.write(house, session, who, house.clock(), report_id, plan)
    added = len([*plan.of("new"), *plan.of("back")])
    click.echo(f"Written: {added} new, {len(plan.of('changed'))} changed.")


def _lines(plan: Plan, edition: Edition, texts: Texts) -> Iterator[str]:
    """What would happen, then what was not understood."""
    for each in plan.items:
        yield f"{_STATES[each.state]}: {next(iter(each.titles.values()), each.key)}"
        yield from _changes(each, edition)
    yield f"not in the table, and left alone: {len(plan.untouched)}"
    if plan.others:
        yield f"rows of other Parties, left out: {plan.others}"
    if plan.unread_columns:
        yield f"columns that were not read: {', '.join(plan.unread_columns)}"
    for fault in plan.faults:
        place = f"row {fault.row}, column {fault.column} ({fault.heading})" if fault.row else "file"
        yield f"{place}: {texts.sentence(fault.code, fault.params)}"


def _changes(planned: Planned, edition: Edition) -> Iterator[str]:
    for each in planned.changes:
        question, wording = edition.form.questions[each.question], edition.wording(each.lang or "en")
        kind = type_of(question)
        name = f"{each.question} [{each.lang}]" if each.lang else each.question
        for mark, value in (("-", each.old), ("+", each.new)):
            for line in kind.text(question, value, wording).splitlines():
                yield f"  {mark} {name}: {line}"
