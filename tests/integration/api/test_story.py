"""One report's whole story as programs see it: from the first answer to the second published version."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import update

from reporting.models import ApiToken
from tests.integration.api.place import COMPLETE, XA, XB, Place


def test_a_report_goes_from_its_first_answer_to_the_record_through_the_api_alone(place: Place) -> None:
    focal, reviewer, publisher = place.program("focal_point", XA), place.program("reviewer"), place.program("publisher")
    report = place.begin()

    # an incomplete report is refused with each point that is missing, in the language asked
    seen = focal.get(f"/reports/{report}").json
    refused = focal.speaking("ar").post(
        f"/reports/{report}/actions/submit", {"expect": {"status": "draft", "digest": seen["digest"]}}
    )
    assert refused.status_code == 422
    assert refused.json["error"]["code"] == "incomplete"
    missing = {each["question"]: each for each in refused.json["error"]["details"]}
    assert set(missing) == {"first.name", "first.open", "first.colour", "second.story"}
    form = place.anyone.get("/forms/tiny?lang=ar").json
    labels = {each["question"]: each["label"] for section in form["sections"] for each in section["questions"]}
    assert missing["first.open"]["label"] == labels["first.open"] != "Is the garden open to visitors?"
    assert missing["first.open"]["message"] == place.house.texts("ar").sentence("required")
    assert focal.get(f"/reports/{report}").json["problems"] != []

    place.complete(report)
    seen = focal.get(f"/reports/{report}").json
    assert seen["completeness"] == {"given": 4, "required": 4, "percent": 100}

    # nobody else's business
    assert place.program("focal_point", XB).get(f"/reports/{report}").status_code == 404
    assert place.program("focal_point", XB).get(f"/reports/{report}/document").status_code == 404

    # what was shown is what is submitted
    place.write(report, place.entry("first.gardener", "", "Two people"))
    late = focal.post(f"/reports/{report}/actions/submit", {"expect": {"status": "draft", "digest": seen["digest"]}})
    assert (late.status_code, late.json["error"]["code"]) == (409, "stale")
    assert place.act(focal, report, "submit").json["status"] == "submitted"
    again = focal.post(f"/reports/{report}/actions/submit", {"expect": {"status": "draft", "digest": seen["digest"]}})
    assert (again.status_code, again.json["error"]["code"]) == (409, "wrong_state")
    assert again.json["error"]["details"][0]["status"] == "submitted"
    assert again.json["error"]["details"][0]["by"] == f"focal_point {XA}"

    # the review binds to the frozen copy by its hash
    assert place.act(reviewer, report, "start_review").json["status"] == "under_review"
    other = {"expect": {"status": "under_review", "digest": "0" * 64}}
    assert reviewer.post(f"/reports/{report}/actions/approve", other).json["error"]["code"] == "stale"
    nothing = {"expect": {"status": "under_review"}}
    assert reviewer.post(f"/reports/{report}/actions/approve", nothing).status_code == 422
    approved = place.act(reviewer, report, "approve").json
    assert approved["status"] == "approved"
    assert place.act(publisher, report, "publish").json["status"] == "published"

    # not before its files are made
    assert place.anyone.get(f"/records/{XA}/tiny").status_code == 404
    place.announce()
    record = place.anyone.get(f"/records/{XA}/tiny/1").json
    assert record["envelope"]["sha256"] == approved["sha256"]
    copy = place.anyone.get(f"/records/{XA}/tiny/1.json")
    assert hashlib.sha256(copy.data).hexdigest() == approved["sha256"]
    values = {(each["question"], each["lang"]): each["value"] for each in json.loads(copy.data)["answers"]}
    assert values == {(question, lang): value for question, lang, value in COMPLETE} | {
        ("first.gardener", ""): "Two people"
    }


def test_a_returned_report_comes_back_with_the_comment_and_its_due_date(place: Place) -> None:
    focal, reviewer = place.program("focal_point", XA), place.program("reviewer")
    report = place.begin()
    place.complete(report)
    place.act(focal, report, "submit")
    place.act(reviewer, report, "start_review")
    expect = {"status": "under_review"}
    silent = reviewer.post(f"/reports/{report}/actions/return", {"expect": expect})
    assert (silent.status_code, silent.json["error"]["code"]) == (422, "comment_needed")
    told = {"comment": "Please say more.", "due_on": "2026-03-15", "flags": [], "expect": expect}
    returned = reviewer.post(f"/reports/{report}/actions/return", told)
    assert (returned.status_code, returned.json["status"]) == (200, "returned")
    assert returned.json["problems"] == []
    mine = focal.get(f"/reports/{report}").json
    assert mine["due_on"] == "2026-03-15"
    assert mine["may_draft"] is True
    # the edits under way are the Party's own; the secretariat goes on reading the frozen copy
    place.write(report, place.entry("first.name", "en", "Another name", 1))
    document = reviewer.get(f"/reports/{report}/document?lang=en").json
    assert document["parts"][0]["questions"][0]["value"]["text"] == "Garden by the river"
    assert reviewer.get(f"/reports/{report}/answers").status_code == 403


def test_an_amendment_begins_with_the_published_answers_and_supersedes_the_record(place: Place) -> None:
    report = place.publish()
    focal, reviewer, publisher = place.program("focal_point", XA), place.program("reviewer"), place.program("publisher")
    opened = place.act(focal, report, "amend").json
    assert (opened["status"], opened["revision"]) == ("draft", 2)
    assert len(focal.get(f"/reports/{report}/answers").json["items"]) == len(COMPLETE)
    place.write(report, place.entry("first.colour", "", "red", 1), place.entry("second.warm_colours", "en", "Roses"))
    before = place.anyone.get(f"/records/{XA}/tiny").headers["ETag"]
    for who, action in ((focal, "submit"), (reviewer, "start_review"), (reviewer, "approve")):
        assert place.act(who, report, action).status_code == 200
    silent = place.act(publisher, report, "publish")
    assert (silent.status_code, silent.json["error"]["code"]) == (422, "change_note_needed")
    assert place.act(publisher, report, "publish", "The colour was wrong.").status_code == 200
    place.announce()
    latest = place.anyone.get(f"/records/{XA}/tiny")
    assert latest.headers["ETag"] != before
    assert latest.json["envelope"]["number"] == 2
    assert latest.json["envelope"]["change_note"] == "The colour was wrong."
    first = place.anyone.get(f"/records/{XA}/tiny/1").json["envelope"]
    assert (first["status"], first["latest"]) == ("superseded", 2)


def test_beginning_a_report_twice_gives_the_same_one(place: Place) -> None:
    report = place.begin()
    focal = place.program("focal_point", XA)
    again = focal.post("/reports", {"party": XA, "form": "tiny", "entry": ""})
    assert (again.status_code, again.json["id"]) == (200, report)
    assert again.json["languages"] == ["en", "ar"]
    assert place.program("focal_point", XB).post("/reports", {"party": XA, "form": "tiny"}).status_code == 404
    assert place.program("reviewer").post("/reports", {"party": XB, "form": "tiny"}).status_code == 403
    assert focal.post("/reports", {"party": XA, "form": "none"}).status_code == 404
    for languages in (["xx-nowhere"], ["sw"], ["en", "no language"]):
        wrong = place.program("focal_point", XB).post("/reports", {"party": XB, "form": "tiny", "languages": languages})
        assert (wrong.status_code, wrong.json["error"]["code"]) == (422, "languages_needed")


def test_a_list_holds_what_the_token_may_see_and_nothing_else(place: Place) -> None:
    first, second = place.begin(XA), place.begin(XB)
    assert [each["id"] for each in place.program("focal_point", XA).get("/reports").json["items"]] == [first]
    reviewer = place.program("reviewer")
    assert {each["id"] for each in reviewer.get("/reports").json["items"]} == {first, second}
    assert [each["id"] for each in reviewer.get(f"/reports?party={XB}&status=draft").json["items"]] == [second]
    assert reviewer.get("/reports?status=published").json["total"] == 0
    page = reviewer.get("/reports?per_page=1&page=2&lang=ar").json
    assert (len(page["items"]), page["total"], page["page"]) == (1, 2, 2)
    assert page["items"][0]["party_name"] in ("آرلاند", "بيلاند")


def test_a_token_counts_as_long_as_its_person_has_a_role(place: Place) -> None:
    focal = place.program("focal_point", XA)
    assert focal.get("/reports").status_code == 200
    with place.house.db.transaction() as session:
        session.execute(update(ApiToken).values(revoked_at=place.clock()))
    refused = focal.get("/reports")
    assert (refused.status_code, refused.json["error"]["code"]) == (401, "token_invalid")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="national reports", error="invalid_token"'
