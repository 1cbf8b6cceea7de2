"""Table: columns of the form's, and rows of the form's or of the Party's."""

from __future__ import annotations

from collections.abc import Sequence

from reporting.domain.definitions import Question
from reporting.domain.questions.cells import Cells

#: What the cells of a column can be.
COLUMN_TYPES = ("text", "long_text", "integer", "decimal", "percentage", "year", "date", "yes_no", "choice")


class Table(Cells):
    """Typed columns; fixed rows keep the form's order, others that of the Party."""

    name = "table"
    properties = frozenset({"columns", "rows", "max_rows"})

    def columns(self, question: Question) -> Sequence[Question]:
        return question.columns
