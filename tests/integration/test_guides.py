"""The guides for users as pages: public, in every language's frame, with the right one for each role."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest

from reporting.domain.guides import Guide, Picture
from reporting.domain.languages import INTERFACE
from reporting.web.guides import ORDER
from tests.integration.conftest import Site
from tests.integration.plain_browser import Browser
from tests.journeys.page import Page, words
from tests.people import email_of, with_password
from tests.world import XT

NO_PICTURES: dict[str, Picture] = {}


def shown(browser: Browser, path: str) -> Page:
    answer = browser.get(path)
    return Page(path, answer.status_code, answer.text)


@pytest.mark.parametrize("language", INTERFACE)
def test_the_index_leads_to_every_guide(browser: Browser, language: str) -> None:
    index = shown(browser, f"/{language}/guides/")
    links = {urljoin(index.url, each.get("href", "")) for each in index.main.iter("a")}
    assert {f"/{language}/guides/{name}" for name in ORDER} <= links


@pytest.mark.parametrize("name", ORDER)
def test_a_guide_has_its_parts_and_pictures_where_it_says(browser: Browser, name: str) -> None:
    page = shown(browser, f"/en/guides/{name}")
    for each in page.root.iter("a"):
        target = urlsplit(urljoin(page.url, each.get("href", "")))
        if target.path == page.url and target.fragment and target.fragment != "main":
            assert page.by_id(target.fragment) is not None
        elif target.path.startswith("/en/guides/"):
            assert browser.client.get(target.path).status_code == 200
    for picture in page.main.iter("img"):
        answer = browser.client.get(picture.get("src", ""))
        assert answer.content_type == "image/png"
        assert picture.get("alt")
        assert picture.get("width", "").isdigit()


def test_a_guide_says_its_language_in_the_frame_of_another(browser: Browser) -> None:
    page = shown(browser, "/ar/guides/author")
    assert page.root.get("dir") == "rtl"
    [text] = page.all("div", "guide")
    assert (text.get("lang"), text.get("dir")) == ("en", "ltr")
    assert "الأدلة مكتوبة باللغة الإنجليزية." in words(page.main)
    assert "written in English" not in words(shown(browser, "/en/guides/author").main)


def test_guides_are_public_and_known_again(browser: Browser) -> None:
    for path in ("/en/guides/", "/en/guides/reader"):
        first = browser.client.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in first.headers
        assert browser.client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_guide_that_is_not_there_is_not_found(browser: Browser) -> None:
    for name in ("README", "nobody", "..%2Foperating"):
        assert browser.client.get(f"/en/guides/{name}").status_code == 404


@pytest.mark.parametrize(
    ("role", "party", "guide"),
    [
        ("focal_point", XT, "focal-point"),
        ("observer", XT, "observer"),
        ("reviewer", "", "reviewer"),
        ("nobody", "", ""),
    ],
)
def test_help_leads_to_the_guide_of_ones_role(site: Site, browser: Browser, role: str, party: str, guide: str) -> None:
    world = site[0]
    with_password(world, role, party)
    browser.sign_in(email_of(world, world.user(role, party)))
    page = shown(browser, "/en/profile")
    links = [each.get("href") for each in page.root.iter("a") if words(each) == "Help"]
    assert links == [f"/en/guides/{guide}"] * 2


def test_markup_in_a_guide_is_text() -> None:
    made = Guide.read("made", '# Made\n\n<script>alert(1)</script> and [a](javascript:x "y")', NO_PICTURES.__getitem__)
    assert "<script" not in made.markup
    assert "href" not in made.markup


def test_links_among_guides_become_those_of_the_pages() -> None:
    links = "[a](author.md#save) [b](README.md) [c](#read--download) ![d](../screenshots/e.png)"
    made = Guide.read(
        "made", f"# Made\n\n## Read & download\n\n{links}", {"e.png": Picture("/assets/e.png", 3, 2)}.__getitem__
    )
    assert made.contents == (("read--download", "Read & download"),)
    for part in (
        'href="author#save"', 'href="./"', 'href="#read--download"', '<h2 id="read--download">', 'src="/assets/e.png"',
    ):  # fmt: skip
        assert part in made.markup


@pytest.mark.parametrize("text", ["No title.", "## Too low\n", ""])
def test_a_guide_begins_with_its_title(text: str) -> None:
    with pytest.raises(ValueError, match="title"):
        Guide.read("made", text, NO_PICTURES.__getitem__)


def test_a_picture_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        Guide.read("made", "# Made\n\n![x](../screenshots/x.png)", NO_PICTURES.__getitem__)
