"""Writing with the rich-text editor, from the first touch to the stored text, in two directions."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.editing import (
    FOCAL,
    MARKUP,
    PLAIN,
    SUMMARY,
    TEXT,
    address,
    button,
    editing,
    markup,
    needs_editor,
    open_editor,
    save,
    settle,
    stored,
    write,
)
from tests.browser.looks import ask_axe, resize
from tests.browser.site import Site
from tests.browser.visits import sign_in, visit

pytestmark = needs_editor
RICH = (
    "<h3>Parks</h3><p>Two <strong>new</strong> ones</p><ul><li>one<ul><li>two</li></ul></li></ul>"
    '<table><caption>Area</caption><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    "<tbody><tr><td>c</td><td></td></tr></tbody></table>"
)
BOTH = pytest.mark.parametrize("language", ["en", "ar"])
WORDS = {"en": "We have begun.", "ar": "لقد بدأنا العمل."}


@pytest.fixture(autouse=True)
def empty(site: Site) -> None:
    """A report whose text is empty in both languages."""
    site.world.report("XT", languages=("en", "ar"))
    for language in WORDS:
        write(site, None, language)


def focused(page: Page) -> str:
    """What has the focus, as its command, its role or its tag."""
    told: str = page.evaluate(
        """() => {
          const element = document.activeElement;
          return element.dataset.do ?? element.getAttribute('role') ?? element.tagName;
        }"""
    )
    return told


@BOTH
def test_what_is_typed_is_saved_and_comes_back(chromium: Browser, site: Site, language: str) -> None:
    with editing(chromium, site, language) as page:
        expect(page.locator(TEXT)).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        page.keyboard.type(WORDS[language])
        page.keyboard.press("Enter")
        button(page, "bullets").click()
        page.keyboard.press("Control+b")
        page.keyboard.type("1")
        page.keyboard.press("Control+b")
        page.keyboard.press("Enter")
        page.keyboard.type("2")
        expected = f"<p>{WORDS[language]}</p><ul><li><strong>1</strong></li><li>2</li></ul>"
        assert markup(page) == expected
        assert page.locator(PLAIN).input_value() == f"{WORDS[language]}\n\n- 1\n- 2"
        save(page)
        expect(page.locator(".notice.success")).to_be_visible()
        assert stored(site, language) == expected
        assert page.locator(PLAIN).input_value() == f"{WORDS[language]}\n\n- 1\n- 2"
        open_editor(page)
        expect(page.locator(f"{TEXT} li")).to_have_count(2)
        save(page)
        expect(page.locator(".notice.success")).to_be_hidden()
        assert stored(site, language) == expected


def test_a_text_that_is_only_looked_at_is_not_written(chromium: Browser, site: Site) -> None:
    write(site, RICH)
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site))
        version = page.locator(f"[name='{SUMMARY}~version']").input_value()
        open_editor(page)
        assert markup(page) == RICH
        save(page)
        assert page.locator(f"[name='{SUMMARY}~version']").input_value() == version
        page.locator("aside a").first.click()
        expect(page).not_to_have_url(address(site))  # nothing asks whether to stay


def test_formatting_alone_is_a_change_and_leaving_asks(chromium: Browser, site: Site) -> None:
    write(site, "<p>word</p>")
    with editing(chromium, site) as page:
        asked: list[str] = []

        def stay(dialog: object) -> None:
            asked.append("asked")
            dialog.dismiss()  # type: ignore[attr-defined]

        page.on("dialog", stay)
        page.keyboard.press("Control+a")
        page.keyboard.press("Control+i")
        page.locator("aside a").first.click()
        expect(page.locator(f"{TEXT} em")).to_have_text("word")
        assert asked
        save(page)
        assert stored(site) == "<p><em>word</em></p>"


def test_a_page_that_is_gone_back_to_has_what_was_left_there(chromium: Browser, site: Site) -> None:
    write(site, "<p>One <strong>two</strong></p>")
    with editing(chromium, site) as page:
        page.on("dialog", lambda dialog: dialog.accept())
        page.keyboard.press("Control+i")
        page.keyboard.type(" three")
        left = markup(page)
        page.locator("aside a").first.click()
        expect(page).to_have_url(re.compile("report-information"))
        page.go_back()
        page.wait_for_load_state()
        open_editor(page)
        assert markup(page) == left
        save(page)
        assert stored(site) == left


def test_the_caret_stays_where_it_was_put(chromium: Browser, site: Site) -> None:
    write(site, "<p>One <strong>two</strong> three</p><ul><li>four</li><li>five six</li></ul>")
    with visit(chromium, site, FOCAL, "en") as page:
        for place, typed in (("ee", "thr|ee"), ("six", "five |six"), ("One", "|One")):
            page.goto(address(site))
            page.locator(PLAIN).evaluate(
                """(field, before) => {
                  const at = field.value.indexOf(before);
                  field.setSelectionRange(at, at);
                  field.focus();
                }""",
                place,
            )
            page.locator(TEXT).wait_for()
            page.keyboard.type("|")
            expect(page.locator(TEXT)).to_contain_text(typed)
            page.keyboard.press("Control+z")


def test_what_is_typed_before_the_editor_is_there_goes_into_the_formatted_text(chromium: Browser, site: Site) -> None:
    write(site, "<p>One <strong>two</strong></p><ul><li>four</li></ul>")
    with visit(chromium, site, FOCAL, "en") as page:
        page.route("**/editor/editor.js", lambda route: (page.wait_for_timeout(600), route.continue_()))
        page.goto(address(site))
        page.locator(PLAIN).evaluate("(field) => { field.setSelectionRange(3, 3); field.focus(); }")
        page.keyboard.type(" and a half")
        expect(page.locator(PLAIN)).to_have_value("One and a half two\n\n- four")
        page.locator(TEXT).wait_for()
        page.keyboard.type(",")
        assert markup(page) == "<p>One and a half, <strong>two</strong></p><ul><li>four</li></ul>"


def test_without_the_editor_the_plain_field_goes_on(chromium: Browser, site: Site) -> None:
    write(site, RICH)
    context = chromium.new_context(locale="en")  # what is not fetched is complained about, and that is meant here
    page = context.new_page()
    sign_in(page, site, FOCAL, "en")
    page.route("**/editor/editor.js", lambda route: route.abort())
    page.goto(address(site))
    with page.expect_event("requestfailed"):
        page.locator(PLAIN).focus()
    page.locator(PLAIN).press("End")
    expect(page.locator(TEXT)).to_have_count(0)
    save(page)
    assert stored(site) == RICH, "unchanged plain text keeps its formatting"
    page.locator(PLAIN).fill("Plain now.")
    save(page)
    assert stored(site) == "<p>Plain now.</p>"
    context.close()


@BOTH
def test_the_toolbar_by_keyboard(chromium: Browser, site: Site, language: str) -> None:
    forward, back = ("ArrowLeft", "ArrowRight") if language == "ar" else ("ArrowRight", "ArrowLeft")
    with editing(chromium, site, language) as page:
        page.keyboard.type("a")
        page.keyboard.press("Alt+F10")
        assert focused(page) == "undo"
        page.keyboard.press("End")
        assert focused(page) == "clear"
        page.keyboard.press(forward)
        assert focused(page) == "undo", "the row is a ring"
        page.keyboard.press(back)
        page.keyboard.press("Home")
        names = []
        for _ in range(40):
            names.append(focused(page))
            assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
            page.keyboard.press(forward)
            if focused(page) == "undo":
                break
        assert len(names) == page.locator("[role=toolbar] button:visible").count() == 18
        while focused(page) != "heading3":
            page.keyboard.press(forward)
        page.keyboard.press("Enter")
        expect(button(page, "heading3")).to_have_attribute("aria-pressed", "true")
        assert focused(page) == "heading3", "one may press another"
        page.keyboard.press("Escape")
        assert focused(page) == "textbox"
        page.keyboard.type("b")
        assert markup(page) == "<h3>ab</h3>"
        page.keyboard.press("Shift+Tab")
        assert focused(page) == "heading3", "the toolbar remembers its place"
        page.keyboard.press("Tab")
        assert focused(page) == "textbox"
        page.keyboard.press("Tab")
        assert not page.evaluate("() => Boolean(document.activeElement.closest('.editor'))"), "Tab leaves the editor"
        page.locator(TEXT).focus()
        page.keyboard.press("Escape")
        assert focused(page) == "group", "Escape leaves the text"


def test_a_table_by_keyboard(chromium: Browser, site: Site) -> None:
    def press(page: Page, do: str) -> None:
        settle(page)
        page.keyboard.press("Alt+F10")
        while focused(page) != do:
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        page.keyboard.press("Escape")

    with editing(chromium, site) as page:
        press(page, "table")
        page.keyboard.type("Year")
        page.keyboard.press("ArrowDown")
        settle(page)
        page.keyboard.type("2025")
        press(page, "headColumn")
        press(page, "columnAfter")
        press(page, "rowAfter")
        press(page, "caption")
        page.keyboard.type("Growth")
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        press(page, "deleteRow")
        expect(page.locator(f"{TEXT} tr")).to_have_count(3)
        page.keyboard.press("ArrowUp")
        press(page, "deleteColumn")
        made = markup(page)
        assert made.startswith("<table><caption>Growth</caption><thead><tr>")
        press(page, "headRow")
        assert "thead" not in markup(page)
        press(page, "deleteTable")
        assert markup(page) == ""
        page.keyboard.press("Control+z")
        assert "Growth" in markup(page)


@BOTH
def test_a_link_and_the_language_of_a_passage(chromium: Browser, site: Site, language: str) -> None:
    with editing(chromium, site, language, "en") as page:
        page.keyboard.type("see here")
        page.keyboard.press("Control+Shift+ArrowLeft")
        settle(page)
        page.keyboard.press("Control+k")
        dialog = page.locator("dialog[open]")
        expect(dialog.locator("input")).to_be_focused()
        assert ask_axe(page) == []
        page.keyboard.type("javascript:alert(1)")
        page.keyboard.press("Enter")
        expect(dialog.locator("[data-wrong]")).to_be_visible()
        expect(dialog.locator("input")).to_have_attribute("aria-invalid", "true")
        dialog.locator("input").fill("example.org/nbsap")
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        assert focused(page) == "textbox"
        link = '<a href="https://example.org/nbsap" rel="noopener noreferrer nofollow">here</a>'
        assert markup(page) == f"<p>see {link}</p>"
        button(page, "language").click()
        page.locator("dialog[open] select").select_option("ar")
        page.locator("dialog[open] [value=apply]").click()
        assert markup(page) == f'<p>see <span lang="ar" dir="rtl">{link}</span></p>'
        page.keyboard.press("ArrowRight")
        settle(page)
        button(page, "language").click()
        page.locator("dialog[open] select").select_option("?")
        page.locator("dialog[open] input").fill("not a tag!")
        page.locator("dialog[open] [value=apply]").click()
        expect(page.locator("dialog[open] [data-wrong]")).to_be_visible()
        page.locator("dialog[open] input").fill("SW")
        assert ask_axe(page) == []
        page.locator("dialog[open] [value=apply]").click()
        assert markup(page) == f'<p lang="sw" dir="ltr">see {link}</p>'
        button(page, "language").click()
        expect(page.locator("dialog[open] input")).to_have_value("sw")
        page.keyboard.press("Escape")
        assert focused(page) == "textbox"
        button(page, "link").click()
        page.locator("dialog[open] [value=remove]").click()
        assert markup(page) == '<p lang="sw" dir="ltr">see here</p>'


def test_each_text_of_an_item_has_an_editor_of_its_own(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(f"{site.url}/en/workspace/XT/nr7/sections/targets/GBF-TARGET-03?in=en")
        fields = page.locator("textarea[data-rich-text]")
        for number, words in ((0, "first"), (2, "third")):
            fields.nth(number).focus()
            expect(page.locator(f"{TEXT}:focus")).to_be_visible()
            page.keyboard.press("Control+b")
            page.keyboard.type(words)
        expect(page.locator(TEXT)).to_have_count(2)
        assert ask_axe(page) == []
        save(page)
        expect(page.locator(".notice.success")).to_be_visible()
        begun = page.locator("div[hidden] > textarea").evaluate_all("(fields) => fields.map((each) => each.value)")
        assert begun[0] == "<p><strong>first</strong></p>"
        assert begun[2] == "<p><strong>third</strong></p>"
        assert not any(begun[1::2])


def test_words_are_counted_in_the_editor(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(f"{site.url}/en/workspace/XT/nr7/sections/report-information?in=en")
        field = page.locator("textarea[data-rich-text][data-words]").first
        counter = page.locator(f"[id='{field.get_attribute('data-words')}']")
        field.focus()
        text = page.locator(TEXT)
        text.wait_for()
        assert counter.get_attribute("id") in (text.get_attribute("aria-describedby") or "")
        page.keyboard.type("one two  three, four-five")
        expect(counter.locator("[data-count]")).to_have_text("4")
        limit = int(counter.get_attribute("data-max") or 0)
        page.keyboard.insert_text("word " * limit)
        expect(counter.locator("[data-over-note]")).to_be_visible()
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        expect(counter.locator("[data-count]")).to_have_text("0")


@BOTH
def test_a_conflict_brings_the_formatted_text_back(chromium: Browser, site: Site, language: str) -> None:
    with editing(chromium, site, language) as page:
        page.keyboard.press("Control+b")
        page.keyboard.type("mine")
        write(site, "<p><em>theirs</em></p>", language)
        save(page)
        expect(page.locator(".question .notice.warning")).to_be_visible()
        expect(page.locator(f"{TEXT} strong")).to_have_text("mine")  # the editor is there without a touch
        assert stored(site, language) == "<p><em>theirs</em></p>"
        assert not [each for each in ask_axe(page)]
        page.locator(TEXT).focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" after all")
        save(page)
        expect(page.locator(".notice.success")).to_be_visible()
        assert stored(site, language) == "<p><strong>mine after all</strong></p>"


def test_what_cannot_be_stored_comes_back_as_it_was(chromium: Browser, site: Site) -> None:
    deep = "<blockquote>" * 22 + "<p>too <strong>deep</strong></p>" + "</blockquote>" * 22
    with editing(chromium, site) as page:
        page.keyboard.type("too deep")
        page.locator(MARKUP).evaluate("(field, text) => { field.value = text; }", deep)
        save(page)
        expect(page.locator(".question p.error")).to_be_visible()
        expect(page.locator(TEXT)).to_have_attribute("aria-invalid", "true")
        expect(page.locator(f"{TEXT} strong")).to_have_text("deep")
        assert stored(site) is None
        page.locator("#errors a").first.click()
        assert focused(page) == "textbox", "the list of errors leads into the editor"
        page.keyboard.press("Control+a")
        page.keyboard.type("flat")
        save(page)
        assert stored(site) in ("<p>flat</p>", "<p><strong>flat</strong></p>")


@BOTH
@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
def test_axe_finds_nothing_with_the_editor_open(chromium: Browser, site: Site, language: str, scheme: str) -> None:
    write(site, RICH, language)
    options = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    but = ["color-contrast"] if scheme == "forced" else []
    with visit(chromium, site, FOCAL, language, **options) as page:
        page.goto(address(site, language))
        open_editor(page)
        page.locator(f"{TEXT} td").first.click()
        expect(button(page, "deleteTable")).to_be_visible()
        for width in (1280, 375):
            resize(page, width)
            assert ask_axe(page, but=but) == []
        resize(page, 320, 256)
        assert page.evaluate("() => document.scrollingElement.scrollWidth <= innerWidth")
        targets = page.locator("[role=toolbar] button:visible").all()
        boxes = [each.bounding_box() for each in targets]
        assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)
