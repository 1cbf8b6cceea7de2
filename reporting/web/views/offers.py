"""Datasets beside an item of a draft: taken over, or done without."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from reporting.services import offers
from reporting.web.access import actor, house, named_report, now, requires, texts
from reporting.web.forms.section import whole_number
from reporting.web.i18n import localised_url

bp = Blueprint("offers", __name__)
_AT = "/<lang_code>/workspace/<party>/<form>/sections/<section>/<item>/datasets/<int:edition_id>"


@bp.post(f"{_AT}/use")
@requires("report:read_draft")
def use(party: str, form: str, section: str, item: str, edition_id: int) -> Response:
    report_id, sent, say = named_report().report.id, request.form, texts()
    with house().db.transaction() as session:
        outcome = offers.use(
            session, actor(), now(), house().editions, report_id, section, item, edition_id,
            revision=whole_number(sent.get("revision", "")), form_digest=sent.get("form_digest", ""),
            version=whole_number(sent.get("version", "")),
        )  # fmt: skip
    for each in outcome.rejected:
        flash(say.sentence(each.code, each.params), "error")
    if not outcome.rejected:
        flash(say("The dataset is used now."), "success")
    return _back(party, form, section, item)


@bp.post(f"{_AT}/decline")
@requires("report:read_draft")
def decline(party: str, form: str, section: str, item: str, edition_id: int) -> Response:
    report_id, reason = named_report().report.id, request.form.get("reason", "")
    with house().db.transaction() as session:
        offers.decline(session, actor(), now(), house().editions, report_id, section, item, edition_id, reason)
    flash(texts()("It is noted that this dataset is not used."), "success")
    return _back(party, form, section, item)


def _back(party: str, form: str, section: str, item: str) -> Response:
    return redirect(localised_url("drafting.section", party=party, form=form, section=section, item=item))
