"""National targets come out of a table of another system: looked through first, written then, all of it or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from reporting.domain.answers import Key
from reporting.services import own_items
from tests.journeys.browser import HOST, Browser, Place
from tests.journeys.conftest import Enter
from tests.journeys.page import Page, look_over
from tests.world import XT

REPORT = f"/en/workspace/{XT}/nt7"
IMPORT = f"{REPORT}/import"
HEADINGS = ("uniqueId", "government", "title", "description", "globalGoalAlignmentIds",
            "globalTargetAndDegreeOfAlignment", "additionalImplementation", "otherNationalIndicators")  # fmt: skip
FOREST = ("CHM-NT7-XT-261234-1", "xt", "Restore forest", "Trees & shrubs", "GBF-GOAL-A",
          "GBF-TARGET-02: High; GBF-TARGET-11: Low", "additionalImplementationAvailable", "Trees alive")  # fmt: skip
RIVERS = ("CHM-NT7-XT-261235-1", "Testland", "Clean rivers", "", "", "GBF-TARGET-07 (Medium)",
          "additionalImplementationAvailable", "")  # fmt: skip
ELSEWHERE = ("CHM-NT7-XO-9-1", "xo", "Of Otherland", "", "", "", "", "")


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


@pytest.fixture
def focal(place: Place, enter: Enter) -> Browser:
    place.world.report(XT, "nt7")
    return enter("focal_point", XT)


def bring(browser: Browser, content: bytes, name: str = "targets.csv", *, status: int = 200) -> Page:
    """Choose a file on the page and send it."""
    form = browser.open(IMPORT).form("/import")
    fields = dict(form.sent({"texts": "en"})) | {"file": FileStorage(io.BytesIO(content), filename=name)}
    boundary, body = encode_multipart(fields)
    answer = browser.client.post(
        form.url, data=body, base_url=HOST, content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Sec-Fetch-Site": "same-origin", "Origin": HOST},
    )  # fmt: skip
    if answer.status_code == 302:
        return browser.open(answer.headers["Location"], status=status)
    assert answer.status_code == status, answer.text[:400]
    page = Page(f"{HOST}{IMPORT}", status, answer.text)
    look_over(page)
    return page


def stored(place: Place) -> dict[str, str]:
    """Title → key of each national target."""
    book = place.world.book(place.world.report(XT, "nt7"))
    section = book.edition.form.section("targets")
    assert section is not None
    return {book.stored[Key("targets.title", key, "en")].value: key for key in section.keys}


def answer(place: Place, question: str, title: str, lang: str = "") -> object:
    book = place.world.book(place.world.report(XT, "nt7"))
    kept = book.stored.get(Key(f"targets.{question}", stored(place)[title], lang))
    return kept.value if kept else None


def test_nothing_is_written_before_it_was_looked_through(place: Place, focal: Browser) -> None:
    page = bring(focal, table(FOREST, RIVERS, ELSEWHERE))
    assert "Restore forest" in page.text
    assert "Of Otherland" not in page.text
    assert stored(place) == {}
    done = focal.send(to="/import/", button="", status=200)
    assert "Written: 3 new, 0 changed." in done.text
    assert set(stored(place)) == {"Restore forest", "Clean rivers"}
    assert answer(place, "alignment", "Restore forest") == [
        {"id": "GBF-TARGET-02", "degree": "high"}, {"id": "GBF-TARGET-11", "degree": "low"},
    ]  # fmt: skip
    assert answer(place, "description", "Restore forest", "en") == "<p>Trees &amp; shrubs</p>"


def test_national_indicators_beside_a_target_are_linked_to_it(place: Place, focal: Browser) -> None:
    page = bring(focal, table(FOREST))
    assert [each.text for each in page.all("ins")].count(
        "Restore forest"
    ) == 2  # the title, and what the indicator follows
    focal.send(to="/import/")
    book = place.world.book(place.world.report(XT, "nt7"))
    (indicator,) = book.edition.form.section("indicators").keys  # type: ignore[union-attr]
    assert book.stored[Key("indicators.name", indicator, "en")].value == "Trees alive"
    assert book.stored[Key("indicators.national_targets", indicator)].value == [stored(place)["Restore forest"]]


def test_a_newer_table_changes_what_differs_and_leaves_the_rest_alone(place: Place, focal: Browser) -> None:
    bring(focal, table(FOREST, RIVERS))
    focal.send(to="/import/")
    again = ("CHM-NT7-XT-261234-2", "xt", "Restore more forest", *FOREST[3:])
    page = bring(focal, table(again))
    assert "Restore more forest" in page.text
    assert "Clean rivers" in page.text
    assert "Written: 0 new, 1 changed." in focal.send(to="/import/").text
    assert set(stored(place)) == {"Restore more forest", "Clean rivers"}
    book = place.world.book(place.world.report(XT, "nt7"))
    assert book.version(Key("targets.title", stored(place)["Restore more forest"], "en")) == 2


def test_the_same_table_again_has_nothing_to_write(place: Place, focal: Browser) -> None:
    bring(focal, table(FOREST))
    focal.send(to="/import/")
    page = bring(focal, table(FOREST))
    assert "All that the table says stands in the draft already." in page.text


def test_a_removed_target_comes_back_and_says_so(place: Place, focal: Browser) -> None:
    bring(focal, table(RIVERS))
    focal.send(to="/import/")
    report, key = place.world.report(XT, "nt7"), stored(place)["Clean rivers"]
    actor, world = place.world.actor("focal_point", XT), place.world
    with world.house.db.transaction() as session:
        own_items.remove(session, actor, world.clock(), world.house.editions, report, "targets", key)
    assert stored(place) == {}
    assert "comes back" in bring(focal, table(RIVERS)).text
    focal.send(to="/import/")
    assert stored(place) == {"Clean rivers": key}


def test_what_is_not_understood_is_told_with_row_and_column_and_left_out(place: Place, focal: Browser) -> None:
    strange = (*RIVERS[:5], "GBF-TARGET-07: Enormous; GBF-TARGET-08: Low", "perhaps", "")
    page = bring(focal, table(FOREST, strange, ("", "xt", "", "Nothing", "", "", "", "")))
    cells = [row.split("|") for row in rows_of(page)]
    assert ["3", "F: globalTargetAndDegreeOfAlignment"] in [row[:2] for row in cells]
    assert ["3", "G: additionalImplementation"] in [row[:2] for row in cells]
    assert ["4", "C: title"] in [row[:2] for row in cells]
    focal.send(to="/import/")
    assert answer(place, "alignment", "Clean rivers") == [{"id": "GBF-TARGET-08", "degree": "low"}]
    assert answer(place, "means_of_implementation", "Clean rivers") is None


def rows_of(page: Page) -> list[str]:
    return ["|".join("".join(cell.itertext()).strip() for cell in row) for row in page.all("tr")]


def test_what_somebody_wrote_meanwhile_is_looked_through_again(place: Place, focal: Browser) -> None:
    bring(focal, table(FOREST))
    focal.send(to="/import/")
    bring(focal, table(("CHM-NT7-XT-261234-2", "xt", "Restore more forest", *FOREST[3:])))
    report = place.world.report(XT, "nt7")
    place.world.save(report, {Key("targets.title", stored(place)["Restore forest"], "en"): "Restore it all"}, base=1)
    focal.send(to="/import/", status=409)
    assert set(stored(place)) == {"Restore it all"}


def test_a_table_that_is_not_wanted_is_forgotten(place: Place, focal: Browser) -> None:
    page = bring(focal, table(FOREST))
    focal.post(page.url.partition("?")[0] + "/drop")
    focal.open(page.url, status=404)
    assert stored(place) == {}


def test_nobody_else_sees_a_waiting_table(focal: Browser, enter: Enter) -> None:
    page = bring(focal, table(FOREST))
    enter("authorised_user", XT).open(page.url, status=404)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"Colour,Size\nred,3\n", "other.csv"),
        (table(ELSEWHERE), "otherland.csv"),
        (table(FOREST).decode().encode("utf-16-be"), "no-mark.csv"),
        ("title\nForêt\n".encode("windows-1252"), "western.csv"),
        (b"title\n" + b"a\x00b\n", "nul.csv"),
        (b"<html><script>alert(1)</script></html>", "page.csv"),
        (b"%PDF-1.7", "paper.pdf"),
        (b"PK\x03\x04broken", "broken.xlsx"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_file_that_holds_no_targets_is_refused_with_a_sentence(
    place: Place, focal: Browser, content: bytes, name: str
) -> None:
    page = bring(focal, content, name, status=422)
    assert page.errors()["file"]
    assert stored(place) == {}


def test_a_table_in_utf_16_and_with_formulas_is_text(place: Place, focal: Browser) -> None:
    content = table((*FOREST[:2], "=1+1 Restore", '=HYPERLINK("http://x.example")', *FOREST[4:]))
    bring(focal, content.decode().encode("utf-16"))
    focal.send(to="/import/")
    assert set(stored(place)) == {"=1+1 Restore"}
    assert answer(place, "description", "=1+1 Restore", "en") == '<p>=HYPERLINK("http://x.example")</p>'


def test_other_forms_take_no_tables(place: Place, focal: Browser) -> None:
    place.world.report(XT, "nr7")
    focal.open(f"/en/workspace/{XT}/nr7/import", status=404)
