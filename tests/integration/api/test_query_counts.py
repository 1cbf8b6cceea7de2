"""Lists and reports cost the same number of statements, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.api.place import XA, XB, Place

ASKED: dict[str, Callable[[Place], int]] = {
    "/records": lambda place: place.anyone.get("/records").status_code,
    "/reports": lambda place: place.program("reviewer").get("/reports").status_code,
    "/parties": lambda place: place.anyone.get("/parties?agreement=tiny").status_code,
    "record": lambda place: place.anyone.get(f"/records/{XA}/tiny").status_code,
}


@pytest.mark.parametrize("name", list(ASKED))
def test_a_second_row_costs_no_further_statement(place: Place, name: str) -> None:
    place.publish(XA)
    ASKED[name](place)
    with place.counted() as few:
        assert ASKED[name](place) == 200
    place.publish(XB)
    with place.counted() as many:
        assert ASKED[name](place) == 200
    assert 0 < len(many) <= len(few)


def test_more_answers_cost_no_further_statement(place: Place) -> None:
    report = place.begin()
    focal = place.program("focal_point", XA)
    place.write(report, place.entry("first.open", "", True))
    for path in (f"/reports/{report}", f"/reports/{report}/answers", f"/reports/{report}/document"):
        focal.get(path)
    counts = []
    for _ in range(2):
        with place.counted() as seen:
            for path in (f"/reports/{report}", f"/reports/{report}/answers", f"/reports/{report}/document"):
                assert focal.get(path).status_code == 200
        counts.append(len(seen))
        place.write(report, *(place.entry(*each) for each in (("first.name", "en", "x"), ("first.name", "ar", "س"))))
    assert counts[0] == counts[1]


def test_a_known_record_is_answered_without_reading_its_bytes(place: Place) -> None:
    place.publish()
    etag = place.anyone.get(f"/records/{XA}/tiny.json").headers["ETag"]
    with place.counted() as seen:
        assert place.anyone.get(f"/records/{XA}/tiny.json", headers={"If-None-Match": etag}).status_code == 304
    assert not any("frozen_copies.public" in statement for statement in seen)
