"""The forms as their keepers see them: what is stored, what is wrong with the source, what two editions differ in."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reporting.domain.errors import Forbidden, NotFound
from reporting.domain.faults import Place
from reporting.domain.loader import FormSource
from reporting.services import editions, form_keeping
from reporting.services.form_keeping import Kept
from tests.integration.conftest import Site
from tests.integration.plain_browser import Browser
from tests.people import email_of, with_password
from tests.world import XA, World

FORMS = "/en/secretariat/forms"


def kept(world: World) -> Kept:
    with world.reading() as session:
        found, _ = form_keeping.overview(session, world.actor("administrator"), world.house.catalogue)
    return next(each for each in found if each.form == "tiny")


def second(world: World) -> FormSource:
    """A later revision: the story is no longer asked, what the form is called reads otherwise in French."""
    source = world.house.catalogue.forms["tiny"]
    structure: dict[str, Any] = copy.deepcopy(dict(source.structure))
    structure["revision"] = 2
    structure["sections"][1]["questions"] = [
        each for each in structure["sections"][1]["questions"] if each["id"] not in ("story", "remarks")
    ]
    structure["sections"][1]["rules"] = []
    return replace(source, structure=structure, texts={**source.texts, "fr": {**source.texts["fr"], "title": "Deux"}})


def with_source(world: World, source: FormSource, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files said this."""
    monkeypatch.setitem(world.house.catalogue.forms, "tiny", source)


def open_second(world: World) -> None:
    with world.house.db.transaction() as session:
        editions.open_form(session, second(world), world.clock())


def test_each_revision_is_listed_with_its_text_editions_and_how_many_write_on_it(tiny: World):
    tiny.report()
    before = kept(tiny)
    assert [(each.revision, each.drafts, len(each.editions)) for each in before.stored] == [(1, 1, 1)]
    assert (before.faults, before.changed) == ([], False)
    open_second(tiny)
    after = kept(tiny)
    assert [(each.revision, each.drafts) for each in after.stored] == [(2, 0), (1, 1)]
    assert after.changed, "the source is the first revision"


def test_only_administrators_keep_forms(tiny: World):
    for who in (tiny.actor("publisher"), tiny.actor("focal_point", XA)):
        with tiny.reading() as session, pytest.raises(Forbidden):
            form_keeping.overview(session, who, tiny.house.catalogue)
        with tiny.reading() as session, pytest.raises(Forbidden):
            form_keeping.compare(session, who, tiny.house.catalogue, "tiny")


def test_editions_are_compared_by_the_names_that_keepers_give_them(tiny: World):
    open_second(tiny)
    who, known = tiny.actor("administrator"), tiny.house.catalogue
    with tiny.reading() as session:
        one, other, found = form_keeping.compare(session, who, known, "tiny", "1", "2.1")
        assert ((one.revision, one.edition), (other.revision, other.edition)) == ((1, 1), (2, 1))
        assert found.questions.vanished == ("second.story", "second.remarks")
        assert [row.new for row in found.texts["fr"]] == ["Deux"]
        assert not form_keeping.compare(session, who, known, "tiny", "1")[2], "the source is the first revision"
        back = form_keeping.compare(session, who, known, "tiny")[2]
        assert back.questions.new == ("second.story", "second.remarks")
        for name in ("3", "1.9", "x", "²", "-1"):
            with pytest.raises(NotFound):
                form_keeping.compare(session, who, known, "tiny", name)
        with pytest.raises(NotFound):
            form_keeping.compare(session, who, known, "gone")


