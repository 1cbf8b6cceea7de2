"""Parties: any number of the Parties of the form's agreement."""

from __future__ import annotations

from typing import Any

from babel.lists import format_list

from reporting.domain.definitions import Question, Wording
from reporting.domain.languages import formats_of
from reporting.domain.questions.choices import Choices

#: Text path of the names of Parties, laid into an edition whose form asks for some.
PARTIES = "parties"


class Parties(Choices):
    """The value is a list of codes in the agreement's order."""

    name = "parties"
    properties = frozenset({"max_choices"})

    @property
    def may_name_options(self) -> bool:
        return False

    def text(self, question: Question, value: Any, wording: Wording) -> str:
        names = self.cells(question, value, wording)
        return str(format_list(names, locale=formats_of(wording.language))) if names else ""
