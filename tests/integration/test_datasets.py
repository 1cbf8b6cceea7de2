"""Datasets of the secretariat: uploaded with their problems, looked through, offered, replaced, withdrawn."""

from __future__ import annotations

import datetime as dt
import html
import io
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from reporting.domain.errors import Forbidden, Invalid, NotFound, WrongState
from reporting.domain.offered import altered, offered
from reporting.models import AuditEvent, DatasetEdition
from reporting.services import datasets
from reporting.services.datasets import About, Offer
from tests.integration.conftest import Site
from tests.integration.plain_browser import Browser
from tests.people import email_of, with_password
from tests.world import XO, XT, World

ABOUT = About(
    "Area of natural ecosystems", "Provider of the tests", "https://data.example.org/a2", dt.date(2026, 1, 31)
)
HEADINGS = "Indicator code,Party,Year,Unit,Value,Disaggregation type,Disaggregation,Footnote"


def row(year: int, value: str, **more: str) -> dict[str, str]:
    blank = {"unit": "km2", "disaggregation_type": "", "disaggregation": "", "footnote": ""}
    return {"year": str(year), "value": value, **blank, **more}


def proposed(
    world: World, values: Sequence[str], dataset_id: int | None = None, about: About = ABOUT
) -> DatasetEdition:
    """An edition with these values of both Parties from 2020 on."""
    actor = world.actor("administrator")
    rows = {(party, "A.2"): [row(2020 + n, value) for n, value in enumerate(values)] for party in (XT, XO)}
    with world.house.db.transaction() as session:
        return datasets.propose(session, actor, world.clock(), "kmgbf", about, rows, dataset_id=dataset_id)


def step(world: World, action: str, edition: DatasetEdition) -> None:
    actor = world.actor("administrator")
    with world.house.db.transaction() as session:
        getattr(datasets, action)(session, actor, world.clock(), edition.id)


def offers(world: World, party: str = XT, indicator: str = "A.2") -> list[Offer]:
    with world.reading() as session:
        return datasets.offers(session, "kmgbf", party, indicator)


def events(world: World) -> list[str]:
    with world.reading() as session:
        wanted = select(AuditEvent.name).where(AuditEvent.name.startswith("dataset:")).order_by(AuditEvent.id)
        return list(session.scalars(wanted))


def test_nothing_is_offered_before_somebody_has_said_so(world: World) -> None:
    edition = proposed(world, ["1", "0"])
    assert offers(world) == []
    step(world, "offer", edition)
    [offer] = offers(world)
    assert (offer.source.provider, offer.source.dated_on) == (ABOUT.provider, ABOUT.dated_on)
    assert [each["value"] for each in offer.rows] == ["1", "0"]
    assert offers(world, indicator="A.1") == []
    assert events(world) == ["dataset:proposed", "dataset:offered"]


def test_a_new_edition_replaces_the_old_one_which_is_kept(world: World) -> None:
    first = proposed(world, ["1", "2", "3"])
    step(world, "offer", first)
    taken = offered(first.id, offers(world)[0].rows)
    second = proposed(world, ["1", "5"], first.dataset_id)
    with world.reading() as session:
        [change] = datasets.difference(session, session.get_one(DatasetEdition, second.id))
    assert (change.indicator, dict(change.kinds), change.parties) == ("A.2", {"same": 2, "changed": 2, "gone": 2}, 2)
    step(world, "offer", second)
    assert [each["value"] for each in offers(world)[0].rows] == ["1", "5"]
    with world.reading() as session:
        known = datasets.sources(session, [first.id, second.id])
    assert {number: each.state for number, each in known.items()} == {first.id: "replaced", second.id: "offered"}
    assert not altered(taken), "what was taken over stays as it was offered"


def test_a_proposal_that_comes_after_another_takes_its_place(world: World) -> None:
    first = proposed(world, ["1"])
    second = proposed(world, ["2"], first.dataset_id)
    with world.reading() as session:
        editions = datasets.one(session, world.actor("administrator"), first.dataset_id).editions
        assert [each.id for each in editions] == [second.id]


def test_more_rows_than_an_answer_holds_are_not_proposed(world: World) -> None:
    """A report could not take them over, nor show them beside its indicator."""
    with pytest.raises(Invalid) as refused:
        proposed(world, ["1"] * 2_001)
    assert refused.value.code == "too_many_rows"
    assert events(world) == []


def test_a_withdrawn_dataset_is_no_longer_offered(world: World) -> None:
    edition = proposed(world, ["1"])
    step(world, "offer", edition)
    step(world, "withdraw", edition)
    assert offers(world) == []
    with world.reading() as session:
        assert datasets.sources(session, [edition.id])[edition.id].state == "withdrawn"


def test_a_discarded_proposal_leaves_nothing(world: World) -> None:
    edition = proposed(world, ["1"])
    step(world, "discard", edition)
    with world.reading() as session:
        assert datasets.all_datasets(session, world.actor("administrator")) == []
    assert events(world)[-1] == "dataset:discarded"


