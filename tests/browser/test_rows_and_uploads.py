"""What scripts add to rows and files: rows by keyboard, and files in pieces that outlast a broken line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from reporting.domain.answers import Key
from reporting.services.uploads import PIECE
from tests import files
from tests.browser.looks import look_over
from tests.browser.site import Site, served
from tests.browser.visits import sign_in, visit
from tests.papers import make_papers_world, told
from tests.world import XA

FOCAL = ("focal_point", XA)
LARGE = files.PDF[:20] + bytes(range(32, 127)) * 30_000 + files.PDF[20:]
ROWS = "[id='q-papers-files-question'] [data-row]"
PIECES = "**/uploads/*?offset=*"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("papers")
    forms = told(folder)
    paths = {"forms_path": forms.forms_path, "translations_path": forms.translations_path}
    with served(folder, make_papers_world, max_file_mb=4, **paths) as made:
        made.world.report(languages=("en",))
        yield made


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large plan.pdf"
    path.write_bytes(LARGE)
    return path


def address(site: Site, language: str = "en") -> str:
    return f"{site.url}/{language}/workspace/{XA}/papers/sections/papers"


def stored(site: Site, question: str) -> list[dict[str, str]]:
    found = site.world.book(1).stored.get(Key(f"papers.{question}"))
    return found.value or [] if found else []


@contextmanager
def with_a_bad_line(chromium: Browser, site: Site) -> Iterator[Page]:
    """The page of a focal point; what the browser says about lost requests is expected."""
    context = chromium.new_context(locale="en")
    page = context.new_page()
    sign_in(page, site, FOCAL, "en")
    page.goto(address(site))
    yield page
    context.close()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.click("p.save button.primary")
    expect(page.locator(".notice.success, .saved").first).to_be_visible()


def test_a_large_file_comes_in_pieces_although_the_line_breaks(chromium: Browser, site: Site, large: Path) -> None:
    pieces: list[str] = []

    def line(route: Route) -> None:
        offset = route.request.url.rpartition("=")[2]
        pieces.append(offset)
        if len(pieces) == 2:  # the piece does not come
            route.abort("connectionreset")
        elif len(pieces) == 4:  # it comes, but the answer is lost
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    with with_a_bad_line(chromium, site) as page:
        page.route(PIECES, line)
        row = page.locator(ROWS).nth(page.locator(ROWS).count() - 1)
        row.locator("[data-upload]").set_input_files(large)
        expect(page.get_by_text("The connection is broken.").first).to_be_visible()
        expect(row).to_contain_text(
            "“large plan.pdf” has come. Save this page to keep it in the report.", timeout=30_000
        )
        expect(page.locator("[id='q-papers-files-question'] [data-says]")).to_contain_text("has come")
        expect(row.get_by_label("Description")).to_be_focused()
        row.get_by_label("Description").fill("The plan of all parks")
        expect(page.locator(f"{ROWS} [data-upload]")).to_have_count(1)  # an empty row for the next
        save(page)
        expect(page.locator(ROWS).first).to_contain_text("large plan.pdf PDF")
    found = stored(site, "files")[0]
    assert (found["name"], found["description"]) == ("large plan.pdf", "The plan of all parks")
    assert site.world.house.files.path(found["id"]).read_bytes() == LARGE
    whole = -(-len(LARGE) // PIECE)
    assert pieces.count(str(PIECE)) == 2, "the piece that did not come was sent again"
    assert len(pieces) == whole + 1, "a piece whose answer was lost is not sent again"


def test_what_is_too_large_is_not_sent_at_all(chromium: Browser, site: Site, tmp_path: Path) -> None:
    huge = tmp_path / "huge.pdf"
    huge.write_bytes(files.PDF + b" " * 4_000_000)
    with visit(chromium, site, FOCAL, "en") as page:
        sent: list[str] = []
        page.goto(address(site))
        page.on("request", lambda request: sent.append(request.url))
        page.locator(f"{ROWS} [data-upload]").set_input_files(huge)
        expect(page.get_by_role("alert").filter(has_text="the most is 4 MB")).to_be_visible()
        assert [url for url in sent if "/uploads" in url] == []
        assert page.locator(f"{ROWS} [data-upload]").evaluate("(input) => input.files.length") == 0


def test_a_refusal_is_said_where_the_file_was_chosen(chromium: Browser, site: Site, tmp_path: Path) -> None:
    wrong = tmp_path / "plan.pdf"
    wrong.write_bytes(b"<html>" + b" " * 2_000_000)
    with with_a_bad_line(chromium, site) as page:
        page.locator(f"{ROWS} [data-upload]").set_input_files(wrong)
        told = page.get_by_role("alert").filter(has_text="not of the kind that its name says")
        expect(told).to_be_visible(timeout=20_000)
        expect(page.locator(f"{ROWS} [data-upload]")).to_be_enabled()


def test_sending_can_be_stopped(chromium: Browser, site: Site, large: Path) -> None:
    with with_a_bad_line(chromium, site) as page:
        page.route(PIECES, lambda route: None)  # nothing is ever answered
        with page.expect_request(PIECES):
            page.locator(f"{ROWS} [data-upload]").set_input_files(large)
        with page.expect_response("**/stop") as stopped:
            page.get_by_role("button", name="Stop sending").click()
        assert stopped.value.status == 204
        expect(page.get_by_text("Sending was stopped.").first).to_be_visible()
    assert list((site.world.house.files.folder / "incoming").iterdir()) == []


def test_rows_are_added_moved_and_removed_by_keyboard(chromium: Browser, site: Site) -> None:
    rows = page_rows = "[id='q-papers-links-question'] [data-row]"
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site))
        page.get_by_role("button", name="Add another link").focus()
        expect(page.locator(rows)).to_have_count(1)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Add another link").press("Enter")
        expect(page.locator(rows)).to_have_count(3)
        expect(page.locator(page_rows).nth(2).get_by_label("Address of the page")).to_be_focused()
        for n, (url, title) in enumerate((("a.example.org", "A"), ("b.example.org", "B"), ("c.example.org", "C"))):
            page.locator(rows).nth(n).get_by_label("Address of the page").fill(url)
            page.locator(rows).nth(n).get_by_label("What is found there").fill(title)
        page.locator(rows).nth(2).get_by_role("button", name="Move up").press("Enter")
        expect(page.locator(rows).nth(1).get_by_role("button", name="Move up")).to_be_focused()
        expect(page.locator("[id='q-papers-links-question'] [data-says]")).to_have_text("The row was moved.")
        page.locator(rows).nth(0).get_by_role("button", name="Remove").press("Enter")
        expect(page.locator(rows).nth(0).get_by_label("Address of the page")).to_be_focused()
        save(page)
    assert [each["title"] for each in stored(site, "links")] == ["C", "B"]


def test_removing_a_saved_file_ticks_its_box(chromium: Browser, site: Site, tmp_path: Path) -> None:
    small = tmp_path / "small.pdf"
    small.write_bytes(files.PDF)
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site))
        page.locator(f"{ROWS} [data-upload]").set_input_files(small)
        save(page)
        row = page.locator(ROWS).filter(has_text="small.pdf")
        expect(row.get_by_label("Take out of the report")).to_be_hidden()
        row.get_by_role("button", name="Remove").click()
        expect(row).to_be_hidden()
        save(page)
    assert "small.pdf" not in [each["name"] for each in stored(site, "files")]


def test_an_option_that_excludes_the_others_unticks_them(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site))
        plans, none = page.get_by_label("Plans", exact=True), page.get_by_label("None", exact=True)
        plans.check()
        none.check()
        expect(plans).not_to_be_checked()
        plans.check()
        expect(none).not_to_be_checked()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_is_sound_at_every_width(chromium: Browser, site: Site, language: str) -> None:
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, language))
        assert list(look_over(page)) == []
