"""What everybody may look up: the words that reporters use, and each form with all of its questions."""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, render_template

from reporting.domain.asked import asked_if, kind, limits
from reporting.web import words
from reporting.web.access import house, public, texts
from reporting.web.responses import public_page

bp = Blueprint("reference", __name__)


@bp.get("/<lang_code>/glossary")
@public
def glossary() -> Response:
    return public_page(make_response(render_template("pages/reference/glossary.html", words=words.all_words())))


@bp.get("/<lang_code>/forms/<form>")
@public
def questions(form: str) -> Response:
    """The newest revision of a form, without any answer."""
    _, edition = house().editions.newest(house().db.session, form)
    known, wording, say = edition.form, edition.wording(g.language), texts()
    page = render_template(
        "pages/reference/questions.html",
        form=known,
        wording=wording,
        kinds={
            each.path: kind(each, say)
            for question in known.questions.values()
            for each in (question, *question.columns)
        },
        limits={path: limits(each, wording, say) for path, each in known.questions.items()},
        asked_if={
            path: asked_if(each.show_if, known, wording, say)
            for path, each in known.questions.items()
            if each.show_if is not None
        },
        official=edition.official.get(g.language, frozenset()),
        words={path: words.words_used(known.framework, each, wording) for path, each in known.questions.items()},
    )
    return public_page(make_response(page))
