"""The pages of a report that is read: its front, one for each section and item, and the whole of it on one page.

Drafters, reviewers and the public read the same pages; only their addresses differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reporting.domain.document import Document, Part, Reference
from reporting.domain.errors import NotFound
from reporting.services.reading import Record
from reporting.web.access import texts
from reporting.web.coverage_page import has_coverage
from reporting.web.i18n import localised_url
from reporting.web.parts import after_number


def part_of(document: Document, section: str, item: str) -> Part:
    """The part that an address names. Raises NotFound where the report has nothing such to show."""
    found = document.part(section, item)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Pages:
    """The pages of `document`: addresses of its front and of each attached file, by SHA-256. The others are those of
    the blueprint `group`, in which `values` name the report; `coverage` is '' where the form asks nothing such."""

    document: Document
    front: str
    group: str
    values: Mapping[str, Any]
    file_url: Callable[[str], str]
    coverage: str = ""

    def url(self, part: Part) -> str:
        return self.item(part.id, part.item)

    def item(self, section: str, item: str) -> str:
        """The page of a section, or of one of its items."""
        return localised_url(f"{self.group}.part", **self.values, section=section, item=item or None)

    def url_of(self, named: Reference) -> str:
        """The page of an item that is named on another's."""
        return localised_url(f"{self.group}.part", **self.values, section=named.section, item=named.item)

    @property
    def whole(self) -> str:
        return localised_url(f"{self.group}.whole", **self.values)

    def contents(self, here: Part | None = None) -> list[dict[str, Any]]:
        """The sections, and the items of the one that is open."""
        return [
            self._entry(part, here)
            | {"items": [self._entry(each, here) for each in part.parts] if here and here.id == part.id else []}
            for part in self.document.parts
        ]

    def _entry(self, part: Part, here: Part | None) -> dict[str, Any]:
        """A line of the contents. `current` is "page" for the page shown, "true" for the section that it lies in."""
        lies_in = here is not None and here.id == part.id and not part.item
        current = "page" if here is not None and here.anchor == part.anchor else "true" if lies_in else ""
        about = {"number": part.number, "title": part.title, "lang": part.lang}
        return {**about, "url": self.url(part), "current": current}

    def steps(self, here: Part) -> dict[str, dict[str, str] | None]:
        """The pages before and after; before the first stands the front."""
        order = list(self.document.pages())
        place = next(n for n, each in enumerate(order) if each.anchor == here.anchor)
        before = self._step(order[place - 1]) if place else self.link(self.document.title, self.front)
        return {"previous": before, "next": self._step(order[place + 1]) if place + 1 < len(order) else None}

    def _step(self, part: Part) -> dict[str, str]:
        title = part.title or texts().gettext("(no title yet)")
        link = self.link(after_number(part.number, title, self.document.language), self.url(part))
        return {**link, "lang": part.lang or link["lang"]}

    def link(self, label: str, url: str) -> dict[str, str]:
        """A link named in the document's language, with that language where it is not the page's."""
        language = self.document.language
        return {"label": label, "url": url, "lang": "" if language == texts().language else language}

    def above(self, here: Part) -> list[dict[str, str]]:
        """The section that an item lies in."""
        section = self.document.part(here.id) if here.item else None
        return [self.link(section.title, self.url(section))] if section else []

    def bars(self, section: Part) -> list[dict[str, Any]]:
        """How many items of a section are at each level, for its chart."""
        nothing = texts().gettext("Not answered")
        return [
            {"level": each.mark if each.label else "nothing", "label": each.label or nothing, "count": each.count}
            for each in section.levels
        ]


def record_pages(record: Record, document: Document, number: int | None) -> Pages:
    """The pages of a record: of its n-th version, or of whichever is the newest (`number` None)."""
    report = {"party": record.report.party, "form": record.report.form}
    front = localised_url("records.latest", **report)
    if number is not None:
        front = localised_url("records.version", **report, number=number)
    this = {**report, "number": record.publication.number}
    return Pages(
        document,
        front,
        group="record_pages",
        values={**report, "number": number},
        file_url=lambda sha256: localised_url("record_files.record_file", **this, sha256=sha256),
        coverage=localised_url("record_pages.covered", **report, number=number)
        if has_coverage(record.revision)
        else "",
    )
