"""Levels of progress on public pages: how many Parties say which, and where each of them can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from flask import g

from reporting.domain.definitions import Edition
from reporting.domain.runs import Item
from reporting.services import progress_figures
from reporting.services.progress_figures import Group, Said
from reporting.web.access import house, texts
from reporting.web.i18n import localised_url

#: The mark of what a record says nothing about.
NOTHING = "nothing"


@dataclass(frozen=True)
class Scale:
    """The levels of one form in this page's language, and the global targets that it asks about."""

    edition: Edition

    @property
    def form(self) -> str:
        return self.edition.form.id

    @property
    def title(self) -> str:
        return self.edition.wording(g.language)("title")

    @property
    def terms(self) -> Sequence[Item]:
        return progress_figures.terms_of(self.edition.form)

    def levels(self) -> list[dict[str, str]]:
        """Each level with its mark ('' where it has none) and label, in the form's order."""
        question = progress_figures.level_question(self.edition.form)
        say = self.edition.wording(g.language)
        return [
            {"id": each, "mark": question.marks.get(each, ""), "label": say.option(question, each)}
            for each in question.options
        ]

    def parts(self, group: Group, term: str) -> list[dict[str, Any]]:
        """How many Parties of a group say each level of a target, and how many say none."""
        made = [
            {
                "level": each["mark"],
                "label": each["label"],
                "count": group.at(term, each["id"]).parties,
                "url": localised_url("records.index", form=self.form, target=term, progress=each["id"]),
            }
            for each in self.levels()
        ]
        return [*made, {"level": NOTHING, "label": silent(), "count": group.silent(term), "url": ""}]

    def target(self, item: Item) -> dict[str, str]:
        """A target's number, title and page."""
        return {
            "number": item.number,
            "title": self.edition.wording(g.language)(f"items.{item.key}.title"),
            "url": localised_url("targets.one", term=item.key),
        }


def scales() -> list[Scale]:
    """The forms that ask how far targets have come, the one of the newest cycle first. Looked up once for a request."""
    if "scales" not in g:
        found = progress_figures.assessing_forms(house().db.session, house().editions)
        g.scales = [Scale(each) for each in found]
    return cast(list[Scale], g.scales)


def silent() -> str:
    """What is said of Parties whose record tells no level."""
    return texts()("No level given")


def place_in_record(said: Said) -> str:
    """The address of an assessed item in its record."""
    return localised_url("record_pages.part", party=said.party, form=said.form, section=said.section, item=said.item)
