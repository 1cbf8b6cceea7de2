"""Items of reports for programs: added, put in order, removed, brought back, and what happened to them by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reporting.domain import workflow
from tests.integration.api.place import TINY, XA, XB, Place, Program
from tests.unit.builders import CHAINS, PLANS

FOREST, WATER = "aim-forest", "aim-water-0"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path, TINY, more_forms=f"{PLANS}:{CHAINS}")
    yield made
    made.house.db.dispose()


@pytest.fixture
def plan(place: Place) -> int:
    """A plan with two aims, the first with a title."""
    report = place.begin(form="plans", languages=("en", "fr"))
    for key in (FOREST, WATER):
        assert add(place, report, key).status_code == 201
    place.write(report, place.entry("aims.title", "en", "Keep the forest", item=FOREST))
    return report


def focal(place: Place) -> Program:
    return place.program("focal_point", XA)


def add(place: Place, report: int, key: str, **more: Any) -> Any:
    return focal(place).post(f"/reports/{report}/items", {"repeat": "aims", "key": key, **more})


def listed(place: Place, report: int, repeat: str = "aims") -> dict[str, dict[str, Any]]:
    found = focal(place).get(f"/reports/{report}/items?repeat={repeat}").json["items"]
    return {each["key"]: each for each in found}


def test_an_added_item_is_listed_with_its_number_and_title(place: Place, plan: int) -> None:
    forest, water = listed(place, plan).values()
    assert (forest["key"], forest["number"], forest["place"], forest["title"]) == (
        FOREST,
        "Aim 1",
        1,
        "Keep the forest",
    )
    assert (water["title"], water["origin"], water["state"], water["news"]) == ("", "own", "shown", "")


def test_a_title_says_in_which_language_it_comes(place: Place, plan: int) -> None:
    found = focal(place).get(f"/reports/{plan}/items?lang=fr").json["items"][0]
    assert (found["title"], found["title_lang"]) == ("Keep the forest", "en")


def test_the_same_item_sent_again_adds_nothing(place: Place, plan: int) -> None:
    again = add(place, plan, FOREST)
    assert (again.status_code, again.json["key"]) == (200, FOREST)
    assert len(listed(place, plan)) == 2


def test_the_server_makes_a_key_where_none_is_sent(place: Place, plan: int) -> None:
    made = focal(place).post(f"/reports/{plan}/items", {"repeat": "aims", "after": FOREST})
    assert made.status_code == 201
    assert made.headers["Location"].endswith(f"/reports/{plan}/items/{made.json['key']}")
    assert list(listed(place, plan)) == [FOREST, made.json["key"], WATER]


def test_an_item_is_put_behind_another_or_first(place: Place, plan: int) -> None:
    at = f"/reports/{plan}/items"
    assert focal(place).patch(f"{at}/{FOREST}", {"after": WATER}).json["place"] == 2
    assert focal(place).patch(f"{at}/{FOREST}", {"after": None}).json["number"] == "Aim 1"
    assert list(listed(place, plan)) == [FOREST, WATER]


@pytest.mark.parametrize("after", ["no-such-aim", FOREST])
def test_an_item_follows_no_unknown_one_and_not_itself(place: Place, plan: int, after: str) -> None:
    refused = focal(place).patch(f"/reports/{plan}/items/{FOREST}", {"after": after})
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "unknown_item")


def test_a_removed_item_keeps_its_answers_and_comes_back(place: Place, plan: int) -> None:
    at = f"/reports/{plan}/items/{FOREST}"
    assert focal(place).ask("DELETE", at).json["state"] == "removed"
    assert (listed(place, plan)[FOREST]["place"], listed(place, plan)[WATER]["number"]) == (None, "Aim 1")
    assert focal(place).post(f"{at}/restore").json["state"] == "shown"
    assert listed(place, plan)[FOREST]["title"] == "Keep the forest"


def test_what_came_by_itself_is_told_and_cannot_be_removed(place: Place, plan: int) -> None:
    review = place.begin(form="reviews", languages=("en",))
    add(place, plan, "aim-sea-000")
    assert listed(place, review)["aim-sea-000"]["news"] == "new"
    refused = focal(place).ask("DELETE", f"/reports/{review}/items/{FOREST}")
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "item_not_own")


def test_an_orphan_is_kept_as_an_own_item(place: Place, plan: int) -> None:
    review = place.begin(form="reviews", languages=("en",))
    place.write(review, place.entry("aims.story", "en", "It grew.", item=FOREST))
    focal(place).ask("DELETE", f"/reports/{plan}/items/{FOREST}")
    assert listed(place, review)[FOREST]["state"] == "orphaned"
    kept = focal(place).post(f"/reports/{review}/items/{FOREST}/restore")
    assert (kept.json["state"], kept.json["origin"]) == ("shown", "own")


def test_the_titles_that_answers_were_written_for_are_told(place: Place, plan: int) -> None:
    review = place.begin(form="reviews", languages=("en",))
    place.write(review, place.entry("aims.story", "en", "It grew.", item=FOREST))
    place.write(plan, place.entry("aims.title", "en", "Double the forest", 1, item=FOREST))
    assert listed(place, review)[FOREST]["written_for"] == {"en": "Keep the forest"}


def test_a_key_that_another_section_has_is_refused(place: Place, plan: int) -> None:
    refused = focal(place).post(f"/reports/{plan}/items", {"repeat": "works", "key": FOREST})
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "key_taken")


def test_a_key_of_several_sections_wants_the_section_named(place: Place) -> None:
    """Where one section follows another of its form, both have the key."""
    letters = place.begin(form="letters", languages=("en",))
    assert focal(place).post(f"/reports/{letters}/items", {"repeat": "notes", "key": "note-00001"}).status_code == 201
    refused = focal(place).ask("DELETE", f"/reports/{letters}/items/note-00001")
    assert (refused.status_code, refused.json["error"]["details"][0]["field"]) == (422, "repeat")
    assert focal(place).ask("DELETE", f"/reports/{letters}/items/note-00001?repeat=notes").json["repeat"] == "notes"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "", {"repeat": "aims", "key": "another-aim"}),
        ("PATCH", f"/{FOREST}", {"after": None}),
        ("DELETE", f"/{FOREST}", None),
        ("POST", f"/{FOREST}/restore", None),
    ],
)
def test_only_who_drafts_changes_items_and_only_while_that_is_possible(
    place: Place, plan: int, method: str, path: str, body: Any
) -> None:
    address = f"/reports/{plan}/items{path}"
    assert place.anyone.ask(method, address, body).status_code == 401
    assert place.program("observer", XA).ask(method, address, body).status_code == 403
    assert place.program("reviewer").ask(method, address, body).status_code == 403
    assert place.program("focal_point", XB).ask(method, address, body).status_code == 404
    place.write(plan, place.entry("aims.title", "en", "Clean water", item=WATER))
    assert place.act(focal(place), plan, "submit").json["status"] == workflow.SUBMITTED
    assert focal(place).ask(method, address, body).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"repeat": "aims", "key": "short"}, 422),
        ({"repeat": "aims", "key": "with space"}, 422),
        ({"repeat": "no-such-section", "key": "another-aim"}, 404),
        ({"key": "another-aim"}, 422),
        ({"repeat": "aims", "key": "another-aim", "title": "x"}, 422),
        ([], 422),
    ],
)
def test_bodies_that_do_not_fit_are_refused(place: Place, plan: int, body: Any, status: int) -> None:
    assert focal(place).post(f"/reports/{plan}/items", body).status_code == status
    assert len(listed(place, plan)) == 2


def test_items_that_are_not_there_are_not_found(place: Place, plan: int) -> None:
    for method, path, body in (("PATCH", "", {"after": None}), ("DELETE", "", None), ("POST", "/restore", None)):
        assert focal(place).ask(method, f"/reports/{plan}/items/no-such-aim{path}", body).status_code == 404
