"""What can be wrong with the options of a question: those of a list, of a framework's terms, or its own."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from reporting.domain.faults import Fault, Place
from reporting.domain.framework import Framework
from reporting.domain.property_checks import ID, OFFER_KEYS, OPTION_KEYS, unknown
from reporting.domain.questions import TYPES


def option_ids(place: Place, options: Any, framework: Framework | None, faults: list[Fault]) -> tuple[str, ...]:
    """The ids of a question's options: of a list of the framework, or its own. Items are known to a report alone."""
    if isinstance(options, str) and options.startswith("items:"):
        return ()
    if isinstance(options, Mapping) or str(options).startswith("terms:"):
        return _term_ids(place, options, framework, faults)
    if isinstance(options, str):
        owner, _, list_id = options.partition(":")
        if framework is None or owner != framework.id or list_id not in framework.lists:
            faults.append(place.fault(f"unknown option list {options!r}"))
            return ()
        return framework.lists[list_id].options
    ids = [each.get("id") if each.get("label") else None for each in options or ()]
    if not all(isinstance(each, str) and ID.fullmatch(each) for each in ids):
        faults.append(place.fault("each option needs an id (small letters, digits, - and _) and a label"))
    for each in options or ():
        faults += unknown(place, each, OPTION_KEYS, " of an option")
    faults += [place.fault(f"the option {each!r} stands twice") for each in set(ids) if ids.count(each) > 1]
    return tuple(str(each) for each in ids)


def _term_ids(place: Place, options: Any, framework: Framework | None, faults: list[Fault]) -> tuple[str, ...]:
    """The terms that are offered: all of a kind, or those that a table of from, kind and linked_to tells."""
    table = options if isinstance(options, Mapping) else {"from": options}
    terms = framework.terms_of(str(table.get("from")), table.get("kind", ())) if framework is not None else {}
    if not terms:
        faults.append(place.fault(f"unknown terms {options!r}: write terms:<framework>.goals, .targets or .indicators"))
    faults += unknown(place, table, OFFER_KEYS, " of options")
    return tuple(terms)


def link_faults(place: Place, section: str, options: Any, seen: Container[str]) -> Iterator[Fault]:
    """Terms may be limited by what earlier questions of the same section name."""
    names = options.get("linked_to", []) if isinstance(options, Mapping) else []
    for name in names:
        if f"{section}.{name}" not in seen:
            yield place.fault(f"linked_to names {name!r}, which does not stand before it in its section")


def choosing_faults(place: Place, data: Mapping[str, Any], options: Sequence[str]) -> Iterator[Fault]:
    """What does not fit the properties of questions where several options may be chosen."""
    kind, given = TYPES.get(str(data.get("type", ""))), data.get("options")
    if kind is None:
        return
    is_of_terms = isinstance(given, Mapping) or str(given).startswith("terms:")
    if given and is_of_terms != kind.offers_terms:
        yield place.fault("options of a terms question, and of no other, are terms:<framework>.goals or .targets")
    if given and str(given).startswith("items:") != (kind.name == "items"):
        yield place.fault("options of an items question, and of no other, are items:<form>.<section>")
    for each in data.get("exclusive", ()):
        if each not in options:
            yield place.fault(f"exclusive names {each!r}, which is no option")
