"""Contacts, links, files and terms on pages without scripts: filled in, refused, read, and fetched by whoever may."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from reporting.app import create_app
from reporting.domain import workflow
from reporting.domain.answers import Key
from tests import files
from tests.journeys.browser import HOST, Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import Page, look_over
from tests.papers import FILES, SECRET, attach, make_papers_world, name, told
from tests.people import PASSWORD, email_of
from tests.templates import strict
from tests.world import XA, XB, FixedClock

WORKSPACE = f"/en/workspace/{XA}/papers"
PAGE = f"{WORKSPACE}/sections/papers"
RECORD = f"/en/records/{XA}/papers"
SHA256 = hashlib.sha256(files.PDF).hexdigest()
Files = Sequence[tuple[str, bytes]]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = FixedClock()
    app = strict(create_app(told(tmp_path, max_file_mb=5), clock))
    world = make_papers_world(tmp_path, house=app.extensions["house"], clock=clock)
    world.report(languages=("en",))
    yield Place(app, world)
    world.house.db.dispose()


@pytest.fixture
def focal(enter: Enter) -> Browser:
    browser = enter("focal_point", XA)
    browser.open(PAGE)
    return browser


def send(
    browser: Browser, found: Files, field: str = "papers.files", cells: Sequence[str] = (), status: int = 200
) -> Page:
    """Send the page's form with files, as browsers do; `cells` stand in place of the field's own."""
    form = browser.page.form("/sections/")
    assert form.element.get("enctype") == "multipart/form-data"
    fields: dict[str, list[object]] = {}
    for key, value in form.sent({}, "go=stay"):
        fields.setdefault(key, []).append(FileStorage(filename="") if key.endswith("~file") else value)
    fields[f"{field}~file"] = [FileStorage(io.BytesIO(content), given) for given, content in found]
    if cells:
        fields[field] = list(cells)
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    answer = browser.client.post(
        form.url, data=body, base_url=HOST, content_type=kind, follow_redirects=True,
        headers={"Sec-Fetch-Site": "same-origin", "Origin": HOST},
    )  # fmt: skip
    assert answer.status_code == status, answer.text[:300]
    browser._page = Page(f"{HOST}{PAGE}", status, answer.text)
    look_over(browser.page)
    return browser.page


def stored(place: Place, question: str) -> object:
    found = place.world.book(1).stored.get(Key(f"papers.{question}"))
    return found.value if found else None


def test_a_contact_is_six_fields_that_a_browser_can_fill_in(place: Place, focal: Browser) -> None:
    fields = focal.page.form("/sections/").named("papers.contact")
    assert [each.get("autocomplete") for each in fields] == [
        "name", "organization-title", "organization", "street-address", "email", "tel",
    ]  # fmt: skip
    typed = ["Ana Poe", "", "Office of nature", "1 River Road\nTown", "ana.poe@office", "call me"]
    page = focal.send({"papers.contact": typed}, to="/sections/", button="go=stay")
    assert page.form("/sections/").values("papers.contact") == [each.replace("\n", "\r\n") for each in typed]
    assert "This e-mail address is not complete." in page.text
    assert "This telephone number cannot be dialled." in page.text
    typed[4:] = ["ana.poe@office.example", "+1 234 567"]
    assert "not complete" not in focal.send({"papers.contact": typed}, to="/sections/", button="go=stay").text
    focal.open(f"{WORKSPACE}/read")
    assert focal.follow("/whole").link("mailto:ana.poe@office.example")


def test_links_are_added_changed_and_taken_out_by_their_fields(place: Place, focal: Browser) -> None:
    focal.send({"papers.links": ["example.org/plan", "The plan", "", ""]}, to="/sections/", button="go=stay")
    assert stored(place, "links") == [{"url": "https://example.org/plan", "title": "The plan"}]
    shown = focal.page.form("/sections/").values("papers.links")
    assert shown == ["https://example.org/plan", "The plan", "", "", "", ""]
    focal.send({"papers.links": ["", "", "b@example.org", "", "", ""]}, to="/sections/", button="go=stay")
    assert stored(place, "links") == [{"url": "mailto:b@example.org", "title": ""}]
    assert "Link 1 has no title." in focal.page.text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,<script>", "https://a@b.example/"])
def test_a_hostile_link_comes_back_with_a_sentence_and_the_rest_is_saved(
    place: Place, focal: Browser, url: str
) -> None:
    typed = {"papers.links": [url, "Click me"], "papers.has_maps": "yes"}
    page = focal.send(typed, to="/sections/", button="go=stay", status=422)
    assert "This address is not taken." in page.errors()["q-papers-links"]
    assert page.form("/sections/").values("papers.links")[:2] == [url, "Click me"]
    assert url not in [each.get("href") for each in page.all("a")]
    assert (stored(place, "links"), stored(place, "has_maps")) == (None, True)


def test_a_file_comes_with_the_page(place: Place, focal: Browser) -> None:
    page = send(focal, [("plan of the parks.pdf", files.PDF)], cells=["", "", "The plan"])
    assert stored(place, "files") == [{"id": SHA256, "name": "plan of the parks.pdf", "description": "The plan"}]
    assert "plan of the parks.pdf PDF · 90 bytes" in page.text
    fetched = focal.download(page.link(f"/files/{SHA256}"))
    assert fetched.data == files.PDF
    assert fetched.headers["Content-Disposition"].startswith("attachment; filename")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"
    assert fetched.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert fetched.headers["Cache-Control"] == "private, no-cache"
    again = focal.download(f"{WORKSPACE}/files/{SHA256}", status=304, If_None_Match=fetched.headers["ETag"])
    assert again.data == b""


def test_an_image_is_shown_small_with_its_description(place: Place, focal: Browser) -> None:
    page = send(focal, [("map.png", files.image())])
    assert "The image “map.png” needs a description" in page.text
    cells = page.form("/sections/").values("papers.files")
    page = send(focal, [], cells=[*cells[:2], "A map of the parks", *cells[3:]])
    assert "The image “map.png”" not in page.text
    (shown,) = page.all("img", "preview")
    assert shown.get("alt") == "A map of the parks"
    small = focal.download(shown.get("src", ""))
    assert (small.mimetype, small.data[:4]) == ("image/webp", b"RIFF")
    assert focal.download(f"{WORKSPACE}/files/{SHA256}/preview", status=404)


def test_several_files_of_one_post_stand_in_their_rows(place: Place, focal: Browser) -> None:
    send(
        focal,
        [("a.pdf", files.PDF), ("", b""), ("b.pdf", files.PDF + b"b")],
        cells=["", "", "A", "", "", "", "", "", "B"],
    )
    assert [(each["name"], each["description"]) for each in stored(place, "files")] == [("a.pdf", "A"), ("b.pdf", "B")]  # type: ignore[attr-defined]


def test_a_ticked_box_takes_a_file_out_and_the_history_keeps_it(place: Place, focal: Browser) -> None:
    page = send(focal, [("plan.pdf", files.PDF)], cells=["", "", "The plan"])
    assert ("papers.files", "remove") in [
        (each.get("name"), each.get("value")) for each in page.all("input") if each.get("type") == "checkbox"
    ]
    send(focal, [], cells=[SHA256, "plan.pdf", "The plan", "remove", "", "", ""])
    assert stored(place, "files") is None
    assert focal.download(f"{WORKSPACE}/files/{SHA256}").data == files.PDF


@pytest.mark.parametrize(
    ("given", "content", "sentence"),
    [
        ("plan.pdf.exe", files.PDF, "Files of this kind are not taken. These are: PDF, PNG, JPG,"),
        ("annex\u202efdp.exe", files.PDF, "Files of this kind are not taken."),
        ("plan.exe.pdf", files.PDF, "has two endings"),
        ("plan.pdf", b"", "This file is empty."),
        ("plan.pdf", b"<!doctype html><script>alert(1)</script>" + files.PDF, "not of the kind that its name says"),
        ("map.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not of the kind that its name says"),
        ("plan.docx", files.zip_bomb(), "unpacks into far more"),
        ("plan.pdf", files.PDF + b" " * 5_000_000, "This file is too large; the most is 5 MB."),
    ],
)
def test_a_refused_file_is_told_with_the_rule_and_its_description_stays(
    place: Place, focal: Browser, given: str, content: bytes, sentence: str
) -> None:
    page = send(focal, [(given, content)], cells=["", "", "My words"], status=422)
    assert sentence in page.errors()["q-papers-files"]
    assert "My words" in page.form("/sections/").values("papers.files")
    assert stored(place, "files") is None


def test_of_two_files_the_sound_one_stays_on_the_page_of_the_other(place: Place, focal: Browser) -> None:
    cells = ["", "", "Sound", "", "", "Unsound"]
    page = send(focal, [("plan.pdf", files.PDF), ("b.pdf", b"b")], cells=cells, status=422)
    assert page.form("/sections/").values("papers.files")[:3] == [SHA256, "plan.pdf", "Sound"]
    assert focal.download(f"{WORKSPACE}/files/{SHA256}").data == files.PDF


def test_a_body_that_no_file_can_be_is_refused_as_a_whole(place: Place, focal: Browser) -> None:
    page = send(focal, [("plan.pdf", files.PDF + b" " * 10_000_000)], status=413)
    assert "more than the system takes at once (9 MB)" in page.text


def test_words_without_their_file_come_back(place: Place, focal: Browser) -> None:
    page = send(focal, [("", b"")], cells=["", "", "A map"], status=422)
    assert "no file came with it" in page.errors()["q-papers-files"]
    assert "A map" in page.form("/sections/").values("papers.files")


def test_nothing_is_taken_in_after_the_report_was_submitted(place: Place, focal: Browser) -> None:
    place.world.bring_to(1, workflow.SUBMITTED)
    page = send(focal, [("plan.pdf", files.PDF)], cells=["", "", "My words"], status=409)
    assert "the report is now “submitted”" in page.text
    assert "My words" in page.text
    assert list(place.world.house.files.folder.glob("*/*")) == []


def test_after_the_end_of_a_session_the_words_are_carried_on_and_the_file_is_asked_for(
    place: Place, focal: Browser
) -> None:
    place.world.clock.forward(hours=13)
    page = send(focal, [("plan.pdf", files.PDF + b" " * 4_000_000)], cells=["", "", "The plan"], status=401)
    assert list(place.world.house.files.folder.glob("*/*")) == []
    page = focal.send(
        {"email": email_of(place.world, place.world.user("focal_point", XA)), "password": PASSWORD}, to="/sign-in"
    )
    page = focal.send(to="/sections/", status=422)
    assert "no file came with it" in page.errors()["q-papers-files"]
    assert "The plan" in page.form("/sections/").values("papers.files")


def test_options_that_exclude_others_and_terms_are_offered(place: Place, focal: Browser) -> None:
    offered = [each for each in focal.page.form("/sections/").named("papers.kinds") if each.get("type") == "checkbox"]
    assert [each.get("data-exclusive") is not None for each in offered] == [False, False, True]
    typed = {"papers.kinds": ["plans", "none"], "papers.targets": ["GBF-TARGET-03"]}
    page = focal.send(typed, to="/sections/", button="go=stay")
    assert "One of the chosen options excludes all others." in page.text
    assert "3 Conserve" in page.text
    assert stored(place, "targets") == ["GBF-TARGET-03"]


def test_readers_find_the_files_where_the_report_names_them(place: Place, focal: Browser, enter: Enter) -> None:
    world = place.world
    plan, image = attach(world, 1, "plan.pdf"), attach(world, 1, "map.png", files.image())
    name(world, 1, FILES, plan, image)
    secret = attach(world, 1, "secret.pdf", files.PDF + b"secret")
    name(world, 1, SECRET, secret)
    later = attach(world, 1, "later.pdf", files.PDF + b"later")
    focal.open(f"{WORKSPACE}/read")
    page = focal.follow("/whole")
    assert focal.download(page.link(f"/workspace/{XA}/papers/files/{plan.sha256}")).data == files.PDF
    world.bring_to(1, workflow.UNDER_REVIEW)
    reviewer = enter("reviewer")
    reviewer.open(f"{WORKSPACE}/read")
    page = reviewer.follow("/whole")
    assert reviewer.download(page.link(f"/files/{secret.sha256}")).data == files.PDF + b"secret"
    reviewer.open(f"{WORKSPACE}/files/{later.sha256}", status=404)
    other = enter("focal_point", XB)
    other.open(f"{WORKSPACE}/files/{plan.sha256}", status=404)


def test_everybody_fetches_the_public_files_of_a_record_and_no_others(place: Place, focal: Browser) -> None:
    world = place.world
    plan, image = attach(world, 1, "خطة.pdf"), attach(world, 1, "map.png", files.image())
    name(world, 1, FILES, plan, image)
    secret = attach(world, 1, "secret.pdf", files.PDF + b"secret")
    name(world, 1, SECRET, secret)
    world.bring_to(1, workflow.APPROVED)
    at = f"{RECORD}/1/files"
    anybody = Browser(place)
    anybody.open(f"{at}/{plan.sha256}", status=404)
    world.act(1, "publish", world.actor("publisher"))
    world.announce()
    anybody.open(RECORD)
    page = anybody.follow("/whole")
    assert "This is map.png" in page.text
    assert "secret" not in page.text
    fetched = anybody.download(page.link(f"{at}/{plan.sha256}"))
    assert (fetched.data, fetched.headers["Cache-Control"]) == (files.PDF, "no-cache")
    assert "filename*=UTF-8''%D8%AE%D8%B7%D8%A9.pdf" in fetched.headers["Content-Disposition"]
    assert "Set-Cookie" not in fetched.headers
    (shown,) = page.all("img", "preview")
    assert anybody.download(shown.get("src", "")).mimetype == "image/webp"
    for lost in (secret.sha256, "0" * 64, "..%2f..%2fsecret-key", plan.sha256.upper()):
        anybody.open(f"{at}/{lost}", status=404)
    anybody.open(f"{WORKSPACE}/files/{plan.sha256}")
    assert anybody.path == "/en/sign-in"
