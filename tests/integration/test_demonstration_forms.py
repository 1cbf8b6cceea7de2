"""The demonstration’s national targets, sixth reports and datasets, and what the seventh reports take from them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from reporting.domain import coverage
from reporting.domain.record import reopen
from reporting.models import DatasetSeries, Publication, Report, RevisionStep
from reporting.services import carry_forward, datasets, documents, editions, progress_figures, reading
from reporting.services.accounts.actors import load_actor
from reporting.services.demonstration import load
from reporting.services.house import House
from reporting.services.reports import frozen_copy_of
from tests.demonstration import NOW, empty_house, out_of_paper, workbook

NATIONAL = [f"xt-target-{n:02}" for n in range(1, 9)]
NAMED = {f"GBF-TARGET-{n:02}" for n in (1, 2, 3, 6, 7, 8, 9, 10)}
TERMS = [f"GBF-TARGET-{n:02}" for n in range(1, 24)]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration without PDF files, loaded once for all tests that only look."""
    house = empty_house(tmp_path_factory.mktemp("demonstration"), NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "render_pdf", out_of_paper)
        load(house, NOW)
    yield house
    house.db.dispose()


# what was published before


def test_four_records_are_public_at_the_days_of_the_story(loaded: House):
    rows = loaded.db.session.execute(
        select(Report.party, Report.form, Publication.published_at).join(Publication).where(Publication.announced)
    )
    assert {(row.party, row.form): row.published_at.date() for row in rows} == {
        ("XT", "nr6"): dt.date(2019, 3, 12),
        ("XO", "nr6"): dt.date(2019, 5, 7),
        ("XT", "nt7"): dt.date(2025, 8, 4),
        ("XT", "nr7"): dt.date(2026, 2, 25),
    }


@pytest.mark.parametrize(("party", "form"), [("XT", "nr6"), ("XO", "nr6"), ("XT", "nt7")])
def test_each_went_its_way_in_one_go(loaded: House, party: str, form: str):
    book = workbook(loaded, party, form)
    its_own = select(RevisionStep.action).where(RevisionStep.revision_id == book.revision.id)
    steps = loaded.db.session.scalars(its_own.order_by(RevisionStep.id))
    assert list(steps) == ["submit", "start_review", "approve", "publish"]
    assert not [each for each in book.problems() if each.blocking]


def test_nobody_acts_before_having_the_role(loaded: House):
    for report in loaded.db.session.scalars(select(Report)):
        author = load_actor(loaded.db.session, report.created_by, report.created_at)
        assert author is not None
        assert [(each.role, each.party) for each in author.memberships] == [("focal_point", report.party)]


# national targets


def test_testland_has_national_targets_that_leave_some_of_the_framework_uncovered(loaded: House):
    book = workbook(loaded, "XT", "nt7")
    section = book.edition.form.section("targets")
    assert section is not None
    assert [(each.key, each.number) for each in section.items] == [(key, f"NT{n}") for n, key in enumerate(NATIONAL, 1)]
    goals, targets = sorted(coverage.of_report(book.answers), key=lambda each: len(each.uncovered))
    assert goals.uncovered == ("GBF-GOAL-C", "GBF-GOAL-D")
    assert set(targets.uncovered) == set(TERMS) - NAMED
    assert targets.degrees == {"high": 4, "medium": 4}


def test_their_titles_come_in_the_language_asked_for_or_say_which_they_have(loaded: House):
    edition = workbook(loaded, "XT", "nt7").edition
    assert edition.wording("ar")("items.xt-target-07.title").startswith("بحلول عام 2030")
    french = edition.wording("fr")
    assert french("items.xt-target-03.title").startswith("D’ici à 2030")
    assert french("items.xt-target-07.language") == "en"


