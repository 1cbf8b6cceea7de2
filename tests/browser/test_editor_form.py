"""Server and editor write one form: what the server stores comes out of the editor as the same string."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from reporting.domain.languages import direction
from reporting.domain.rich_text import canonical, to_plain
from tests.browser.editing import FOCAL, address, assets_of, bundle, needs_editor
from tests.browser.site import Site
from tests.browser.visits import visit
from tests.markup import texts

pytestmark = needs_editor
_THROUGH = """async ([from, texts]) => {
  const { parse, plain, serialise } = await import(from);
  return texts.map((text) => { const doc = parse(text); doc.check(); return [serialise(doc), plain(text)]; });
}"""

_DIRECTIONS = "async ([from, tags]) => { const { direction } = await import(from); return tags.map(direction); }"


def through_the_editor(page: Page, site: Site, markups: list[str]) -> list[tuple[str, str]]:
    """What the editor makes of texts: markup and plain text."""
    return [(made, plain) for made, plain in page.evaluate(_THROUGH, [bundle(site), markups])]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_text_comes_out_of_the_editor_as_the_server_wrote_it(chromium: Browser, site: Site, seed: int) -> None:
    markups = texts(1200, seed)
    with visit(chromium, site, FOCAL, "en") as page:
        site.world.report("XT")
        page.goto(address(site))
        made = through_the_editor(page, site, markups)
    for markup, (again, plain) in zip(markups, made, strict=True):
        assert again == markup
        assert canonical(again) == again
        assert plain == to_plain(markup)


def test_the_editor_knows_the_direction_of_languages(chromium: Browser, site: Site) -> None:
    tags = [
        "ar",
        "en",
        "fa",
        "ur",
        "he",
        "zh",
        "uz-Arab",
        "az-Latn",
        "ku-ARAB",
        "pt-BR",
        "ks",
        "yi",
        "dv",
        "sr-Latn-RS",
    ]
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(site.url + "/en/")
        told = page.evaluate(_DIRECTIONS, [bundle(site), tags])
    assert told == [direction(tag) for tag in tags]


def test_the_editor_weighs_at_most_ninety_kilobytes(site: Site) -> None:
    files = assets_of(site).files
    parts = ("editor/editor.js", "js/editor.js", "css/editor.css", "img/editor.svg")
    weight = {name: len(files[name].encodings["br"]) for name in parts}
    assert weight["editor/editor.js"] > 50_000
    assert sum(weight.values()) <= 90_000, weight


def test_nothing_of_it_is_fetched_before_a_field_is_touched(chromium: Browser, site: Site) -> None:
    site.world.report("XT")
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site), wait_until="networkidle")
        assert parts_fetched(page) == {"js/editor.js"}
        page.locator("textarea[data-rich-text]").focus()
        page.locator(".ProseMirror").wait_for()
        assert parts_fetched(page) >= {"js/editor.js", "editor/editor.js", "css/editor.css"}


def parts_fetched(page: Page) -> set[str]:
    """The editor's files that the page has asked for."""
    names = page.evaluate("() => performance.getEntriesByType('resource').map((each) => each.name)")
    return {"/".join(name.rsplit("/", 2)[1:]) for name in names if "editor" in name.rsplit("/", 1)[1]}