def test_who_comes_second_is_told(world: World) -> None:
    edition = proposed(world, ["1"])
    step(world, "offer", edition)
    for action in ("offer", "discard"):
        with pytest.raises(WrongState, match="dataset_moved_on"):
            step(world, action, edition)


@pytest.mark.parametrize(
    ("link", "code"), [("javascript:alert(1)", "link_refused"), ("mailto:a@example.org", "not_a_link")]
)
def test_only_an_address_that_opens_safely_is_taken(world: World, link: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        proposed(world, ["1"], about=About("A", "B", link, dt.date(2026, 1, 1)))


def test_only_administrators_deal_with_datasets(world: World) -> None:
    for role, party in (("publisher", ""), ("focal_point", XT)):
        actor = world.actor(role, party)
        with pytest.raises((Forbidden, NotFound)), world.house.db.transaction() as session:
            datasets.propose(session, actor, world.clock(), "kmgbf", ABOUT, {(XT, "A.2"): [row(2020, "1")]})


# ---------------------------------------------------------------------------------------------------------------- pages


def uploaded(browser: Browser, text: str, name: str = "areas.csv", **typed: str) -> None:
    """Send the page for a new dataset with this file."""
    browser.get("/en/secretariat/datasets/new")
    told = {
        "provider": ABOUT.provider, "title": ABOUT.title, "link": "data.example.org/a2", "dated_on": "2026-01-31",
        "framework": "kmgbf", "file": (io.BytesIO(text.encode()), name),
    }  # fmt: skip
    browser.send("/datasets/new", **{**told, **typed})


@pytest.fixture
def admin(site: Site, browser: Browser) -> Browser:
    world, _ = site
    browser.sign_in(email_of(world, with_password(world, "administrator")))
    return browser


def test_the_secretariat_uploads_looks_through_and_offers(site: Site, admin: Browser) -> None:
    world, _ = site
    rows = [HEADINGS, "A.2,XT,2023,km2,0,,,", "A.2,XTX,2024,km2,12.5,,,estimate", "A.2,QQ,2024,km2,1,,,",
            "A.2,XT,soon,km2,1,,,"]  # fmt: skip
    uploaded(admin, "\n".join(rows))
    assert admin.status == 200
    for words in ("2 rows were not taken", "No Party has this code.", "This is not a year.", "C: Year", "soon"):
        assert words in admin.page
    assert offers(world) == []
    admin.send("/offer")
    [offer] = offers(world)
    assert [(each["year"], each["value"]) for each in offer.rows] == [("2023", "0"), ("2024", "12.5")]
    assert offer.source.link == "https://data.example.org/a2"
    admin.send("/withdraw")
    assert offers(world) == []


def test_a_file_of_which_nothing_is_understood_comes_back_with_the_reasons(admin: Browser) -> None:
    uploaded(admin, f"{HEADINGS}\n99,XT,2023,km2,1,,,")
    assert admin.status == 422
    for words in ("No row of this file was understood", "No indicator of this form has this code.", ABOUT.provider):
        assert words in admin.page
    uploaded(admin, "a,b\n1,2\n", title="")
    assert "No table of this file begins with the headings that are needed" in admin.page
    assert "Please give the dataset a name." in admin.page


def test_the_page_asks_for_what_readers_are_told(admin: Browser) -> None:
    admin.get("/fr/secretariat/datasets/new")
    for words in (
        "Fournisseur",
        "Date des données",
        "Cadre mondial de la biodiversité de Kunming-Montréal",
        "Code de l’indicateur",
    ):
        assert words in html.unescape(admin.page)


def test_a_page_without_a_file_or_with_another_kind_says_so(admin: Browser) -> None:
    uploaded(admin, "", name="")
    assert "Please choose a file." in admin.page
    uploaded(admin, "%PDF-1.7", name="data.pdf")
    assert "Please save it as XLSX or CSV." in admin.page


def test_a_new_edition_begins_with_what_is_known(site: Site, admin: Browser) -> None:
    world, _ = site
    uploaded(admin, f"{HEADINGS}\nA.2,XT,2023,km2,1,,,")
    admin.send("/offer")
    dataset = admin.path
    admin.get(f"{dataset}/new-edition")
    assert ABOUT.provider in admin.page
    csv = f"{HEADINGS}\nA.2,XT,2023,km2,2,,,"
    admin.send(
        "/new-edition", provider=ABOUT.provider, title=ABOUT.title, link=ABOUT.link, dated_on="2026-06-30",
        file=(io.BytesIO(csv.encode()), "areas.csv"),
    )  # fmt: skip
    assert "Edition 2" in admin.page
    admin.send("/offer")
    assert [each.rows[0]["value"] for each in offers(world)] == ["2"]
