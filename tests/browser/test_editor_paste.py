"""What people paste, from where they have it: the words and their form arrive, nothing else does.

Each file in pastes/ is what a program puts on the clipboard; `….result.html` beside it is what the answer then holds.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from reporting.domain.rich_text import canonical
from tests.browser.editing import TEXT, bundle, editing, markup, needs_editor, paste, settle
from tests.browser.site import Site

pytestmark = needs_editor
PASTES = Path(__file__).parent / "pastes"
NAMES = sorted(path.stem for path in PASTES.glob("*.html") if ".result" not in path.name)
#: Nested far deeper than anybody writes.
DEEP = {
    "boxes": "<div>" * 3000 + "deep",
    "lists": "<ul><li>deep" * 500,
    "quotes": "<blockquote>deep" * 500,
    "tables": "<table><tr><td>deep" * 100,
    "marks": "<b><i><sub><sup><a href='https://example.org/'>" * 200 + "deep",
    "all": "<blockquote><ul><li><table><tr><td>" * 40 + "deep",
    "levels of Word": "<p style='mso-list:l0 level999 lfo1'>deep</p>" * 50,
    "open quotes": "<p>deep</p>" + "<p title='" * 5000,
}

_COPY = """(text) => {
  const clipboardData = new DataTransfer();
  text.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
  return clipboardData.getData('text/html');
}"""


@pytest.fixture(scope="module", autouse=True)
def report(site: Site) -> int:
    return site.world.report("XT")


def emptied(page: Page) -> None:
    page.locator(TEXT).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    assert markup(page) == ""


def test_what_programs_put_on_the_clipboard_arrives_as_it_is_meant(chromium: Browser, site: Site) -> None:
    assert len(NAMES) > 7
    with editing(chromium, site) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for name in NAMES:
            emptied(page)
            paste(page, (PASTES / f"{name}.html").read_text(encoding="utf-8"))
            wanted = (PASTES / f"{name}.result.html").read_text(encoding="utf-8").strip()
            assert markup(page) == wanted, name
            assert canonical(wanted) == wanted, name
        assert not asked, "pasting fetches nothing"


@pytest.mark.parametrize("what", DEEP)
def test_what_is_nested_too_deep_is_laid_side_by_side(chromium: Browser, site: Site, what: str) -> None:
    with editing(chromium, site) as page:
        emptied(page)
        paste(page, DEEP[what])
        assert "deep" in markup(page)
        assert canonical(markup(page)) == markup(page)
        emptied(page)


def test_words_go_into_the_sentence_and_blocks_stand_apart(chromium: Browser, site: Site) -> None:
    with editing(chromium, site) as page:
        emptied(page)
        page.keyboard.type("before after")
        for _ in "after":
            page.keyboard.press("ArrowLeft")
        settle(page)
        paste(page, "<meta charset='utf-8'><span style='font-weight: bold'>between</span> ")
        assert markup(page) == "<p>before <strong>between</strong>after</p>"
        page.keyboard.press("Control+End")
        paste(page, "<ul><li>one</li><li>two</li></ul>")
        assert "<ul>" in markup(page)
        emptied(page)


def test_plain_text_has_paragraphs_between_blank_lines(chromium: Browser, site: Site) -> None:
    with editing(chromium, site) as page:
        emptied(page)
        paste(page, plain="one\r\ntwo <b>\r\n\r\nthree")
        assert markup(page) == "<p>one<br>two &lt;b&gt;</p><p>three</p>"
        emptied(page)


def test_language_is_said_where_it_is_not_that_of_the_field(chromium: Browser, site: Site) -> None:
    foreign = "<p lang='en-US'>one <span lang='fr-FR'>deux</span></p><p dir='rtl' lang='AR-SA'>ثلاثة</p>"
    with editing(chromium, site, "ar", "fr") as page:
        emptied(page)
        paste(page, foreign)
        assert markup(page) == (
            '<p lang="en-US">one <span lang="fr-FR" dir="ltr">deux</span></p><p lang="ar-SA" dir="rtl">ثلاثة</p>'
        )
        emptied(page)


@pytest.mark.parametrize("name", ["encyclopedia", "libreoffice", "google-docs"])
def test_what_is_copied_in_the_editor_is_pasted_as_it_was(chromium: Browser, site: Site, name: str) -> None:
    text = (PASTES / f"{name}.result.html").read_text(encoding="utf-8").strip()
    copied = """async ([from, text]) => { const { clean, parse, serialise } = await import(from);
      return serialise(parse(clean(text, { lang: 'en', dir: 'ltr' }))); }"""
    with editing(chromium, site) as page:
        assert page.evaluate(copied, [bundle(site), text]) == text
        emptied(page)
        paste(page, text)
        page.keyboard.press("Control+a")
        again = page.locator(TEXT).evaluate(_COPY)
        emptied(page)
        paste(page, again)
        assert markup(page) == text
        emptied(page)
