"""What scripts add to numbers and Parties, and that they understand and decide as the server does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from reporting.domain.answers import Key
from reporting.domain.conditions import holds
from reporting.domain.errors import NotStorable
from reporting.domain.languages import INTERFACE
from reporting.domain.numbers import understood
from tests.browser.looks import look_over
from tests.browser.site import Site, served
from tests.browser.visits import visit
from tests.figures import make_figures_world, told
from tests.unit.test_conditions import ANSWERS, COMPARED
from tests.world import XA

FOCAL = ("focal_point", XA)
TYPED = [
    "", " ", "0", "-0", "+7", "007.50", "1234", "1,234", "1.234", "1.2340", "12,5", "0,123", ".5", "5.",
    "1234,567", "1 234,5", "1,234,567", "1.234.567,89", "12,34,567", "1'234'567.5", "1’234", "1\u00a0234\u202f567",
    "٣٬٤٥٦٫٧", "۱۲۳۴٫۵", "１２３４．５", "\u22125", "- 5", "\u200f-5", "a", "-", ",", "1e5", "½", "10²", "12 34",
    "1,2,3", "1..2", "--5", "5-", "5 %", "%5", "1,234.567,8", "1.234 567,8", "0,123,456", "٫", "٫5", "1٫2٫3", "NaN",
    "9" * 28, "9" * 29, "1" * 201, "0" * 60 + "1", "𝟏𝟐𝟑", "१२३", "1.234,", "1,234.", "12,345.6", "999,999",
    "1 234.567 8",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("figures")
    forms = told(folder)
    paths = {"forms_path": forms.forms_path, "translations_path": forms.translations_path}
    with served(folder, make_figures_world, **paths) as made:
        made.world.report(languages=("en", "ar"))
        yield made


def address(site: Site, section: str, language: str = "en") -> str:
    return f"{site.url}/{language}/workspace/{XA}/figures/sections/{section}"


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[id='q-park-{name}']")


def understood_as(page: Page, name: str) -> Locator:
    return page.locator(f"[id='q-park-{name}-understood']")


def readings(typed: str, language: str, percent: bool) -> list[str] | None:
    """As the script tells them: nothing for no number, None for nothing typed."""
    try:
        found = understood(typed, language, percent=percent)
    except NotStorable:
        return []
    return list(found.ambiguous) or (None if found.value is None else [found.value])


def test_scripts_understand_numbers_as_the_server_does(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site, "park"))
        cases = [(typed, language, percent) for typed in TYPED for language in INTERFACE for percent in (False, True)]
        found = page.evaluate(
            """async (cases) => {
              const { understood } = await import(document.querySelector('script[src$="numbers.js"]').src);
              return cases.map((each) => understood(...each));
            }""",
            cases,
        )
        wrong = [(case, told) for case, told in zip(cases, found, strict=True) if told != readings(*case)]
        assert wrong == []


def test_scripts_decide_conditions_as_the_server_does(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site, "park"))
        conditions: list[Any] = [condition for condition, _ in COMPARED]
        conditions += [{"not": each} for each in conditions] + [{"any": conditions[:3]}, {"all": conditions[:3]}]
        found = page.evaluate(
            """async ([conditions, answers]) => {
              const { holds } = await import(document.querySelector('script[src$="conditions.js"]').src);
              return conditions.map((each) => holds(each, (path) => answers[path] ?? null));
            }""",
            [conditions, ANSWERS],
        )
        assert found == [holds(each, ANSWERS.get) for each in conditions]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_was_understood_is_said_under_the_field(chromium: Browser, site: Site, language: str) -> None:
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, "park", language))
        field(page, "area").press_sequentially("1 234,5")
        expect(understood_as(page, "area")).to_contain_text("1,234.5")
        field(page, "rangers").fill("٤٢")
        expect(understood_as(page, "rangers")).to_contain_text("42")
        field(page, "rangers").fill("42")
        expect(understood_as(page, "rangers")).to_be_empty()
        field(page, "core").fill("1,234")
        expect(understood_as(page, "core")).to_contain_text("1234")
        field(page, "since").fill("long ago")
        field(page, "since").blur()
        expect(understood_as(page, "since")).to_contain_text("2024")
        field(page, "since").fill("")
        expect(understood_as(page, "since")).to_be_empty()
        assert list(look_over(page)) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_readings_are_asked_about_and_one_is_picked_by_keyboard(
    chromium: Browser, site: Site, language: str
) -> None:
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, "park", language))
        field(page, "change").fill("1,234")
        question = page.locator("[id='q-park-change-question']")
        expect(question.locator("button")).to_have_text(["1,234", "1.234"])
        expect(understood_as(page, "change")).to_contain_text("1.234")
        assert list(look_over(page)) == []
        field(page, "change").press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(field(page, "change")).to_have_value("1.2340")
        expect(question.locator("button")).to_have_count(0)
        expect(field(page, "change")).to_be_focused()
        page.locator("p.save button.primary").click()
        expect(page.locator(".notice.success")).to_be_visible()
    assert site.world.book(1).stored[Key("park.change")].value == "1.234"
    site.world.save(1, {Key("park.change"): None}, base=site.world.book(1).version(Key("park.change")))


def test_follow_ups_come_with_numbers_that_are_compared_and_counted(chromium: Browser, site: Site) -> None:
    with visit(chromium, site, FOCAL, "en") as page:
        page.goto(address(site, "park"))
        expect(field(page, "why_so_many")).to_be_hidden()
        field(page, "rangers").fill("100.5")
        expect(field(page, "why_so_many")).to_be_hidden()
        field(page, "rangers").fill("١٠١")
        expect(field(page, "why_so_many")).to_be_visible()
        field(page, "area").fill("0.3")
        field(page, "core").fill("0.29")
        expect(field(page, "why_all_core")).to_be_hidden()
        field(page, "core").fill("0,30")
        expect(field(page, "why_all_core")).to_be_visible()
        page.goto(address(site, "land"))
        treaty = page.locator("[id='q-land-treaty']")
        expect(treaty).to_be_hidden()
        page.locator("summary", has_text="North").click()
        page.get_by_label("Arland").check()
        expect(treaty).to_be_visible()


@pytest.mark.parametrize(
    ("language", "typed", "found", "other"), [("en", "bel", "Beland", "Arland"), ("ar", "بيل", "بيلاند", "آرلاند")]
)
def test_a_party_is_found_by_a_part_of_its_name(
    chromium: Browser, site: Site, language: str, typed: str, found: str, other: str
) -> None:
    with visit(chromium, site, FOCAL, language) as page:
        page.goto(address(site, "land", language))
        search = page.locator("[type=search]")
        search.fill(typed)
        expect(page.get_by_label(found)).to_be_visible()
        expect(page.get_by_label(other)).to_be_hidden()
        assert list(look_over(page)) == []
        search.press("Enter")
        expect(page.get_by_label(found)).to_be_focused()
        page.keyboard.press("Space")
        search.fill("zzz")
        expect(page.locator("[data-none]")).not_to_be_empty()
        search.fill("")
        expect(page.get_by_label(found)).to_be_checked()
        expect(page.get_by_label(found)).to_be_visible()
