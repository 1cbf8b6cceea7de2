"""The columns of indicator data in spreadsheets, and the headings by which they are known: any of the six languages,
the names that the CBD's own tool uses, any order, any capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from reporting.domain.sentences import N_
from reporting.domain.texts import Texts

CODE, TITLE, PARTS = "code", "title", "is_disaggregation"
PARTY = "party"
TYPE, PART = "disaggregation_type", "disaggregation"
YEAR, UNIT, VALUE, FOOTNOTE = "year", "unit", "value", "footnote"

#: Column → heading, in the order of the templates, which is that of the CBD's own tool.
HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        CODE: N_("Indicator code"),
        TITLE: N_("Indicator"),
        PARTS: N_("Does this data row represent a disaggregation"),
        TYPE: N_("Disaggregation type"),
        PART: N_("Disaggregation"),
        YEAR: N_("Year"),
        UNIT: N_("Unit"),
        VALUE: N_("Value"),
        FOOTNOTE: N_("Footnote"),
    }
)
#: Datasets about several Parties say in one more column whom a row is about.
PARTY_HEADING = N_("Party")
#: Without these nothing can be understood.
NEEDED = (CODE, YEAR, UNIT, VALUE)
#: The cells of a row of a series, beside its id.
CELLS = (YEAR, VALUE, UNIT, TYPE, PART, FOOTNOTE)
#: What tells two rows of a series apart.
IDENTITY = (YEAR, UNIT, TYPE, PART)

#: Further names of columns, as programs write them.
_ALIASES: Mapping[str, str] = {
    "indicatorCode": CODE, "hasDisaggregation": PARTS, "disaggregationType": TYPE,
    "country": PARTY, "iso2": PARTY, "iso3": PARTY, "ISO code": PARTY, "government": PARTY,
}  # fmt: skip
_YES, _NO = frozenset({"y", "yes", "true", "1", "x"}), frozenset({"n", "no", "false", "0"})


def plain(text: str) -> str:
    """A heading as far as it counts: letters and digits alone, in small letters."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


class Vocabulary:
    """The headings and the words for yes and no of several languages."""

    def __init__(self, languages: Iterable[Texts]) -> None:
        known = {plain(name): column for name, column in _ALIASES.items()}
        self._yes, self._no = set(_YES), set(_NO)
        for texts in languages:
            for column, heading in (*HEADINGS.items(), (PARTY, PARTY_HEADING)):
                known[plain(texts(heading))] = known[plain(heading)] = column
            self._yes.add(plain(texts("Yes")))
            self._no.add(plain(texts("No")))
        self._columns = known

    def column(self, heading: str) -> str:
        """The column that a heading names, '' where it names none."""
        return self._columns.get(plain(heading), "")

    def truth(self, word: str) -> bool | None:
        """Whether a word says yes or no; None where it says neither."""
        said = plain(word)
        if said in self._yes:
            return True
        return False if said in self._no else None


def separator(lines: Sequence[str], vocabulary: Vocabulary) -> str:
    """What stands between the cells of a text table: whatever shows most headings in one of its first lines."""

    def known(line: str, mark: str) -> int:
        return len({vocabulary.column(cell) for cell in re.split(re.escape(mark), line.replace('"', ""))} - {""})

    return max(",;\t|", key=lambda mark: max((known(line, mark) for line in lines), default=0))