def test_each_headline_indicator_that_they_touch_has_been_asked_for_a_reference_period(loaded: House):
    book = workbook(loaded, "XT", "nt7")
    said = Counter(
        book.answers.value("reference-periods.has_reference_period", each.key)
        for each in book.edition.form.section("reference-periods").items
    )
    assert said == {True: 10, False: 5}


def test_the_seventh_report_asks_about_them_and_about_what_none_covers(loaded: House):
    form = workbook(loaded, "XT").edition.form
    assert list(form.section("targets").keys) == [*NATIONAL, *(each for each in TERMS if each not in NAMED)]
    further = [each.key for each in form.section("indicators").items][-4:]
    assert further == ["7.CT.1", "7.CT.3", "xt-indicator-01", "xt-indicator-02"]


def test_nothing_waits_to_be_looked_at_in_a_published_report(loaded: House):
    kept = editions.kept_items(loaded.db.session, workbook(loaded, "XT").revision.id)
    assert {(each.state, each.news) for items in kept.values() for each in items} == {("shown", "")}


def test_what_it_says_of_a_national_target_counts_for_the_global_targets_that_this_one_serves(loaded: House):
    session = loaded.db.session
    said = progress_figures.said(session, form="nr7", party="XT", term="GBF-TARGET-03")
    assert {each.item for each in said} == {"xt-target-03"}
    said = progress_figures.said(session, form="nr7", party="XT", term="GBF-TARGET-08")
    assert {each.item for each in said} == {"xt-target-02", "xt-target-06"}


def test_the_record_keeps_their_titles_as_they_were(loaded: House):
    session = loaded.db.session
    public, _ = frozen_copy_of(session, reading.record_of(session, "XT", "nr7").revision, with_private=False)
    title = reopen(public).edition.wording("en")("items.xt-target-03.title")
    assert title.startswith("By 2030, 30 per cent of land and inland waters")


# the sixth reports, and going on from one


def test_the_sixth_report_of_testland_follows_five_national_targets(loaded: House):
    book = workbook(loaded, "XT", "nr6")
    levels = Counter(book.answers.value("progress.level", key) for key in book.edition.form.section("progress").keys)
    assert levels == {"insufficient": 3, "no_change": 1, "on_track": 1}
    assert len(book.edition.form.section("measures").items) == 5


def test_the_open_report_of_otherland_is_offered_what_its_sixth_report_says(loaded: House):
    session, book = loaded.db.session, workbook(loaded, "XO")
    earlier = carry_forward.earlier_reports(session, book.report, book.revision.id, book.edition)
    assert [(each.edition.form.id, each.number) for each in earlier] == [("nr6", 1)]
    offers = {(each.question.path, each.item): each for each in carry_forward.all_offers(session, book, earlier)}

    begun = offers["targets.main_actions", "GBF-TARGET-06"]
    assert begun.given
    assert not begun.can_take
    open_still = offers["targets.progress_summary", "GBF-TARGET-16"]
    assert open_still.can_take
    assert "Eleven schools of 52" in open_still.values["en"]
    assert sum(each.can_take for each in offers.values()) == 22
    assert not any(each.state for each in offers.values())
    assert carry_forward.left_over(book, earlier)


# datasets


@pytest.mark.parametrize(("party", "indicator"), [("XT", "3.1"), ("XT", "A.3"), ("XO", "3.1"), ("XO", "6.1")])
def test_invented_providers_offer_figures(loaded: House, party: str, indicator: str):
    (offer,) = datasets.offers(loaded.db.session, "kmgbf", party, indicator)
    assert offer.source.state == "offered"
    assert "invented" in f"{offer.source.provider} {offer.source.title}".lower()
    assert len(offer.rows) >= 2


def test_the_datasets_hold_no_real_party(loaded: House):
    held = loaded.db.session.execute(select(DatasetSeries.edition_id, DatasetSeries.party).distinct())
    assert sorted(map(tuple, held)) == [(1, "XO"), (1, "XT"), (2, "XO"), (2, "XT")]
