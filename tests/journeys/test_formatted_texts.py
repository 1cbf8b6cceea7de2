"""Formatted text posted by the editor: markup beside the plain text, as a browser sends it."""

from __future__ import annotations

import pytest

from reporting.domain.answers import Key
from tests.journeys.browser import Browser, Place
from tests.journeys.page import Page
from tests.journeys.tale import Tale
from tests.people import PASSWORD
from tests.world import XT

SUMMARY = "conclusions.assessment_summary"
MARKUP = f"{SUMMARY}~html"
SHADOW = "q-conclusions-assessment_summary-markup"
RICH = "<p>One <strong>two</strong></p><ul><li>three</li></ul>"
PLAIN = "One two\n\n- three"


@pytest.fixture
def tale(place: Place) -> Tale:
    place.world.user("authorised_user", XT)
    place.world.report(XT, languages=("en", "fr"))
    return Tale(place, "en", "fr")


def send(browser: Browser, plain: str, markup: str | None = None, *, status: int = 200) -> Page:
    """Save the page with what the plain field holds, and with the editor's markup where it was used."""
    form = browser.page.form("/sections/")
    pairs = form.sent({SUMMARY: plain}, "go=stay")
    browser.fetch("POST", form.url, [*pairs, *([] if markup is None else [(MARKUP, markup)])], status=status)
    return browser.page


def opened(tale: Tale, browser: Browser) -> Page:
    return browser.open(tale.section("conclusions", "en"))


def stored(tale: Tale) -> tuple[str | None, int]:
    """The text and its version."""
    world = tale.place.world
    book, key = world.book(world.report(XT)), Key(SUMMARY, "", "en")
    found = book.stored.get(key)
    made = (found.value if found else None, book.version(key))
    world.house.db.end_reading()
    return made


def plain_field(page: Page) -> str:
    return page.form("/sections/").value(SUMMARY).replace("\r\n", "\n")


def shadow(page: Page) -> str:
    """What the editor begins with. It is shut, so that without the editor it is not sent."""
    field = page.by_id(SHADOW)
    assert field.get("disabled") is not None
    return field.text or ""


def test_markup_counts_and_is_made_safe(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    opened(tale, browser)
    page = send(browser, PLAIN, RICH + "<script>alert(1)</script><p onclick='x'>four</p>")
    assert page.notices("success")
    assert stored(tale) == (f"{RICH}<p>four</p>", 1)
    if tale.place.app.jinja_env.globals["has_editor"]:
        assert shadow(page) == f"{RICH}<p>four</p>"
    assert plain_field(page) == f"{PLAIN}\n\nfour"


def test_the_same_text_is_no_write_and_formatting_alone_is_one(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    opened(tale, browser)
    send(browser, PLAIN, RICH)
    send(browser, PLAIN, RICH.replace("<p>", "<p > ").replace("</li>", "\n"))
    assert stored(tale)[1] == 1, "written in another way, it says the same"
    send(browser, PLAIN)
    assert stored(tale) == (RICH, 1), "unchanged plain text keeps its formatting"
    send(browser, PLAIN, RICH.replace("strong", "em"))
    assert stored(tale) == (RICH.replace("strong", "em"), 2)
    send(browser, "", "")
    assert stored(tale) == (None, 3)


def test_plain_text_is_never_markup(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    opened(tale, browser)
    send(browser, "<b>bold</b>")
    assert stored(tale)[0] == "<p>&lt;b&gt;bold&lt;/b&gt;</p>"


def test_a_conflict_gives_the_formatted_text_back(tale: Tale) -> None:
    first, second = tale.enters("focal_point", XT), tale.enters("authorised_user", XT)
    opened(tale, first)
    opened(tale, second)
    send(first, "theirs", "<p><em>theirs</em></p>")
    page = send(second, PLAIN, RICH, status=422)
    assert plain_field(page) == PLAIN
    if tale.place.app.jinja_env.globals["has_editor"]:
        assert shadow(page) == RICH
    assert stored(tale) == ("<p><em>theirs</em></p>", 1)
    assert send(second, PLAIN, RICH).notices("success")
    assert stored(tale) == (RICH, 2)


def test_what_is_refused_comes_back_with_the_reason(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    opened(tale, browser)
    deep = "<blockquote>" * 25 + "<p>deep</p>" + "</blockquote>" * 25
    page = send(browser, "deep", deep, status=422)
    assert list(page.errors()) == ["q-conclusions-assessment_summary"]
    if tale.place.app.jinja_env.globals["has_editor"]:
        assert shadow(page) == deep
    assert stored(tale) == (None, 0)


def test_after_the_end_of_a_session_markup_is_carried_on_and_words_are_shown(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    opened(tale, browser)
    tale.place.world.clock.forward(hours=13)
    send(browser, PLAIN, RICH, status=401)
    page = browser.send({"email": "focal-point@xt.example", "password": PASSWORD}, to="/sign-in")
    assert "One two" in page.text
    assert "strong" not in page.text
    browser.send(to="/sections/conclusions")
    assert stored(tale) == (RICH, 1)


def test_what_came_too_late_is_shown_as_plain_text(tale: Tale) -> None:
    browser = tale.enters("focal_point", XT)
    world = tale.place.world
    opened(tale, browser)
    world.fill(world.report(XT))
    world.act(world.report(XT), "submit", world.actor("focal_point", XT))
    page = send(browser, PLAIN, RICH, status=409)
    assert "One two" in page.text
    assert "strong" not in page.text


def test_where_the_editor_was_not_made_pages_offer_plain_text(tale: Tale) -> None:
    tale.place.app.jinja_env.globals["has_editor"] = False
    browser = tale.enters("focal_point", XT)
    page = opened(tale, browser)
    assert not page.has_id(SHADOW)
    assert "editor" not in page.html
    send(browser, "plain")
    assert stored(tale) == ("<p>plain</p>", 1)