def test_a_source_that_goes_against_what_is_open_is_not_opened_and_says_why(
    tiny: World, monkeypatch: pytest.MonkeyPatch
):
    source = tiny.house.catalogue.forms["tiny"]
    assert kept(tiny).faults == []
    changed = second(tiny)
    forgotten = {path: kind for path, kind in source.ids.items() if path != "second.story"} | {"first.name": "date"}
    with_source(tiny, replace(changed, structure={**changed.structure, "revision": 1}, ids=forgotten), monkeypatch)
    expected = [
        Place(source.folder / "form.toml").fault(
            "its structure changed after revision 1 was opened: raise the revision"
        ),
        Place(source.folder / "ids.toml").fault(
            "'first.name', which revision 1 asked, was a text and cannot become a date: take a new id"
        ),
        Place(source.folder / "ids.toml").fault(
            "lacks the id 'second.story', which revision 1 asked: ids stay on record when their questions go"
        ),
    ]
    assert kept(tiny).faults == expected
    with tiny.house.db.transaction() as session:
        assert editions.open_due_forms(session, tiny.house.catalogue, tiny.clock()) == expected
    assert [each.revision for each in kept(tiny).stored] == [1]


def test_a_revision_below_the_open_one_is_refused(tiny: World, monkeypatch: pytest.MonkeyPatch):
    later = second(tiny)
    with tiny.house.db.transaction() as session:
        editions.open_form(session, replace(later, structure={**later.structure, "revision": 5}), tiny.clock())
    with_source(tiny, later, monkeypatch)
    assert [each.sentence for each in kept(tiny).faults] == [
        "revision 2 is below revision 5, which is open: raise the revision"
    ]


@pytest.fixture
def keeper(site: Site, browser: Browser) -> Browser:
    browser.sign_in(email_of(site[0], with_password(site[0], "administrator")))
    return browser


def test_an_administrator_finds_every_form_with_its_difference(site: Site, keeper: Browser):
    page = keeper.get(FORMS).text
    with site[0].reading() as session:
        _, edition = site[0].house.editions.newest(session, "nr7")
    assert edition.form.digest[:12] in page
    assert "The source is what was opened last." in page
    assert "What is wrong with the source" not in page
    told = keeper.get(f"{FORMS}/nr7/difference")
    assert "Nothing differs." in told.text
    assert keeper.get(f"{FORMS}/gone/difference").status_code == 404


def test_a_form_with_mistakes_opens_on_no_day_but_once_they_are_gone(
    site: Site, keeper: Browser, monkeypatch: pytest.MonkeyPatch
):
    catalogue = site[0].house.catalogue
    source = catalogue.forms["nr7"]
    new = replace(source, id="nr8", structure={**source.structure, "id": "nr8"}, folder=Path("forms/nr8"))
    monkeypatch.setitem(catalogue.forms, "nr8", new)
    assert "Not opened yet. It opens on 1 June 2025." in keeper.get(FORMS).text
    monkeypatch.setattr(catalogue, "faults", [Place(new.folder).fault("is not as it should be")])
    page = keeper.get(FORMS).text
    assert "Not opened yet. It opens once its source is sound." in page
    assert "It opens on 1 June 2025." not in page


def test_a_party_is_told_where_there_is_no_form_to_report_on(site: Site, browser: Browser):
    world = site[0]
    browser.sign_in(email_of(world, with_password(world, "focal_point", "XT")))
    assert "No form is open yet." not in browser.get("/en/workspace/XT").text
    with world.house.db.transaction() as session:
        for row in editions.open_forms(session):
            row.agreement = "tiny"
    assert "No form is open yet." in browser.get("/en/workspace/XT").text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_difference_is_shown_with_paths_labels_and_texts(site: Site, keeper: Browser, language: str):
    world = site[0]
    source = world.house.catalogue.forms["nr7"]
    structure: dict[str, Any] = copy.deepcopy(dict(source.structure))
    structure["revision"] += 1
    gone = structure["sections"][0]["questions"].pop()
    texts = {**source.texts, language: {**source.texts[language], "title": "Neuf & neuf"}}
    with world.house.db.transaction() as session:
        editions.open_form(session, replace(source, structure=structure, texts=texts), world.clock())
    path = f"{structure['sections'][0]['id']}.{gone['id']}"
    asked = f"old={source.structure['revision']}&new={structure['revision']}"
    page = keeper.get(f"/{language}/secretariat/forms/nr7/difference?{asked}").text
    assert f'<code class="soft small" dir="ltr">{path}</code>' in page
    assert source.texts[language][f"{path}.label"] in page
    assert "<ins>Neuf &amp; neuf</ins>" in page
    assert source.texts[language]["title"] in page
