"""The forms as their keepers see them: revisions and text editions, faults of the source, what differs between two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, g, render_template, request

from reporting.domain.definitions import Wording
from reporting.domain.form_difference import FormDifference
from reporting.domain.languages import direction, name
from reporting.services import form_keeping
from reporting.services.form_keeping import SOURCE, Kept, Side
from reporting.web.access import actor, catalogue, house, requires, texts
from reporting.web.form_faults import told

bp = Blueprint("forms", __name__)


@bp.get("/<lang_code>/secretariat/forms")
@requires("forms:keep")
def index() -> str:
    """Every form with what is stored of it, and what is wrong with its source."""
    kept, others = form_keeping.overview(house().db.session, actor(), catalogue())
    titles = {each.form: _title(each) for each in kept}
    return render_template(
        "pages/forms/index.html",
        forms=kept,
        titles=titles,
        faults={each.form: [told(fault) for fault in each.faults] for each in kept},
        others=[told(fault) for fault in others],
        zone=actor().time_zone,
    )


def _title(kept: Kept) -> str:
    if kept.source is not None:
        return Wording(kept.source.texts, g.language)("title")
    return house().editions.newest(house().db.session, kept.form)[1].wording(g.language)("title")


@bp.get("/<lang_code>/secretariat/forms/<form>/difference")
@requires("forms:keep")
def difference(form: str) -> str:
    """What changed from one edition to another; the texts in one language."""
    asked = {"old": request.args.get("old", "")[:20], "new": request.args.get("new", SOURCE)[:20]}
    one, other, found = form_keeping.compare(house().db.session, actor(), catalogue(), form, **asked)
    language = request.args.get("texts", g.language)[:35]
    return render_template(
        "pages/forms/difference.html",
        form=form,
        title=other.wording(g.language)("title"),
        old=_called(one),
        new=_called(other),
        found=found,
        lists=[(kind, rows) for kind, rows in _lists(one, other, found) if rows],
        properties=[each._replace(old=_plain(each.old), new=_plain(each.new)) for each in found.properties],
        shown=language,
        dir=direction(language),
        texts_changed=found.texts.get(language, ()),
        tabs=[
            {"tag": each, "label": name(each, g.language), "count": len(rows), "asked": {**asked, "texts": each}}
            for each, rows in found.texts.items()
        ],
    )


def _called(side: Side) -> str:
    say = texts()
    if side.revision is None:
        return say("the source, revision %(number)s", number=say.number(side.structure["revision"]))
    return say(
        "revision %(number)s, text edition %(edition)s",
        number=say.number(side.revision),
        edition=say.number(side.edition or 0),
    )


def _lists(one: Side, other: Side, found: FormDifference) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What came, went or moved, each with its path and what it is called."""
    before, after, questions = one.wording(g.language), other.wording(g.language), found.questions
    yield "new_sections", [_row(each, after(f"{each}.title")) for each in found.new_sections]
    yield "vanished_sections", [_row(each, before(f"{each}.title")) for each in found.vanished_sections]
    yield "new_items", [_row(key, after(f"items.{key}.title")) for _, key in found.new_items]
    yield "vanished_items", [_row(key, before(f"items.{key}.title")) for _, key in found.vanished_items]
    yield "new", [_row(each, after(f"{each}.label")) for each in questions.new]
    yield "vanished", [_row(each, before(f"{each}.label")) for each in questions.vanished]
    yield "moved", [_row(f"{old} → {new}", after(f"{new}.label")) for old, new in questions.moved.items()]
    yield "retyped", [_row(each, after(f"{each}.label")) for each in questions.retyped]


def _plain(value: Any) -> str:
    """A property's value as a keeper reads it."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _row(path: str, label: str) -> dict[str, Any]:
    return {"path": path, "label": label}
