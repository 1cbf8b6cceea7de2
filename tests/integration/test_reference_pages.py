"""What everybody may look up: the glossary, and each form with all its questions."""

from __future__ import annotations

import html

import pytest

from reporting.domain.alphabet import alphabetical
from reporting.domain.languages import INTERFACE
from reporting.domain.official_texts import Row
from reporting.services import editions, official_texts
from tests.integration.conftest import Site
from tests.integration.plain_browser import Browser
from tests.journeys.page import Page, words
from tests.people import email_of, with_password
from tests.world import XT


def shown(browser: Browser, path: str) -> Page:
    answer = browser.get(path)
    return Page(path, answer.status_code, answer.text)


@pytest.mark.parametrize("language", INTERFACE)
def test_the_glossary_explains_every_word_in_the_order_of_the_language(
    site: Site, browser: Browser, language: str
) -> None:
    framework = site[0].house.catalogue.frameworks["kmgbf"]
    say = framework.wording(language)
    page = shown(browser, f"/{language}/glossary")
    for term in framework.glossary:
        entry = words(page.by_id(term))
        for text in (say(f"glossary.{term}.term"), say(f"glossary.{term}.definition")):
            assert " ".join(text.split()) in entry
    terms = [(each.text or "").strip() for each in page.all("dt")]
    assert terms == sorted(terms, key=lambda term: alphabetical(term, language))
    assert len(terms) == len(framework.glossary)


def test_a_page_in_another_language_tells_the_english_word_too(browser: Browser) -> None:
    entry = shown(browser, "/fr/glossary").by_id("headline_indicator")
    assert [words(each) for each in entry.iter("span") if each.get("lang") == "en"] == ["Headline indicator"]
    assert not any(each.get("lang") == "en" for each in shown(browser, "/en/glossary").by_id("target").iter("span"))


def test_official_words_are_marked_wherever_they_are_shown(site: Site, browser: Browser) -> None:
    world, place = site[0], "items.GBF-TARGET-03"
    official = [
        Row(1, "kmgbf", "glossary.target.definition", "fr", "Ce que dit la décision."),
        Row(2, "kmgbf", "glossary.headline_indicator.term", "fr", "Indicateur phare officiel"),
        Row(3, "kmgbf", "targets.GBF-TARGET-03.summary", "fr", "Le texte de la cible."),
    ]
    with world.house.db.transaction() as session:
        official_texts.lay(session, world.clock(), official)
        editions.open_due_forms(session, world.house.catalogue, world.clock())
    page = shown(browser, "/fr/glossary")
    assert "Ce que dit la décision. texte officiel" in words(page.by_id("target"))
    assert "Indicateur phare officiel Headline indicator texte officiel" in words(page.by_id("headline_indicator"))
    assert page.text.count("texte officiel") == 2
    assert "official text" not in shown(browser, "/en/glossary").text
    assert "Le texte de la cible. texte officiel" in shown(browser, "/fr/targets/GBF-TARGET-03").text
    assert "official text" not in shown(browser, "/en/targets/GBF-TARGET-03").text
    form = shown(browser, "/fr/forms/nr7")
    assert "Le texte de la cible. texte officiel" in form.text
    beside = [words(each) for each in form.all("dt") if "texte officiel" in words(each)]
    assert set(beside) == {"Indicateur phare officiel texte officiel"}
    with world.reading() as session:
        _, edition = world.house.editions.newest(session, "nr7")
    assert edition.official == {"fr": {f"{place}.summary"}}


def test_the_pages_are_public_and_known_again(browser: Browser) -> None:
    for path in ("/en/glossary", "/en/forms/nr7"):
        first = browser.client.get(path)
        assert first.headers["Cache-Control"] == "public, max-age=60"
        assert "Set-Cookie" not in first.headers
        assert browser.client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("language", INTERFACE)
def test_a_form_is_shown_whole_without_answers(site: Site, browser: Browser, language: str) -> None:
    world = site[0]
    with world.reading() as session:
        _, edition = world.house.editions.newest(session, "nr7")
    say = edition.wording(language)
    page = shown(browser, f"/{language}/forms/nr7")
    for question in edition.form.questions.values():
        entry = words(page.by_id(question.path))
        for text in (say.label(question), say(f"{question.path}.guidance"), say(f"{question.path}.example")):
            assert " ".join(text.split()) in entry
        assert all(say.option(question, each) in entry for each in question.options)
    for section in edition.form.sections:
        assert say(f"{section.id}.title") in words(page.by_id(section.id))


def test_the_items_of_a_repeated_section_are_listed_once_with_their_titles(site: Site, browser: Browser) -> None:
    framework = site[0].house.catalogue.frameworks["kmgbf"]
    page = shown(browser, "/ar/forms/nr7")
    listed = page.all("ol", "asked-for")
    for kind, entry in zip(("targets", "goals"), listed, strict=False):
        titles = [framework.wording("ar")(f"{kind}.{key}.title") for key in framework.terms(f"terms:kmgbf.{kind}")]
        items = [words(each) for each in entry.iter("li")]
        assert all(title in item for title, item in zip(titles, items, strict=True))
    assert sum(each.get("id") == "targets.main_actions" for each in page.root.iter()) == 1


def test_a_question_says_when_it_is_asked_and_what_its_limits_are(browser: Browser) -> None:
    page = shown(browser, "/en/forms/nr7")
    later = words(page.by_id("national-strategy.adoption_information"))
    assert "Asked if the answer to “Has the revised or updated strategy been adopted?” is “No” or “Other”." in later
    assert "required · at most 300 words · in each working language" in later
    assert "Asked if" not in words(page.by_id("national-strategy.strategy_adopted"))


def test_a_question_explains_the_uncommon_words_that_it_uses(browser: Browser) -> None:
    entry = shown(browser, "/fr/forms/nr7").by_id("national-strategy.stakeholders")
    assert "Parties prenantes" in [words(each) for each in entry.iter("dt")]
    assert "/fr/glossary#stakeholders" in [each.get("href") for each in entry.iter("a")]
    assert "Cible" not in words(entry)


def test_the_page_of_a_section_explains_them_in_the_guidance(site: Site, browser: Browser) -> None:
    world = site[0]
    world.report(XT)
    browser.sign_in(email_of(world, with_password(world, "focal_point", XT)))
    page = shown(browser, f"/fr/workspace/{XT}/nr7/sections/national-strategy")
    guidance = next(each for each in page.by_id("q-national-strategy-stakeholder_engagement-question").iter("details"))
    assert "Parties prenantes" in [words(each) for each in guidance.iter("dt")]


def test_a_form_that_nobody_knows_is_not_there(browser: Browser) -> None:
    assert browser.get("/en/forms/nr99").status_code == 404
    assert "This page does not exist" in html.unescape(browser.page)


def test_the_home_page_leads_to_both(browser: Browser) -> None:
    home = shown(browser, "/es/")
    assert "/es/forms/nr7" in home.links("/forms/")
    assert "/es/glossary" in home.links("/glossary")
