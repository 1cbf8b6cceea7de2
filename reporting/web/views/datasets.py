"""Datasets that the secretariat offers to Parties: upload, look through what changes, offer, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from reporting.domain.errors import Invalid, TooLarge
from reporting.domain.indicator_rows import Fault, Found
from reporting.models import Dataset
from reporting.services import datasets
from reporting.web.access import actor, catalogue, house, now, requires, texts
from reporting.web.forms.datasets import DatasetForm
from reporting.web.i18n import localised_url
from reporting.web.table_faults import FaultView, fault_views, heading

bp = Blueprint("datasets", __name__)
_AT = "/<lang_code>/secretariat/datasets"
#: The columns of such a file, in the order in which they are explained.
_COLUMNS = ("code", "party", "year", "unit", "value", "disaggregation_type", "disaggregation", "footnote")


@bp.get(_AT)
@requires("datasets:manage")
def index() -> str:
    """All datasets, each with its newest edition and what is offered of it."""
    session = house().db.session
    found = datasets.all_datasets(session, actor())
    editions = [edition.id for each in found for edition in each.editions]
    return render_template("pages/datasets/index.html", datasets=found, sizes=datasets.sizes(session, editions))


@bp.get(f"{_AT}/new")
@requires("datasets:manage")
def new() -> str:
    return _upload_page(DatasetForm(texts()), None)


@bp.post(f"{_AT}/new")
@requires("datasets:manage")
def add() -> Response:
    return _propose(None)


@bp.get(f"{_AT}/<int:dataset_id>")
@requires("datasets:manage")
def one(dataset_id: int) -> str:
    """A dataset with its editions; of one that is proposed what it changes, and the rows that could not be taken."""
    session = house().db.session
    dataset = datasets.one(session, actor(), dataset_id)
    proposed = next((each for each in dataset.editions if each.state == "proposed"), None)
    faults = [Fault(**each) for each in proposed.faults] if proposed else []
    return render_template(
        "pages/datasets/one.html",
        dataset=dataset,
        newest=dataset.editions[0],
        proposed=proposed,
        offered=next((each for each in dataset.editions if each.state == "offered"), None),
        sizes=datasets.sizes(session, [each.id for each in dataset.editions]),
        changes=datasets.difference(session, proposed) if proposed else (),
        titles=_indicator_titles(dataset.framework),
        faults=fault_views(faults, texts()),
        zone=actor().time_zone,
    )


@bp.get(f"{_AT}/<int:dataset_id>/new-edition")
@requires("datasets:manage")
def new_edition(dataset_id: int) -> str:
    """What is known of the last edition stands there already."""
    dataset = datasets.one(house().db.session, actor(), dataset_id)
    last = dataset.editions[0]
    known: dict[str, Any] = {"provider": last.provider, "title": last.title, "link": last.link}
    return _upload_page(DatasetForm(texts(), None, None, **known), dataset)


@bp.post(f"{_AT}/<int:dataset_id>/new-edition")
@requires("datasets:manage")
def add_edition(dataset_id: int) -> Response:
    return _propose(datasets.one(house().db.session, actor(), dataset_id))


@bp.post(f"{_AT}/<int:dataset_id>/editions/<int:edition_id>/offer")
@requires("datasets:manage")
def offer(dataset_id: int, edition_id: int) -> Response:
    return _step(dataset_id, edition_id, datasets.offer, texts()("This edition is offered to Parties now."))


@bp.post(f"{_AT}/<int:dataset_id>/editions/<int:edition_id>/withdraw")
@requires("datasets:manage")
def withdraw(dataset_id: int, edition_id: int) -> Response:
    return _step(dataset_id, edition_id, datasets.withdraw, texts()("The dataset is no longer offered."))


@bp.post(f"{_AT}/<int:dataset_id>/editions/<int:edition_id>/discard")
@requires("datasets:manage")
def discard(dataset_id: int, edition_id: int) -> Response:
    _step(dataset_id, edition_id, datasets.discard, texts()("The proposed edition is gone."))
    return redirect(localised_url("datasets.index"))


def _step(dataset_id: int, edition_id: int, does: Callable[..., Any], said: str) -> Response:
    known = {each.id for each in datasets.one(house().db.session, actor(), dataset_id).editions}
    if edition_id not in known:
        abort(404)
    with house().db.transaction() as session:
        does(session, actor(), now(), edition_id)
    flash(said, "success")
    return redirect(localised_url("datasets.one", dataset_id=dataset_id))


def _propose(dataset: Dataset | None) -> Response:
    """Read what was uploaded; a proposal where anything in it was understood, else the page again with the reasons."""
    form, dataset_id = DatasetForm(texts(), request.form), dataset.id if dataset else None
    framework = dataset.framework if dataset else request.form.get("framework", "")
    file, found, refusal = request.files.get("file"), Found(), ""
    is_sound = form.validate()
    try:
        if file is None or not file.filename:
            raise Invalid("file_not_chosen", field="file")
        found = datasets.read(house(), actor(), file.stream, file.filename, framework=framework, language=g.language)
        if is_sound:
            with house().db.transaction() as session:
                made = datasets.propose(
                    session, actor(), now(), framework, form.about, found.rows,
                    dataset_id=dataset_id, faults=found.faults, file_name=file.filename,
                )  # fmt: skip
            return redirect(localised_url("datasets.one", dataset_id=made.dataset_id))
    except (Invalid, TooLarge) as error:
        if error.params.get("field") == "file":
            refusal = texts().sentence(error.code, error.params)
        else:
            form.refuse(error)
    dataset = datasets.one(house().db.session, actor(), dataset_id) if dataset_id else None
    return make_response(_upload_page(form, dataset, refusal, fault_views(found.faults, texts())), 422)


def _upload_page(
    form: DatasetForm, dataset: Dataset | None, refusal: str = "", faults: Sequence[FaultView] = ()
) -> str:
    problems = [*form.problems, *([{"id": "file", "text": refusal}] if refusal else [])]
    return render_template(
        "pages/datasets/upload.html",
        form=form,
        dataset=dataset,
        problems=problems,
        refusal=refusal,
        faults=faults,
        columns=[heading(each, texts()) for each in _COLUMNS],
        framework=request.form.get("framework", ""),
        frameworks=[
            {"id": each.id, "label": each.wording(g.language)("title") or each.id}
            for each in catalogue().frameworks.values()
            if each.indicators
        ],
    )


def _indicator_titles(framework: str) -> dict[str, str]:
    """Code → name of the framework's indicators."""
    known = catalogue().frameworks.get(framework)
    if known is None:
        return {}
    wording = known.wording(g.language)
    return {code: wording(f"indicators.{code}.name") for code in known.indicators}
