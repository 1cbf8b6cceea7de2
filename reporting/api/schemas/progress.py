"""How far Parties say that the world is."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.api.schemas.common import LANGUAGE, NAME, array, number, ref, table, text
from reporting.api.validation import Schema
from reporting.services.progress_figures import WAYS

SCHEMAS: Mapping[str, Schema] = {
    "ProgressCount": table(
        "", {"assessments": number("", minimum=1), "parties": number("The Parties that made them.", minimum=1)}
    ),
    "ProgressTarget": table(
        "What is said of one target.",
        {
            "target": NAME,
            "levels": {
                "type": "object",
                "description": "Level → how often it is said. A level that nobody says is left out.",
                "additionalProperties": ref("ProgressCount"),
            },
            "not_assessed": number("Parties with a record that says no level of this target.", minimum=0),
        },
    ),
    "ProgressGroup": table(
        "Parties counted together.",
        {
            "id": text("All Parties: empty. Else the region or the Party."),
            "name": text(),
            "parties": number("", minimum=1),
            "with_record": number("", minimum=0),
            "without_record": number("", minimum=0),
            "targets": array(ref("ProgressTarget")),
        },
    ),
    "Progress": table(
        "Counts of assessments in the newest published version of each report. An assessment counts for each global "
        "target that it is aligned to; nothing is weighted. The European Union is in no group but stands apart.",
        {
            "form": NAME,
            "agreement": NAME,
            "framework": NAME,
            "title": text("The form's title."),
            "language": LANGUAGE,
            "by": text(enum=list(WAYS)),
            "levels": array(ref("Option"), "In the order of the form."),
            "targets": array(table("", {"id": NAME, "number": text(), "title": text()})),
            "groups": array(ref("ProgressGroup")),
            "eu": {"anyOf": [ref("ProgressGroup"), {"type": "null"}]},
        },
    ),
}
