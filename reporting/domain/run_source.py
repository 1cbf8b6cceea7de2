"""From what a form's files say of items and offered terms to the structure of which editions are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reporting.domain.framework import Framework

FILTERS = ("chosen", "linked", "without")


def run_structure(form: str, run: Mapping[str, Any], framework: Framework | None) -> dict[str, Any]:
    """One run of a repeated section: what it is over, the terms it can have, and which answers decide among them."""
    made: dict[str, Any] = {"over": run["over"]}
    if run["over"].startswith("terms:") and framework is not None:
        terms = framework.terms_of(run["over"], run.get("kind", ()))
        made["items"] = [_item(key, row) for key, row in terms.items()]
    return made | {name: [reference(form, each) for each in run[name]] for name in FILTERS if name in run}


def _item(key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"key": key, "number": number_of(key, row)}
    return made | ({"links": list(row["belongs_to"])} if row.get("belongs_to") else {})


def number_of(key: str, row: Mapping[str, Any]) -> str:
    """What readers know a term by: its number; of an indicator its code, which is its key."""
    return str(row.get("number", key if row.get("code") == key else ""))


def reference(form: str, name: str) -> str:
    """A question of the own form or of another as `<form>:<section>.<question>`."""
    return name if ":" in name else f"{form}:{name}"


def offered_terms(section: str, options: Mapping[str, Any], framework: Framework) -> dict[str, Any]:
    """The terms that a question offers, and the questions of its section that decide which of them."""
    terms = framework.terms_of(options["from"], options.get("kind", ()))
    made: dict[str, Any] = {"options": list(terms), "options_path": f"terms.{options['from'].rpartition('.')[2]}"}
    if "linked_to" in options:
        made["linked_to"] = [f"{section}.{each}" for each in options["linked_to"]]
        made["option_links"] = {key: list(row.get("belongs_to", ())) for key, row in terms.items()}
    return made
