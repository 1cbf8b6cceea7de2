"""What earlier records say, for programs: read, taken over, confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.api.place import TINY, XA, XB, Place
from tests.unit.builders import PLANS

A, B, C, D = (f"GBF-GOAL-{letter}" for letter in "ABCD")
STORY = "goals.story"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path, TINY, more_forms=PLANS)
    yield made
    made.house.db.dispose()


@pytest.fixture
def sequel(place: Place) -> int:
    """A sequel to a published review of one own aim, for goal A, and of goal B."""
    focal = place.program("focal_point", XA)
    plan = place.begin(form="plans", languages=("en",))
    assert focal.post(f"/reports/{plan}/items", {"repeat": "aims", "key": "aim-forest"}).status_code == 201
    place.write(plan, place.entry("aims.goals", "", [A], item="aim-forest"))
    review = place.begin(form="reviews", languages=("en", "fr"))
    found = place.write(
        review,
        *(place.entry("aims.level", "", "on_track", item=each) for each in ("aim-forest", B, C, D)),
        *(place.entry("aims.story", "en", "It grew.", item=each) for each in ("aim-forest", B)),
    )
    assert len(found["saved"]) == 6, found
    for who, action in (("focal_point", "submit"), ("reviewer", "start_review"), ("reviewer", "approve")):
        act(place, review, who, action)
    act(place, review, "publisher", "publish")
    place.announce()
    return place.begin(form="sequels", languages=("en", "fr"))


def act(place: Place, report: int, role: str, action: str) -> None:
    who = place.program(role, XA if role == "focal_point" else "")
    response = place.act(who, report, action)
    assert response.status_code == 200, response.json


def offers(place: Place, report: int) -> dict[tuple[str, str], Any]:
    found = place.program("focal_point", XA).get(f"/reports/{report}/carry-forward").json["offers"]
    return {(each["question"], each["item"]): each for each in found}


def decide(place: Place, report: int, decision: str, question: str = STORY, item: str = A) -> Any:
    sent = {"question": question, "item": item, "decision": decision}
    return place.program("focal_point", XA).post(f"/reports/{report}/carry-forward", sent)


def test_offers_tell_what_would_be_written_and_where_it_comes_from(place: Place, sequel: int) -> None:
    offer = offers(place, sequel)[STORY, A]
    assert (offer["state"], offer["given"], offer["values"]) == ("", False, {"en": "<p>It grew.</p>"})
    assert offer["found"] == [
        {"form": "reviews", "number": 1, "question": "aims.story", "item": "aim-forest", "values": {"en": "It grew."}}
    ]


def test_what_is_taken_is_answered_with_its_new_state(place: Place, sequel: int) -> None:
    taken = decide(place, sequel, "update").json
    assert (taken["state"], taken["given"]) == ("to_confirm", True)
    assert decide(place, sequel, "confirm").json["state"] == "unchanged"
    assert decide(place, sequel, "gone", item=B).json["state"] == "gone"


def test_an_answer_that_stands_is_refused(place: Place, sequel: int) -> None:
    place.write(sequel, place.entry(STORY, "en", "<p>Our own.</p>", item=A))
    for decision in ("unchanged", "update", "gone"):
        refused = decide(place, sequel, decision)
        assert (refused.status_code, refused.json["error"]["code"]) == (422, "answer_stands")


def test_a_decision_that_is_sent_twice_is_made_once(place: Place, sequel: int) -> None:
    for decision in ("unchanged", "gone", "reset"):
        first, second = decide(place, sequel, decision), decide(place, sequel, decision)
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.json == second.json
    assert (second.json["state"], second.json["given"]) == ("", False)


def matches(place: Place, report: int) -> dict[str, Any]:
    found = place.program("focal_point", XA).get(f"/reports/{report}/carry-forward").json["matches"]
    return {each["item"]: each for each in found}


def test_items_are_matched_by_hand_and_left_to_the_links_again(place: Place, sequel: int) -> None:
    focal, at = place.program("focal_point", XA), f"/reports/{sequel}/carry-forward/items"
    by_links = matches(place, sequel)[A]
    assert (by_links["form"], by_links["section"], by_links["said"]) == ("reviews", "goals", False)
    said = focal.post(at, {"form": "reviews", "item": A, "earlier": [B]}).json["items"]
    assert said == [{**by_links, "earlier": [B], "said": True}]
    assert offers(place, sequel)[STORY, A]["found"][0]["item"] == B
    assert focal.post(at, {"form": "reviews", "item": A, "earlier": None}).json["items"] == [by_links]
    assert matches(place, sequel)[A] == by_links


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"form": "reviews", "item": A, "earlier": ["nowhere"]}, 422),
        ({"form": "reviews", "item": A, "earlier": "x"}, 422),
        ({"form": "reviews", "item": A}, 422),
        ({"form": "reviews", "item": "nowhere", "earlier": []}, 404),
        ({"form": "plans", "item": A, "earlier": []}, 404),
        ({"form": "reviews", "item": "x" * 301, "earlier": []}, 422),
    ],
)
def test_items_that_are_none_are_refused(place: Place, sequel: int, sent: dict[str, Any], status: int) -> None:
    at = f"/reports/{sequel}/carry-forward/items"
    assert place.program("focal_point", XA).post(at, sent).status_code == status
    assert place.program("focal_point", XB).post(at, sent).status_code in {404, 422}
    assert not matches(place, sequel)[A]["said"]


def test_unknown_decisions_and_places_are_refused(place: Place, sequel: int) -> None:
    assert decide(place, sequel, "burn").status_code == 422
    assert decide(place, sequel, "gone", question="goals.none").status_code == 404


def test_what_nothing_goes_on_from_is_listed(place: Place, sequel: int) -> None:
    found = place.program("focal_point", XA).get(f"/reports/{sequel}/carry-forward").json
    assert [(each["form"], each["number"]) for each in found["records"]] == [("reviews", 1)]
    assert ("aims.story", "aim-forest") not in {(each["question"], each["item"]) for each in found["left_over"]}


def test_without_an_earlier_record_the_lists_are_empty(place: Place) -> None:
    report = place.begin(XB, form="sequels")
    found = place.program("focal_point", XB).get(f"/reports/{report}/carry-forward").json
    assert found == {"records": [], "offers": [], "matches": [], "left_over": []}
