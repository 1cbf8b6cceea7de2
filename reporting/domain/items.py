"""Which items a report has, where that differs from report to report: what is wanted now, against what was known.

Nothing that was written is lost: an item that has answers and is no longer wanted stays, hidden where it is a term, as
an orphan where it came from another form, until somebody keeps or removes it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reporting.domain.answers import UN_LANGUAGES
from reporting.domain.runs import Item, Run

#: Added by the Party, a term of the framework, or an item of another section or form.
ORIGINS = ("own", "term", "form")
STATES = ("shown", "hidden", "orphaned", "removed")
#: What nobody has looked at yet: it came, came back, is covered by others, lost its source.
NEWS = ("", "new", "back", "covered", "orphaned")

Titles = Mapping[str, str]


@dataclass(frozen=True)
class Wanted:
    """An item as its source has it now. `texts` is language → title, '' where the edition holds it."""

    key: str
    origin: str
    number: str = ""
    links: tuple[str, ...] = ()
    texts: Titles | None = None


@dataclass(frozen=True)
class Kept:
    """An item as a report keeps it. `written_for` is the title its answers were written for, where that has changed."""

    key: str
    place: int
    origin: str
    state: str = "shown"
    number: str = ""
    links: tuple[str, ...] = ()
    texts: Titles | None = None
    written_for: Titles | None = None
    news: str = ""

    @property
    def item(self) -> Item:
        return Item(self.key, self.number, self.links)


def wanted_terms(run: Run, named: Mapping[str, Container[str]], choosers: Mapping[str, Sequence[str]]) -> list[Wanted]:
    """The terms of a run that its filters let through.

    `named` is reference → ids that its answers name; `choosers` is id → the items whose answers name it. What items
    chose belongs to them, and not to whatever else it is linked to but goals.
    """

    def is_in(item: Item, names: Iterable[str], test: str) -> bool:
        found = [named[each] for each in names]
        return any(item.key in ids if test == "key" else item.is_linked(ids) for ids in found)

    return [
        Wanted(item.key, "term", item.number, _links(run, item, choosers))
        for item in run.items
        if (not run.chosen or is_in(item, run.chosen, "key"))
        and (not run.linked or is_in(item, run.linked, "links"))
        and not (run.without and is_in(item, run.without, "key"))
    ]


def _links(run: Run, item: Item, choosers: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    chosen_by = choosers.get(item.key, ()) if run.chosen else ()
    return tuple(dict.fromkeys((*item.links, *chosen_by)))


def settle(
    known: Mapping[str, Kept],
    wanted: Sequence[Wanted],
    candidates: Container[str],
    answered: Sequence[str],
    *,
    arranged: bool,
) -> list[Kept]:
    """The items as they are to be kept, in order: `wanted` in its own order, or as they were `arranged` by hand.

    `candidates` are terms that the section may have; `answered` the keys under which there are answers.
    """
    is_first = not known
    found = [_settled(known.get(each.key), each, answered, is_first=is_first) for each in wanted]
    shown = {each.key for each in found}
    gone = [_left(each, answered) for key, each in known.items() if key not in shown]
    covered = [
        Kept(key, 0, "term", "hidden", news="covered")
        for key in answered
        if key in candidates and key not in shown and key not in known
    ]
    if arranged:
        last = len(known) + len(found)
        found.sort(key=lambda each: known[each.key].place if _had_place(known.get(each.key)) else last)
    return [
        replace(each, place=place) for place, each in enumerate([*found, *(each for each in gone if each), *covered])
    ]


def _had_place(before: Kept | None) -> bool:
    return before is not None and before.state == "shown"


def _settled(before: Kept | None, wanted: Wanted, answered: Sequence[str], *, is_first: bool) -> Kept:
    made = Kept(wanted.key, 0, wanted.origin, "shown", wanted.number, wanted.links, wanted.texts)
    if before is None:
        return replace(made, news="" if is_first or wanted.origin == "own" else "new")
    is_answered = wanted.key in answered
    news = "back" if before.state in ("hidden", "orphaned") and is_answered else before.news
    told = None
    if is_answered and wanted.origin == "form":
        told = before.written_for or (before.texts if before.texts != wanted.texts else None)
    return replace(made, news=news, written_for=None if told == wanted.texts else told)


def _left(before: Kept, answered: Sequence[str]) -> Kept | None:
    """What becomes of an item that is wanted no more."""
    if before.origin == "own":
        return before
    if before.key not in answered:
        return None
    state, news = ("hidden", "covered") if before.origin == "term" else ("orphaned", "orphaned")
    return before if before.state == state else replace(before, state=state, news=news)


def numbered(items: Iterable[Kept], prefix: str) -> Iterator[Kept]:
    """Own items with the number that their place gives them: NT1, NT2, …"""
    n = 0
    for each in items:
        if each.origin == "own" and each.state == "shown" and prefix:
            n += 1
            yield replace(each, number=f"{prefix}{n}")
        else:
            yield each


def titles(texts: Mapping[str, str], original: str) -> dict[str, str]:
    """Language → title in the order in which readers fall back: the original, the six, the others."""
    order = dict.fromkeys((original, *UN_LANGUAGES, *sorted(texts)))
    return {language: texts[language] for language in order if texts.get(language)}


def titles_of(keys: Iterable[str], texts: Mapping[str, Mapping[str, str]]) -> dict[str, Titles]:
    """Key → language → title, of the terms that an edition with these texts has."""
    found = {key: {language: known.get(f"items.{key}.title", "") for language, known in texts.items()} for key in keys}
    return {key: titles(each, "") for key, each in found.items()}


def retitled(kept: Kept, language: str) -> tuple[str, str, str]:
    """A language in which the title has changed (the one asked, where it did), the title before, and now."""
    before, now = kept.written_for or {}, kept.texts or {}
    changed = [each for each in dict.fromkeys((language, *now, *before)) if before.get(each) != now.get(each)]
    told = next((each for each in changed if each in before and each in now), (changed or [language])[0])
    return told, before.get(told, ""), now.get(told, "")


def overlay(items: Iterable[Kept], languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """The texts that an edition gains by these items: language → path → text.

    A title that does not exist in a language comes in the first that it has, with its tag at `items.<key>.language`;
    the number of an item that is shown stands at `items.<key>.number`.
    """
    made: dict[str, dict[str, str]] = {language: {} for language in languages}
    for each in items:
        for language, texts in made.items():
            if each.number and each.state == "shown":
                texts[f"items.{each.key}.number"] = each.number
            if each.texts:
                shown_in = language if language in each.texts else next(iter(each.texts))
                texts[f"items.{each.key}.title"] = each.texts[shown_in]
                texts[f"items.{each.key}.language"] = shown_in
    return made
