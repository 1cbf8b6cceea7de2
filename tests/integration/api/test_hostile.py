"""Input that means harm or mischief: refused in the shape of refusals, never with a failure of ours."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from tests.integration.api.place import XA, Place

STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", "x", "\x00", "a\x00b", "\ud800", "‮" * 5, [], [[]], {}, {"a": 1}, [None],
    "x" * 70_000, "DROP TABLE answers", "../../etc", "é", "9" * 400, {"$ref": "#"}, [{"question": "first.open"}],
)  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff\xfe", b"nonsense", b'{"revision": NaN}', b'{"revision": Infinity}', b"[" * 100_000,
     b'{"a":' * 50_000, b"9" * 5_000, b'"\\ud800"', b"null", b"[]", b"1", b'"x"', b"\x00", b"\xef\xbb\xbf{}"],
)  # fmt: skip
def test_a_body_that_is_no_json_or_of_no_shape_is_refused(shared: Place, raw: bytes) -> None:
    report = 1
    focal = shared.program("focal_point", XA)
    for method, path in (
        ("PATCH", f"/reports/{report}/answers"),
        ("POST", "/reports"),
        ("POST", f"/reports/{report}/actions/submit"),
        ("POST", f"/reports/{report}/exports"),
    ):
        assert focal.ask(method, path, raw=raw).status_code in (400, 422)


def test_json_that_is_nested_deeply_is_refused_and_not_walked_into(shared: Place) -> None:
    report = 1
    body = shared.writes(report, shared.entry("first.name", "en", "x"))
    for depth in (40, 500, 900, 980, 2_000):
        raw = json.dumps(body).replace('"x"', "[" * depth + "]" * depth)
        answer = shared.program("focal_point", XA).ask("PATCH", f"/reports/{report}/answers", raw=raw)
        assert answer.status_code in (400, 422)


@pytest.mark.parametrize("value", STRANGE, ids=lambda value: repr(value)[:20])
def test_every_field_takes_strange_values_calmly(shared: Place, value: Any) -> None:
    report = 1
    focal = shared.program("focal_point", XA)
    sound = shared.writes(report, shared.entry("first.name", "en", "x"))
    for name in (*sound, "surprise"):
        answer = focal.patch(f"/reports/{report}/answers", {**sound, name: value})
        assert answer.status_code in (200, 404, 422), (name, answer.json)
    for name in (*sound["answers"][0], "item", "surprise"):
        entry = {**shared.entry("first.name", "en", "x"), name: value}
        answer = focal.patch(f"/reports/{report}/answers", {**sound, "answers": [entry]})
        assert answer.status_code in (200, 422), (name, answer.json)
    for name in ("party", "form", "entry", "languages", "surprise"):
        answer = focal.post("/reports", {"party": XA, "form": "tiny", name: value})
        assert answer.status_code in (200, 404, 422), (name, answer.json)
    expect = {"status": "draft", "digest": "0" * 64}
    for body in (
        {"expect": value}, {"expect": {**expect, "status": value}}, {"expect": {**expect, "digest": value}},
        {"expect": expect, "comment": value}, {"expect": expect, "due_on": value}, {"expect": expect, "flags": value},
    ):  # fmt: skip
        assert focal.post(f"/reports/{report}/actions/submit", body).status_code in (409, 422)


@pytest.mark.parametrize("value", STRANGE, ids=lambda value: repr(value)[:20])
def test_every_type_of_question_takes_strange_values_calmly(shared: Place, value: Any) -> None:
    report = 1
    form = shared.anyone.get("/forms/tiny").json
    entries = [
        shared.entry(each["question"], "en" if each["multilingual"] else "", value)
        for section in form["sections"]
        for each in section["questions"]
    ]
    outcome = shared.write(report, *entries)
    assert sum(map(len, outcome.values())) == len(entries)
    answers = shared.program("focal_point", XA).get(f"/reports/{report}/answers")
    assert "\x00" not in answers.text
    assert shared.program("focal_point", XA).get(f"/reports/{report}/document").status_code == 200


def test_a_value_over_a_megabyte_is_rejected_and_a_body_over_the_limit_is_refused(place: Place) -> None:
    report = place.begin()
    outcome = place.write(report, place.entry("first.name", "en", "x" * 1_000_001), place.entry("first.open", "", True))
    assert [each["code"] for each in outcome["rejected"]] == ["value_too_large"]
    assert len(outcome["saved"]) == 1
    body = place.writes(report, *(place.entry("first.name", "en", "x" * 900_000) for _ in range(5)))
    refused = place.program("focal_point", XA).patch(f"/reports/{report}/answers", body)
    assert (refused.status_code, refused.json["error"]["code"]) == (413, "too_large")
    assert "4" in refused.json["error"]["message"]


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=-1", "page=1000001", f"page={10**40}", "page=1e3", "page=٣", "page=", "per_page=201", "per_page=0",
     "per_page=x", "page=1&page=2", "party=%00%00", "party=xt", "form=a%00", "form=..%2F..", "status=secret",
     "lang=xx", "lang=en%00", "surprise=1", "party=%ff%fe", "lang=en&lang=fr", "%00=1", "party[]=XT"],
)  # fmt: skip
def test_parameters_that_do_not_fit_are_named(shared: Place, query: str) -> None:
    answer = shared.program("reviewer").get(f"/reports?{query}")
    assert answer.status_code == 422
    assert len(answer.json["error"]["details"]) >= 1


def test_a_page_far_behind_the_last_is_empty(place: Place) -> None:
    place.publish()
    for path in ("/records", "/parties", "/agreements", "/forms", "/frameworks"):
        answer = place.anyone.get(f"{path}?page=1000000&per_page=200")
        assert (answer.status_code, answer.json["items"]) == (200, [])
        assert answer.json["total"] > 0
    assert place.program("reviewer").get("/reports?page=1000000&per_page=200").json["items"] == []


@pytest.mark.parametrize("number", ["0", "2147483648", "9" * 40, "-1", "1.0", "x", "1%00", "٣"])
def test_numbers_that_name_nothing_are_not_found(shared: Place, number: str) -> None:
    focal = shared.program("focal_point", XA)
    for path in (f"/reports/{number}", f"/reports/{number}/answers", f"/jobs/{number}", f"/jobs/{number}/file"):
        assert focal.get(path).status_code == 404
    assert focal.post(f"/reports/{number}/actions/submit", {"expect": {"status": "draft"}}).status_code == 404
    assert focal.post("/reports/1/actions/destroy", {"expect": {"status": "draft"}}).status_code == 404


def test_random_bodies_never_make_us_fail(shared: Place) -> None:
    """A second of mutated bodies, from a fixed seed."""
    report = 1
    focal = shared.program("focal_point", XA)
    chance = random.Random(7)
    sound = shared.writes(
        report, shared.entry("first.name", "en", "x"), shared.entry("first.animals", "", ["bees"]),
        shared.entry("second.story", "ar", "<p>y</p>"),
    )  # fmt: skip
    until = time.monotonic() + 1.5
    while time.monotonic() < until:
        body = json.loads(json.dumps(sound))
        for _ in range(chance.randint(1, 4)):
            mutate(body, chance)
        for entry in body["answers"] if isinstance(body.get("answers"), list) else ():
            if isinstance(entry, dict) and chance.random() < 0.8:
                entry["write_id"] = shared.write_id()
        answer = focal.patch(f"/reports/{report}/answers", body)
        assert answer.status_code in (200, 404, 422), (body, answer.json)
        if answer.status_code == 200:
            assert sum(map(len, answer.json.values())) == len(body["answers"])


def mutate(value: Any, chance: random.Random) -> None:
    """Change something somewhere inside `value`."""
    if isinstance(value, dict) and value:
        name = chance.choice(sorted(value))
        if isinstance(value[name], dict | list) and chance.random() < 0.8:
            mutate(value[name], chance)
        elif chance.random() < 0.2:
            del value[name]
        else:
            value[name] = chance.choice(STRANGE)
    elif isinstance(value, list) and value:
        place = chance.randrange(len(value))
        if isinstance(value[place], dict | list) and chance.random() < 0.8:
            mutate(value[place], chance)
        else:
            value[place] = chance.choice(STRANGE)
