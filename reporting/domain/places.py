"""Where in a table something is wrong: told in the parameters of its code, and said before its sentence.

`in_rows` are the numbers of rows, or the paths of their labels where they have any; `in_column` is the path of the
column's label; `in_lines` are the numbers of lines that were pasted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from babel.lists import format_list

from reporting.domain.definitions import Wording
from reporting.domain.sentences import N_
from reporting.domain.texts import Texts

#: So many rows are named; those after them are not.
NAMED = 10
PLACES = frozenset({"in_rows", "in_column", "in_lines"})
#: For one and for several of them, by the parameter that holds their numbers.
_OF = {
    "in_rows": (N_("Row %(rows)s"), N_("Rows %(rows)s")),
    "in_lines": (N_("Pasted line %(rows)s"), N_("Pasted lines %(rows)s")),
}


def sentence_of(code: str, params: Mapping[str, Any], wording: Wording, texts: Texts) -> str:
    """The sentence of a problem or refusal; of one in a table after the names of its rows and its column."""
    said = texts.sentence(code, {name: value for name, value in params.items() if name not in PLACES})
    row = next(_rows(params, wording, texts), "")
    column = wording(params["in_column"]) if "in_column" in params else ""
    if row and column:
        return texts.titled(texts("%(row)s, %(column)s", row=row, column=column), said)
    return texts.titled(row or column, said) if row or column else said


def _rows(params: Mapping[str, Any], wording: Wording, texts: Texts) -> Iterator[str]:
    for name, (one, several) in _OF.items():
        rows = params.get(name, ())
        labels = [wording(each) or each for each in rows if isinstance(each, str)]
        if labels:
            yield _listed(labels, texts)
        elif rows:
            yield texts(several if len(rows) > 1 else one, rows=_listed([texts.number(each) for each in rows], texts))


def _listed(names: Sequence[str], texts: Texts) -> str:
    return str(format_list([*names[:NAMED], *(["…"] if len(names) > NAMED else [])], locale=texts.formats))
