"""The pages of a draft in their order: each section, and after a repeated one each of its items."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import g

from reporting.domain.answers import Key
from reporting.domain.definitions import Form, Part, Question, Wording
from reporting.domain.errors import NotFound
from reporting.domain.languages import direction, name
from reporting.services.progress import NOTHING, PartState
from reporting.services.reports import Workbook
from reporting.web.i18n import localised_url
from reporting.web.item_names import name_of

States = dict[tuple[str, str], PartState]
_LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"


def part_named(form: Form, section: str, item: str) -> Part:
    """The page that an address names: a section (a repeated one is the list of its items), or an item. NotFound."""
    found = form.section(section)
    if found is None or (item and item not in found.keys):
        raise NotFound
    return Part(found, item)


def is_list(here: Part) -> bool:
    """Whether the page lists items instead of asking questions."""
    return here.section.repeated and not here.item


def part_url(book: Workbook, here: Part, language: str | None = None) -> str:
    """The address of a page, with its texts in one language."""
    values = {"party": book.report.party, "form": book.report.form, "section": here.section.id, "in": language}
    return localised_url("drafting.section", item=here.item or None, **values)


def pages(form: Form) -> Iterator[Part]:
    """Every page of a draft, in order."""
    for section in form.sections:
        yield Part(section)
        for item in section.items:
            yield Part(section, item.key)


def beside(form: Form, here: Part) -> tuple[Part | None, Part | None]:
    """The pages before and after; none where the form has this page no more."""
    order = list(pages(form))
    places = [(each.section.id, each.item) for each in order]
    if (here.section.id, here.item) not in places:
        return None, None
    place = places.index((here.section.id, here.item))
    return (order[place - 1] if place else None), (order[place + 1] if place + 1 < len(order) else None)


def neighbours(book: Workbook, here: Part, wording: Wording, language: str, buttons: bool) -> dict[str, Any]:
    """The pages before and after: `buttons` of the page's form, else links."""

    def neighbour(go: str, part: Part | None) -> dict[str, str] | None:
        if part is None:
            return None
        to = {"value": go} if buttons else {"url": part_url(book, part, language)}
        return {"label": numbered(part, wording), "lang": name_of(part, wording).lang, **to}

    previous, following = beside(book.edition.form, here)
    return {"previous": neighbour("previous", previous), "next": neighbour("next", following)}


def numbered(here: Part, wording: Wording) -> str:
    """The title of a page with its number before it."""
    item = here.section.item(here.item)
    number = item.number if item else here.section.number
    return after_number(number, name_of(here, wording).text, wording.language)


def after_number(number: str, title: str, language: str) -> str:
    """A title with its number before it, if it has one."""
    if number and direction(language) == "rtl":
        number = f"{_LEFT_TO_RIGHT}{number}"  # else 13.b would read b.13
    return f"{number} {title}".strip()


def contents(book: Workbook, here: Part, wording: Wording, language: str, states: States) -> list[dict[str, Any]]:
    """The sections, and the items of the one that is open, each with its state."""
    return [
        {
            "number": section.number,
            "title": wording(f"{section.id}.title"),
            "url": part_url(book, Part(section), language),
            "current": section == here.section,
            "items": item_links(book, here, wording, language, states) if section == here.section else [],
        }
        for section in book.edition.form.sections
    ]


def item_links(book: Workbook, here: Part, wording: Wording, language: str, states: States) -> list[dict[str, Any]]:
    """The items of a section with their states."""
    return [
        {
            "number": item.number,
            "name": name_of(Part(here.section, item.key), wording),
            "url": part_url(book, Part(here.section, item.key), language),
            "current": item.key == here.item,
            "state": states.get((here.section.id, item.key), NOTHING).name,
        }
        for item in here.section.items
    ]


def shown_links(book: Workbook, here: Part, wording: Wording, language: str, states: States) -> list[dict[str, Any]]:
    """What of other sections belongs to an item, by section: links to where it is written, with how far it is."""
    return [
        {
            "title": wording(f"{section.id}.title"),
            "items": [
                {
                    "number": item.number,
                    "name": name_of(Part(section, item.key), wording),
                    "url": part_url(book, Part(section, item.key), language),
                    "state": states.get((section.id, item.key), NOTHING),
                }
                for item in items
            ],
        }
        for section, items in book.edition.form.shown_under(here)
    ]


def tabs(book: Workbook, here: Part, language: str, buttons: bool) -> list[dict[str, Any]]:
    """One tab for each working language, with how many of the page's texts it has."""
    wanted = [each for each in book.answers.visible_questions(here) if each.multilingual]
    return [
        {
            "tag": tag,
            "name": name(tag, g.language),
            "dir": direction(tag),
            "current": tag == language,
            **({"value": f"in:{tag}"} if buttons else {"url": part_url(book, here, tag)}),
            "state": _tab_state(book, wanted, here.item, tag),
        }
        for tag in book.report.languages
    ]


def _tab_state(book: Workbook, wanted: list[Question], item: str, tag: str) -> str:
    """What a language's tab says: stale before empty before done; '' where some texts are there and some not."""
    given = [Key(each.path, item, tag) for each in wanted if tag in book.answers.languages_of(each.path, item)]
    if any(map(book.is_stale, given)):
        return "stale"
    if not given:
        return "empty" if wanted else ""
    if len(given) < len(wanted):
        return ""
    return "original" if all(book.stored[each].original for each in given) else "done"
