"""A report for reading, and the file that a worker makes of it."""

from __future__ import annotations

import pytest

from reporting import wiring
from reporting.services.jobs import Runner, due
from tests.integration.api.place import XA, XB, Place


def test_a_document_is_laid_out_in_the_language_asked(place: Place) -> None:
    report = place.begin()
    place.complete(report)
    focal = place.program("focal_point", XA)
    arabic = focal.get(f"/reports/{report}/document?lang=ar").json
    assert (arabic["dir"], arabic["party_name"], arabic["meta"]["status"]) == ("rtl", "آرلاند", "draft")
    name, story = arabic["parts"][0]["questions"][0], arabic["parts"][1]["questions"][0]
    assert (name["value"]["text"], name["value"]["fallback"]) == ("حديقة على النهر", False)
    assert (story["value"]["lang"], story["value"]["fallback"], story["value"]["dir"]) == ("en", True, "ltr")
    assert focal.speaking("ar").get(f"/reports/{report}/document").json == arabic
    assert place.program("reviewer").get(f"/reports/{report}/document").status_code == 403
    assert place.anyone.get(f"/reports/{report}/document").status_code == 401


@pytest.mark.slow
def test_a_pdf_is_asked_for_made_by_a_worker_and_fetched_by_whoever_asked(place: Place) -> None:
    report = place.begin()
    place.complete(report)
    focal = place.program("focal_point", XA)
    asked = focal.post(f"/reports/{report}/exports", {"format": "pdf", "lang": "ar"})
    assert asked.status_code == 202
    job = asked.json["job"]
    assert asked.headers["Location"] == f"/api/v1/jobs/{job}"
    waiting = focal.get(f"/jobs/{job}").json
    assert (waiting["status"], waiting["result"], waiting["lang"]) == ("waiting", None, "ar")
    assert focal.get(f"/jobs/{job}/file").status_code == 404
    # a colleague who wants the same has a job of their own
    colleague = place.program("authorised_user", XA)
    theirs = colleague.post(f"/reports/{report}/exports", {"format": "pdf", "lang": "ar"}).json["job"]
    assert theirs != job
    assert colleague.get(f"/jobs/{theirs}").status_code == 200
    for who in (colleague, place.program("focal_point", XB), place.program("reviewer")):
        assert who.get(f"/jobs/{job}").status_code == 404
    work(place)
    done = focal.get(f"/jobs/{job}").json
    assert (done["status"], done["progress"]) == ("done", 100)
    assert done["result"] == f"http://reports.test/api/v1/jobs/{job}/file"
    file = focal.get(f"/jobs/{job}/file")
    assert file.data.startswith(b"%PDF-")
    assert file.headers["Cache-Control"] == "private, no-cache"
    assert colleague.get(f"/jobs/{job}/file").status_code == 404


def test_only_formats_that_are_there_can_be_asked_for(place: Place) -> None:
    report = place.begin()
    focal = place.program("focal_point", XA)
    refused = focal.post(f"/reports/{report}/exports", {"format": "docx"})
    assert [each["field"] for each in refused.json["error"]["details"]] == ["format"]
    assert focal.post(f"/reports/{report}/exports", {"format": "pdf", "lang": "xx"}).status_code == 422
    assert place.program("focal_point", XB).post(f"/reports/{report}/exports", {"format": "pdf"}).status_code == 404


def work(place: Place) -> None:
    runner = Runner(place.house.db, place.clock, wiring.make_handlers(place.house), "test")
    for job in list(due(place.house.db.session, place.clock())):
        place.house.db.end_reading()
        runner.run(job)
